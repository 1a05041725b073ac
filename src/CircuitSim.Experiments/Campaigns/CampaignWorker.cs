using System.Diagnostics;
using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// What a worker process does: it says that it is ready, reads ranges of points, a line each, and answers with blocks of their rows. It lives
/// for many points, so that none pays for its start; and it hands rows over after some milliseconds, not one by one, so that none
/// pays for a hand-over.
/// </summary>
public sealed class CampaignWorker(Campaign campaign)
{
    /// <summary>The index of a row that is none, but says what is wrong with the campaign, as its first point shows.</summary>
    internal const long Fault = -1;

    /// <summary>Rows that are handed over at once, however new they are [byte].</summary>
    private const int Enough = 1 << 15;

    /// <summary>The first line of a worker.</summary>
    internal static string Greeting(Campaign campaign) => $"ready {campaign.Hash}";

    /// <summary>What a worker is asked for.</summary>
    /// <param name="end">Behind the last point.</param>
    /// <param name="holdMilliseconds">Time for which it may keep a row to itself; 0: none [ms].</param>
    internal static string Request(long first, long end, int holdMilliseconds) => Invariant($"{first} {end} {holdMilliseconds}\n");

    /// <param name="ranges">Lines as <see cref="Request"/> has them.</param>
    public void Serve(IEnumerable<string> ranges, Stream answers, CancellationToken cancellationToken)
    {
        answers.Write(Encoding.UTF8.GetBytes($"{Greeting(campaign)}\n"));
        var (block, gate) = (new CampaignBlock(), new Lock());
        // A point may take long, and what was done before it must not wait for it. A thread of its own: a timer takes three.
        var period = Timeout.Infinite;
        var isOver = new ManualResetEvent(false);
        var clock = new Thread(() =>
        {
            while (!isOver.WaitOne(Volatile.Read(ref period)))
                HandOver();
        })
        { IsBackground = true };
        try
        {
            foreach (var range in ranges)
            {
                long[] numbers = [.. range.Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture))];
                var (end, hold) = (numbers[1], (int)numbers[2]);
                if (hold > 0)
                    Volatile.Write(ref period, hold);
                if (hold > 0 && !clock.IsAlive)
                    clock.Start();
                for (var index = numbers[0]; index < end; index++)
                {
                    var row = Answer(index, cancellationToken);
                    lock (gate)
                    {
                        block.Add(row);
                        if (hold == 0 || index == end - 1 || block.Length >= Enough)
                            HandOver();
                    }
                }
            }
        }
        finally
        {
            isOver.Set();
        }

        void HandOver()
        {
            lock (gate)
            {
                if (block.IsEmpty)
                    return;
                try
                {
                    answers.Write(block.Seal());
                }
                catch (IOException)
                {
                    // The pool is gone; that its requests end says so, too.
                }

                block.Clear();
            }
        }
    }

    private CampaignRow Answer(long index, CancellationToken cancellationToken)
    {
        try
        {
            return Run(index, cancellationToken);
        }
        catch (DataFileException e)
        {
            return CampaignRow.Failed(Fault, e.Message, 0);
        }
    }

    /// <summary>One point; whatever stops it is its row.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="DataFileException">The first point has no figure of a name that the campaign collects.</exception>
    public CampaignRow Run(long index, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        // As exact as anyone wants it, and no longer in a table.
        double Seconds() => Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 6);
        try
        {
            var result = campaign.Subject.Study.Run(new StudyRun(campaign.ValuesOf(index), new SilentProgress(), campaign.Subject.Simulators, cancellationToken));
            var values = campaign.Figures.Select(f => f.Of(result)).ToList();
            return new CampaignRow(index, values, null, Seconds());
        }
        catch (DataFileException e) when (index == 0 && campaign.Figures.Any(f => f.Place == e.Path))
        {
            throw;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A point must not end the others; what is no fault of ours to name has its type before it.
            var cause = e is AggregateException many ? many.Flatten().InnerExceptions[0] : e;
            return CampaignRow.Failed(index, cause switch
            {
                CircuitSimException => cause.Message,
                OutOfMemoryException => "it needs more memory than it may have.",
                _ => $"{cause.GetType().Name}: {cause.Message}",
            }, Seconds());
        }
    }
}
