namespace CircuitSim.LookupTables;

/// <summary>A distribution by its inverse: the value below which a part of all lies, at points of that part, straight between them.</summary>
public static class InverseDistribution
{
    /// <summary>That of a sample: its values in order stand at the parts 0, 1/(n − 1) … 1, straight between them (R. J. Hyndman and Y. Fan, Am. Stat. 50, 1996, definition 7).</summary>
    /// <param name="sorted">[samples], rising; at least one.</param>
    /// <param name="parts">[quantiles], rising from 0 to 1.</param>
    /// <param name="values">Overwritten, [quantiles]; never falls.</param>
    public static void Of(ReadOnlySpan<double> sorted, ReadOnlySpan<double> parts, Span<double> values)
    {
        for (var q = 0; q < parts.Length; q++)
        {
            var place = parts[q] * (sorted.Length - 1);
            var below = Math.Min((int)place, sorted.Length - 1);
            var above = Math.Min(below + 1, sorted.Length - 1);
            // A rounding must not pass the next value.
            values[q] = Math.Min(sorted[below] + (place - below) * (sorted[above] - sorted[below]), sorted[above]);
        }
    }

    /// <summary>What an endless sample drawn from it has: mean, variance, and the fourth moment about the mean.</summary>
    /// <param name="parts">[quantiles], rising from 0 to 1.</param>
    /// <param name="values">[quantiles].</param>
    public static (double Mean, double Variance, double Fourth) Moments(ReadOnlySpan<double> parts, ReadOnlySpan<double> values)
    {
        var (mean, variance, fourth) = (0.0, 0.0, 0.0);
        for (var q = 1; q < parts.Length; q++)
            mean += (parts[q] - parts[q - 1]) * 0.5 * (values[q - 1] + values[q]);
        // Uniform from a to b: E x² = (a² + ab + b²)/3, E x⁴ = (a⁴ + a³b + a²b² + ab³ + b⁴)/5.
        for (var q = 1; q < parts.Length; q++)
        {
            var (a, b) = (values[q - 1] - mean, values[q] - mean);
            variance += (parts[q] - parts[q - 1]) * (a * a + a * b + b * b) / 3;
            fourth += (parts[q] - parts[q - 1]) * (a * a * a * a + a * a * a * b + a * a * b * b + a * b * b * b + b * b * b * b) / 5;
        }

        return (mean, variance, fourth);
    }
}
