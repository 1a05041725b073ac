using CircuitSim.Numerics;

namespace CircuitSim.Engine;

/// <summary>
/// F and ∂F/∂x of everything that is linear or stands still, at one point. Near it, at the same time and with the same formula
/// of integration, F there is F + ∂F/∂x · (x − x₀): one product instead of a stamp for each device.
/// </summary>
internal sealed class StillShares(StampTarget target)
{
    private readonly double[] x = new double[target.X.Length];
    private readonly double[] residual = new double[target.Residual.Length];
    private readonly double[] scale = new double[target.CurrentScale.Length];
    private readonly double[] jacobian = new double[target.Jacobian.Length];

    /// <summary>Takes what has been added to the target so far.</summary>
    public void Keep(StampTarget target)
    {
        target.X.CopyTo(x, 0);
        target.Residual.CopyTo(residual, 0);
        target.CurrentScale.CopyTo(scale, 0);
        target.Jacobian.CopyTo(jacobian, 0);
    }

    /// <summary>Makes the target's what belongs to its point.</summary>
    public void Continue(StampTarget target, SparsePattern pattern)
    {
        jacobian.CopyTo(target.Jacobian, 0);
        scale.CopyTo(target.CurrentScale, 0);
        residual.CopyTo(target.Residual, 0);
        var starts = pattern.ColumnStarts;
        var rows = pattern.RowIndices;
        var sums = target.Residual;
        for (var j = 0; j < pattern.Columns; j++)
        {
            var moved = target.X[j] - x[j];
            if (moved == 0)
                continue;
            for (var slot = starts[j]; slot < starts[j + 1]; slot++)
                sums[rows[slot]] += jacobian[slot] * moved;
        }
    }
}
