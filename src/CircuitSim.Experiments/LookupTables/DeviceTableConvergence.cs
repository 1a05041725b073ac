using CircuitSim.LookupTables;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>By how much a table of ΔG changes if every second point of a grid, or half of the samples, is left out.</summary>
/// <param name="Direction">set or reset.</param>
/// <param name="Step">The largest mean step, as a part of the conductance range.</param>
/// <param name="States">Every second start conductance interpolated from its neighbours: the rms error over the distribution, at the worst conductance, relative to the largest mean step.</param>
/// <param name="Quantiles">The same of every second quantile, relative to the largest spread.</param>
/// <param name="Samples">The mean of the first half of the samples against that of all, at the worst conductance, relative to the largest mean step.</param>
public sealed record DeviceTableConvergence(string Direction, double Step, double States, double Quantiles, double Samples)
{
    /// <summary>What each may be. A linear interpolation that errs so much on half of the points errs by a quarter of it on all.</summary>
    public const double Bound = 0.05;

    /// <param name="samples">[samples × states] [S].</param>
    internal static DeviceTableConvergence Of(string direction, LookupTable quantiles, LookupTable means, LookupTable deviations, ReadOnlySpan<double> samples)
    {
        var (nq, ng) = (quantiles.Axes[0].Count, quantiles.Axes[1].Count);
        var step = Largest(means.Values.Span);
        var (states, parts, mean) = (0.0, 0.0, 0.0);
        for (var k = 0; k < ng; k++)
        {
            var (alongStates, alongParts) = (0.0, 0.0);
            for (var q = 0; q < nq; q++)
            {
                if (k % 2 == 1 && k + 1 < ng)
                    alongStates += Square(quantiles[q, k] - 0.5 * (quantiles[q, k - 1] + quantiles[q, k + 1]));
                if (q % 2 == 1 && q + 1 < nq)
                    alongParts += Square(quantiles[q, k] - 0.5 * (quantiles[q - 1, k] + quantiles[q + 1, k]));
            }

            (states, parts) = (Math.Max(states, Math.Sqrt(alongStates / nq)), Math.Max(parts, Math.Sqrt(alongParts / nq)));
            var half = Math.Max(samples.Length / ng / 2, 1);
            var sum = 0.0;
            for (var n = 0; n < half; n++)
                sum += samples[n * ng + k];
            mean = Math.Max(mean, Math.Abs(sum / half - means.Values.Span[k]));
        }

        return new DeviceTableConvergence(direction, step / (quantiles.Axes[1].Greatest - quantiles.Axes[1].Least), Part(states, step), Part(parts, Largest(deviations.Values.Span)), Part(mean, step));
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        var largest = 0.0;
        foreach (var value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    private static double Part(double error, double whole) => error == 0 ? 0 : error / whole;

    private static double Square(double x) => x * x;
}
