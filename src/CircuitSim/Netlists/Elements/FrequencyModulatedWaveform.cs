namespace CircuitSim.Netlists.Elements;

/// <summary>SFFM(vo va fc mdi fs): vo + va sin(2π fc t + mdi sin(2π fs t)), a single frequency that modulates another's.</summary>
/// <param name="Carrier">fc; null or 0 is 1 over the transient's stop [Hz].</param>
/// <param name="Index">mdi: by how many times fs the frequency goes up and down; null is 0.</param>
/// <param name="Signal">fs; null or 0 is 1 over the transient's stop [Hz].</param>
public sealed record FrequencyModulatedWaveform(
    ElementValue Offset,
    ElementValue Amplitude,
    ElementValue? Carrier = null,
    ElementValue? Index = null,
    ElementValue? Signal = null) : SourceWaveform
{
    public override double InitialValue => Offset.Number;

    internal override double LongestStep(double stop)
    {
        static double Given(ElementValue? frequency, double otherwise) => frequency?.Number is > 0 and var given ? given : otherwise;
        return Amplitude.Number == 0 ? double.PositiveInfinity
            : 1 / (Given(Carrier, 1 / stop) + Math.Abs(Index?.Number ?? 0) * Given(Signal, 1 / stop)) / PointsPerPeriod;
    }

    internal override void CheckValues(Element source, string unit)
    {
        source.RequireFinite("sffm vo", Offset, unit);
        source.RequireFinite("sffm va", Amplitude, unit);
        source.RequireFrequency("sffm fc", Carrier);
        source.RequireFinite("sffm mdi", Index, "");
        source.RequireFrequency("sffm fs", Signal);
    }

    internal override SourceWaveform Times(double count) => this with { Offset = Offset.Times(count), Amplitude = Amplitude.Times(count) };

    public override SourceWaveform Placed(Placement placement) => new FrequencyModulatedWaveform(
        placement.Value(Offset), placement.Value(Amplitude), placement.Value(Carrier), placement.Value(Index), placement.Value(Signal));
}
