namespace CircuitSim.Netlists.Elements;

/// <summary>SIN(vo va freq td theta phase): vo + va e^(−θ(t − td)) sin(2π f (t − td) + φ) from td on, vo + va sin φ before.</summary>
/// <param name="Frequency">Null is 1 over the transient's stop [Hz].</param>
/// <param name="Delay">Null is 0 [s].</param>
/// <param name="Damping">θ; null is 0 [1/s].</param>
/// <param name="Phase">φ; null is 0 [°].</param>
/// <param name="Cycles">Periods from td on, behind which the value is that before td, as in LTspice; null or 0 is no end.</param>
public sealed record SineWaveform(
    ElementValue Offset,
    ElementValue Amplitude,
    ElementValue? Frequency = null,
    ElementValue? Delay = null,
    ElementValue? Damping = null,
    ElementValue? Phase = null,
    ElementValue? Cycles = null) : SourceWaveform
{
    public override double InitialValue => Offset.Number + Amplitude.Number * Math.Sin((Phase?.Number ?? 0) * Math.PI / 180);

    internal override double LongestStep(double stop) =>
        Amplitude.Number == 0 ? double.PositiveInfinity : (Frequency?.Number is > 0 and var frequency ? 1 / frequency : stop) / PointsPerPeriod;

    internal override void CheckValues(Element source, string unit)
    {
        source.RequireFinite("sin vo", Offset, unit);
        source.RequireFinite("sin va", Amplitude, unit);
        source.RequireFrequency("sin freq", Frequency);
        source.RequireFinite("sin td", Delay, "s");
        source.RequireFinite("sin theta", Damping, "1/s");
        source.RequireFinite("sin phase", Phase, "°");
        if (Cycles is { } cycles)
            source.Require(cycles.Number >= 0, "sin ncycles", cycles.Number, "", ElementRules.NotNegative);
    }

    internal override SourceWaveform Times(double count) => this with { Offset = Offset.Times(count), Amplitude = Amplitude.Times(count) };

    public override SourceWaveform Placed(Placement placement) => new SineWaveform(
        placement.Value(Offset), placement.Value(Amplitude), placement.Value(Frequency),
        placement.Value(Delay), placement.Value(Damping), placement.Value(Phase), placement.Value(Cycles));
}
