namespace CircuitSim.Numerics;

/// <summary>
/// Permutes a square matrix to block upper triangular form: a row for every diagonal place (Duff's maximum
/// transversal, which keeps every diagonal entry that is there unless the matching needs it), then the strongly
/// connected components (Tarjan). An ideal source from a node to ground ends as two blocks of one unknown, so the
/// rest of a resistive network stays symmetric and positive definite.
/// </summary>
internal sealed class BlockTriangularForm
{
    private const int None = -1;

    private BlockTriangularForm(int[] rowOfColumn, int[] columnOfRow, int[] columns, int[] blockStarts)
    {
        RowOfColumn = rowOfColumn;
        ColumnOfRow = columnOfRow;
        Columns = columns;
        BlockStarts = blockStarts;
    }

    /// <summary>The row that shares the diagonal with each column; −1 where the pattern alone makes the matrix singular.</summary>
    public int[] RowOfColumn { get; }

    /// <summary>The inverse of <see cref="RowOfColumn"/>.</summary>
    public int[] ColumnOfRow { get; }

    /// <summary>All columns, block by block; entries lie in the diagonal blocks and above them.</summary>
    public int[] Columns { get; }

    /// <summary>[blocks + 1]; place in <see cref="Columns"/> at which each block starts.</summary>
    public int[] BlockStarts { get; }

    /// <summary>A column without a partner, or −1.</summary>
    public int UnmatchedColumn => Array.IndexOf(RowOfColumn, None);

    public static BlockTriangularForm Of(SparsePattern pattern)
    {
        var (rowOfColumn, columnOfRow) = Match(pattern);
        var (columns, blockStarts) = FindBlocks(pattern, columnOfRow);
        return new BlockTriangularForm(rowOfColumn, columnOfRow, columns, blockStarts);
    }

    private static (int[] RowOfColumn, int[] ColumnOfRow) Match(SparsePattern pattern)
    {
        var n = pattern.Columns;
        var rowOfColumn = new int[n];
        var columnOfRow = new int[n];
        Array.Fill(rowOfColumn, None);
        Array.Fill(columnOfRow, None);
        for (var j = 0; j < n; j++)
        {
            if (pattern.Find(j, j) >= 0)
                rowOfColumn[j] = columnOfRow[j] = j;
        }

        var visitedBy = new int[n];
        Array.Fill(visitedBy, None);
        var path = new int[n];
        var progress = new int[n];
        for (var j = 0; j < n; j++)
        {
            if (rowOfColumn[j] == None)
                Augment(pattern, j, rowOfColumn, columnOfRow, visitedBy, path, progress);
        }

        return (rowOfColumn, columnOfRow);
    }

    /// <summary>Depth-first search for an alternating path from a free column to a free row; flips it if there is one.</summary>
    private static void Augment(
        SparsePattern pattern, int root, int[] rowOfColumn, int[] columnOfRow, int[] visitedBy, int[] path, int[] progress)
    {
        var depth = 0;
        path[0] = root;
        progress[0] = 0;
        visitedBy[root] = root;
        while (depth >= 0)
        {
            var column = path[depth];
            var rows = pattern.RowsOf(column);
            var freeRow = progress[depth] == 0 ? FirstFree(rows, columnOfRow) : None;
            if (freeRow != None)
            {
                for (; depth >= 0; depth--)
                {
                    var previousRow = rowOfColumn[path[depth]];
                    rowOfColumn[path[depth]] = freeRow;
                    columnOfRow[freeRow] = path[depth];
                    freeRow = previousRow;
                }

                return;
            }

            while (progress[depth] < rows.Length && visitedBy[columnOfRow[rows[progress[depth]]]] == root)
                progress[depth]++;
            if (progress[depth] == rows.Length)
            {
                depth--;
                continue;
            }

            var following = columnOfRow[rows[progress[depth]++]];
            visitedBy[following] = root;
            depth++;
            path[depth] = following;
            progress[depth] = 0;
        }
    }

    private static int FirstFree(ReadOnlySpan<int> rows, int[] columnOfRow)
    {
        foreach (var row in rows)
        {
            if (columnOfRow[row] == None)
                return row;
        }

        return None;
    }

    /// <summary>Tarjan's components of the graph from a column to the partners of its rows; what others reach comes out first, so entries lie above.</summary>
    private static (int[] Columns, int[] BlockStarts) FindBlocks(SparsePattern pattern, int[] columnOfRow)
    {
        var n = pattern.Columns;
        var columns = new int[n];
        var blockStarts = new List<int> { 0 };
        var found = 0;
        var index = new int[n];
        var low = new int[n];
        var done = new bool[n];
        var open = new int[n];
        var openCount = 0;
        var path = new int[n];
        var progress = new int[n];
        var counter = 0;
        for (var root = 0; root < n; root++)
        {
            if (index[root] != 0)
                continue;
            var depth = 0;
            path[0] = root;
            progress[0] = 0;
            index[root] = low[root] = ++counter;
            open[openCount++] = root;
            while (depth >= 0)
            {
                var j = path[depth];
                var rows = pattern.RowsOf(j);
                if (progress[depth] < rows.Length)
                {
                    var following = columnOfRow[rows[progress[depth]++]];
                    if (following == None || done[following])
                        continue;
                    if (index[following] == 0)
                    {
                        depth++;
                        path[depth] = following;
                        progress[depth] = 0;
                        index[following] = low[following] = ++counter;
                        open[openCount++] = following;
                    }
                    else
                    {
                        low[j] = Math.Min(low[j], index[following]);
                    }

                    continue;
                }

                depth--;
                if (depth >= 0)
                    low[path[depth]] = Math.Min(low[path[depth]], low[j]);
                if (low[j] != index[j])
                    continue;
                int member;
                do
                {
                    member = open[--openCount];
                    done[member] = true;
                    columns[found++] = member;
                }
                while (member != j);
                blockStarts.Add(found);
            }
        }

        return (columns, [.. blockStarts]);
    }
}
