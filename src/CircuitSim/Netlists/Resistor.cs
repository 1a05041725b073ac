namespace CircuitSim.Netlists;

/// <summary>A linear resistor; its resistance is above zero (builders merge the nodes of a zero resistance).</summary>
/// <param name="Resistance">Resistance [Ω].</param>
public sealed record Resistor(string Name, NodeId Positive, NodeId Negative, ElementValue Resistance) : Element(Name)
{
    public override NodeList Nodes => new(Positive, Negative);

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Positive = placement.Node(Positive),
        Negative = placement.Node(Negative),
        Resistance = placement.Value(Resistance),
    };
}
