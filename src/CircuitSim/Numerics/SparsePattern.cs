namespace CircuitSim.Numerics;

/// <summary>
/// Where a sparse matrix has entries, in compressed columns: the entries of column j are the slots
/// <c>ColumnStarts[j] … ColumnStarts[j + 1] − 1</c>, with strictly ascending row indices. Values live in a flat array
/// of <see cref="EntryCount"/> numbers, slot by slot, that the owner of the matrix keeps. Immutable; share it freely.
/// </summary>
public sealed class SparsePattern
{
    private readonly int[] columnStarts;
    private readonly int[] rowIndices;

    internal SparsePattern(int rows, int[] columnStarts, int[] rowIndices)
    {
        Rows = rows;
        this.columnStarts = columnStarts;
        this.rowIndices = rowIndices;
    }

    public int Rows { get; }

    public int Columns => columnStarts.Length - 1;

    public int EntryCount => rowIndices.Length;

    /// <summary>[Columns + 1]; first slot of each column, then the number of entries.</summary>
    public ReadOnlySpan<int> ColumnStarts => columnStarts;

    /// <summary>[EntryCount]; row of each slot.</summary>
    public ReadOnlySpan<int> RowIndices => rowIndices;

    /// <summary>The rows of one column, ascending.</summary>
    public ReadOnlySpan<int> RowsOf(int column) =>
        rowIndices.AsSpan(columnStarts[column], columnStarts[column + 1] - columnStarts[column]);

    /// <summary>The slot of an entry, or −1 where the pattern has none.</summary>
    public int Find(int row, int column)
    {
        var (low, high) = (columnStarts[column], columnStarts[column + 1] - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (rowIndices[middle] < row)
                low = middle + 1;
            else
                high = middle;
        }

        return low == high && rowIndices[low] == row ? low : -1;
    }

    /// <summary>y = A x for the matrix with these values.</summary>
    public void Multiply(ReadOnlySpan<double> values, ReadOnlySpan<double> x, Span<double> y)
    {
        y[..Rows].Clear();
        for (var j = 0; j < Columns; j++)
        {
            var xj = x[j];
            for (var slot = columnStarts[j]; slot < columnStarts[j + 1]; slot++)
                y[rowIndices[slot]] += values[slot] * xj;
        }
    }
}
