namespace CircuitSim.Netlists.Elements;

/// <summary>PULSE(v1 v2 td tr tf pw per). A rise or fall of zero or null takes the transient's step.</summary>
/// <param name="Initial">Value before and between the pulses.</param>
/// <param name="Pulsed">Value at the top.</param>
/// <param name="Delay">Start of the first rise; null is 0 [s].</param>
/// <param name="Rise">Null is the transient's step [s].</param>
/// <param name="Fall">Null is the transient's step [s].</param>
/// <param name="Width">Time at the top, without its edges; null or zero is the transient's stop [s].</param>
/// <param name="Period">From rise to rise; null gives a single pulse [s].</param>
/// <param name="Count">Periods, of which the last may be a part; null or 0 is no end.</param>
public sealed record PulseWaveform(
    ElementValue Initial,
    ElementValue Pulsed,
    ElementValue? Delay = null,
    ElementValue? Rise = null,
    ElementValue? Fall = null,
    ElementValue? Width = null,
    ElementValue? Period = null,
    ElementValue? Count = null) : SourceWaveform
{
    public override double InitialValue => Initial.Number;

    internal override void CheckValues(Element source, string unit)
    {
        source.RequireFinite("pulse v1", Initial, unit);
        source.RequireFinite("pulse v2", Pulsed, unit);
        source.RequireFinite("pulse td", Delay, "s");
        source.RequireTime("pulse tr", Rise);
        source.RequireTime("pulse tf", Fall);
        source.RequireTime("pulse pw", Width);
        source.RequireTime("pulse per", Period);
        if (Count is { } count)
            source.Require(count.Number >= 0 && double.IsFinite(count.Number), "pulse np", count.Number, "", "a number from zero on");
    }

    internal override SourceWaveform Times(double count) => this with { Initial = Initial.Times(count), Pulsed = Pulsed.Times(count) };

    public override SourceWaveform Placed(Placement placement) => new PulseWaveform(
        placement.Value(Initial), placement.Value(Pulsed), placement.Value(Delay), placement.Value(Rise),
        placement.Value(Fall), placement.Value(Width), placement.Value(Period), placement.Value(Count));
}
