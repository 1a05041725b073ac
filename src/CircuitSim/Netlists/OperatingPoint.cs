namespace CircuitSim.Netlists;

/// <summary>
/// The node voltages and the currents of voltage sources at a DC operating point, by name. A source's current is
/// SPICE's: positive when it enters the source at its positive node.
/// </summary>
public sealed class OperatingPoint
{
    private readonly IReadOnlyDictionary<NodeId, double> voltages;
    private readonly IReadOnlyDictionary<string, double> currents;

    /// <param name="voltages">Node voltages [V]; ground may be left out.</param>
    /// <param name="currents">Branch currents by element name, compared without case [A].</param>
    public OperatingPoint(IReadOnlyDictionary<NodeId, double> voltages, IReadOnlyDictionary<string, double> currents)
    {
        this.voltages = voltages;
        this.currents = new Dictionary<string, double>(currents, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What it cost; null where the engine does not tell.</summary>
    public SimulationStatistics? Statistics { get; init; }

    public IEnumerable<NodeId> Nodes => voltages.Keys;

    /// <summary>Names of the elements whose current is known.</summary>
    public IEnumerable<string> Branches => currents.Keys;

    /// <summary>Voltage of a node against ground [V].</summary>
    /// <exception cref="NetlistException">There is no such node.</exception>
    public double Voltage(NodeId node)
    {
        if (node.IsGround)
            return 0;
        return voltages.TryGetValue(node, out var value)
            ? value
            : throw NetlistException.Because($"node {node} is not among the results; check its name against the netlist.");
    }

    /// <summary>Current of a voltage source [A].</summary>
    /// <exception cref="NetlistException">There is no such branch.</exception>
    public double Current(string element) =>
        currents.TryGetValue(element, out var value)
            ? value
            : throw NetlistException.Because($"the current of {element} is not among the results; put a 0 V source in series to measure it.");
}
