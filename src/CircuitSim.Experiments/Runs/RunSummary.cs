using CircuitSim.Netlists.Results;

namespace CircuitSim.Experiments.Runs;

/// <summary>One quantity over the runs of one combination of stepped values.</summary>
/// <param name="At">The stepped values, [steps].</param>
/// <param name="Failed">Runs without the quantity; the numbers are of the others.</param>
/// <param name="Deviation">Standard deviation of the sample, over n − 1; zero of one run.</param>
/// <param name="Quantiles">At <see cref="Levels"/>, linear between the sorted values.</param>
public sealed record RunSummary(
    IReadOnlyList<double> At, string Simulator, WaveformVector Quantity, int Runs, int Failed, double Mean, double Deviation, double Least, double Greatest, IReadOnlyList<double> Quantiles)
{
    /// <summary>Parts of the runs below each of the quantiles.</summary>
    public static IReadOnlyList<double> Levels { get; } = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

    internal static RunSummary Of(IReadOnlyList<double> at, string simulator, WaveformVector quantity, int runs, IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var mean = sorted.Length > 0 ? sorted.Average() : double.NaN;
        var deviation = sorted.Length switch
        {
            0 => double.NaN,
            1 => 0,
            var n => Math.Sqrt(sorted.Sum(v => (v - mean) * (v - mean)) / (n - 1)),
        };
        return new RunSummary(at, simulator, quantity, runs, runs - sorted.Length, mean, deviation,
            sorted.Length > 0 ? sorted[0] : double.NaN, sorted.Length > 0 ? sorted[^1] : double.NaN, [.. Levels.Select(level => Quantile(sorted, level))]);
    }

    private static double Quantile(double[] sorted, double level)
    {
        if (sorted.Length == 0)
            return double.NaN;
        var place = level * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[^1];
    }
}
