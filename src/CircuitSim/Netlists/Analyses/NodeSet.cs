namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.nodeset v(node)=voltage</c>: where the search for an operating point starts; the solution does not depend on it unless there are several.</summary>
/// <param name="Voltage">[V]</param>
public sealed record NodeSet(NodeId Node, ElementValue Voltage)
{
    /// <summary>Where it was read; without effect on equality.</summary>
    public SourcePlace Place { get; init; } = SourcePlace.None;
}
