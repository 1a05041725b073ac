using System.Globalization;
using System.Text.Json;

namespace CircuitSim.Benchmarks;

/// <summary>
/// What a campaign adds to its points: the processor time of all its processes, the merge included, less that of the same points in one
/// plain loop in one process, by the latter. Both are whole processes, one after the other, over and over. Where a processor runs at two
/// speeds, by what its neighbours do, that ratio is theirs; so beside it stands another, which is of one run: the time of all processes
/// by what the points of the same run took, on one worker and on two. Of two, what else runs takes time from points, which counts as theirs.
/// </summary>
internal static class CampaignRatios
{
    private const int Runs = 9;

    public static bool Run()
    {
        var folder = Directory.CreateTempSubdirectory("circuitsim-ratios-").FullName;
        try
        {
            Console.WriteLine($"campaign: reads of random 32 x 32 arrays, two workers, against a plain loop over the same points; medians of {Runs}.");
            PublishedCommandLine.Publish(folder);
            Measure(folder, 1_000);
            var holds = Criterion.AtMost("overhead of a campaign of 10,000 points", Measure(folder, 10_000), 0.05, "");
            return Criterion.AtMost("overhead of a campaign of 100,000 points", Measure(folder, 100_000), 0.05, "") & holds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Measure(string folder, int points)
    {
        var (file, results) = (Path.Combine(folder, "reads.yaml"), Path.Combine(folder, "results"));
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $$"""
            command: array solve
            options: {rows: 32, columns: 32, wire_resistance_ohm: 2}
            vary: {seed: each}
            design: {kind: random, points: {{points}}}
            collect: [total_current_a, ideal_total_current_a, worst_drop_v, worst_drop_share]
            """));
        var runs = Enumerable.Range(0, points > 10_000 ? 3 : Runs).Select(_ => (
            Loop: OtherProgram.Measure(1, PublishedCommandLine.Command(folder, "campaign", "loop", file)),
            Campaign: Campaign(folder, file, results, 2),
            OneWorker: Campaign(folder, file, results, 1))).ToList();
        var (alone, all) = (OtherProgram.Median([.. runs.Select(r => r.Loop.CpuSeconds)]), OtherProgram.Median([.. runs.Select(r => r.Campaign.CpuSeconds)]));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {points} points: loop {alone:0.000} s, campaign {all:0.000} s, {1e6 * (all - alone) / points:0.0} µs a point more; largest process {runs.Max(r => r.Campaign.PeakMegabytes):0} MB"));
        var (one, two) = (OtherProgram.Median([.. runs.Select(r => r.OneWorker.Overhead)]), OtherProgram.Median([.. runs.Select(r => r.Campaign.Overhead)]));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    by what the points of the same run took: {100 * one:0.0} % on one worker, {100 * two:0.0} % on two"));
        return (all - alone) / alone;
    }

    /// <returns>Overhead: beyond the time of its own points, by that.</returns>
    private static (double CpuSeconds, double PeakMegabytes, double Overhead) Campaign(string folder, string file, string results, int workers)
    {
        if (Directory.Exists(results))
            Directory.Delete(results, recursive: true);
        var (seconds, megabytes) = OtherProgram.Measure(1, PublishedCommandLine.Command(folder, "campaign", "run", file, "--jobs", string.Create(CultureInfo.InvariantCulture, $"{workers}"), "--out", results));
        using var result = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(results, "result.json")));
        var own = result.RootElement.GetProperty("timing").GetProperty("points_s").GetDouble();
        return (seconds, megabytes, (seconds - own) / own);
    }
}
