namespace CircuitSim.Cosimulation;

/// <summary>
/// What the wires take from the column currents with all word lines at one voltage: then the total can only fall as wire
/// resistance grows, a single column's current may rise.
/// </summary>
/// <param name="Total">Share of the sum of all column currents that is lost.</param>
/// <param name="WorstColumn">Share of its own current that the worst column loses.</param>
/// <param name="Column">That column.</param>
/// <param name="Spread">
/// Standard deviation over the columns of the share that each keeps, relative to its mean: what one gain for all columns leaves.
/// </param>
public readonly record struct CurrentLoss(double Total, double WorstColumn, int Column, double Spread)
{
    /// <param name="effective">From rows to columns with all wires in place, [rows × columns] row-major [S].</param>
    /// <param name="cells">The same without wires.</param>
    public static CurrentLoss Of(ReadOnlySpan<double> effective, ReadOnlySpan<double> cells, int columns)
    {
        if (effective.Length != cells.Length)
            throw InvalidParameterException.WrongShape(nameof(effective), $"[{effective.Length}]", $"[{cells.Length}]");
        var (actual, ideal) = (new double[columns], new double[columns]);
        for (var k = 0; k < cells.Length; k++)
        {
            actual[k % columns] += effective[k];
            ideal[k % columns] += cells[k];
        }

        var worst = 0;
        for (var j = 1; j < columns; j++)
        {
            // Products, since a column of open cells has no current to lose.
            if (actual[j] * ideal[worst] < actual[worst] * ideal[j])
                worst = j;
        }

        double[] kept = [.. actual.Zip(ideal, (a, i) => 1 - Share(a, i))];
        var mean = kept.Average();
        var spread = mean > 0 ? Math.Sqrt(kept.Average(k => (k - mean) * (k - mean))) / mean : 0;
        return new CurrentLoss(Share(actual.Sum(), ideal.Sum()), Share(actual[worst], ideal[worst]), worst, spread);
    }

    private static double Share(double actual, double ideal) => ideal > 0 ? 1 - actual / ideal : 0;
}
