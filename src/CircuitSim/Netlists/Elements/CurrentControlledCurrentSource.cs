using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>F: a current of gain · i(control) from the positive node through the source to the negative.</summary>
/// <param name="Control">A voltage source of the same circuit.</param>
/// <param name="Gain">[A/A]</param>
public sealed record CurrentControlledCurrentSource(string Name, NodeId Positive, NodeId Negative, string Control, ElementValue Gain) : Element(Name)
{
    public override char Letter => 'F';

    public override string Kind => "current-controlled current source";

    public override NodeList Nodes => new(Positive, Negative);

    public override IReadOnlyList<string> ControlCurrents => [Control];

    internal override void CheckValues(SimulatorOptions options) =>
        this.RequireFinite("gain", Gain, "");

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Positive = placement.Node(Positive),
        Negative = placement.Node(Negative),
        Control = placement.Element(Control),
        Gain = placement.Value(Gain),
    };
}
