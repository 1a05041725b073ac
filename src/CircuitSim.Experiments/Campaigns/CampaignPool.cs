using System.Collections.Concurrent;
using System.Diagnostics;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// Runs the shards of a campaign in worker processes of this machine. The pool alone writes files; a worker answers a row a line. So a point
/// that crashes, hangs, takes too much memory or writes rubbish costs its worker and becomes a failed row, and the others go on. A worker that dies
/// is given the same point once more, because somebody else may have ended it.
/// </summary>
/// <param name="worker">The program of a worker and its arguments.</param>
/// <param name="jobs">Workers at a time.</param>
/// <param name="progress">Told now and then; may be told from several threads.</param>
public sealed class CampaignPool(CampaignFolder folder, IReadOnlyList<string> worker, int jobs, Action<CampaignTally> progress)
{
    /// <summary>Deaths of a worker at one point that make it a failed one.</summary>
    private const int MostDeaths = 2;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly CampaignFolder folder = folder;
    private readonly IReadOnlyList<string> worker = worker;
    private readonly Campaign campaign = folder.Campaign;
    private readonly Lock gate = new();
    private CampaignTally tally = new(0, 0, 0, 0);

    /// <summary>Every shard that is not done yet, to its end.</summary>
    /// <returns>How far it came.</returns>
    /// <exception cref="CircuitSimException">A worker cannot start, or a file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; all rows so far are kept.</exception>
    public CampaignTally Run(IReadOnlyList<CampaignShard> shards, CancellationToken cancellationToken)
    {
        var todo = new ConcurrentQueue<CampaignShard>(shards.Where(s => !folder.IsDone(s)));
        var before = shards.Sum(s => s.Count) - todo.Sum(s => s.Count);
        tally = new CampaignTally(shards.Sum(s => s.Count), before, before, 0);
        progress(tally);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var slots = Enumerable.Range(0, Math.Min(jobs, todo.Count)).Select(_ => new Slot(this)).ToList();
        if (slots.Count > 0 && shards.Any(s => s.First == 0) && folder.Read(folder.All().First()) is not [{ Index: 0 }, ..])
            slots[0].Probe(folder.All().First());
        Exception? fault = null;
        var threads = slots.Select(slot => new Thread(() =>
        {
            try
            {
                while (!stop.IsCancellationRequested && todo.TryDequeue(out var shard))
                    slot.Run(shard, stop.Token);
            }
            catch (Exception e)
            {
                // The first one speaks; the others were told to stop.
                Interlocked.CompareExchange(ref fault, e, null);
                stop.Cancel();
            }
        })).ToList();
        foreach (var thread in threads)
            thread.Start();
        while (threads.Any(t => t.IsAlive))
        {
            threads.First(t => t.IsAlive).Join(Period);
            foreach (var slot in slots)
                slot.Watch(stop.IsCancellationRequested);
        }

        foreach (var slot in slots)
            slot.End();
        cancellationToken.ThrowIfCancellationRequested();
        if (fault is not null)
            throw fault is CircuitSimException ? fault : new InvalidOperationException("A worker's thread ended.", fault);
        return tally;
    }

    private void Count(long done, long before, long failed)
    {
        lock (gate)
        {
            tally = tally with { Done = tally.Done + done, Before = tally.Before + before, Failed = tally.Failed + failed };
            progress(tally);
        }
    }

    /// <summary>Memory that a worker may have [bytes].</summary>
    private long MemoryLimit => campaign.MemoryLimit ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / jobs;

    /// <summary>A worker and what it does now: its thread reads from it, the pool's own looks after time and memory.</summary>
    private sealed class Slot(CampaignPool pool)
    {
        private readonly Lock gate = new();
        private Process? process;
        private string? lastWord;

        /// <summary>Timestamp of the point under way; 0 where there is none.</summary>
        private long since;

        private string? killedFor;

        /// <summary>The first point by itself: a figure that no result has costs one point, not all of them.</summary>
        public void Probe(CampaignShard shard)
        {
            var deaths = 0;
            var timer = new Timer(_ => Watch(false), null, Period, Period);
            using (timer)
            {
                Ask(0, 1);
                if (Answer(0, ref deaths, out _) is not { } row)
                    return;
                using var file = CampaignShardFile.Begin(pool.folder, shard, [.. pool.folder.Read(shard), row]);
            }
        }

        public void Run(CampaignShard shard, CancellationToken cancellationToken)
        {
            var found = pool.folder.Read(shard);
            using var file = CampaignShardFile.Begin(pool.folder, shard, found);
            pool.Count(found.Count, found.Count, 0);
            var there = found.Select(r => r.Index).ToHashSet();
            var deaths = 0;
            for (var index = shard.First; index < shard.End;)
            {
                if (there.Contains(index))
                {
                    index++;
                    continue;
                }

                cancellationToken.ThrowIfCancellationRequested();
                var end = index + 1;
                while (end < shard.End && !there.Contains(end))
                    end++;
                Ask(index, end);
                while (index < end)
                {
                    var row = Answer(index, ref deaths, out var asksAgain);
                    cancellationToken.ThrowIfCancellationRequested();
                    if (row is not null)
                    {
                        file.Append(row);
                        pool.Count(1, 0, row.Values is null ? 1 : 0);
                        (index, deaths) = (index + 1, 0);
                    }

                    if (asksAgain)
                        break;
                }
            }

            file.Complete();
        }

