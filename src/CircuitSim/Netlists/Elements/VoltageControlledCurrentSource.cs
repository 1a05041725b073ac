using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>G: a current of transconductance · (v(control positive) − v(control negative)) from the positive node through the source to the negative.</summary>
/// <param name="Transconductance">[S]</param>
public sealed record VoltageControlledCurrentSource(string Name, NodeId Positive, NodeId Negative, NodeId ControlPositive, NodeId ControlNegative, ElementValue Transconductance)
    : TwoTerminalElement(Name, Positive, Negative)
{
    public override char Letter => 'G';

    public override string Kind => "voltage-controlled current source";

    public override NodeList Nodes => new(Positive, Negative, ControlPositive, ControlNegative);

    internal override void CheckValues(SimulatorOptions options) =>
        this.RequireFinite("transconductance", Transconductance, "S");

    protected override TwoTerminalElement WithValues(Placement placement) => this with
    {
        ControlPositive = placement.Node(ControlPositive),
        ControlNegative = placement.Node(ControlNegative),
        Transconductance = placement.Value(Transconductance),
    };

    internal override Element Multiplied(double count) => this with { Transconductance = Transconductance.Times(count) };
}
