using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>E: v(positive) − v(negative) = gain · (v(control positive) − v(control negative)).</summary>
/// <param name="Gain">[V/V]</param>
public sealed record VoltageControlledVoltageSource(string Name, NodeId Positive, NodeId Negative, NodeId ControlPositive, NodeId ControlNegative, ElementValue Gain)
    : TwoTerminalElement(Name, Positive, Negative)
{
    public override char Letter => 'E';

    public override string Kind => "voltage-controlled voltage source";

    public override NodeList Nodes => new(Positive, Negative, ControlPositive, ControlNegative);

    public override bool HasBranchCurrent => true;

    internal override void CheckValues(SimulatorOptions options) =>
        this.RequireFinite("gain", Gain, "");

    protected override TwoTerminalElement WithValues(Placement placement) =>
        this with { ControlPositive = placement.Node(ControlPositive), ControlNegative = placement.Node(ControlNegative), Gain = placement.Value(Gain) };

    internal override Element Multiplied(double count) => this;
}
