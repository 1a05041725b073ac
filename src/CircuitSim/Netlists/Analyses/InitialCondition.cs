namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.ic v(node)=voltage</c>: held while a transient finds its operating point, then released; with uic the start itself.</summary>
/// <param name="Voltage">[V]</param>
public sealed record InitialCondition(NodeId Node, ElementValue Voltage) : Written;