        /// <summary>The row of a point; null where its worker died and it is to be tried once more.</summary>
        /// <param name="asksAgain">Whether the worker is no more, so that the rest of the range must be asked for again.</param>
        private CampaignRow? Answer(long index, ref int deaths, out bool asksAgain)
        {
            var line = process!.StandardOutput.ReadLine();
            var seconds = Stopwatch.GetElapsedTime(Interlocked.Exchange(ref since, Stopwatch.GetTimestamp())).TotalSeconds;
            asksAgain = true;
            if (line is not null && CampaignRow.Parse(line, pool.campaign.Figures.Count) is { } row && row.Index == index)
            {
                asksAgain = false;
                return row;
            }

            if (line?.StartsWith(CampaignWorker.Fault, StringComparison.Ordinal) == true)
                throw InvalidParameterException.Because("collect", line[CampaignWorker.Fault.Length..]);
            if (line is not null)
            {
                End();
                return CampaignRow.Failed(index, $"the worker wrote rubbish: {DataFileException.Shown(line)}", seconds);
            }

            var how = EndText();
            if (killedFor is { } reason)
                return CampaignRow.Failed(index, reason, seconds);
            return ++deaths < MostDeaths ? null : CampaignRow.Failed(index, Invariant($"its process ended, {MostDeaths} times: {how}"), seconds);
        }

        private void Ask(long first, long end)
        {
            if (process is null)
                Start();
            Interlocked.Exchange(ref since, Stopwatch.GetTimestamp());
            try
            {
                process!.StandardInput.Write(Invariant($"{first} {end}\n"));
                process.StandardInput.Flush();
            }
            catch (IOException)
            {
                // It is dead already; the answer, none, says so.
            }
        }

        private void Start()
        {
            var start = new ProcessStartInfo(pool.worker[0], pool.worker.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            // The collector refuses what is beyond, before the machine suffers; what is not the collector's is watched.
            start.Environment["DOTNET_GCHeapHardLimit"] = Invariant($"{pool.MemoryLimit:x}");
            Process started;
            try
            {
                started = Process.Start(start)!;
            }
            catch (System.ComponentModel.Win32Exception e)
            {
                throw InvalidParameterException.Because("campaign", $"a worker of the campaign cannot start: {pool.worker[0]}: {e.Message}.");
            }

            (lastWord, killedFor) = (null, null);
            started.ErrorDataReceived += (_, e) => lastWord = string.IsNullOrWhiteSpace(e.Data) || lastWord is not null ? lastWord : e.Data;
            started.BeginErrorReadLine();
            lock (gate)
                process = started;
            Interlocked.Exchange(ref since, 0);
            if (started.StandardOutput.ReadLine() is var greeting && greeting != CampaignWorker.Greeting(pool.campaign))
                throw InvalidParameterException.Because("campaign", $"a worker of the campaign does not start: {(greeting is null ? EndText() : DataFileException.Shown(greeting))}");
        }

        /// <summary>Ends the worker whose point takes too long or too much.</summary>
        public void Watch(bool isCancelled)
        {
            lock (gate)
            {
                if (process is null || process.HasExited)
                    return;
                process.Refresh();
                var from = Interlocked.Read(ref since);
                if (from != 0 && pool.campaign.TimeLimit is { } seconds && Stopwatch.GetElapsedTime(from).TotalSeconds > seconds)
                    killedFor ??= $"it takes more than {SiText.Format(seconds, "s")}.";
                else if (from != 0 && process.WorkingSet64 > pool.MemoryLimit)
                    killedFor ??= Invariant($"it needs more memory than {pool.MemoryLimit / 1e6:0} MB.");
                else if (!isCancelled)
                    return;
                process.Kill();
            }
        }

        /// <summary>How the worker ended, and what it said.</summary>
        private string EndText()
        {
            var ended = process!;
            if (!ended.WaitForExit(TimeSpan.FromSeconds(10)))
                ended.Kill();
            ended.WaitForExit();
            var code = ended.ExitCode;
            End();
            return code > 128 ? Invariant($"signal {code - 128}{(lastWord is null ? "" : $", {DataFileException.Shown(lastWord)}")}.") : Invariant($"exit code {code}{(lastWord is null ? "" : $", {lastWord}")}.");
        }

        public void End()
        {
            lock (gate)
            {
                if (process is null)
                    return;
                if (!process.HasExited)
                    process.Kill();
                process.WaitForExit();
                process.Dispose();
                process = null;
            }
        }
    }
}
