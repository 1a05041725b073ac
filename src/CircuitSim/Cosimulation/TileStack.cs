using CircuitSim.Crossbars;

namespace CircuitSim.Cosimulation;

/// <summary>
/// An encoded layer on tiles of any height, stacked along the inputs, each with its own drivers and sensing nodes:
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
public sealed record TileStack
{
    private TileStack(int rows, int tileRows)
    {
        Rows = rows;
        TileRows = tileRows;
    }

    /// <summary>Rows of the layer, the bias row included.</summary>
    public int Rows { get; }

    /// <summary>Word lines of one tile.</summary>
    public int TileRows { get; }

    /// <summary>Number of tiles.</summary>
    public int Count => (Rows + TileRows - 1) / TileRows;

    /// <summary>Word lines of the last tile that hold no row of the layer.</summary>
    public int UnusedRows => Count * TileRows - Rows;

    /// <param name="tileRows">A height above the rows is taken as one tile of just the rows.</param>
    /// <exception cref="InvalidParameterException">A number below 1.</exception>
    public static TileStack Of(int rows, int tileRows) => new(
        InvalidParameterException.RequireAtLeast(rows, 1),
        Math.Min(rows, InvalidParameterException.RequireAtLeast(tileRows, 1, "tile rows")));

    /// <summary>
    /// The effective conductance from every row of the layer to every column, all wires in place: the tiles' matrices
    /// below each other, because a row reaches the columns through its own tile only.
    /// </summary>
    /// <param name="tileWiring">The wires of one tile, <see cref="TileRows"/> rows high.</param>
    /// <param name="conductances">Cells of the layer, [rows × columns] row-major [S].</param>
    /// <param name="unused">Conductance of the cells in unused rows [S].</param>
    /// <returns>[rows × columns] row-major [S].</returns>
    /// <exception cref="ConvergenceException">The array solver did not reach its bound.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two tiles.</exception>
    public double[] Effective(
        CrossbarWiring tileWiring, ReadOnlySpan<double> conductances, double unused, CancellationToken cancellationToken = default)
    {
        var columns = tileWiring.Columns;
        if (tileWiring.Rows != TileRows)
            throw InvalidParameterException.WrongShape("tile wiring", $"[{tileWiring.Rows} × {columns}]", $"[{TileRows} × {columns}]");
        if (conductances.Length != Rows * columns)
            throw InvalidParameterException.WrongShape(nameof(conductances), $"[{conductances.Length}]", $"[{Rows} × {columns}]");
        var effective = new double[conductances.Length];
        var cells = new double[TileRows * columns];
        for (var tile = 0; tile < Count; tile++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = tile * TileRows;
            var filler = Math.Max(0, first + TileRows - Rows) * columns;
            var used = cells.Length - filler;
            cells.AsSpan(0, filler).Fill(unused);
            conductances.Slice(first * columns, used).CopyTo(cells.AsSpan(filler));
            EffectiveConductance.Compute(tileWiring, cells).Values[filler..].CopyTo(effective.AsSpan(first * columns));
        }

        return effective;
    }
}
