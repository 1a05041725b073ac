namespace CircuitSim.Netlists.Elements;

/// <summary>SIN(vo va freq td theta phase): vo + va e^(−θ(t − td)) sin(2π f (t − td) + φ) from td on, vo + va sin φ before.</summary>
/// <param name="Frequency">Null is 1 over the transient's stop [Hz].</param>
/// <param name="Delay">Null is 0 [s].</param>
/// <param name="Damping">θ; null is 0 [1/s].</param>
/// <param name="Phase">φ; null is 0 [°].</param>
public sealed record SineWaveform(
    ElementValue Offset,
    ElementValue Amplitude,
    ElementValue? Frequency = null,
    ElementValue? Delay = null,
    ElementValue? Damping = null,
    ElementValue? Phase = null) : SourceWaveform
{
    /// <summary>At twenty points a period the trapezoidal rule has a reactance right to (2π/20)²/12, less than one in a hundred.</summary>
    private const int PointsPerPeriod = 20;

    public override double InitialValue => Offset.Number + Amplitude.Number * Math.Sin((Phase?.Number ?? 0) * Math.PI / 180);

    /// <summary>The longest step of a transient that sees every swing; infinite if nothing swings [s].</summary>
    internal double LongestStep(double stop) =>
        Amplitude.Number == 0 ? double.PositiveInfinity : (Frequency?.Number is > 0 and var frequency ? 1 / frequency : stop) / PointsPerPeriod;

    internal override void CheckValues(Element source, string unit)
    {
        source.RequireFinite("sin vo", Offset, unit);
        source.RequireFinite("sin va", Amplitude, unit);
        if (Frequency is { } frequency)
            source.Require(frequency.Number >= 0, "sin freq", frequency.Number, "Hz", ElementRules.NotNegative);
        source.RequireFinite("sin td", Delay, "s");
        source.RequireFinite("sin theta", Damping, "1/s");
        source.RequireFinite("sin phase", Phase, "°");
    }

    public override SourceWaveform Placed(Placement placement) => new SineWaveform(
        placement.Value(Offset), placement.Value(Amplitude), placement.Value(Frequency),
        placement.Value(Delay), placement.Value(Damping), placement.Value(Phase));
}
