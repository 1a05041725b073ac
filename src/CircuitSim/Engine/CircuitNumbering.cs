using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Engine;

/// <summary>
/// The numbers of a circuit: unknowns are the node voltages in the order in which the netlist names the nodes, internal nodes
/// of devices, then one current per element with a branch; charges and places of memory follow the devices. The index
/// <see cref="UnknownCount"/> stands for ground. While a circuit is built, groups ask here for what their devices need.
/// </summary>
internal sealed class CircuitNumbering
{
    // By name and not by NodeId, here and in the netlist's rules: the runtime has this dictionary compiled, which counts
    // in a run of a tenth of a second.
    private readonly Dictionary<string, int> indexOfNode;
    private readonly List<NodeId> nodes;
    private readonly List<string> internalNodes = [];
    private readonly List<int> outerNodes = [];
    private readonly List<string> branches = [];
    private readonly Dictionary<string, int> indexOfBranch = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ChargeTolerance> charges = [];
    private readonly Dictionary<string, ModelCard> cards = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, object> parameters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IndependentSource> sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly TransientAnalysis? transient;
    private readonly ResistorGroup resistors;

    /// <param name="resistors">Takes the series resistances of devices.</param>
    public CircuitNumbering(FlatNetlist flat, Analysis? analysis, ResistorGroup resistors)
    {
        Options = flat.Options;
        transient = (analysis is SensitivityAnalysis sensitivity ? sensitivity.Along : analysis) as TransientAnalysis;
        this.resistors = resistors;
        // A node has two elements at least, and most elements two nodes.
        nodes = new List<NodeId>(flat.Elements.Count);
        indexOfNode = new Dictionary<string, int>(flat.Elements.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var card in flat.Models)
            cards.TryAdd(card.Name, card);
        foreach (var element in flat.Elements)
        {
            foreach (var node in element.Nodes)
            {
                if (!node.IsGround && indexOfNode.TryAdd(node.Name, nodes.Count))
                    nodes.Add(node);
            }

            if (element.HasBranchCurrent)
                branches.Add(element.Name);
        }
    }

    public SimulatorOptions Options { get; }

    /// <summary>The nodes that the netlist names.</summary>
    public IReadOnlyList<NodeId> Nodes => nodes;

    /// <summary>Elements whose current is an unknown, in the order of the unknowns.</summary>
    public IReadOnlyList<string> Branches => branches;

    /// <summary>Unknowns that are voltages: the first ones.</summary>
    public int VoltageCount => nodes.Count + internalNodes.Count;

    /// <summary>Final once every internal node has its name.</summary>
    public int UnknownCount => VoltageCount + branches.Count;

    public IReadOnlyList<ChargeTolerance> Charges => charges;

    public int MemoryCount { get; private set; }

    public IReadOnlyDictionary<string, IndependentSource> Sources => sources;

    /// <summary>Whether an operating point is first looked for with some devices held at zero volts.</summary>
    public bool HasDevicesOff { get; set; }

    /// <summary>Names the next internal node.</summary>
    public void AddInternalNode(string name) => internalNodes.Add(name);

    /// <summary>Ends the naming: now unknowns have their numbers.</summary>
    public void Close()
    {
        for (var k = 0; k < branches.Count; k++)
            indexOfBranch.TryAdd(branches[k], VoltageCount + k);
    }

    /// <summary>The unknown of a node that an element names; ground is the dummy.</summary>
    public int Node(NodeId node) => node.IsGround ? UnknownCount : indexOfNode[node.Name];

    /// <summary>The unknown of the branch of an element.</summary>
    public int Branch(string element) => IndexOfBranch(element, element);

    /// <summary>The next internal node, behind a resistance of a device; without one the node itself.</summary>
    /// <param name="conductance">[S]; null for none.</param>
    /// <param name="celsius">Its temperature [°C]; null for that of the circuit.</param>
    public int Behind(int node, double? conductance, double? celsius = null)
    {
        if (conductance is not { } value)
            return node;
        var inner = Inside(node);
        resistors.Add(node, inner, value, celsius);
        return inner;
    }

    /// <summary>A resistance of a device beside it, if it has one.</summary>
    public void Shunt(int a, int b, double? conductance, double celsius)
    {
        if (conductance is { } value)
            resistors.Add(a, b, value, celsius);
    }

    /// <summary>The next internal node, behind what a device itself has between the two.</summary>
    public int Inside(int node)
    {
        outerNodes.Add(node);
        return nodes.Count + outerNodes.Count - 1;
    }

    /// <summary>The first of so many charges or fluxes.</summary>
    public int ReserveCharge(int count = 1)
    {
        for (var k = 0; k < count; k++)
            charges.Add(new ChargeTolerance(Options.CurrentTolerance, Options.ChargeTolerance));
        return charges.Count - count;
    }

    /// <summary>The first of so many places of memory.</summary>
    public int ReserveMemory(int count)
    {
        MemoryCount += count;
        return MemoryCount - count;
    }

    /// <summary>The parameters of a card, read once.</summary>
    public T Card<T>(string model, Func<ModelCard, T> read)
        where T : class
    {
        if (parameters.GetValueOrDefault(model) is T known)
            return known;
        var result = read(cards[model]);
        parameters[model] = result;
        return result;
    }

    /// <summary>The source of an element, by whose name it can be set.</summary>
    public IndependentSource Source(string name, SourceShape shape)
    {
        var source = new IndependentSource(
            name, shape.OperatingPointValue, shape.Waveform is { } waveform ? SourceFunctions.Create(name, waveform, transient, shape.OperatingPointValue) : null);
        sources.TryAdd(name, source);
        return source;
    }

    /// <summary>Gives internal nodes of devices, which no netlist can name, the voltages of the nodes they lie behind: no current flows yet.</summary>
    public void CopyToInternalNodes(double[] x)
    {
        for (var k = 0; k < outerNodes.Count; k++)
            x[nodes.Count + k] = x[outerNodes[k]];
    }

    /// <summary>Name of a node, or of the element that has the branch.</summary>
    public string NameOf(int unknown) =>
        unknown < nodes.Count ? nodes[unknown].Name
        : unknown < VoltageCount ? internalNodes[unknown - nodes.Count]
        : branches[unknown - VoltageCount];

    /// <summary>The unknown of a node; ground is the dummy.</summary>
    /// <param name="what">Who asks, for the message.</param>
    /// <exception cref="NetlistException">There is no such node.</exception>
    public int IndexOfNode(NodeId node, string what) =>
        node.IsGround ? UnknownCount
        : indexOfNode.TryGetValue(node.Name, out var index) ? index
        : throw NetlistException.Because($"{what} names node {node}, which is not in the circuit; check its name.");

    /// <summary>The unknown of a branch current.</summary>
    /// <param name="what">Who asks, for the message.</param>
    /// <exception cref="NetlistException">There is no such branch.</exception>
    public int IndexOfBranch(string element, string what) =>
        indexOfBranch.TryGetValue(element, out var index)
            ? index
            : throw NetlistException.Because(
                $"{what} refers to the current of {element}, which is not an unknown of the circuit; put a 0 V source in series to measure it.");

    /// <summary>The two unknowns whose difference a node voltage or branch current is.</summary>
    public (int Plus, int Minus) Unknowns(Expression quantity, string what) => quantity switch
    {
        NodeVoltageExpression v => (IndexOfNode(v.Positive, what), IndexOfNode(v.Negative, what)),
        BranchCurrentExpression i => (IndexOfBranch(i.Element, what), UnknownCount),
        _ => throw NetlistException.Because($"{what} depends on {quantity}, which is neither a node voltage nor a branch current."),
    };
}
