namespace CircuitSim.Netlists.Elements;

/// <summary>An instance of a subcircuit; its nodes are joined to the subcircuit's ports in order.</summary>
public sealed record SubcircuitCall(string Name, IReadOnlyList<NodeId> Connections, string Subcircuit) : Element(Name)
{
    /// <summary>Values for the subcircuit's parameters; evaluated where the call stands.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    public override char Letter => 'X';

    public override string Kind => "subcircuit call";

    public override NodeList Nodes => new(Connections);

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Connections = [.. Connections.Select(placement.Node)],
        Parameters = [.. Parameters.Select(p => p with { Value = placement.Value(p.Value) })],
    };
}
