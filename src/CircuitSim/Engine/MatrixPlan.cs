using CircuitSim.Numerics;

namespace CircuitSim.Engine;

/// <summary>Collects the matrix places that devices need; rows and columns of ground are dropped.</summary>
internal sealed class MatrixPlan(int unknowns)
{
    /// <summary>Dummies behind the last entry, taken in turn: additions to a single one would wait for each other.</summary>
    public const int Dummies = 16;

    private readonly SparsePatternBuilder builder = new(unknowns, unknowns);
    private int dropped;

    /// <summary>The ticket of a place that nobody reads: ground's have negative ones.</summary>
    public int Drop() => ~(dropped++ % Dummies);

    public int Reserve(int row, int column) =>
        row == unknowns || column == unknowns ? Drop() : builder.Reserve(row, column);

    public SparsePattern Build(out MatrixSlots slots)
    {
        var pattern = builder.Build(out var slotOfTicket);
        slots = new MatrixSlots(slotOfTicket, pattern.EntryCount);
        return pattern;
    }
}
