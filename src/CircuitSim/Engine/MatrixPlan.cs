using CircuitSim.Numerics;

namespace CircuitSim.Engine;

/// <summary>Collects the matrix places that devices need; rows and columns of ground are dropped.</summary>
internal sealed class MatrixPlan(int unknowns)
{
    private readonly SparsePatternBuilder builder = new(unknowns, unknowns);

    /// <summary>The ticket of ground's places.</summary>
    public const int Dropped = -1;

    public int Reserve(int row, int column) =>
        row == unknowns || column == unknowns ? Dropped : builder.Reserve(row, column);

    public SparsePattern Build(out MatrixSlots slots)
    {
        var pattern = builder.Build(out var slotOfTicket);
        slots = new MatrixSlots(slotOfTicket, pattern.EntryCount);
        return pattern;
    }
}
