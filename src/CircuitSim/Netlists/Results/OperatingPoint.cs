namespace CircuitSim.Netlists.Results;

/// <summary>
/// The node voltages and the currents of voltage sources at a DC operating point, by name. A source's current is
/// SPICE's: positive when it enters the source at its positive node.
/// </summary>
public sealed class OperatingPoint
{
    private readonly IReadOnlyList<NodeId> nodes;
    private readonly IReadOnlyList<string> branches;
    private readonly double[] voltages;
    private readonly double[] currents;

    // Made when the first name is looked up: often only a few currents of many thousand values are wanted.
    private Dictionary<string, int>? indexOfNode;
    private Dictionary<string, int>? indexOfBranch;

    /// <param name="nodes">Ground may be left out.</param>
    /// <param name="voltages">[nodes]; node voltages [V].</param>
    /// <param name="branches">Element names, compared without case.</param>
    /// <param name="currents">[branches]; branch currents [A].</param>
    public OperatingPoint(IReadOnlyList<NodeId> nodes, ReadOnlySpan<double> voltages, IReadOnlyList<string> branches, ReadOnlySpan<double> currents)
    {
        this.nodes = nodes;
        this.branches = branches;
        this.voltages = voltages.ToArray();
        this.currents = currents.ToArray();
    }

    /// <summary>What it cost; null where the engine does not tell.</summary>
    public SimulationStatistics? Statistics { get; init; }

    public IReadOnlyList<NodeId> Nodes => nodes;

    /// <summary>Names of the elements whose current is known.</summary>
    public IReadOnlyList<string> Branches => branches;

    /// <summary>Voltage of a node against ground [V].</summary>
    /// <exception cref="NetlistException">There is no such node.</exception>
    public double Voltage(NodeId node)
    {
        if (node.IsGround)
            return 0;
        indexOfNode ??= IndexOf(nodes, n => n.Name);
        return indexOfNode.TryGetValue(node.Name, out var index)
            ? voltages[index]
            : throw NetlistException.Because($"node {node} is not among the results; check its name against the netlist.");
    }

    /// <summary>Current of a voltage source [A].</summary>
    /// <exception cref="NetlistException">There is no such branch.</exception>
    public double Current(string element)
    {
        indexOfBranch ??= IndexOf(branches, b => b);
        return indexOfBranch.TryGetValue(element, out var index)
            ? currents[index]
            : throw NetlistException.Because($"the current of {element} is not among the results; put a 0 V source in series to measure it.");
    }

    private static Dictionary<string, int> IndexOf<T>(IReadOnlyList<T> items, Func<T, string> name)
    {
        var index = new Dictionary<string, int>(items.Count, StringComparer.OrdinalIgnoreCase);
        for (var k = 0; k < items.Count; k++)
            index.Add(name(items[k]), k);
        return index;
    }
}
