namespace CircuitSim.Netlists;

/// <summary>A circuit with ports that can be placed many times; nodes that are not ports are private to each instance.</summary>
public sealed record Subcircuit(string Name, IReadOnlyList<NodeId> Ports, IReadOnlyList<Element> Elements);
