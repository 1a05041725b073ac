namespace CircuitSim.Crossbars;

/// <summary>
/// A matrix of cells on tiles of any height, stacked along the inputs, each with its own drivers and sensing nodes; short
/// bit lines are the first remedy against IR drop:
/// <code>
///   tile 0      tile 1      tile 2 (last)
///   row  0      row  4      ░ unused: cells at the least conductance, driver at 0 V
///   row  1      row  5      ░
///   row  2      row  6      row  8
///   row  3      row  7      row  9
///   ─sense─     ─sense─     ─sense─       column currents of the tiles are summed
/// </code>
/// All tiles have one height, as the macros of a chip do. Where it does not divide the rows, the last tile is filled up
/// with unused rows at the far end of its bit lines, so that its own rows stand next to the sensing nodes. Unused rows
/// draw current from the bit lines through their cells, as they would on the chip.
/// </summary>
public sealed record RowTiling
{
    private RowTiling(int rows, int tileRows) => (Rows, TileRows) = (rows, tileRows);

    /// <summary>Rows of the matrix, the bias row included.</summary>
    public int Rows { get; }

    /// <summary>Word lines of one tile.</summary>
    public int TileRows { get; }

    /// <summary>Number of tiles.</summary>
    public int Count => (Rows + TileRows - 1) / TileRows;

    /// <summary>Word lines of the last tile that hold no row of the matrix.</summary>
    public int UnusedRows => Count * TileRows - Rows;

    /// <param name="tileRows">A height above the rows is taken as one tile of just the rows.</param>
    /// <exception cref="InvalidParameterException">A number below 1.</exception>
    public static RowTiling Of(int rows, int tileRows) => new(
        InvalidParameterException.RequireAtLeast(rows, 1),
        Math.Min(rows, InvalidParameterException.RequireAtLeast(tileRows, 1, "tile rows")));

    /// <summary>One tile: the whole matrix.</summary>
    public static RowTiling Untiled(int rows) => Of(rows, rows);

    /// <summary>First row of a tile; its word lines 0 … <see cref="UnusedOf"/> − 1 are unused.</summary>
    public int FirstRowOf(int tile) => tile * TileRows;

    /// <summary>Unused word lines of a tile, at its beginning.</summary>
    public int UnusedOf(int tile) => tile == Count - 1 ? UnusedRows : 0;

    /// <summary>What a tile holds, [tile rows × width] row-major, unused word lines first.</summary>
    /// <param name="values">Of the whole matrix, [rows × width] row-major: conductances of cells, or voltages of rows.</param>
    /// <param name="unused">In unused word lines.</param>
    public double[] TileOf(int tile, ReadOnlySpan<double> values, double unused)
    {
        var width = values.Length / Rows;
        if (values.Length != Rows * width)
            throw InvalidParameterException.WrongShape(nameof(values), $"[{values.Length}]", $"[{Rows} × columns]");
        var filler = UnusedOf(tile) * width;
        var held = new double[TileRows * width];
        held.AsSpan(0, filler).Fill(unused);
        values.Slice(FirstRowOf(tile) * width, held.Length - filler).CopyTo(held.AsSpan(filler));
        return held;
    }

    /// <summary>
    /// The effective conductance from every row to every column, all wires in place: the tiles' matrices below each
    /// other, because a row reaches the columns through its own tile only.
    /// </summary>
    /// <param name="tileWiring">The wires of one tile, <see cref="TileRows"/> rows high.</param>
    /// <param name="conductances">Cells, [rows × columns] row-major [S].</param>
    /// <param name="unused">Conductance of the cells in unused rows [S].</param>
    /// <param name="options">How each solve is done, and how well.</param>
    /// <returns>[rows × columns] row-major [S].</returns>
    /// <exception cref="ConvergenceException">The array solver did not reach its bound.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two tiles.</exception>
    public double[] Effective(
        CrossbarWiring tileWiring, ReadOnlySpan<double> conductances, double unused, CrossbarSolverOptions? options = null, CancellationToken cancellationToken = default)
    {
        var columns = tileWiring.Columns;
        if (tileWiring.Rows != TileRows)
            throw InvalidParameterException.WrongShape("tile wiring", $"[{tileWiring.Rows} × {columns}]", $"[{TileRows} × {columns}]");
        if (conductances.Length != Rows * columns)
            throw InvalidParameterException.WrongShape(nameof(conductances), $"[{conductances.Length}]", $"[{Rows} × {columns}]");
        var effective = new double[conductances.Length];
        for (var tile = 0; tile < Count; tile++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            EffectiveConductance.Compute(tileWiring, TileOf(tile, conductances, unused), options)
                .Values[(UnusedOf(tile) * columns)..].CopyTo(effective.AsSpan(FirstRowOf(tile) * columns));
        }

        return effective;
    }
}
