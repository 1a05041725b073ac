using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;

namespace CircuitSim.Experiments.Arrays;

/// <summary>
/// A quantity of every cell, coarse enough to draw: at most <see cref="MostSquares"/> × <see cref="MostSquares"/>
/// squares, each of <see cref="RowsPerSquare"/> × <see cref="ColumnsPerSquare"/> cells, the last ones perhaps of fewer.
/// </summary>
public sealed record ArrayMap
{
    public const int MostSquares = 512;

    private ArrayMap(int rows, int columns, int rowsPerSquare, int columnsPerSquare, double[] values, BinRule rule)
    {
        (Rows, Columns, RowsPerSquare, ColumnsPerSquare, Values, Rule) = (rows, columns, rowsPerSquare, columnsPerSquare, values, rule);
    }

    /// <summary>Squares from top to bottom.</summary>
    public int Rows { get; }

    /// <summary>Squares from left to right.</summary>
    public int Columns { get; }

    public int RowsPerSquare { get; }

    public int ColumnsPerSquare { get; }

    /// <summary>[<see cref="Rows"/> × <see cref="Columns"/>] row-major, in the unit of the cells.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>What a square shows of its cells.</summary>
    public BinRule Rule { get; }

    /// <param name="cells">[rows × columns] row-major.</param>
    public static ArrayMap Of(ReadOnlySpan<double> cells, int rows, int columns, BinRule rule)
    {
        if (cells.Length != rows * columns)
            throw InvalidParameterException.WrongShape("cells of a map", $"[{cells.Length}]", $"[{rows} × {columns}]");
        var (height, width) = (Quotient(rows, MostSquares), Quotient(columns, MostSquares));
        var (down, across) = (Quotient(rows, height), Quotient(columns, width));
        var values = new double[down * across];
        for (var r = 0; r < down; r++)
        {
            for (var c = 0; c < across; c++)
            {
                var (top, left) = (r * height, c * width);
                values[r * across + c] = Square(cells, columns, top, Math.Min(top + height, rows), left, Math.Min(left + width, columns), rule);
            }
        }

        return new ArrayMap(down, across, height, width, values, rule);
    }

    /// <summary>Adds the map to a page as a figure; its caption says the scale and what a square shows.</summary>
    public void AddTo(HtmlReport report, string id, string quantity, FigureAxis value) => report.Figure(
        new MapFigure
        {
            Id = id,
            Description = $"{quantity} of every cell of the array.",
            Rows = Rows,
            Columns = Columns,
            Values = Values,
            RowAxis = new FigureAxis("word line"),
            ColumnAxis = new FigureAxis("bit line"),
            Value = value,
            Each = (RowsPerSquare, ColumnsPerSquare),
        }.ToSvg(),
        quantity + (value.Scale == FigureScale.Logarithmic ? $", logarithmic scale over at most {MapFigure.MostDecades} decades; smaller values have the lowest colour." : ", linear scale.")
            + (RowsPerSquare * ColumnsPerSquare > 1 ? $" Each square is the {(Rule == BinRule.Maximum ? "maximum" : "mean")} of {RowsPerSquare} × {ColumnsPerSquare} cells (rows × columns)." : ""));

    private static double Square(ReadOnlySpan<double> cells, int columns, int top, int bottom, int left, int right, BinRule rule)
    {
        var (sum, largest) = (0.0, double.NegativeInfinity);
        for (var i = top; i < bottom; i++)
        {
            foreach (var value in cells.Slice(i * columns + left, right - left))
            {
                sum += value;
                largest = Math.Max(largest, value);
            }
        }

        return rule == BinRule.Maximum ? largest : sum / ((bottom - top) * (right - left));
    }

    private static int Quotient(int dividend, int divisor) => (dividend + divisor - 1) / divisor;
}
