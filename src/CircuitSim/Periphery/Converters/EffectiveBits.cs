namespace CircuitSim.Periphery.Converters;

/// <summary>
/// ENOB = log₂[2^N/(√12 ε)] with ε the root mean square [codes] by which codes miss a straight line or a sine: an ideal quantizer's is 1/√12. Below
/// about 20 levels a sine fit misleads (Kollár and Blair, IEEE Trans. Instrum. Meas. 54(5), 2005): take the transitions up to five bits.
/// </summary>
public static class EffectiveBits
{
    /// <summary>
    /// Of inputs that fill the range evenly, from the transitions alone: the code regressed on the voltage, all integrals exact. An ideal converter
    /// has N − ½ log₂(1 − 4^−N).
    /// </summary>
    /// <param name="transitions">[codes − 1] rising [V]; what lies outside the range does not count.</param>
    public static double OfTransitions(CodeScale scale, IReadOnlyList<double> transitions)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(transitions);
        // In LSB from the middle of the range, so that sums stay small: moments of voltage v and code c over the range.
        double half = 0.5 * scale.Count, mean = 0, meanOfSquare = 0, meanOfProduct = 0;
        var from = -half;
        for (var code = 0; code < scale.Count; code++)
        {
            var to = code == transitions.Count ? half : Math.Clamp((transitions[code] - scale.Lowest) / scale.Lsb - half, from, half);
            var (width, c) = (to - from, code + 0.5 - half);
            mean += width * c;
            meanOfSquare += width * c * c;
            meanOfProduct += width * c * 0.5 * (from + to);
            from = to;
        }

        var span = 2 * half;
        var variance = meanOfSquare / span - mean * mean / (span * span);
        var varianceOfVoltage = span * span / 12;
        var covariance = meanOfProduct / span;
        return Of(scale.Count, Math.Sqrt(variance - covariance * covariance / varianceOfVoltage));
    }

    /// <summary>Of a sine over the whole range, by <see cref="SineFit"/>.</summary>
    /// <param name="points">A power of two.</param>
    /// <param name="cycles">Odd, so that no two samples have the same phase.</param>
    /// <exception cref="InvalidParameterException">Points and cycles are not coherent.</exception>
    /// <exception cref="ConvergenceException">A conversion failed.</exception>
    public static double OfSine(IAnalogToDigital converter, int points, int cycles, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(converter);
        RequireCoherent(points, cycles);
        return OfSine(converter.Bits, [.. Enumerable.Range(0, points).Select(k => (double)converter.Convert(SineAt(converter, k, points, cycles), cancellationToken))], cycles);
    }

    /// <summary>The same of codes that are there.</summary>
    /// <param name="codes">Of the voltages <see cref="SineAt"/>.</param>
    public static double OfSine(int bits, IReadOnlyList<double> codes, int cycles) => Of(1 << bits, SineFit.Of(codes, cycles).Residual);

    /// <summary>Sample k of the sine that fills the converter's range [V].</summary>
    public static double SineAt(IAnalogToDigital converter, int k, int points, int cycles)
    {
        ArgumentNullException.ThrowIfNull(converter);
        return converter.Lowest + converter.Range * (0.5 + 0.5 * Math.Sin(SineFit.Phase(k, cycles, points)));
    }

    /// <exception cref="InvalidParameterException">Points are no power of two, or cycles not odd.</exception>
    public static void RequireCoherent(int points, int cycles)
    {
        if (points < 8 || !int.IsPow2(points) || cycles < 1 || cycles % 2 == 0 || 2 * cycles >= points)
            throw InvalidParameterException.Because("points", $"{cycles} cycles in {points} points do not sample a sine evenly; take a power of two from 8 up, and an odd number of cycles below its half.");
    }

    private static double Of(int count, double residual) => Math.Log2(count / (Math.Sqrt(12) * residual));
}
