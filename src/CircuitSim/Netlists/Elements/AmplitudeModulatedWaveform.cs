namespace CircuitSim.Netlists.Elements;

/// <summary>AM(va vo mf fc td): va (vo + sin(2π mf (t − td))) sin(2π fc (t − td)) from td on, zero before.</summary>
/// <param name="Offset">vo, a pure number.</param>
/// <param name="Signal">mf [Hz].</param>
/// <param name="Carrier">fc [Hz].</param>
/// <param name="Delay">td; null is 0 [s].</param>
public sealed record AmplitudeModulatedWaveform(
    ElementValue Amplitude,
    ElementValue Offset,
    ElementValue Signal,
    ElementValue Carrier,
    ElementValue? Delay = null) : SourceWaveform
{
    public override double InitialValue => 0;

    internal override double LongestStep(double stop) =>
        Amplitude.Number == 0 ? double.PositiveInfinity : 1 / (Signal.Number + Carrier.Number) / PointsPerPeriod;

    internal override void CheckValues(Element source, string unit)
    {
        source.RequireFinite("am va", Amplitude, unit);
        source.RequireFinite("am vo", Offset, "");
        source.RequireFrequency("am mf", Signal);
        source.RequireFrequency("am fc", Carrier);
        source.RequireTime("am td", Delay);
    }

    internal override SourceWaveform Times(double count) => this with { Amplitude = Amplitude.Times(count) };

    public override SourceWaveform Placed(Placement placement) => new AmplitudeModulatedWaveform(
        placement.Value(Amplitude), placement.Value(Offset), placement.Value(Signal), placement.Value(Carrier), placement.Value(Delay));
}
