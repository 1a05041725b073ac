using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Flattening;

/// <summary>
/// The names of one circuit, the top level or a subcircuit, and the way outwards: what a subcircuit does not define
/// itself it takes from the circuit in which its definition stands.
/// </summary>
internal sealed class CircuitScope
{
    /// <summary>Deepest nesting of definitions, and of calls.</summary>
    public const int MostLevels = 64;

    private readonly Dictionary<string, CircuitScope> subcircuits = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ModelCard> models = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ModelCard> bins = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, FunctionDefinition> functions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Parameter> parameters = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="NetlistException">A name is defined twice, or definitions are nested too deeply.</exception>
    public CircuitScope(Netlist netlist)
    {
        Elements = netlist.Elements;
        InitialConditions = netlist.InitialConditions;
        NodeSets = netlist.NodeSets;
        GlobalNodes = [.. netlist.GlobalNodes];
        Define(netlist.Models, netlist.Functions, netlist.Parameters);
        DefineAll(netlist.Subcircuits, 1);
    }

    private CircuitScope(CircuitScope parent, Subcircuit definition, int depth)
    {
        if (depth > MostLevels)
            throw NetlistException.TooDeep($"definition {definition.Name}", MostLevels, definition.Place);
        Parent = parent;
        Definition = definition;
        Elements = definition.Elements;
        InitialConditions = definition.InitialConditions;
        NodeSets = definition.NodeSets;
        GlobalNodes = parent.GlobalNodes;
        Define(definition.Models, definition.Functions, definition.Parameters.Concat(definition.LocalParameters));
        DefineAll(definition.Subcircuits, depth + 1);
    }

    /// <summary>The circuit in which the definition stands; null at the top.</summary>
    public CircuitScope? Parent { get; }

    /// <summary>Null at the top.</summary>
    public Subcircuit? Definition { get; }

    public IReadOnlyList<Element> Elements { get; }

    public IReadOnlyList<InitialCondition> InitialConditions { get; }

    public IReadOnlyList<NodeSetRequest> NodeSets { get; }

    /// <summary>Nodes that are the same everywhere.</summary>
    public HashSet<NodeId> GlobalNodes { get; }

    public IEnumerable<CircuitScope> Subcircuits => subcircuits.Values;

    public IReadOnlyDictionary<string, ModelCard> Models => models;

    public IReadOnlyDictionary<string, FunctionDefinition> Functions => functions;

    /// <summary>Those that calls may set and the local ones.</summary>
    public IReadOnlyDictionary<string, Parameter> Parameters => parameters;

    public CircuitScope? FindSubcircuit(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.subcircuits.TryGetValue(name, out var found))
                return found;
        }

        return null;
    }

    /// <summary>Whether this circuit itself has a card of the name, or cards that share it.</summary>
    public bool HasModel(string name) => models.ContainsKey(name) || bins.ContainsKey(name);

    public ModelCard? FindModel(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.models.TryGetValue(name, out var found) || scope.bins.TryGetValue(name, out found))
                return found;
        }

        return null;
    }

    private void Define(IEnumerable<ModelCard> cards, IEnumerable<FunctionDefinition> definitions, IEnumerable<Parameter> values)
    {
        foreach (var card in cards)
        {
            if (!models.TryAdd(card.Name, card))
                throw NetlistException.DuplicateModel(card.Name, card.Place);
            if (BinnedCards.CommonName(card) is { } common)
                bins.TryAdd(common, card);
        }

        foreach (var function in definitions)
        {
            if (!functions.TryAdd(function.Name, function))
                throw NetlistException.DuplicateFunction(function.Name, function.Place);
        }

        foreach (var parameter in values)
        {
            if (!parameters.TryAdd(parameter.Name, parameter))
                throw NetlistException.DuplicateParameter(parameter.Name, parameter.Place);
        }
    }

    private void DefineAll(IEnumerable<Subcircuit> definitions, int depth)
    {
        foreach (var definition in definitions)
        {
            if (!subcircuits.TryAdd(definition.Name, new CircuitScope(this, definition, depth)))
                throw NetlistException.DuplicateSubcircuit(definition.Name, definition.Place);
        }
    }
}
