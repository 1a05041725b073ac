namespace CircuitSim.Crossbars;

/// <summary>
/// Order of elimination of an array's nodes by nested dissection. A word line crosses a vertical cut with its own nodes only,
/// and a bit line a horizontal cut likewise; so a cut takes the nodes of one layer, half of what a plane grid would need. The
/// terminals, one source per word line and one sensing node per bit line, are numbered behind all nodes and never eliminated:
/// they are the boundary of the last front.
/// </summary>
internal sealed class Dissection
{
    /// <summary>Crosspoints below which a part is not cut further.</summary>
    private const int LeafCells = 9;

    private readonly int rows, columns;
    private readonly bool isDrivenAtBothEnds, isSensedAtBothEnds;
    private readonly List<(List<int> Nodes, int[] Children)> parts = [];

    public Dissection(int rows, int columns, bool isDrivenAtBothEnds, bool isSensedAtBothEnds)
    {
        (this.rows, this.columns) = (rows, columns);
        (this.isDrivenAtBothEnds, this.isSensedAtBothEnds) = (isDrivenAtBothEnds, isSensedAtBothEnds);
        Cut(new Part(0, rows, 0, columns, 0, rows, 0, columns));
        var count = 2 * rows * columns;
        (Nodes, Order) = (new int[count], new int[count]);
        Fronts = new DissectionFront[parts.Count];
        NumberNodes();
        FindBoundaries();
    }

    /// <summary>Fronts in the order of elimination, children before parents.</summary>
    public DissectionFront[] Fronts { get; }

    /// <summary>Node of each unknown: u(i, j) is i·N + j, v(i, j) is M·N + i·N + j.</summary>
    public int[] Nodes { get; }

    /// <summary>Unknown of each node.</summary>
    public int[] Order { get; }

    /// <summary>Number of the source of word line i; the sensing nodes follow those of all word lines.</summary>
    public int Terminal(int i) => 2 * rows * columns + i;

    /// <summary>Writes the unknowns and terminals that a resistance joins to <paramref name="node"/>, its cell's other end first; returns their number.</summary>
    public int Neighbours(int node, Span<int> neighbours)
    {
        var cells = rows * columns;
        var isBit = node >= cells;
        var cell = isBit ? node - cells : node;
        var (i, j) = (cell / columns, cell % columns);
        var count = 0;
        neighbours[count++] = Order[isBit ? cell : cell + cells];
        if (isBit)
        {
            if (i > 0)
                neighbours[count++] = Order[node - columns];
            else if (isSensedAtBothEnds)
                neighbours[count++] = Terminal(rows + j);
            neighbours[count++] = i < rows - 1 ? Order[node + columns] : Terminal(rows + j);
            return count;
        }

        neighbours[count++] = j > 0 ? Order[node - 1] : Terminal(i);
        if (j < columns - 1)
            neighbours[count++] = Order[node + 1];
        else if (isDrivenAtBothEnds)
            neighbours[count++] = Terminal(i);
        return count;
    }

    /// <summary>Word-line nodes [R0, R1) × [C0, C1), bit-line nodes [S0, S1) × [D0, D1).</summary>
    private readonly record struct Part(int R0, int R1, int C0, int C1, int S0, int S1, int D0, int D1)
    {
        public int Height => Math.Max(R1 - R0, S1 - S0);

        public int Width => Math.Max(C1 - C0, D1 - D0);
    }

    private int Cut(Part p)
    {
        List<int> nodes = [];
        int[] children = [];
        if ((long)p.Height * p.Width <= LeafCells)
        {
            AddWordNodes(nodes, p.R0, p.R1, p.C0, p.C1);
            AddBitNodes(nodes, p.S0, p.S1, p.D0, p.D1);
        }
        else if (p.Width >= p.Height)
        {
            // The word-line nodes of one column; that column's bit line goes to the left.
            var middle = (p.C0 + p.C1) / 2;
            var split = Math.Clamp(middle + 1, p.D0, p.D1);
            children = [Cut(p with { C1 = middle, D1 = split }), Cut(p with { C0 = Math.Min(middle + 1, p.C1), D0 = split })];
            AddWordNodes(nodes, p.R0, p.R1, middle, Math.Min(middle + 1, p.C1));
        }
        else
        {
            var middle = (p.S0 + p.S1) / 2;
            var split = Math.Clamp(middle + 1, p.R0, p.R1);
            children = [Cut(p with { S1 = middle, R1 = split }), Cut(p with { S0 = Math.Min(middle + 1, p.S1), R0 = split })];
            AddBitNodes(nodes, middle, Math.Min(middle + 1, p.S1), p.D0, p.D1);
        }

        parts.Add((nodes, children));
        return parts.Count - 1;
    }

    private void AddWordNodes(List<int> nodes, int r0, int r1, int c0, int c1)
    {
        for (var i = r0; i < r1; i++)
        {
            for (var j = c0; j < c1; j++)
                nodes.Add(i * columns + j);
        }
    }

    private void AddBitNodes(List<int> nodes, int s0, int s1, int d0, int d1)
    {
        for (var i = s0; i < s1; i++)
        {
            for (var j = d0; j < d1; j++)
                nodes.Add(rows * columns + i * columns + j);
        }
    }

    private void NumberNodes()
    {
        var number = 0;
        foreach (var (nodes, _) in parts)
        {
            foreach (var node in nodes)
            {
                Nodes[number] = node;
                Order[node] = number++;
            }
        }
    }

    private void FindBoundaries()
    {
        var seenBy = new int[Nodes.Length + rows + columns];
        Array.Fill(seenBy, -1);
        Span<int> neighbours = stackalloc int[3];
        List<int> boundary = [];
        var first = 0;
        for (var n = 0; n < parts.Count; n++)
        {
            var (nodes, children) = parts[n];
            var end = first + nodes.Count;
            boundary.Clear();
            foreach (var node in nodes)
            {
                foreach (var neighbour in neighbours[..Neighbours(node, neighbours)])
                    AddToBoundary(neighbour);
            }

            foreach (var child in children)
            {
                foreach (var unknown in Fronts[child].Boundary)
                    AddToBoundary(unknown);
            }

            boundary.Sort();
            Fronts[n] = new DissectionFront(first, nodes.Count, [.. boundary], children);
            first = end;

            void AddToBoundary(int unknown)
            {
                if (unknown < end || seenBy[unknown] == n)
                    return;
                seenBy[unknown] = n;
                boundary.Add(unknown);
            }
        }
    }
}
