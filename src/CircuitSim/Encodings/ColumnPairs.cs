namespace CircuitSim.Encodings;

/// <summary>
/// Cells in pairs, one column for what is positive and its right neighbour for what is negative: a share f of −1 … 1 is
/// <code>
///   G₊ = G_off + max(f, 0) (G_on − G_off)      G₋ = G_off + max(−f, 0) (G_on − G_off)
///   f  = (I₊ − I₋) / (V_read (G_on − G_off))
/// </code>
/// What G_off conducts is in both currents, so the difference is exact for any ratio of conductances.
/// </summary>
internal static class ColumnPairs
{
    /// <param name="cells">Pairs per weight.</param>
    /// <param name="worth">What the share 1 of each of them counts, [cells].</param>
    /// <param name="share">f by weight (row-major) and pair.</param>
    /// <param name="leavesTwinUnformed">The cell that the sign does not need conducts nothing; currents are decoded as if G_off did not, either.</param>
    public static EncodedWeights Encode(WeightMatrix weights, ConductanceRange range, int cells, double[] worth, Func<int, int, double> share, bool leavesTwinUnformed = false)
    {
        var (rows, outputs, columns) = (weights.Rows, weights.Outputs, 2 * cells * weights.Outputs);
        var conductances = new double[rows * columns];
        for (var w = 0; w < rows * outputs; w++)
        {
            for (var b = 0; b < cells; b++)
            {
                var (f, at) = (share(w, b), 2 * (w * cells + b));
                var (own, twin) = weights.Values[w] < 0 ? (at + 1, at) : (at, at + 1);
                conductances[own] = range.At(Math.Abs(f));
                conductances[twin] = leavesTwinUnformed ? 0 : range.GOff;
            }
        }

        var decode = new double[outputs * columns];
        var unit = leavesTwinUnformed ? range.GOn : range.GOn - range.GOff;
        for (var k = 0; k < outputs; k++)
        {
            for (var b = 0; b < cells; b++)
            {
                var at = k * columns + 2 * (k * cells + b);
                (decode[at], decode[at + 1]) = (worth[b] / unit, -worth[b] / unit);
            }
        }

        return new EncodedWeights(rows, columns, outputs, conductances, decode, new double[outputs]);
    }

    /// <summary>The largest magnitude among weights, or 1 where all are zero.</summary>
    public static double Largest(IEnumerable<WeightMatrix> matrices)
    {
        var largest = 0.0;
        foreach (var matrix in matrices)
        {
            foreach (var w in matrix.Values)
                largest = Math.Max(largest, Math.Abs(w));
        }

        return largest > 0 ? largest : 1;
    }
}
