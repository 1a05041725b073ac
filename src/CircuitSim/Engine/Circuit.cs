using CircuitSim.Netlists;

namespace CircuitSim.Engine;

/// <summary>
/// A flat netlist as devices over numbered unknowns: node voltages in the order in which the netlist names the nodes,
/// then one current per voltage source. The index <see cref="UnknownCount"/> stands for ground.
/// </summary>
internal sealed class Circuit
{
    private readonly List<NodeId> nodes = [];
    private readonly Dictionary<NodeId, int> indexOfNode = [];
    private readonly List<string> branches = [];
    private readonly List<IDevice> devices = [];

    private Circuit()
    {
    }

    public IReadOnlyList<NodeId> Nodes => nodes;

    /// <summary>Elements whose current is an unknown, in the order of the unknowns.</summary>
    public IReadOnlyList<string> Branches => branches;

    public IReadOnlyList<IDevice> Devices => devices;

    public int UnknownCount => nodes.Count + branches.Count;

    /// <exception cref="NetlistException">An element or a value that the engine refuses.</exception>
    /// <exception cref="SingularMatrixException">A floating node or a loop of voltage sources.</exception>
    public static Circuit Build(Netlist netlist)
    {
        var circuit = new Circuit();
        var elements = NetlistFlattening.Flatten(netlist).Elements;
        foreach (var element in elements)
            circuit.Number(element);
        var nextBranch = circuit.nodes.Count;
        foreach (var element in elements)
            circuit.devices.Add(circuit.CreateDevice(element, ref nextBranch));
        circuit.RequireDetermined();
        return circuit;
    }

    /// <summary>The unknown of a column, as a failed factorisation reports it, in the words of the netlist.</summary>
    public SingularMatrixException Undetermined(int unknown) =>
        unknown < nodes.Count
            ? SingularMatrixException.FloatingNode(nodes[unknown].Name)
            : SingularMatrixException.VoltageLoop(branches[unknown - nodes.Count]);

    private void Number(Element element)
    {
        foreach (var node in element.Nodes)
        {
            if (!node.IsGround && indexOfNode.TryAdd(node, nodes.Count))
                nodes.Add(node);
        }

        if (element is VoltageSource)
            branches.Add(element.Name);
    }

    private IDevice CreateDevice(Element element, ref int nextBranch) => element switch
    {
        Resistor r => new ResistorDevice(Index(r.Positive), Index(r.Negative), 1 / RequireResistance(r)),
        VoltageSource v => new VoltageSourceDevice(
            v.Name, Index(v.Positive), Index(v.Negative), nextBranch++, RequireFinite(v.Name, "voltage", v.Voltage.OperatingPointValue, "V")),
        CurrentSource i => new CurrentSourceDevice(
            Index(i.Positive), Index(i.Negative), RequireFinite(i.Name, "current", i.Current.OperatingPointValue, "A")),
        _ => throw NetlistException.UnsupportedElement(element.Name, element.GetType().Name, BuiltInSimulator.EngineName),
    };

    private int Index(NodeId node) => node.IsGround ? UnknownCount : indexOfNode[node];

    private static double RequireResistance(Resistor r)
    {
        // A subnormal resistance has no finite conductance.
        var resistance = r.Resistance.Number;
        if (double.IsFinite(resistance) && resistance > 0 && double.IsFinite(1 / resistance))
            return resistance;
        throw NetlistException.BadValue(r.Name, "resistance", resistance, "Ω",
            "finite and above zero; for a short circuit, join its two nodes");
    }

    private static double RequireFinite(string element, string quantity, double value, string unit) =>
        double.IsFinite(value) ? value : throw NetlistException.BadValue(element, quantity, value, unit, "finite");

    private void RequireDetermined()
    {
        var topology = new DcTopology(nodes.Count, UnknownCount);
        foreach (var device in devices)
            device.Describe(topology);
        if (topology.LoopElement is { } element)
            throw SingularMatrixException.VoltageLoop(element);
        var floating = topology.FindFloatingNode();
        if (floating >= 0)
            throw SingularMatrixException.FloatingNode(nodes[floating].Name);
    }
}
