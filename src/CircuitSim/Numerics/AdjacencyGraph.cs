namespace CircuitSim.Numerics;

/// <summary>
/// The undirected graph of a square sparse matrix block: vertices are unknowns, and an edge joins two of them where
/// A + Aᵀ has an entry. No self-loops, every edge stands in both lists.
/// </summary>
public sealed class AdjacencyGraph
{
    private readonly int[] starts;
    private readonly int[] neighbours;
    private readonly int[] columns;

    private AdjacencyGraph(int[] starts, int[] neighbours, int[] columns)
    {
        this.starts = starts;
        this.neighbours = neighbours;
        this.columns = columns;
    }

    public int VertexCount => columns.Length;

    /// <summary>Twice the number of edges.</summary>
    public int NeighbourCount => starts[^1];

    /// <summary>For each vertex, the column of the whole matrix that it stands for: what a geometric ordering looks up.</summary>
    public ReadOnlySpan<int> Columns => columns;

    public ReadOnlySpan<int> NeighboursOf(int vertex) =>
        neighbours.AsSpan(starts[vertex], starts[vertex + 1] - starts[vertex]);

    /// <summary>The graph of a square pattern; vertex j is column j.</summary>
    public static AdjacencyGraph Of(SparsePattern pattern)
    {
        var identity = new int[pattern.Columns];
        for (var j = 0; j < identity.Length; j++)
            identity[j] = j;
        return OfBlock(pattern, identity, identity, new int[pattern.Columns]);
    }

    /// <summary>The graph of one diagonal block of a row-permuted matrix.</summary>
    /// <param name="pattern">The whole matrix.</param>
    /// <param name="blockColumns">The columns of the block; vertex v is <c>blockColumns[v]</c>.</param>
    /// <param name="columnOfRow">For each row, the column with which it shares the diagonal; −1 for none.</param>
    /// <param name="vertexOfColumn">[columns] of scratch: whatever it holds for columns of other blocks does not matter.</param>
    internal static AdjacencyGraph OfBlock(
        SparsePattern pattern, int[] blockColumns, ReadOnlySpan<int> columnOfRow, int[] vertexOfColumn)
    {
        for (var v = 0; v < blockColumns.Length; v++)
            vertexOfColumn[blockColumns[v]] = v;
        var members = new BlockMembers(blockColumns, vertexOfColumn);

        // Both directions of every entry first, which counts a symmetric pair twice; then each list loses its repeats.
        var starts = new int[blockColumns.Length + 1];
        for (var v = 0; v < blockColumns.Length; v++)
        {
            foreach (var row in pattern.RowsOf(blockColumns[v]))
            {
                var w = members.Find(columnOfRow[row]);
                if (w < 0 || w == v)
                    continue;
                starts[v + 1]++;
                starts[w + 1]++;
            }
        }

        for (var v = 0; v < blockColumns.Length; v++)
            starts[v + 1] += starts[v];
        var next = starts.AsSpan(0, blockColumns.Length).ToArray();
        var neighbours = new int[starts[^1]];
        for (var v = 0; v < blockColumns.Length; v++)
        {
            foreach (var row in pattern.RowsOf(blockColumns[v]))
            {
                var w = members.Find(columnOfRow[row]);
                if (w < 0 || w == v)
                    continue;
                neighbours[next[v]++] = w;
                neighbours[next[w]++] = v;
            }
        }

        DropRepeats(starts, neighbours);
        return new AdjacencyGraph(starts, neighbours, blockColumns);
    }

    /// <summary>Drops repeated neighbours and moves <paramref name="starts"/> along; the end of the array stays unused.</summary>
    private static void DropRepeats(int[] starts, int[] neighbours)
    {
        var seenBy = new int[starts.Length - 1];
        Array.Fill(seenBy, -1);
        var kept = 0;
        for (var v = 0; v < seenBy.Length; v++)
        {
            var first = starts[v];
            starts[v] = kept;
            for (var p = first; p < starts[v + 1]; p++)
            {
                var w = neighbours[p];
                if (seenBy[w] == v)
                    continue;
                seenBy[w] = v;
                neighbours[kept++] = w;
            }
        }

        starts[^1] = kept;
    }

    /// <summary>Column → vertex without a fresh table per block: a stale entry is one that does not point back.</summary>
    private readonly ref struct BlockMembers(int[] blockColumns, int[] vertexOfColumn)
    {
        public int Find(int column)
        {
            if (column < 0)
                return -1;
            var vertex = vertexOfColumn[column];
            return vertex < blockColumns.Length && blockColumns[vertex] == column ? vertex : -1;
        }
    }
}
