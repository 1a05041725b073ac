namespace CircuitSim.Periphery.Converters;

/// <summary>
/// Finds where the codes of an ADC begin: T_k is the voltage from which on the code is at least k. Codes must not fall while the voltage
/// rises, as those of every converter here do not. Transitions are sought up to a quarter of the range outside it.
/// </summary>
public static class TransitionSearch
{
    private const double Margin = 0.25;

    /// <summary>Halves the voltage between two codes until it is known well enough; about 1 + log₂(1/resolution) conversions a code.</summary>
    /// <param name="resolution">[LSB]</param>
    /// <param name="firstCode">The first code whose beginning is sought, from 1 up.</param>
    /// <param name="lastCode">The last one; null is the last code.</param>
    /// <returns>[lastCode − firstCode + 1] [V], each within half the resolution.</returns>
    /// <exception cref="InvalidParameterException">A code begins too far outside the range, or never.</exception>
    /// <exception cref="ConvergenceException">A conversion failed.</exception>
    public static double[] ByBisection(IAnalogToDigital converter, double resolution, int firstCode = 1, int? lastCode = null, CancellationToken cancellationToken = default)
    {
        var scale = ScaleOf(converter);
        InvalidParameterException.RequirePositive(resolution, "LSB");
        var last = lastCode ?? scale.Count - 1;
        var (low, high) = Ends(scale);
        Require(converter, firstCode, last, converter.Convert(low, cancellationToken), converter.Convert(high, cancellationToken));
        var transitions = new double[last - firstCode + 1];
        var narrowest = resolution * scale.Lsb;
        Seek(low, high, firstCode, last);
        return transitions;

        // Codes from..to begin between low, where the code is below them, and high, where it is not.
        void Seek(double low, double high, int from, int to)
        {
            if (from > to)
                return;
            var middle = 0.5 * (low + high);
            if (high - low <= narrowest || middle <= low || middle >= high)
            {
                transitions.AsSpan(from - firstCode, to - from + 1).Fill(middle);
                return;
            }

            var code = Math.Clamp(converter.Convert(middle, cancellationToken), from - 1, to);
            Seek(low, middle, from, code);
            Seek(middle, high, code + 1, to);
        }
    }

    /// <summary>Converts a rising ramp point by point.</summary>
    /// <param name="pointsPerLsb">At least 1.</param>
    /// <returns>[codes − 1] [V], each in the middle of the step of the ramp on which its code first came.</returns>
    /// <exception cref="InvalidParameterException">A code begins too far outside the range, or never.</exception>
    /// <exception cref="ConvergenceException">A conversion failed.</exception>
    public static double[] ByRamp(IAnalogToDigital converter, int pointsPerLsb, CancellationToken cancellationToken = default)
    {
        var scale = ScaleOf(converter);
        var step = scale.Lsb / InvalidParameterException.RequireAtLeast(pointsPerLsb, 1, "points per LSB");
        var (low, high) = Ends(scale);
        var transitions = new double[scale.Count - 1];
        var (first, code) = (converter.Convert(low, cancellationToken), 0);
        for (var k = 1; low + (k - 1) * step < high; k++)
        {
            for (var next = converter.Convert(low + k * step, cancellationToken); code < next; code++)
                transitions[code] = low + (k - 0.5) * step;
        }

        Require(converter, 1, scale.Count - 1, first, code);
        return transitions;
    }

    private static CodeScale ScaleOf(IAnalogToDigital converter)
    {
        ArgumentNullException.ThrowIfNull(converter);
        return new CodeScale(converter.Bits, converter.Lowest, converter.Range);
    }

    private static (double Low, double High) Ends(CodeScale scale) => (scale.Lowest - Margin * scale.Range, scale.Lowest + (1 + Margin) * scale.Range);

    private static void Require(IAnalogToDigital converter, int first, int last, int below, int above)
    {
        if (below >= first)
            throw Outside(converter, below, "below");
        if (above < last)
            throw Outside(converter, above + 1, "above");
    }

    private static InvalidParameterException Outside(IAnalogToDigital converter, int code, string where) => InvalidParameterException.Because("transition",
        $"{converter.Name}: code {code} begins more than a quarter of the range {where} it, or never; an offset or a gain is too far off to be characterised.");
}
