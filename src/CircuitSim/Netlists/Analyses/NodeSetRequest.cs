namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.nodeset v(node)=voltage</c>: where the search for an operating point starts; the solution does not depend on it unless there are several.</summary>
/// <param name="Voltage">[V]</param>
public sealed record NodeSetRequest(NodeId Node, ElementValue Voltage) : Written
{
    /// <summary>
    /// A node above whose voltage the search starts, in place of ground: an amplifier's input as the other one. SPICE text has no
    /// such nodesets and loses them.
    /// </summary>
    public NodeId Like { get; init; } = NodeId.Ground;
}
