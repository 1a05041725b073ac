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

    /// <summary>Whether a call may set others, too, as in LTspice: they are known inside where it does.</summary>
    public bool TakesAnyParameter { get; init; }

    /// <summary><c>.param</c> inside the definition: not for calls to set.</summary>
    public IReadOnlyList<Parameter> LocalParameters { get; init; } = [];

    public IReadOnlyList<FunctionDefinition> Functions { get; init; } = [];

    /// <summary>Subcircuits that only this one and those inside it can call.</summary>
    public IReadOnlyList<Subcircuit> Subcircuits { get; init; } = [];

    /// <summary><c>.ic</c> inside the definition, of its own nodes and ports.</summary>
    public IReadOnlyList<InitialCondition> InitialConditions { get; init; } = [];

    /// <summary><c>.nodeset</c> inside the definition.</summary>
    public IReadOnlyList<NodeSetRequest> NodeSets { get; init; } = [];

    /// <summary>Parts that belong to an instance where a condition over its parameters holds.</summary>
    public IReadOnlyList<Conditional> Conditionals { get; init; } = [];

    /// <summary>Model cards that only this subcircuit and those inside it can use.</summary>
    public IReadOnlyList<ModelCard> Models { get; init; } = [];

    /// <summary>The same without its first conditional, and with a branch of it unless that is null.</summary>
    internal Subcircuit WithBranch(Subcircuit? part) => part is null ? this with { Conditionals = [.. Conditionals.Skip(1)] } : this with
    {
        Elements = [.. Elements, .. part.Elements],
        LocalParameters = [.. LocalParameters, .. part.LocalParameters],
        Functions = [.. Functions, .. part.Functions],
        Subcircuits = [.. Subcircuits, .. part.Subcircuits],
        InitialConditions = [.. InitialConditions, .. part.InitialConditions],
        NodeSets = [.. NodeSets, .. part.NodeSets],
        Models = [.. Models, .. part.Models],
        // Those inside the branch come next.
        Conditionals = [.. part.Conditionals, .. Conditionals.Skip(1)],
    };
}
