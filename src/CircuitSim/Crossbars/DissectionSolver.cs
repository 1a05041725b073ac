using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>
/// Direct elimination of an array by nested dissection, front by front (multifrontal LLᵀ): every front is a small dense
/// matrix, its remainder goes onto a stack and is added to its parent. The remainder of the last front couples the terminals
/// only: its entries between sources and sensing nodes are, but for the sign, the effective conductances. Loses about
/// R_cell/R_wire ulps, as every elimination on the assembled matrix does.
/// <para>
/// For single solves the columns of L are kept, and correct what the lines find: with v = C⁻¹ (D u + b_v) and
/// û = R⁻¹ (b_u + D v) only the bit lines miss Kirchhoff's law, by D (û − u), so K (δ, ε) = (0, D (û − u)) gives the exact
/// u = û + δ. No residual is ever a difference of large currents, so every correction gains digits until all are right.
/// Wires far better than the cells are taken as <see cref="WireLimit"/> times their mean: the factors keep the cells' digits.
/// </para>
/// <para>Memory of the factors: about 2.3 M N log₂(M N) doubles, allocated when first needed.</para>
/// </summary>
internal sealed unsafe class DissectionSolver<T> : IDissectionSolver
    where T : unmanaged, ILanes<T>
{
    /// <summary>Greatest conductance of a wire over the cells' mean in factors for corrections.</summary>
    private const double WireLimit = 1e9;

    private readonly LineSystem a;
    private readonly int rows, columns;
    private readonly bool isDrivenAtBothEnds, isSensedAtBothEnds;
    private readonly Dissection dissection;
    private readonly double* front, stack;
    private readonly int[] position;
    private readonly int largestFront;
    private double* factors, x, w;
    private double limit = double.PositiveInfinity;

    public DissectionSolver(LineSystem system, CrossbarWiring wiring)
    {
        a = system;
        (isDrivenAtBothEnds, isSensedAtBothEnds) = (wiring.Drive == WordLineDrive.BothEnds, wiring.Sensing == BitLineSensing.BothEnds);
        (rows, columns) = (a.Layout.Rows, a.Layout.Columns);
        dissection = new Dissection(rows, columns, isDrivenAtBothEnds, isSensedAtBothEnds);
        position = new int[2 * rows * columns + rows + columns];
        long frontLength = 0, stackLength = 0, stackTop = 0;
        foreach (var f in dissection.Fronts)
        {
            frontLength = Math.Max(frontLength, (long)f.Stride * f.Size);
            foreach (var child in f.Children)
                stackTop -= RemainderLength(dissection.Fronts[child]);
            stackTop += RemainderLength(f);
            stackLength = Math.Max(stackLength, stackTop);
            largestFront = Math.Max(largestFront, f.Stride);
        }

        front = a.Allocate(frontLength + 64);
        stack = a.Allocate(stackLength);
    }

    public void EffectiveConductances(Span<double> matrix)
    {
        limit = double.PositiveInfinity;
        Eliminate(null);

        // Terminals are numbered sources first; below the diagonal stand the sensing nodes' rows.
        var terminals = rows + columns;
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                matrix[i * columns + j] = Math.Max(0, -stack[(long)i * terminals + rows + j]);
        }

        GC.KeepAlive(a);
    }

    public void Factor()
    {
        if (factors == null)
        {
            long length = 0;
            foreach (var f in dissection.Fronts)
                length += (long)f.Count * f.Stride;
            factors = a.Allocate(length);
            x = a.Allocate(position.Length);
            w = a.Allocate(largestFront + 64);
        }

        double total = 0;
        for (var i = 0; i < rows; i++)
            total += a.RowSums[i];
        limit = WireLimit * total / ((double)rows * columns);
        Eliminate(factors);
        GC.KeepAlive(a);
    }

    public void Correct()
    {
        new Span<double>(x, position.Length).Clear();
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var k = a.Layout.Index(i, j);
                x[dissection.Order[rows * columns + i * columns + j]] = a.Cells[k] * (a.Work[k] - a.WordVoltages[k]);
            }
        }

        Solve();
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var k = a.Layout.Index(i, j);
                a.WordVoltages[k] = a.Work[k] + x[dissection.Order[i * columns + j]];
            }
        }

        GC.KeepAlive(a);
    }

    /// <summary>L Lᵀ x = x, the terminals being at 0 V.</summary>
    private void Solve()
    {
        var l = factors;
        foreach (var f in dissection.Fronts)
        {
            Gather(f);
            for (var n = 0; n < f.Count; n++, l += f.Stride)
            {
                w[n] /= l[n];
                var y = T.Broadcast(-w[n]);
                for (var k = n + 1; k < f.Size; k += T.Count)
                    T.FusedMultiplyAdd(y, T.Load(l + k), T.Load(w + k)).Store(w + k);
            }

            for (var n = 0; n < f.Count; n++)
                x[f.First + n] = w[n];
            for (var n = 0; n < f.Boundary.Length; n++)
                x[f.Boundary[n]] = w[f.Count + n];
        }

        new Span<double>(x + 2 * rows * columns, rows + columns).Clear();
        for (var front = dissection.Fronts.Length - 1; front >= 0; front--)
        {
            var f = dissection.Fronts[front];
            Gather(f);
            for (var n = f.Count - 1; n >= 0; n--)
            {
                l -= f.Stride;
                var sum = T.Broadcast(0);
                for (var k = n + 1; k < f.Size; k += T.Count)
                    sum = T.FusedMultiplyAdd(T.Load(l + k), T.Load(w + k), sum);
                w[n] = (w[n] - T.Sum(sum)) / l[n];
                x[f.First + n] = w[n];
            }
        }
    }

    /// <summary>The right-hand side or solution of a front's unknowns, filled up with zeros.</summary>
    private void Gather(DissectionFront f)
    {
        for (var n = 0; n < f.Count; n++)
            w[n] = x[f.First + n];
        for (var n = 0; n < f.Boundary.Length; n++)
            w[f.Count + n] = x[f.Boundary[n]];
        for (var n = f.Size; n < f.Size + T.Count; n++)
            w[n] = 0;
    }

    /// <summary>Eliminates front after front; keeps the columns of L if <paramref name="kept"/> has room for them.</summary>
    private void Eliminate(double* kept)
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
            if (kept != null)
            {
                var length = f.Count * f.Stride;
                new ReadOnlySpan<double>(front, length).CopyTo(new Span<double>(kept, length));
                kept += length;
            }

            var remainder = f.Boundary.Length;
            for (var column = 0; column < remainder; column++, top += remainder)
            {
                var source = front + (long)(f.Count + column) * f.Stride + f.Count;
                new ReadOnlySpan<double>(source + column, remainder - column).CopyTo(new Span<double>(top + column, remainder - column));
            }
        }
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
            for (var k = 1; k < count; k++)
                conductances[k] = Math.Min(conductances[k], limit);
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
            else if (isSensedAtBothEnds)
                conductances[count++] = a.FarSenses[j];
            conductances[count] = i < rows - 1 ? a.BitSegmentBefore(i + 1, j) : a.Senses[j];
            return;
        }

        conductances[count++] = j > 0 ? a.WordSegmentBefore(i, j) : a.NearEnds[i];
        if (j < columns - 1)
            conductances[count] = a.WordSegmentBefore(i, j + 1);
        else if (isDrivenAtBothEnds)
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
