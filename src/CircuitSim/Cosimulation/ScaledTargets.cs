namespace CircuitSim.Cosimulation;

/// <summary>
/// Target conductances that are bent beforehand, for cells that hold any conductance: the effective matrix E(G′) of the array with
/// its wires comes nearest to α G, the ideal one but for a common factor, which costs one gain for all columns. Found with the exact
/// effective matrix in every round: G′ ← G′ · α G / E(G′) within the cells' range, α = E·G / G·G. Rows far from their drivers
/// and sensing nodes rise, the others fall until the wires hold them all.
/// </summary>
/// <param name="Conductances">G′, [rows × columns] row-major [S].</param>
/// <param name="Effective">E(G′) [S].</param>
/// <param name="Gain">1 / α.</param>
/// <param name="Residual">rms of E(G′)/α − G over rms of G.</param>
public sealed record ScaledTargets(double[] Conductances, double[] Effective, double Gain, double Residual)
{
    private const int MostRounds = 40;

    /// <summary>No weight shows such a difference.</summary>
    private const double Enough = 1e-5;

    /// <param name="ideal">G, [rows × columns] row-major [S].</param>
    /// <param name="least">G_off [S].</param>
    /// <param name="greatest">G_on [S].</param>
    /// <param name="effective">From cells to their effective matrix, exact, e.g. <see cref="Crossbars.RowTiling.Effective"/>.</param>
    /// <returns>The best of all rounds, the first of which are the ideal targets themselves.</returns>
    public static ScaledTargets Of(ReadOnlySpan<double> ideal, double least, double greatest, Func<double[], double[]> effective)
    {
        var goal = ideal.ToArray();
        var cells = ideal.ToArray();
        ScaledTargets? best = null;
        for (var round = 0; ; round++)
        {
            var e = effective(cells);
            double product = 0, square = 0, error = 0;
            for (var k = 0; k < goal.Length; k++)
            {
                product += e[k] * goal[k];
                square += goal[k] * goal[k];
            }

            var common = product / square;
            for (var k = 0; k < goal.Length; k++)
                error += (e[k] / common - goal[k]) * (e[k] / common - goal[k]);
            var residual = Math.Sqrt(error / square);
            if (best is null || residual < best.Residual)
                best = new ScaledTargets(cells, e, 1 / common, residual);
            if (round == MostRounds || residual <= Enough)
                return best;
            cells = [.. cells.Select((g, k) => e[k] > 0 ? Math.Clamp(g * common * goal[k] / e[k], least, greatest) : g)];
        }
    }
}
