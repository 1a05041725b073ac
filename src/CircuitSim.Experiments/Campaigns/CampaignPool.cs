using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using CircuitSim.Numerics;
using Microsoft.Win32.SafeHandles;
using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// Runs points of a campaign in worker processes of this machine. The pool alone writes files; a worker answers with blocks of rows. So a point
/// that crashes, hangs, takes too much memory or writes rubbish costs its worker and becomes a failed row, and the others go on. A worker that
/// dies in the midst of many points is asked again for those whose rows did not come, and to hand over each at once: then it is known which one
/// it is. One that dies at one point is given it once more, because somebody else may have ended it.
/// </summary>
/// <param name="worker">The program of a worker and its arguments.</param>
/// <param name="jobs">Workers at a time.</param>
/// <param name="progress">Told now and then; may be told from several threads.</param>
public sealed class CampaignPool(CampaignFolder folder, IReadOnlyList<string> worker, int jobs, Action<CampaignTally> progress)
{
    /// <summary>Deaths of a worker at one point that make it a failed one.</summary>
    private const int MostDeaths = 2;

    /// <summary>Time for which a worker may keep a row to itself [ms].</summary>
    private const int Hold = 50;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>For what a worker said before it ended; a process that it began may hold its channel longer.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<string> worker = worker;
    private readonly Campaign campaign = folder.Campaign;

