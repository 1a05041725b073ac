using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>E: v(positive) − v(negative) = gain · (v(control positive) − v(control negative)).</summary>
/// <param name="Gain">[V/V]</param>
public sealed record VoltageControlledVoltageSource(string Name, NodeId Positive, NodeId Negative, NodeId ControlPositive, NodeId ControlNegative, ElementValue Gain) : Element(Name)
{
    public override char Letter => 'E';

    public override string Kind => "voltage-controlled voltage source";

    public override NodeList Nodes => new(Positive, Negative, ControlPositive, ControlNegative);

    public override bool HasBranchCurrent => true;

    internal override void CheckValues(SimulatorOptions options) =>
        this.RequireFinite("gain", Gain, "");

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Positive = placement.Node(Positive),
        Negative = placement.Node(Negative),
        ControlPositive = placement.Node(ControlPositive),
        ControlNegative = placement.Node(ControlNegative),
        Gain = placement.Value(Gain),
    };
}
