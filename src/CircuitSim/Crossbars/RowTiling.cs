namespace CircuitSim.Crossbars;

/// <summary>
/// Cuts an array into tiles of a few word lines each, with their own drivers and sensing nodes; the column currents of
/// the tiles are summed. Short bit lines are the first remedy against IR drop. All tiles have the same height.
/// </summary>
public sealed record RowTiling
{
    private RowTiling(int rows, int tileRows)
    {
        Rows = rows;
        TileRows = tileRows;
    }

    public int Rows { get; }

    /// <summary>Word lines of one tile.</summary>
    public int TileRows { get; }

    public int Count => Rows / TileRows;

    /// <exception cref="InvalidParameterException">The height does not divide the rows.</exception>
    public static RowTiling Of(int rows, int tileRows)
    {
        InvalidParameterException.RequireAtLeast(rows, 1);
        InvalidParameterException.RequireAtLeast(tileRows, 1, "tile rows");
        if (rows % tileRows != 0)
        {
            var divisors = Enumerable.Range(1, rows).Where(n => rows % n == 0);
            throw InvalidParameterException.Because(
                "tile rows",
                $"tile rows = {tileRows} must divide the {rows} rows of the array, so that all tiles have one height; choose one of {string.Join(", ", divisors)}.");
        }

        return new RowTiling(rows, tileRows);
    }

    /// <summary>One tile: the whole array.</summary>
    public static RowTiling Untiled(int rows) => Of(rows, rows);

    /// <summary>
    /// The effective conductance of the tiled array: a row reaches the columns through its own tile only, so the tiles'
    /// matrices stand below each other.
    /// </summary>
    /// <param name="tileWiring">The wires of one tile, <see cref="TileRows"/> rows high.</param>
    /// <param name="conductances">Cells of the whole array, [rows × columns] row-major [S].</param>
    public EffectiveConductance[] Effective(CrossbarWiring tileWiring, double[] conductances, CrossbarSolverOptions? options = null)
    {
        var cells = TileRows * tileWiring.Columns;
        return [.. Enumerable.Range(0, Count).Select(
            tile => EffectiveConductance.Compute(tileWiring, conductances.AsSpan(tile * cells, cells), options))];
    }
}
