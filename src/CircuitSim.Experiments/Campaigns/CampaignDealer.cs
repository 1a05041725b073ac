namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// Deals the missing points of a range to workers, and puts their rows into the files of their shards. What is dealt at once is some hundred
/// milliseconds of work, as the last ones took, so that asking costs nothing; one point where points are long; and less towards the
/// end, so that nobody waits for the last one. Several threads may call it.
/// </summary>
internal sealed class CampaignDealer : IDisposable
{
    /// <summary>Work at a time [s].</summary>
    private const double MostSeconds = 0.25, LeastSeconds = 0.01;

    /// <summary>By how much more may be dealt than was ever done at once: the first points tell little of the others.</summary>
    private const long Growth = 4;

    private readonly CampaignFolder folder;
    private readonly long first, end;
    private readonly int jobs;
    private readonly Action<CampaignTally> progress;
    private readonly Lock gate = new();
    private readonly CampaignGarbage garbage = new();
    private readonly Dictionary<CampaignShard, Work> works = [];
    private readonly List<CampaignShard> shards;
    private readonly HashSet<string> begun;
    private Work? current;
    private int next;
    private double secondsOfPoint;
    private long left, largest;

    /// <param name="progress">Told of every step, by the thread that makes it.</param>
    public CampaignDealer(CampaignFolder folder, long first, long end, int jobs, Action<CampaignTally> progress)
    {
        (this.folder, this.first, this.end, this.jobs, this.progress) = (folder, first, end, jobs, progress);
        (var done, begun) = folder.List();
        shards = [.. folder.Within(first, end).Where(s => !done.Contains(s.Name))];
        left = shards.Sum(Own);
        Tally = new CampaignTally(end - first, end - first - left, end - first - left, 0);
        progress(Tally);
    }

    public CampaignTally Tally { get; private set; }

    /// <summary>Whether this point is the next one.</summary>
    public bool BeginsAt(long index)
    {
        lock (gate)
            return HasNext() && current!.Todo.Peek().From == index;
    }

    /// <summary>Null where nothing is left to deal.</summary>
    public CampaignStretch? Next()
    {
        lock (gate)
        {
            if (!HasNext())
                return null;
            var (from, to) = current!.Todo.Pop();
            var count = secondsOfPoint == 0 ? 1
                : (long)Math.Clamp(Math.Min(MostSeconds / secondsOfPoint, Math.Max(left / (2.0 * jobs), LeastSeconds / secondsOfPoint)), 1, Growth * largest);
            if (count < to - from)
                current.Todo.Push((from + count, to));
            var stretch = new CampaignStretch(current.Shard, from, Math.Min(from + count, to));
            left -= stretch.End - stretch.First;
            return stretch;
        }
    }

    /// <summary>Rows that follow one another, in a sealed block.</summary>
    /// <exception cref="DataFileException">Its file cannot be written.</exception>
    public void Take(CampaignStretch stretch, ReadOnlySpan<byte> block, int rows, int failed)
    {
        lock (gate)
        {
            var work = works[stretch.Shard];
            work.File ??= new CampaignShardFile(folder, work.Shard);
            work.File.Append(block, rows);
            if ((work.Left -= rows) == 0)
            {
                works.Remove(work.Shard);
                work.File.Close();
                garbage.Collect();
                if (begun.Contains(work.Shard.Name))
                    folder.RemovePartials(work.Shard);
            }

            Count(rows, 0, failed);
        }
    }

    /// <param name="seconds">Time that a stretch took.</param>
    public void Learn(CampaignStretch stretch, double seconds)
    {
        lock (gate)
        {
            secondsOfPoint = Math.Max(seconds / (stretch.End - stretch.First), 1e-9);
            largest = Math.Max(largest, stretch.End - stretch.First);
        }
    }

    /// <summary>What is not complete is left to the next one.</summary>
    public void Dispose()
    {
        foreach (var work in works.Values)
            work.File?.Dispose();
    }

    private bool HasNext()
    {
        while (current is not { Todo.Count: > 0 })
        {
            if (next == shards.Count)
                return false;
            Open(shards[next++]);
        }

        return true;
    }

    /// <summary>Points of a shard that are to be dealt.</summary>
    private long Own(CampaignShard shard) => Math.Min(shard.End, end) - Math.Max(shard.First, first);

    private void Open(CampaignShard shard)
    {
        current = new Work(shard);
        var at = Math.Min(shard.End, end);
        foreach (var index in begun.Contains(shard.Name) ? folder.Reasons(shard).Select(r => r.Index).Where(i => i >= first && i < end).Reverse() : [])
        {
            current.Add(index + 1, at);
            at = index;
        }

        current.Add(Math.Max(shard.First, first), at);
        var found = Own(shard) - current.Left;
        left -= found;
        Count(found, found, 0);
        if (current.Left > 0)
            works.Add(shard, current);
        else
            folder.Settle(shard);
    }

    private void Count(long done, long before, long failed) =>
        progress(Tally = Tally with { Done = Tally.Done + done, Before = Tally.Before + before, Failed = Tally.Failed + failed });

    /// <summary>A shard that is being worked on.</summary>
    private sealed class Work(CampaignShard shard)
    {
        public CampaignShard Shard => shard;

        /// <summary>Ranges that are not dealt yet, the first one on top.</summary>
        public Stack<(long From, long To)> Todo { get; } = [];

        /// <summary>Points of this range whose rows are to come.</summary>
        public long Left { get; set; }

        public CampaignShardFile? File { get; set; }

        public void Add(long from, long to)
        {
            if (from >= to)
                return;
            Todo.Push((from, to));
            Left += to - from;
        }
    }
}
