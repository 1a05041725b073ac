namespace CircuitSim.Netlists.Elements;

/// <summary>EXP(v1 v2 td1 tau1 td2 tau2): v1, from td1 on plus (v2 − v1)(1 − e^(−(t − td1)/τ1)), from td2 on plus (v1 − v2)(1 − e^(−(t − td2)/τ2)).</summary>
/// <param name="RiseDelay">td1; null or 0 is the transient's step [s].</param>
/// <param name="RiseTime">τ1; null or 0 is the transient's step [s].</param>
/// <param name="FallDelay">td2; null or 0 is td1 plus the transient's step [s].</param>
/// <param name="FallTime">τ2; null or 0 is the transient's step [s].</param>
public sealed record ExponentialWaveform(
    ElementValue Initial,
    ElementValue Pulsed,
    ElementValue? RiseDelay = null,
    ElementValue? RiseTime = null,
    ElementValue? FallDelay = null,
    ElementValue? FallTime = null) : SourceWaveform
{
    public override double InitialValue => Initial.Number;

    internal override void CheckValues(Element source, string unit)
    {
        source.RequireFinite("exp v1", Initial, unit);
        source.RequireFinite("exp v2", Pulsed, unit);
        source.RequireTime("exp td1", RiseDelay);
        source.RequireTime("exp tau1", RiseTime);
        source.RequireTime("exp td2", FallDelay);
        source.RequireTime("exp tau2", FallTime);
    }

    internal override SourceWaveform Times(double count) => this with { Initial = Initial.Times(count), Pulsed = Pulsed.Times(count) };

    public override SourceWaveform Placed(Placement placement) => new ExponentialWaveform(
        placement.Value(Initial), placement.Value(Pulsed), placement.Value(RiseDelay),
        placement.Value(RiseTime), placement.Value(FallDelay), placement.Value(FallTime));
}
