namespace CircuitSim.Netlists.Spice;

/// <summary>What stands in a written netlist beside the circuit itself.</summary>
public sealed record SpiceWriterOptions
{
    public required SpiceDialect Dialect { get; init; }

    /// <summary>Stands in the first line in place of the netlist's own, which ngspice may take for a command; null keeps that. Only for flat netlists.</summary>
    public string? Title { get; init; }

    /// <summary>Writes <c>.op</c>. Plain <c>ngspice -b</c> answers it by listing every node and every element.</summary>
    public bool OperatingPoint { get; init; }

    /// <summary>Nodes for <c>.save</c>; with <see cref="SavedCurrents"/> empty too, everything is saved.</summary>
    public IReadOnlyList<NodeId> SavedNodes { get; init; } = [];

    /// <summary>Voltage sources of the top level whose currents are saved.</summary>
    public IReadOnlyList<string> SavedCurrents { get; init; } = [];

    /// <summary>
    /// Voltage sources of the top level whose currents plain <c>ngspice -b file</c> prints. They are written as a sweep
    /// of one point that leaves the first of them at its own value, because ngspice prints nothing but the table for a
    /// sweep, while for <c>.op</c> it lists every element as well: thousands of lines for an array.
    /// </summary>
    public IReadOnlyList<string> PrintedCurrents { get; init; } = [];

    /// <summary>For <c>.options</c>, e.g. reltol; written in the order of their names.</summary>
    public IReadOnlyDictionary<string, double> SimulatorOptions { get; init; } = new Dictionary<string, double>();
}
