namespace CircuitSim.LookupTables.Formats;

/// <summary>How far lines between the points of a table of two axes may lie from the curve that the points were taken from.</summary>
internal static class GridError
{
    /// <summary>
    /// Of bilinear interpolation, in the table's unit: h² max|f″|/8 along each axis, added. The second derivatives are the table's own
    /// divided differences, carried on linearly to the ends of an axis; a curve that bends between its points goes unseen.
    /// </summary>
    public static double Bilinear(LookupTable table)
    {
        var (rows, columns) = (table.Axes[0], table.Axes[1]);
        var along = Enumerable.Range(0, rows.Count).Max(r => Linear(columns.Points, k => table[r, k]));
        return along + Enumerable.Range(0, columns.Count).Max(c => Linear(rows.Points, k => table[k, c]));
    }

    private static double Linear(ReadOnlySpan<double> x, Func<int, double> y)
    {
        var bends = new double[x.Length];
        for (var k = 1; k + 1 < x.Length; k++)
            bends[k] = 2 * ((y(k + 1) - y(k)) / (x[k + 1] - x[k]) - (y(k) - y(k - 1)) / (x[k] - x[k - 1])) / (x[k + 1] - x[k - 1]);
        if (x.Length > 3)
            (bends[0], bends[^1]) = (2 * bends[1] - bends[2], 2 * bends[^2] - bends[^3]);
        else if (x.Length == 3)
            (bends[0], bends[^1]) = (bends[1], bends[1]);
        var error = 0.0;
        for (var k = 0; k + 1 < x.Length; k++)
            error = Math.Max(error, (x[k + 1] - x[k]) * (x[k + 1] - x[k]) / 8 * Math.Max(Math.Abs(bends[k]), Math.Abs(bends[k + 1])));
        return error;
    }
}
