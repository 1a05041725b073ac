using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists;

/// <summary>A circuit with ports that can be placed many times; nodes that are not ports are private to each instance.</summary>
public sealed record Subcircuit(string Name, IReadOnlyList<NodeId> Ports, IReadOnlyList<Element> Elements) : Written
{
    /// <summary>Nodes that the last ports are joined to where a call leaves them out, as those of the circuit in which the definition stands.</summary>
    public IReadOnlyList<NodeId> OptionalNodes { get; init; } = [];

    /// <summary>Parameters that a call may set, with their defaults.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary><c>.param</c> inside the definition: not for calls to set.</summary>
    public IReadOnlyList<Parameter> LocalParameters { get; init; } = [];

    public IReadOnlyList<FunctionDefinition> Functions { get; init; } = [];

    /// <summary>Subcircuits that only this one and those inside it can call.</summary>
    public IReadOnlyList<Subcircuit> Subcircuits { get; init; } = [];

    /// <summary><c>.ic</c> inside the definition, of its own nodes and ports.</summary>
    public IReadOnlyList<InitialCondition> InitialConditions { get; init; } = [];

    /// <summary><c>.nodeset</c> inside the definition.</summary>
    public IReadOnlyList<NodeSetRequest> NodeSets { get; init; } = [];

    /// <summary>Model cards that only this subcircuit and those inside it can use.</summary>
    public IReadOnlyList<ModelCard> Models { get; init; } = [];
}
