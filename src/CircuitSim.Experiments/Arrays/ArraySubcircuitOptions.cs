using CircuitSim.Experiments.Devices;

namespace CircuitSim.Experiments.Arrays;

/// <summary>How an array becomes a subcircuit, and the bench that tries it.</summary>
public sealed record ArraySubcircuitOptions
{
    public required string Name { get; init; }

    /// <summary>What made the file, for its first lines; characters that are no ASCII are not written.</summary>
    public required string Command { get; init; }

    /// <summary>Of every wire segment to ground [F].</summary>
    public double WireCapacitance { get; init; }

    /// <summary>Of every cell, from its word line to its bit line [F].</summary>
    public double CellCapacitance { get; init; }

    /// <summary>Memristors that run, each started at its cell's conductance; null: cells that keep it.</summary>
    public DeviceModel? Device { get; init; }

    /// <summary>Time that the bench's rows are at their voltage [s].</summary>
    public double PulseWidth { get; init; } = 10e-9;

    /// <summary>Length of each edge [s].</summary>
    public double PulseEdge { get; init; } = 0.1e-9;

    /// <summary>Returns these options if every number is possible.</summary>
    /// <exception cref="InvalidParameterException">Names the one that is not.</exception>
    public ArraySubcircuitOptions Validated()
    {
        InvalidParameterException.RequireNonNegative(WireCapacitance, "F", "wire-c");
        InvalidParameterException.RequireNonNegative(CellCapacitance, "F", "cell-c");
        InvalidParameterException.RequirePositive(PulseWidth, "s", "pulse width");
        InvalidParameterException.RequirePositive(PulseEdge, "s", "pulse edge");
        return this;
    }
}
