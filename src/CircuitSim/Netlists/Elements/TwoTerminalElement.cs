namespace CircuitSim.Netlists.Elements;

/// <summary>An element whose current flows from its positive node to its negative one; more nodes can only control it.</summary>
public abstract record TwoTerminalElement(string Name, NodeId Positive, NodeId Negative) : Element(Name)
{
    public override NodeList Nodes => new(Positive, Negative);

    internal override string Terminals => "1";

    internal override Element WithNode(int terminal, NodeId node) => this with { Positive = node };

    public sealed override Element Placed(string name, Placement placement) =>
        WithValues(placement) with { Name = name, Positive = placement.Node(Positive), Negative = placement.Node(Negative) };

    /// <summary>The same element between the same nodes with its values as numbers, and what controls it by its flat name.</summary>
    protected abstract TwoTerminalElement WithValues(Placement placement);
}
