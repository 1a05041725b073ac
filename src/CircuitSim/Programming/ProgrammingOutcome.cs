namespace CircuitSim.Programming;

/// <summary>What was written, as a last read of the whole array finds it. Arrays are [M × N] row-major.</summary>
public sealed record ProgrammingOutcome
{
    public required ProgrammingCase Case { get; init; }

    /// <summary>Behind the last read, which it counts.</summary>
    public required ProgrammingState State { get; init; }

    /// <summary>Current over voltage of each cell, wires and transistor included, a selector taken away [S].</summary>
    public required IReadOnlyList<double> Conductances { get; init; }

    /// <summary>Of the memristors alone, which no read can tell [S].</summary>
    public required IReadOnlyList<double> DeviceConductances { get; init; }

    public required IReadOnlyList<WriteFailure> Failures { get; init; }

    /// <summary>Relative to the target.</summary>
    public double Error(int cell) => Conductances[cell] / Case.Targets.Span[cell] - 1;

    /// <summary>Part of the cells within the tolerance.</summary>
    public double Yield => (double)Failures.Count(f => f == WriteFailure.None) / Failures.Count;
}
