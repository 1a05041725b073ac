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
    public override double InitialValue => Offset.Number + Amplitude.Number * Math.Sin((Phase?.Number ?? 0) * Math.PI / 180);

    public override SourceWaveform Placed(Placement placement) => this with
    {
        Offset = placement.Value(Offset),
        Amplitude = placement.Value(Amplitude),
        Frequency = placement.Value(Frequency),
        Delay = placement.Value(Delay),
        Damping = placement.Value(Damping),
        Phase = placement.Value(Phase),
    };
}
