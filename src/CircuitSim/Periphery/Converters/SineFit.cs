namespace CircuitSim.Periphery.Converters;

/// <summary>
/// The sine of known frequency that lies nearest to equally spaced samples (IEEE 1241, three parameters). The samples hold a whole number of its
/// cycles, so that sine, cosine and constant are orthogonal and the least squares are three sums.
/// </summary>
/// <param name="Amplitude">In the unit of the samples.</param>
/// <param name="Offset">In the unit of the samples.</param>
/// <param name="Residual">Root mean square of what is left, in the unit of the samples.</param>
public sealed record SineFit(double Amplitude, double Offset, double Residual)
{
    /// <param name="cycles">Of the sine in all samples; above zero, below half their number.</param>
    /// <exception cref="InvalidParameterException">The cycles do not fit the samples.</exception>
    public static SineFit Of(IReadOnlyList<double> samples, int cycles)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var n = samples.Count;
        if (cycles < 1 || 2 * cycles >= n)
            throw InvalidParameterException.Because("cycles", $"{cycles} cycles in {n} samples are no sine; there must be at least 1, and more than 2 samples a cycle.");
        double Sum(Func<double, double> basis) => samples.Select((y, k) => y * basis(Phase(k, cycles, n))).Sum();
        var (a, b, c) = (2 * Sum(Math.Cos) / n, 2 * Sum(Math.Sin) / n, samples.Average());
        var squares = samples.Select((y, k) => y - a * Math.Cos(Phase(k, cycles, n)) - b * Math.Sin(Phase(k, cycles, n)) - c).Sum(r => r * r);
        return new SineFit(Math.Sqrt(a * a + b * b), c, Math.Sqrt(squares / n));
    }

    /// <summary>Of sample k, reduced to one turn before it becomes an angle.</summary>
    internal static double Phase(int k, int cycles, int samples) => 2 * Math.PI * ((long)k * cycles % samples) / samples;
}
