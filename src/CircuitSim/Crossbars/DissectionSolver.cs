using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>
/// Direct elimination of an array by nested dissection, front by front (multifrontal): every front is a small dense network
/// whose own nodes are taken out (<see cref="DenseStarMesh{T}"/>); the mesh that it leaves goes onto a stack and is added to
/// its parent. The last front leaves conductances Y between the terminals only: those between sources and sensing nodes are
/// the effective conductances, and the currents at any voltages are I_t = Σ Y_ts (V_s − V_t). For the nodes' voltages the
/// columns of L are kept: from the last node back, each is the mean of later ones, x_k = Σ (a_ik / d_k) x_i.
/// <para>
/// <b>Nothing is subtracted</b> but the given voltages, so no range of conductances, near-shorts of 1e15 S or wires of
/// 1e-12 Ω, costs a digit. Voltages are counted from the lowest terminal and right to a few ulps of that.
/// </para>
/// <para>
/// <b>Bound.</b> The lesser of 2⁻⁵³ (12 n + 6 fronts + 2) √(P Y_tt), n and fronts along one branch of the tree (docs/proofs.md,
/// 6), and 2⁻⁵³ [Σ 2 nodes (12 own + 6) + 8 M N] Σ Y_ts |V_s − V_t| over all fronts (7). It is computed from the Y found; that this is
/// the rounded one is what the factor <see cref="HigherOrders"/> is for. Underflow adds at most <see cref="Underflow"/> per node.
/// </para>
/// <para>
/// Segments of zero, 1e-18 Ω to the lines, are 1e-60 Ω here: shorts of any conductance do not see them.
/// Memory of the factors: about 2.3 M N log₂(M N) doubles, allocated when first needed.
/// </para>
/// </summary>
internal sealed unsafe class DissectionSolver<T> : IDissectionSolver
    where T : unmanaged, ILanes<T>
{
    /// <summary>2⁻⁵³.</summary>
    private const double UnitRoundoff = 1.1102230246251565e-16;

    private const double HigherOrders = 1.01;

    /// <summary>Far above what the products of a node's column can lose where conductances are below 2⁻¹⁰⁷⁴ / 1e-30 [S].</summary>
    private const double Underflow = 1e-290;

    /// <summary>What the lines take a resistance of zero as, and what it is here [S].</summary>
    private const double ZeroOfLines = 1 / LineSystem.ZeroResistance, Zero = 1e60;

    private readonly LineSystem a;
    private readonly int rows, columns;
    private readonly bool isDrivenAtBothEnds, isSensedAtBothEnds;
    private readonly Dissection dissection;
    private readonly double* front, stack, ports;
    private readonly int[] position;
    private readonly int largestFront;
    private readonly double relativeError, entryError;
    private double* factors, x, w;
    private long factorLength;
    private double largestSource, largestSense, largestEffective;

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
        ports = a.Allocate(rows + columns);
        (Currents, CurrentErrors) = (new double[rows + columns], new double[rows + columns]);
        relativeError = HigherOrders * UnitRoundoff * (RoundingsAlongBranch() + 2);
        entryError = HigherOrders * UnitRoundoff * (dissection.Fronts.Sum(f => 2.0 * f.Size * RoundingsOf(f)) + 8.0 * rows * columns);
    }

    public double[] CurrentErrors { get; }

    public double[] Currents { get; }

    public double EffectiveError =>
        Math.Min(relativeError * Math.Sqrt(largestSource) * Math.Sqrt(largestSense), entryError * largestEffective) + LostToUnderflow;

    public void EffectiveConductances(Span<double> matrix)
    {
        Eliminate(null);
        largestEffective = 0;
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                largestEffective = Math.Max(largestEffective, matrix[i * columns + j] = Between(i)[rows + j]);
        }

        (largestSource, largestSense) = (0, 0);
        for (var i = 0; i < rows; i++)
            largestSource = Math.Max(largestSource, ports[i]);
        for (var j = 0; j < columns; j++)
            largestSense = Math.Max(largestSense, ports[rows + j]);
        GC.KeepAlive(a);
    }

    public double PortConductances(Span<double> matrix)
    {
        Eliminate(null);
        var terminals = rows + columns;
        var (largestPort, largest) = (0.0, 0.0);
        for (var t = 0; t < terminals; t++)
        {
            matrix[t * terminals + t] = 0;
            largestPort = Math.Max(largestPort, ports[t]);
            for (var s = t + 1; s < terminals; s++)
                largest = Math.Max(largest, matrix[t * terminals + s] = matrix[s * terminals + t] = Between(t)[s]);
        }

        GC.KeepAlive(a);
        return Math.Min(relativeError * largestPort, entryError * largest) + LostToUnderflow;
    }

    public double EffectiveCurrentError(ReadOnlySpan<double> rowVoltages)
    {
        // Between sources of one sign, what flows from one to the other only lessens the power.
        var (high, low, power) = (0.0, 0.0, 0.0);
        for (var i = 0; i < rowVoltages.Length; i++)
        {
            (high, low) = (Math.Max(high, rowVoltages[i]), Math.Min(low, rowVoltages[i]));
            power += rowVoltages[i] * rowVoltages[i] * ports[i];
        }

        var most = high > 0 && low < 0 ? 2 * power : power;
        GC.KeepAlive(a);
        return relativeError * Math.Sqrt(most) * Math.Sqrt(largestSense) + Math.Max(high, -low) * rows * LostToUnderflow;
    }

    public void Factor()
    {
        if (factors == null)
        {
            long length = 0;
            foreach (var f in dissection.Fronts)
                length += (long)f.Count * f.Stride;
            factors = a.Allocate(length + T.Count);
            factorLength = length;
            x = a.Allocate(position.Length);
            w = a.Allocate(largestFront + 64);
        }

        Eliminate(factors);
        GC.KeepAlive(a);
    }

    public void Solve(ReadOnlySpan<double> voltages)
    {
        FindCurrents(voltages);
        var lowest = double.PositiveInfinity;
        for (var t = 0; t < voltages.Length; t++)
            lowest = Math.Min(lowest, ports[t] > 0 ? voltages[t] : double.PositiveInfinity);
        lowest = double.IsFinite(lowest) ? lowest : 0;
        for (var t = 0; t < voltages.Length; t++)
            x[2 * rows * columns + t] = ports[t] > 0 ? voltages[t] - lowest : 0;
        FindVoltages();
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var (k, node) = (a.Layout.Index(i, j), i * columns + j);
                a.WordVoltages[k] = x[dissection.Order[node]] + (lowest - a.WordRests[i]);
                a.BitVoltages[k] = x[dissection.Order[rows * columns + node]] + (lowest - a.BitRests[j]);
            }
        }

        GC.KeepAlive(a);
    }

    private double LostToUnderflow => Underflow * 2 * rows * columns;

    /// <summary>Conductances between terminal t and those behind it, by their number [S].</summary>
    private double* Between(int t) => stack + (long)t * (rows + columns);

    private void FindCurrents(ReadOnlySpan<double> voltages)
    {
        var terminals = rows + columns;
        var (power, largest) = (0.0, 0.0);
        Array.Clear(Currents);
        Array.Clear(CurrentErrors);
        for (var t = 0; t < terminals; t++)
        {
            var y = Between(t);
            var (current, magnitude) = (0.0, 0.0);
            for (var s = t + 1; s < terminals; s++)
            {
                var voltage = voltages[s] - voltages[t];
                var part = y[s] * voltage;
                current += part;
                magnitude += Math.Abs(part);
                power += part * voltage;
                largest = Math.Max(largest, y[s] > 0 ? Math.Abs(voltage) : 0);
                Currents[s] -= part;
                CurrentErrors[s] += Math.Abs(part);
            }

            Currents[t] += current;
            CurrentErrors[t] += magnitude;
        }

        for (var t = 0; t < terminals; t++)
        {
            var ofConductances = Math.Min(relativeError * Math.Sqrt(power) * Math.Sqrt(ports[t]), entryError * CurrentErrors[t]);
            var ofSum = HigherOrders * UnitRoundoff * (terminals + 3) * CurrentErrors[t];
            CurrentErrors[t] = ofConductances + ofSum + (largest > 0 ? largest * LostToUnderflow : 0);
        }
    }

    /// <summary>All nodes from the terminals, which lie behind them.</summary>
    private void FindVoltages()
    {
        var l = factors + factorLength;
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
                w[n] = T.Sum(sum) * l[n];
                x[f.First + n] = w[n];
            }
        }
    }

    private static int RoundingsOf(DissectionFront f) => 12 * f.Count + 6;

    /// <summary>Along the branch of the tree that has most of them; see the bound.</summary>
    private int RoundingsAlongBranch()
    {
        var depth = new int[dissection.Fronts.Length];
        List<int> most = [];
        for (var front = depth.Length - 1; front >= 0; front--)
        {
            var f = dissection.Fronts[front];
            if (most.Count == depth[front])
                most.Add(0);
            most[depth[front]] = Math.Max(most[depth[front]], RoundingsOf(f));
            foreach (var child in f.Children)
                depth[child] = depth[front] + 1;
        }

        return most.Sum();
    }

    /// <summary>The voltages around a front's own nodes, filled up with zeros.</summary>
    private void Gather(DissectionFront f)
    {
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

            DenseStarMesh<T>.Eliminate(front, f.Stride, f.Size, f.Count);
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

        new Span<double>(ports, rows + columns).Clear();
        for (var t = 0; t < rows + columns; t++)
        {
            var y = Between(t);
            var sum = T.Broadcast(0);
            var other = t + 1;
            for (; other + T.Count <= rows + columns; other += T.Count)
            {
                var conductance = T.Load(y + other);
                sum += conductance;
                (T.Load(ports + other) + conductance).Store(ports + other);
            }

            for (; other < rows + columns; other++)
            {
                ports[t] += y[other];
                ports[other] += y[other];
            }

            ports[t] += T.Sum(sum);
        }
    }

    private static long RemainderLength(DissectionFront f) => (long)f.Boundary.Length * f.Boundary.Length;

    /// <summary>Everything that touches a front's own nodes and has not been added yet.</summary>
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
                if (neighbours[k] > f.First + n)
                    column[position[neighbours[k]]] += k > 0 && conductances[k] >= ZeroOfLines ? Zero : conductances[k];
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
