namespace CircuitSim.Netlists;

/// <summary>
/// One element of a circuit. Currents follow SPICE: they are counted positive from the first node through the
/// element to the second.
/// </summary>
/// <param name="Name">Unique within its circuit, case does not matter; the first letter is SPICE's element letter.</param>
public abstract record Element(string Name)
{
    /// <summary>The nodes in the order in which SPICE writes them.</summary>
    public abstract IReadOnlyList<NodeId> Nodes { get; }
}