    /// <summary>Every point of a range that is not done yet.</summary>
    /// <returns>How far it came.</returns>
    /// <exception cref="CircuitSimException">A worker cannot start, or a file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; all rows so far are kept.</exception>
    public CampaignTally Run(long first, long end, CancellationToken cancellationToken)
    {
        using var dealer = new CampaignDealer(folder, first, end, jobs, progress);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var slots = Enumerable.Range(0, (int)Math.Min(jobs, end - first)).Select(_ => new Slot(this, dealer)).ToList();
        Exception? fault = null;
        void Serve(IEnumerable<Slot> some, Func<CampaignStretch?> next)
        {
            var threads = some.Select(slot => new Thread(() =>
            {
                try
                {
                    while (!stop.IsCancellationRequested && next() is { } stretch)
                        slot.Run(stretch, stop.Token);
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
            while (threads.Find(t => t.IsAlive) is { } alive)
            {
                if (alive.Join(Period))
                    continue;
                foreach (var slot in slots)
                    slot.Watch(stop.IsCancellationRequested);
            }
        }

        try
        {
            // The first point by itself: a figure that no result has costs one point, not all of them.
            if (dealer.BeginsAt(0))
                Serve(slots.Take(1), () => dealer.BeginsAt(0) ? dealer.Next() : null);
            Serve(slots, dealer.Next);
        }
        finally
        {
            foreach (var slot in slots)
                slot.End();
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (fault is not null)
            throw fault is CircuitSimException ? fault : new InvalidOperationException("A worker's thread ended.", fault);
        return dealer.Tally;
    }

    /// <summary>Memory that a worker may have [bytes].</summary>
    private long MemoryLimit => campaign.MemoryLimit ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / jobs;

    /// <summary>A worker and what it does now: its thread reads from it, the pool's own looks after time and memory.</summary>
    private sealed class Slot(CampaignPool pool, CampaignDealer dealer)
    {
        private readonly Lock gate = new();
        private byte[] block = new byte[1 << 16];
        private Process? process;

        /// <summary>Where it is asked, and where it answers.</summary>
        private Stream requests = Stream.Null, answers = Stream.Null;

        private Thread? listener;
        private string? lastWord;

        /// <summary>Timestamp of what came last from a worker that has points to do; 0 where it has none.</summary>
        private long since;

        private bool tookTooLong, tookTooMuch;

        public void Run(CampaignStretch stretch, CancellationToken cancellationToken)
        {
            var start = Stopwatch.GetTimestamp();
            var (at, deaths, isCareful) = (stretch.First, 0, false);
            var hold = pool.campaign.TimeLimit is { } limit ? (int)Math.Clamp(limit * 1e3 / 4, 1, Hold) : Hold;
            for (var asks = true; at < stretch.End;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (asks)
                    Ask(at, stretch.End, isCareful ? 0 : hold);
                var (rows, failed, length, rubbish) = Receive(at, stretch.End);
                var seconds = Stopwatch.GetElapsedTime(Interlocked.Exchange(ref since, Stopwatch.GetTimestamp())).TotalSeconds;
                asks = rows == 0;
                if (rows > 0)
                {
                    dealer.Take(stretch, block.AsSpan(0, length), rows, failed);
                    (at, deaths) = (at + rows, 0);
                    continue;
                }

                cancellationToken.ThrowIfCancellationRequested();
                // Rows that it still held are lost, so that it is not known which point it was; but for one that takes too long, since it hands over in time.
                var isKnown = isCareful || at == stretch.End - 1;
                isCareful = true;
                var how = rubbish is null ? EndText() : null;
                if (rubbish is not null)
                    End();
                if (Reason(rubbish, how, isKnown, ref deaths) is not { } reason)
                    continue;
                var row = new CampaignBlock();
                row.Add(CampaignRow.Failed(at, reason, Math.Round(seconds, 6)));
                dealer.Take(stretch, row.Seal(), 1, 1);
                (at, deaths) = (at + 1, 0);
            }

            dealer.Learn(stretch, Stopwatch.GetElapsedTime(start).TotalSeconds);
            Interlocked.Exchange(ref since, 0);
        }

        /// <summary>Why the point under way failed; null where it is to be tried once more.</summary>
        private string? Reason(string? rubbish, string? how, bool isKnown, ref int deaths)
        {
            if (rubbish is null && tookTooLong)
                return $"it takes more than {SiText.Format(pool.campaign.TimeLimit!.Value, "s")}.";
            if (!isKnown)
                return null;
            if (rubbish is not null)
                return $"the worker wrote rubbish: {rubbish}";
            if (tookTooMuch)
                return Invariant($"it needs more memory than {pool.MemoryLimit / 1e6:0} MB.");
            return ++deaths < MostDeaths ? null : Invariant($"its process ended, {MostDeaths} times: {how}");
        }

        /// <summary>The next block: how many rows of the points that follow it has and how many of them failed, and its length. No row where the worker is no more.</summary>
        private (int Rows, int Failed, int Length, string? Rubbish) Receive(long at, long end)
        {
            var got = answers.ReadAtLeast(block.AsSpan(0, CampaignBlock.Head), CampaignBlock.Head, throwOnEndOfStream: false);
            var length = CampaignBlock.RowsBehind(block.AsSpan(0, got));
            if (length <= 0)
                return CampaignBlock.Mark.StartsWith(block.AsSpan(0, Math.Min(got, CampaignBlock.Mark.Length))) && got < CampaignBlock.Head ? default : (0, 0, 0, Rubbish(got));
            if (CampaignBlock.Head + length > block.Length)
                Array.Resize(ref block, CampaignBlock.Head + length);
            if (answers.ReadAtLeast(block.AsSpan(CampaignBlock.Head, length), length, throwOnEndOfStream: false) < length)
                return default;
            ReadOnlySpan<byte> rest = block.AsSpan(CampaignBlock.Head, length);
            var (rows, failed) = (0, 0);
            if (!CampaignBlock.IsWhole(block, rest))
                return (0, 0, 0, "a block of rows with a wrong checksum");
            while (!rest.IsEmpty)
            {
                if (!CampaignBlock.TryTake(ref rest, pool.campaign.Figures.Count, out var index, out var row))
                    return (0, 0, 0, "rows of other figures than were asked for");
                if (index == CampaignWorker.Fault && CampaignBlock.IsFailed(row))
                    throw InvalidParameterException.Because("collect", CampaignBlock.Read(row).Reason!);
                if (index != at + rows || index >= end)
                    return (0, 0, 0, "rows of other points than were asked for");
                rows++;
                failed += CampaignBlock.IsFailed(row) ? 1 : 0;
            }

            return (rows, failed, CampaignBlock.Head + length, null);
        }

        /// <summary>What a worker wrote that is no block, as far as it came.</summary>
        private string Rubbish(int got)
        {
            lock (gate)
                process!.Kill();
            got += answers.ReadAtLeast(block.AsSpan(got, 200), 200, throwOnEndOfStream: false);
            return DataFileException.Shown(Encoding.UTF8.GetString(block, 0, got).Split('\n')[0]);
        }

        private void Ask(long first, long end, int hold)
        {
            if (process is null)
                Start();
            Interlocked.Exchange(ref since, Stopwatch.GetTimestamp());
            try
            {
                requests.Write(Encoding.ASCII.GetBytes(CampaignWorker.Request(first, end, hold)));
                requests.Flush();
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
            // A first collection after 4 MB: what short points leave behind stays in the processor's cache, and little memory is touched.
            start.Environment["DOTNET_GCgen0size"] = "400000";
            Process started;
            try
            {
                started = Process.Start(start)!;
            }
            catch (System.ComponentModel.Win32Exception e)
            {
                throw InvalidParameterException.Because("campaign", $"a worker of the campaign cannot start: {pool.worker[0]}: {e.Message}.");
            }

            (lastWord, tookTooLong, tookTooMuch) = (null, false, false);
            // Not by the runtime's events, which take two threads of its pool and the one that looks after it.
            var pipe = started.StandardError.BaseStream;
            var words = new StreamReader(Plain(pipe, FileAccess.Read));
            listener = new Thread(() =>
            {
                while (words.ReadLine() is { } line)
                    lastWord = string.IsNullOrWhiteSpace(line) || lastWord is not null ? lastWord : line;
                // Its handle is the one that is read.
                GC.KeepAlive(pipe);
            })
            { IsBackground = true };
            listener.Start();
            lock (gate)
                process = started;
            (requests, answers) = (Plain(started.StandardInput.BaseStream, FileAccess.Write), Plain(started.StandardOutput.BaseStream, FileAccess.Read));
            Interlocked.Exchange(ref since, 0);
            var expected = CampaignWorker.Greeting(pool.campaign);
            if (Line(answers, expected.Length + 1) is var greeting && greeting != expected)
                throw InvalidParameterException.Because("campaign", $"a worker of the campaign does not start: {(greeting.Length == 0 ? EndText() : DataFileException.Shown(greeting))}");
        }

        /// <summary>The same pipe read and written by the system's own calls: the runtime's stream is a socket, whose engine is one more thread.</summary>
        private static Stream Plain(Stream stream, FileAccess access) => stream is PipeStream pipe && !OperatingSystem.IsWindows()
            ? new FileStream(new SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false), access, bufferSize: 0)
            : stream;

        /// <summary>The first line, as far as so many bytes hold it: blocks follow.</summary>
        private static string Line(Stream stream, int most)
        {
            var (text, length) = (new byte[most], 0);
            while (length < most && !text.AsSpan(0, length).Contains((byte)'\n') && stream.Read(text.AsSpan(length)) is > 0 and var more)
                length += more;
            return Encoding.UTF8.GetString(text, 0, length).Split('\n')[0];
        }

        /// <summary>Ends the worker whose point takes too long or too much.</summary>
        public void Watch(bool isCancelled)
        {
            lock (gate)
            {
                if (process is null || process.HasExited)
                    return;
                var from = Interlocked.Read(ref since);
                if (from != 0 && pool.campaign.TimeLimit is { } seconds && Stopwatch.GetElapsedTime(from).TotalSeconds > seconds)
                    tookTooLong = true;
                else if (from != 0 && ProcessMemoryFile.Read(process) > pool.MemoryLimit)
                    tookTooMuch = true;
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
                // In the midst of a point it had no time to clear up.
                if (Interlocked.Read(ref since) != 0)
                    PointFolder.RemoveOf(process.Id);
                listener!.Join(LastWords);
                process.Dispose();
                process = null;
            }
        }
    }
}
