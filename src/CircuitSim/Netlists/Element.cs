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

    /// <summary>The same element under another name, each of its nodes replaced by <paramref name="place"/>(node).</summary>
    public abstract Element Placed(string name, Func<NodeId, NodeId> place);
}
