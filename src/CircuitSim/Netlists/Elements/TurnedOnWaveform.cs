namespace CircuitSim.Netlists.Elements;

/// <summary>What flattening makes of the source of a transient with startup, as LTspice has it: off at time zero, and from there evenly turned on.</summary>
/// <param name="Inner">What it gives once it is on; null for the constant of the source.</param>
public sealed record TurnedOnWaveform(SourceWaveform? Inner) : SourceWaveform
{
    /// <summary>When it is on [s].</summary>
    public const double Duration = 20e-6;

    public override double InitialValue => 0;

    internal override double LongestStep(double stop) => Inner?.LongestStep(stop) ?? double.PositiveInfinity;

    internal override string Swing => Inner?.Swing ?? base.Swing;

    /// <summary>The source as it is written.</summary>
    internal static SourceShape Of(SourceShape shape) => shape with { Dc = shape.OperatingPointValue, Waveform = new TurnedOnWaveform(shape.Waveform) };

    internal override void CheckValues(Element source, string unit) => Inner?.CheckValues(source, unit);

    internal override SourceWaveform Times(double count) => new TurnedOnWaveform(Inner?.Times(count));

    public override SourceWaveform Placed(Placement placement) => new TurnedOnWaveform(Inner?.Placed(placement));
}
