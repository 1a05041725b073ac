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

    public Subcircuit ToSubcircuit() => new(name!, Ports, Elements)
    {
        Place = Place,
        Parameters = Parameters,
        LocalParameters = LocalParameters,
        Functions = Functions,
        Subcircuits = Subcircuits,
        Models = Models,
        InitialConditions = InitialConditions,
        NodeSets = NodeSets,
    };
}
