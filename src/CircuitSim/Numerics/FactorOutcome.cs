namespace CircuitSim.Numerics;

/// <summary>How a factorisation ended. A failure is data here; whoever knows what a column means turns it into words.</summary>
/// <param name="FailedColumn">The column in which no pivot was left, or −1.</param>
/// <param name="SmallestPivotRatio">
/// Least |pivot| / max |entry of its column of A|: near the unit roundoff, the matrix is singular to working precision.
/// </param>
/// <param name="Repivoted">Whether a refactorisation had to choose its pivots anew.</param>
public readonly record struct FactorOutcome(int FailedColumn, double SmallestPivotRatio, bool Repivoted)
{
    public bool Succeeded => FailedColumn < 0;

    internal static FactorOutcome Failed(int column) => new(column, 0, false);
}
