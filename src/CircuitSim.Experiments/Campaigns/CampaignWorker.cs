using System.Diagnostics;
using System.Globalization;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// What a worker process does: it says that it is ready, reads ranges of points, a line each, and answers with a row for each point of
/// the range. It lives for many points, so that none pays for its start.
/// </summary>
public sealed class CampaignWorker(Campaign campaign)
{
    /// <summary>What begins an answer that is no row: what is wrong with the campaign, as its first point shows.</summary>
    public const string Fault = "fault\t";

    /// <summary>The first line of a worker.</summary>
    public static string Greeting(Campaign campaign) => $"ready {campaign.Hash}";

    public void Serve(IEnumerable<string> ranges, TextWriter answers, CancellationToken cancellationToken)
    {
        Say(Greeting(campaign));
        foreach (var range in ranges)
        {
            var bounds = range.Split(' ');
            for (var index = long.Parse(bounds[0], CultureInfo.InvariantCulture); index < long.Parse(bounds[1], CultureInfo.InvariantCulture); index++)
                Say(Answer(index, cancellationToken));
        }

        void Say(string line)
        {
            answers.Write(line + "\n");
            answers.Flush();
        }
    }

    private string Answer(long index, CancellationToken cancellationToken)
    {
        try
        {
            return Run(index, cancellationToken).ToLine();
        }
        catch (DataFileException e)
        {
            return Fault + e.Message;
        }
    }

    /// <summary>One point; whatever stops it is its row.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="DataFileException">The first point has no figure of a name that the campaign collects.</exception>
    public CampaignRow Run(long index, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        double Seconds() => Stopwatch.GetElapsedTime(start).TotalSeconds;
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
