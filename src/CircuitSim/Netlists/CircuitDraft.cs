using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists;

/// <summary>
/// A circuit that is being built: arrays and stages add their elements between nodes that they hand to each other, the
/// subcircuits and cards that those elements refer to, and what they need of the simulator. One thread at a time.
/// </summary>
public sealed class CircuitDraft
{
    private readonly List<Element> elements = [];
    private readonly Dictionary<string, Subcircuit> subcircuits = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ModelCard> models = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<NodeId, double> rails = [];
    private readonly List<NodeSetRequest> nodeSets = [];
    private double chargeTolerance = SimulatorOptions.Default.ChargeTolerance;

    /// <summary>What has been added so far.</summary>
    public IReadOnlyList<Element> Elements => elements;

    public void Add(Element element) => elements.Add(element);

    /// <summary>A subcircuit that calls refer to; added again under its name it is the one that is there.</summary>
    public void Add(Subcircuit subcircuit) => subcircuits.TryAdd(subcircuit.Name, subcircuit);

    /// <summary>A card that elements refer to; added again under its name it is the one that is there.</summary>
    public void Add(ModelCard card) => models.TryAdd(card.Name, card);

    /// <summary>A node that is held at a voltage, as supplies and references are; its source is added once.</summary>
    /// <param name="name">Of the node; the source is <c>V</c> and the name.</param>
    /// <param name="voltage">[V]</param>
    /// <exception cref="InvalidParameterException">The rail has another voltage already.</exception>
    public NodeId Rail(string name, double voltage)
    {
        var node = new NodeId(name);
        if (rails.TryAdd(node, voltage))
            Add(new VoltageSource($"V{name}", node, NodeId.Ground, voltage));
        else if (rails[node] != voltage)
            throw InvalidParameterException.Because(name, FormattableString.Invariant($"the rail is at {rails[node]:R} V for another stage and cannot be at {voltage:R} V; give it a name of its own."));
        return node;
    }

    /// <summary>Where the search for an operating point starts at a node [V].</summary>
    public void StartAt(NodeId node, double voltage) => nodeSets.Add(new NodeSetRequest(node, voltage));

    /// <summary>The same, at the voltage of another node: inputs of an amplifier whose loop makes them equal. Ground stays where it is.</summary>
    public void StartAt(NodeId node, NodeId like)
    {
        if (!node.IsGround)
            nodeSets.Add(new NodeSetRequest(node, 0) { Like = like });
    }

    /// <summary>Asks that charges as small as this count; the smallest wish of all stages is granted [C].</summary>
    public void ResolveCharge(double charge) => chargeTolerance = Math.Min(chargeTolerance, charge);

    public Netlist ToNetlist(string title) => new()
    {
        Title = title,
        Elements = [.. elements],
        Subcircuits = [.. subcircuits.Values],
        Models = [.. models.Values],
        NodeSets = [.. nodeSets],
        Options = SimulatorOptions.Default with { ChargeTolerance = chargeTolerance },
    };
}
