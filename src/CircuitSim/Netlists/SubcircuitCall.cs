namespace CircuitSim.Netlists;

/// <summary>An instance of a subcircuit; its nodes are joined to the subcircuit's ports in order.</summary>
public sealed record SubcircuitCall(string Name, IReadOnlyList<NodeId> Connections, string Subcircuit) : Element(Name)
{
    public override IReadOnlyList<NodeId> Nodes => Connections;

    public override Element Placed(string name, Func<NodeId, NodeId> place) =>
        this with { Name = name, Connections = [.. Connections.Select(place)] };
}
