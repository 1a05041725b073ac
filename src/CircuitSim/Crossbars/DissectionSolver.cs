using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>
/// Direct elimination of an array by nested dissection, front by front (multifrontal LLᵀ): every front is a small dense
/// matrix, its remainder goes onto a stack and is added to its parent. The remainder of the last front couples the terminals
/// only: its entries between sources and sensing nodes are, but for the sign, the effective conductances. Loses about
/// R_cell/R_wire ulps, as every elimination on the assembled matrix does.
/// </summary>
internal sealed unsafe class DissectionSolver<T> : IDissectionSolver
    where T : unmanaged, ILanes<T>
{
    private readonly LineSystem a;
    private readonly int rows, columns;
    private readonly bool bothEnds;
    private readonly Dissection dissection;
    private readonly double* front, stack;
    private readonly int[] position;
    private readonly int largest;

    public DissectionSolver(LineSystem system, bool bothEnds)
    {
        a = system;
        this.bothEnds = bothEnds;
        (rows, columns) = (a.Layout.Rows, a.Layout.Columns);
        dissection = new Dissection(rows, columns, bothEnds);
        position = new int[2 * rows * columns + rows + columns];
        long frontLength = 0, stackLength = 0, stackTop = 0;
        foreach (var f in dissection.Fronts)
        {
            frontLength = Math.Max(frontLength, (long)f.Stride * f.Size);
            foreach (var child in f.Children)
                stackTop -= RemainderLength(dissection.Fronts[child]);
            stackTop += RemainderLength(f);
            stackLength = Math.Max(stackLength, stackTop);
            largest = Math.Max(largest, f.Boundary.Length);
        }

        front = a.Allocate(frontLength + 64);
        stack = a.Allocate(stackLength);
    }

    public void EffectiveConductances(Span<double> matrix)
    {
        var top = stack;
        foreach (var f in dissection.Fronts)
        {
            new Span<double>(front, checked(f.Stride * f.Size)).Clear();
            for (var n = 0; n < f.Count; n++)
                position[f.First + n] = n;
            for (var n = 0; n < f.Boundary.Length; n++)
                position[f.Boundary[n]] = f.Count + n;

            AddConductances(f);
            for (var n = f.Children.Length - 1; n >= 0; n--)
            {
                var child = dissection.Fronts[f.Children[n]];
                top -= RemainderLength(child);
                AddRemainder(child, top, f.Stride);
            }

            DenseCholesky<T>.Eliminate(front, f.Stride, f.Size, f.Count);
            var remainder = f.Boundary.Length;
            for (var column = 0; column < remainder; column++, top += remainder)
            {
                var source = front + (long)(f.Count + column) * f.Stride + f.Count;
                new ReadOnlySpan<double>(source + column, remainder - column).CopyTo(new Span<double>(top + column, remainder - column));
            }
        }

        // Terminals are numbered sources first; below the diagonal stand the sensing nodes' rows.
        var terminals = rows + columns;
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                matrix[i * columns + j] = Math.Max(0, -stack[(long)i * terminals + rows + j]);
        }

        GC.KeepAlive(a);
    }

    private static long RemainderLength(DissectionFront f) => (long)f.Boundary.Length * f.Boundary.Length;

    /// <summary>Everything that touches a front's own unknowns and has not been added yet.</summary>
    private void AddConductances(DissectionFront f)
    {
        Span<int> neighbours = stackalloc int[3];
        Span<double> conductances = stackalloc double[3];
        for (var n = 0; n < f.Count; n++)
        {
            var node = dissection.Nodes[f.First + n];
            var count = dissection.Neighbours(node, neighbours);
            ReadConductances(node, conductances);
            var column = front + (long)n * f.Stride;
            for (var k = 0; k < count; k++)
            {
                column[n] += conductances[k];
                if (neighbours[k] > f.First + n)
                    column[position[neighbours[k]]] -= conductances[k];
            }
        }
    }

    /// <summary>In the order of <see cref="Dissection.Neighbours"/>.</summary>
    private void ReadConductances(int node, Span<double> conductances)
    {
        var cells = rows * columns;
        var isBit = node >= cells;
        var cell = isBit ? node - cells : node;
        var (i, j) = (cell / columns, cell % columns);
        var count = 0;
        conductances[count++] = a.Cells[a.Layout.Index(i, j)];
        if (isBit)
        {
            if (i > 0)
                conductances[count++] = a.BitSegmentBefore(i, j);
            conductances[count] = i < rows - 1 ? a.BitSegmentBefore(i + 1, j) : a.Senses[j];
            return;
        }

        conductances[count++] = j > 0 ? a.WordSegmentBefore(i, j) : a.NearEnds[i];
        if (j < columns - 1)
            conductances[count] = a.WordSegmentBefore(i, j + 1);
        else if (bothEnds)
            conductances[count] = a.FarEnds[i];
    }

    private void AddRemainder(DissectionFront child, double* remainder, int stride)
    {
        var count = child.Boundary.Length;
        var boundary = child.Boundary;
        for (var c = 0; c < count; c++, remainder += count)
        {
            var target = front + (long)position[boundary[c]] * stride;
            for (var r = c; r < count; r++)
                target[position[boundary[r]]] += remainder[r];
        }
    }
}
