namespace CircuitSim.Netlists;

/// <summary>What a circuit is: elements between named nodes, the subcircuits and the model cards they refer to.</summary>
public sealed record Netlist
{
    /// <summary>SPICE's first line; one line of ASCII.</summary>
    public required string Title { get; init; }

    public required IReadOnlyList<Element> Elements { get; init; }

    public IReadOnlyList<Subcircuit> Subcircuits { get; init; } = [];

    public IReadOnlyList<ModelCard> Models { get; init; } = [];
}
