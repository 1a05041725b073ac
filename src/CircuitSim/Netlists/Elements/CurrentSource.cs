using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>An ideal current source that drives its current from the positive node through itself to the negative node.</summary>
/// <param name="Current">Current [A].</param>
public sealed record CurrentSource(string Name, NodeId Positive, NodeId Negative, SourceShape Current) : Element(Name)
{
    public override char Letter => 'I';

    public override string Kind => "current source";

    public override NodeList Nodes => new(Positive, Negative);

    internal override void CheckValues(SimulatorOptions options) =>
        Current.CheckValues(this, "current", "A");

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Positive = placement.Node(Positive),
        Negative = placement.Node(Negative),
        Current = Current.Placed(placement),
    };
}
