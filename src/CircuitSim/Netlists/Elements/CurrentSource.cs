using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>An ideal current source that drives its current from the positive node through itself to the negative node.</summary>
/// <param name="Current">Current [A].</param>
public sealed record CurrentSource(string Name, NodeId Positive, NodeId Negative, SourceShape Current) : TwoTerminalElement(Name, Positive, Negative)
{
    public override char Letter => 'I';

    public override string Kind => "current source";

    internal override void CheckValues(SimulatorOptions options) =>
        Current.CheckValues(this, "current", "A");

    protected override TwoTerminalElement WithValues(Placement placement) => Current.Law(placement) is { } law
        ? new BehavioralSource(Name, Positive, Negative, BehavioralQuantity.Current, law) { Place = Place }
        : this with { Current = Current.Placed(placement) };

    internal override Element Multiplied(double count) => this with { Current = Current.Times(count) };
}
