using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice;

/// <summary>A circuit while it is read.</summary>
/// <param name="name">Null at the top.</param>
internal sealed class CircuitReading(string? name)
{
    public string? Name => name;

    public SourcePlace Place { get; init; } = SourcePlace.None;

    public List<NodeId> Ports { get; } = [];

    public List<NodeId> OptionalNodes { get; } = [];

    public List<Parameter> Parameters { get; } = [];

    public List<Parameter> LocalParameters { get; } = [];

    /// <summary>Places in <see cref="LocalParameters"/> by name.</summary>
    public Dictionary<string, int> PlacesOfParameters { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<FunctionDefinition> Functions { get; } = [];

    public List<Element> Elements { get; } = [];

    public List<Subcircuit> Subcircuits { get; } = [];

    public List<ModelCard> Models { get; } = [];

    public List<InitialCondition> InitialConditions { get; } = [];

    public List<NodeSetRequest> NodeSets { get; } = [];

    public List<Conditional> Conditionals { get; } = [];

    /// <summary>Of a branch of .if: the branches before it, and the condition of its own.</summary>
    public (List<ConditionalBranch> Before, ElementValue? Condition)? Branch { get; init; }

    /// <summary>Makes an .ic of what IC= says of a capacitor to ground, for dialects in which it counts without uic.</summary>
    public void HoldInitialVoltages()
    {
        foreach (var c in Elements.OfType<Capacitor>())
        {
            if (c.InitialVoltage is not { } voltage || c.Positive.IsGround == c.Negative.IsGround)
                continue;
            var (node, held) = c.Negative.IsGround ? (c.Positive, voltage) : (c.Negative, voltage.Times(-1));
            if (!InitialConditions.Exists(i => i.Node == node))
                InitialConditions.Add(new InitialCondition(node, held) { Place = c.Place });
        }
    }

    public Subcircuit ToSubcircuit() => new(name!, Ports, Elements)
    {
        Place = Place,
        OptionalNodes = OptionalNodes,
        Parameters = Parameters,
        LocalParameters = LocalParameters,
        Functions = Functions,
        Subcircuits = Subcircuits,
        Models = Models,
        InitialConditions = InitialConditions,
        NodeSets = NodeSets,
        Conditionals = Conditionals,
    };
}
