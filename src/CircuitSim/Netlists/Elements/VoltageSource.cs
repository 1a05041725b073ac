using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>An ideal voltage source; 0 V makes it an ammeter. Its current enters at the positive node.</summary>
/// <param name="Voltage">v(positive) − v(negative) [V].</param>
public sealed record VoltageSource(string Name, NodeId Positive, NodeId Negative, SourceShape Voltage) : Element(Name)
{
    public override char Letter => 'V';

    public override string Kind => "voltage source";

    public override NodeList Nodes => new(Positive, Negative);

    public override bool HasBranchCurrent => true;

    internal override void CheckValues(SimulatorOptions options) =>
        Voltage.CheckValues(this, "voltage", "V");

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Positive = placement.Node(Positive),
        Negative = placement.Node(Negative),
        Voltage = Voltage.Placed(placement),
    };
}
