using CircuitSim.Numerics;

namespace CircuitSim.Periphery.Converters;

/// <summary>
/// An ADC that is nothing but its transitions: where each code begins, ideal, drawn or from a table. The code of a voltage is the number
/// of transitions that are not above it. Immutable; may be shared between threads.
/// </summary>
public sealed class BehavioralConverter : IAnalogToDigital
{
    public const int MostBits = 20;

    private readonly CodeScale scale;
    private readonly double[] transitions;

    /// <param name="transitions">[2^bits − 1] T_1, T_2, … [V]; two that are equal leave a code out. Null: ideal ones.</param>
    /// <exception cref="InvalidParameterException">A value is out of range, or the transitions are not as many as the codes need.</exception>
    public BehavioralConverter(int bits, double lowest, double range, IReadOnlyList<double>? transitions = null)
    {
        scale = Scale(bits, lowest, range);
        if (transitions is not null && transitions.Count != scale.Count - 1)
            throw InvalidParameterException.WrongShape("table of transitions", $"[{transitions.Count}]", $"[{scale.Count - 1}]");
        this.transitions = transitions is null ? [.. Enumerable.Range(1, scale.Count - 1).Select(scale.Start)] : [.. transitions];
        foreach (var (k, t) in this.transitions.Index())
        {
            InvalidParameterException.RequireFinite(t, "V", "transition");
            if (k > 0 && t < this.transitions[k - 1])
                throw InvalidParameterException.Because("transition", FormattableString.Invariant($"transition {k + 1} = {t:R} V lies below transition {k}; sort the table."));
        }
    }

    /// <summary>Draws what offset and gain do not say: both leave the first and the last transition in place.</summary>
    /// <param name="offset">By which all transitions are shifted [V].</param>
    /// <param name="gainError">Relative: by how much they lie farther apart.</param>
    /// <param name="dnlSigma">Of each code's width [LSB]; errors add up along the codes, as in a ladder of resistors.</param>
    /// <param name="inlSigma">Of each transition [LSB]; independent, as offsets of comparators are.</param>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public static BehavioralConverter Draw(int bits, double lowest, double range, double offset, double gainError, double dnlSigma, double inlSigma, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var scale = Scale(bits, lowest, range);
        InvalidParameterException.RequireFinite(offset, "V", "offset");
        if (!(gainError > -1 && double.IsFinite(gainError)))
            throw InvalidParameterException.OutOfRange("gain error", gainError, "", "finite and above -1");
        InvalidParameterException.RequireNonNegative(dnlSigma, "LSB", "DNL");
        InvalidParameterException.RequireNonNegative(inlSigma, "LSB", "INL");
        var last = scale.Count - 2;
        var (widths, places) = (stream.Child("widths"), stream.Child("places"));
        var walk = new double[last + 1];
        for (var k = 1; k <= last; k++)
            walk[k] = walk[k - 1] + dnlSigma * widths.NextNormal();
        var transitions = new double[last + 1];
        for (var k = 0; k <= last; k++)
        {
            var bridge = last == 0 ? 0 : walk[k] - walk[last] * k / last;
            var error = bridge + (k == 0 || k == last ? 0 : inlSigma * places.NextNormal());
            transitions[k] = scale.Start(1) + offset + (1 + gainError) * scale.Lsb * (k + error);
        }

        // The number of those that are not above a voltage is the same in any order, as in a thermometer code that is summed.
        Array.Sort(transitions);
        return new BehavioralConverter(bits, lowest, range, transitions);
    }

    public string Name => "behavioral ADC";

    public int Bits => scale.Bits;

    public double Range => scale.Range;

    public double Lowest => scale.Lowest;

    /// <summary>[2^Bits − 1] T_1, T_2, … [V]</summary>
    public ReadOnlySpan<double> Transitions => transitions;

    public int Ideal(double voltage) => scale.CodeOf(voltage);

    public int Convert(double voltage, CancellationToken cancellationToken = default)
    {
        var (below, above) = (0, transitions.Length);
        while (below < above)
        {
            var middle = (below + above) / 2;
            if (transitions[middle] <= voltage)
                below = middle + 1;
            else
                above = middle;
        }

        return below;
    }

    public IAnalogToDigital Copy() => this;

    private static CodeScale Scale(int bits, double lowest, double range) => new(bits, lowest, range, MostBits, "a behavioral ADC");
}
