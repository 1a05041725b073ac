namespace CircuitSim;

/// <summary>A circuit without a unique solution: names the unknown that nothing determines.</summary>
public sealed class SingularMatrixException : CircuitSimException
{
    private SingularMatrixException(string unknown, string message)
        : base(message) => Unknown = unknown;

    /// <summary>The node or branch whose pivot vanished.</summary>
    public string Unknown { get; }

    public static SingularMatrixException FloatingNode(string node) =>
        new(node, $"node {node} has no resistive path to ground, so its voltage is undetermined; connect it, or remove what hangs on it.");

    public static SingularMatrixException FloatingLine(string line) =>
        new(line, $"{line} is left floating and no cell that conducts ties it to a line with a voltage, so its own is undetermined; hold it at a voltage.");

    /// <summary>Equations that no voltages and currents fulfil.</summary>
    /// <param name="laws">Elements whose laws of voltage are among them.</param>
    /// <param name="currents">Current sources that feed the nodes among them.</param>
    /// <param name="nodes">Nodes whose sums of currents are among them.</param>
    public static SingularMatrixException Contradiction(IReadOnlyList<string> laws, IReadOnlyList<string> currents, IReadOnlyList<string> nodes)
    {
        string[] elements = [.. laws, .. currents];
        var at = nodes.Count == 0 ? "" : $"node{(nodes.Count == 1 ? "" : "s")} {List(nodes)}";
        return new(elements.Length > 0 ? elements[0] : nodes[0],
            laws.Count == 0 && currents.Count > 0 ? $"nothing carries the current of {List(currents)} away from {at}; put a resistance from there to ground, or change the sources."
            : elements.Length == 0 ? $"the currents into {at} contradict each other: no voltages make their sum zero; change the elements there, or put a resistance to ground."
            : $"{List(elements)} {(elements.Length == 1 ? "contradicts itself" : "contradict each other")}{(at.Length == 0 ? "" : $" at {at}")}: no voltages and currents fulfil all their equations; change one of them, or put a resistance in series.");
    }

    public static SingularMatrixException VoltageLoop(string element) =>
        new(element, $"{element} closes a loop of voltage sources, so its current is undetermined; put a resistance in series.");

    /// <summary>Equations that leave an unknown free though something is connected wherever it should be.</summary>
    /// <param name="isNode">Whether it is the voltage of a node; otherwise the current of an element.</param>
    public static SingularMatrixException Dependent(string unknown, bool isNode) =>
        new(unknown, $"{(isNode ? "node " : "")}{unknown}: the equations of the elements there cancel each other, so its {(isNode ? "voltage" : "current")} is undetermined; check the gains of controlled sources and the laws of B sources.");

    private static string List(IReadOnlyList<string> names)
    {
        const int Most = 4;
        return names.Count switch
        {
            1 => names[0],
            <= Most => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
            _ => $"{string.Join(", ", names.Take(Most - 1))} and {names.Count - Most + 1} more",
        };
    }
}
