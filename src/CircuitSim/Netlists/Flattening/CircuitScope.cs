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

    private readonly Dictionary<int, CircuitScope> variants = [];
    private readonly Subcircuit parts;
    private readonly int depth;

    /// <exception cref="NetlistException">A name is defined twice, or definitions are nested too deeply.</exception>
    public CircuitScope(Netlist netlist)
        : this(null, null, new Subcircuit("the circuit", [], netlist.Elements)
        {
            LocalParameters = netlist.Parameters,
            Functions = netlist.Functions,
            Subcircuits = netlist.Subcircuits,
            Models = netlist.Models,
            InitialConditions = netlist.InitialConditions,
            NodeSets = netlist.NodeSets,
            Conditionals = netlist.Conditionals,
        }, [.. netlist.GlobalNodes], 0)
    {
    }

    private CircuitScope(CircuitScope? parent, Subcircuit? definition, Subcircuit parts, HashSet<NodeId> globalNodes, int depth)
    {
        if (depth > MostLevels)
            throw NetlistException.TooDeep($"definition {parts.Name}", MostLevels, parts.Place);
        (this.parts, this.depth) = (parts, depth);
        Parent = parent;
        Definition = definition;
        GlobalNodes = globalNodes;
        IsOpen = parts.Conditionals.Count > 0 || parent?.IsOpen == true;
        // What the .subckt line says is for .param and, above both, for calls to change.
        Define(parts.Models, parts.Functions, parts.Parameters.Where(p => !parts.LocalParameters.Any(l => l.Name.Equals(p.Name, StringComparison.OrdinalIgnoreCase))).Concat(parts.LocalParameters));
        foreach (var inner in parts.Subcircuits)
        {
            if (!subcircuits.TryAdd(inner.Name, new CircuitScope(this, inner, inner, globalNodes, depth + 1)))
                throw NetlistException.DuplicateSubcircuit(inner.Name, inner.Place);
        }
    }

    /// <summary>The circuit in which the definition stands; null at the top.</summary>
    public CircuitScope? Parent { get; }

    /// <summary>Null at the top.</summary>
    public Subcircuit? Definition { get; }

    public IReadOnlyList<Element> Elements => parts.Elements;

    public IReadOnlyList<InitialCondition> InitialConditions => parts.InitialConditions;

    public IReadOnlyList<NodeSetRequest> NodeSets => parts.NodeSets;

    /// <summary>Whether branches of it, or of a circuit around it, are still to be chosen, so that names may be missing.</summary>
    public bool IsOpen { get; }

    public IReadOnlyList<Conditional> Conditionals => parts.Conditionals;

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

    /// <summary>The same with a branch of its first conditional, or with none for −1; checked once nothing is left to choose.</summary>
    public CircuitScope WithBranch(int branch)
    {
        if (variants.TryGetValue(branch, out var known))
            return known;
        var variant = new CircuitScope(Parent, Definition, parts.WithBranch(branch < 0 ? null : Conditionals[0].Branches[branch].Part), GlobalNodes, depth);
        if (!variant.IsOpen && Parent is not null)
            NetlistStructure.CheckVariant(variant);
        return variants[branch] = variant;
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
}
