using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Netlists;

/// <summary>
/// What a circuit is, elements between named nodes with the subcircuits and model cards they refer to, and what is
/// asked of it. <see cref="NetlistFlattening"/> turns it into one without calls, functions and parameters.
/// </summary>
public sealed record Netlist
{
    /// <summary>SPICE's first line; one line of ASCII.</summary>
    public required string Title { get; init; }

    public required IReadOnlyList<Element> Elements { get; init; }

    public IReadOnlyList<Subcircuit> Subcircuits { get; init; } = [];

    /// <summary>Nodes that are the same in every subcircuit, as ground is; without a dot.</summary>
    public IReadOnlyList<NodeId> GlobalNodes { get; init; } = [];

    public IReadOnlyList<ModelCard> Models { get; init; } = [];

    /// <summary>Seen everywhere, in subcircuits too unless one of their own has the name; in any order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    public IReadOnlyList<FunctionDefinition> Functions { get; init; } = [];

    public IReadOnlyList<Analysis> Analyses { get; init; } = [];

    public IReadOnlyList<InitialCondition> InitialConditions { get; init; } = [];

    public IReadOnlyList<NodeSetRequest> NodeSets { get; init; } = [];

    /// <summary>What is varied from run to run; a flat netlist is one run and has none.</summary>
    public IReadOnlyList<StepRequest> Steps { get; init; } = [];

    /// <summary>Parts that belong to the circuit where a condition over its parameters holds.</summary>
    public IReadOnlyList<Conditional> Conditionals { get; init; } = [];

    /// <summary>The run whose random numbers count.</summary>
    public RandomRun Run { get; init; } = RandomRun.Nominal;

    public SimulatorOptions Options { get; init; } = SimulatorOptions.Default;

    public IReadOnlyList<SaveRequest> Saves { get; init; } = [];

    public IReadOnlyList<PrintRequest> Prints { get; init; } = [];

    public IReadOnlyList<Measurement> Measurements { get; init; } = [];

    public IReadOnlyList<FourierRequest> Fouriers { get; init; } = [];

    public IReadOnlyList<SpectrumRequest> Spectra { get; init; } = [];

    /// <summary>The same without what is read from the points of analyses.</summary>
    internal Netlist WithoutOutputs() => this with { Prints = [], Measurements = [], Fouriers = [], Spectra = [] };
}
