using System.Runtime.CompilerServices;
using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>
/// The passes for one kind of lanes and one kind of wires. A chain is a tridiagonal matrix that is kept as one number per
/// node, d = 1/pivot: there y_k = d_k (b_k + s y), back x_k = y_k + d_k s x, with y and x of the node before in that direction and s the segment
/// between. Both are one fused operation on the critical path. Chains are eliminated towards their sensing node or near driver.
/// <para>
/// Bit lines: 32 neighbouring ones at a time, lane by lane, down the strip and back up. Word lines: eight at a time, one
/// lane each, from the far end and back, so tiles of 8 × 8 are transposed on the way in and on the way out. Per crosspoint and iteration this moves
/// 104 bytes: g, d, z, p in and p, t out on the bit lines, t, d, p, u, z in and u, z out on the word lines.
/// </para>
/// </summary>
internal sealed unsafe class LineKernelOf<T, TSegments> : LineKernel
    where T : unmanaged, ITransposable<T>
    where TSegments : struct, IWireSegments
{
    private readonly LineSystem a;
    private readonly BlockTeam team;
    private readonly StripLayout layout;
    private readonly int rows, columns, blocks;
    private readonly double[] stripSums, blockSums, blockRises;
    private readonly double*[] scratch;
    private readonly bool[] stripIsMarked, blockIsMarked;
    private readonly Action<int, int> factorStrip, factorBlock, startBlock, stepStrip, stepBlock, closeStrip, closeBlock;
    private ICoarseGrid? coarse;
    private double α, β;

    public LineKernelOf(LineSystem system, BlockTeam team)
    {
        (a, this.team, layout) = (system, team, system.Layout);
        (rows, columns, blocks) = (layout.Rows, layout.PaddedColumns, layout.PaddedRows / 8);
        (stripSums, blockSums, blockRises) = (new double[layout.Strips], new double[blocks], new double[blocks]);
        (stripIsMarked, blockIsMarked) = (new bool[layout.Strips], new bool[blocks]);
        scratch = new double*[team.Size];
        for (var n = 0; n < scratch.Length; n++)
            scratch[n] = system.Allocate(8L * columns + 8);
        (factorStrip, factorBlock) = (FactorStrip, FactorBlock);
        (startBlock, stepStrip, stepBlock) = (StartBlock, StepStrip, StepBlock);
        (closeStrip, closeBlock) = (CloseStrip, CloseBlock);
    }

    public override void Factor(ReadOnlySpan<bool> strips, ReadOnlySpan<bool> blocks)
    {
        strips.CopyTo(stripIsMarked);
        blocks.CopyTo(blockIsMarked);
        team.Run(stripIsMarked.Length, factorStrip);
        team.Run(blockIsMarked.Length, factorBlock);
    }

    public override double StartWordLines()
    {
        team.Run(blocks, startBlock);
        return Sum(blockSums);
    }

    public override double StepBitLines(double β, ICoarseGrid? coarse)
    {
        this.β = β;
        this.coarse = coarse;
        team.Run(layout.Strips, stepStrip);
        return Sum(stripSums);
    }

    public override ICoarseGrid CoarseGrid(int rowSpacing, int columnSpacing) => new CoarseGrid<T>(a, rowSpacing, columnSpacing);

    public override IEffectiveProduct EffectiveProduct() => new EffectiveProduct<T>(layout.Rows, layout.Columns, team);

    public override IDissectionSolver Dissection(bool bothEnds) => new DissectionSolver<T>(a, bothEnds);

    public override double StepWordLines(double α)
    {
        this.α = α;
        team.Run(blocks, stepBlock);
        return Sum(blockSums);
    }

    public override void CloseBitLines() => team.Run(layout.Strips, closeStrip);

    public override void AddSources()
    {
        for (var i = 0; i < rows; i++)
        {
            a.Work[layout.Index(i, 0)] += a.NearSources[i];
            a.Work[layout.Index(i, layout.Columns - 1)] += a.FarSources[i];
        }
    }

    public override double CloseWordLines()
    {
        team.Run(blocks, closeBlock);
        var rise = Sum(blockRises);
        return Math.Max(rise, Sum(blockSums) - rise);
    }

    private void FactorStrip(int strip, int member)
    {
        if (!stripIsMarked[strip])
            return;
        var width = layout.Width(strip);
        if (width == LaneQuad<T>.Count)
            FactorBitLines<LaneQuad<T>>(strip, 0, width);
        else
        {
            for (var column = 0; column < width; column += T.Count)
                FactorBitLines<T>(strip, column, width);
        }
    }

    private void StepStrip(int strip, int member)
    {
        var width = layout.Width(strip);
        if (width == LaneQuad<T>.Count)
            stripSums[strip] = Step<LaneQuad<T>>(strip, 0, width);
        else
        {
            double sum = 0;
            for (var column = 0; column < width; column += T.Count)
                sum += Step<T>(strip, column, width);
            stripSums[strip] = sum;
        }
    }

    private double Step<G>(int strip, int column, int width)
        where G : unmanaged, ILanes<G> =>
        coarse is null ? StepBitLines<G>(strip, column, width) : StepBitLinesOverCoarse<G>(strip, column, width);

    private void CloseStrip(int strip, int member)
    {
        var width = layout.Width(strip);
        if (width == LaneQuad<T>.Count)
            CloseBitLines<LaneQuad<T>>(strip, 0, width);
        else
        {
            for (var column = 0; column < width; column += T.Count)
                CloseBitLines<T>(strip, column, width);
        }
    }

    /// <summary>
    /// h is the conductance to ground that the part above shows to the next node: a sum and a series connection, never a
    /// difference. Bit lines are open at their upper end; the last h is what the sensing node sees.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FactorBitLines<G>(int strip, int column, int width)
        where G : unmanaged, ILanes<G>
    {
        var start = strip * layout.Stride + column;
        double* g = a.Cells + start, d = a.BitPivots + start, segments = a.BitSegments + start;
        var uniform = G.Broadcast(a.BitSegment);
        var last = (rows - 1) * (long)width;
        var h = G.Load(g);
        for (long k = 0; k < last; k += width)
        {
            var next = TSegments.At(uniform, segments, k + width);
            var dk = G.ReciprocalOrZero(h + next);
            dk.Store(d + k);
            h = G.FusedMultiplyAdd(next, h * dk, G.Load(g + k + width));
        }

        var line = strip * StripLayout.FullWidth + column;
        var sense = G.Load(a.Senses + line);
        var dLast = G.ReciprocalOrZero(h + sense);
        dLast.Store(d + last);
        (sense * (h * dLast)).Store(a.ColumnPorts + line);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double StepBitLines<G>(int strip, int column, int width)
        where G : unmanaged, ILanes<G>
    {
        var start = strip * layout.Stride + column;
        double* g = a.Cells + start, d = a.BitPivots + start, segments = a.BitSegments + start;
        double* p = a.Direction + start, z = a.Correction + start, t = a.Work + start;
        var uniform = G.Broadcast(a.BitSegment);
        var β = G.Broadcast(this.β);
        var end = rows * (long)width;
        var y = G.Broadcast(0);
        for (long k = 0; k < end; k += width)
        {
            var pk = G.FusedMultiplyAdd(β, G.Load(p + k), G.Load(z + k));
            pk.Store(p + k);
            var dk = G.Load(d + k);
            y = G.FusedMultiplyAdd(dk * TSegments.At(uniform, segments, k), y, G.Load(g + k) * pk * dk);
            y.Store(t + k);
        }

        y.Store(a.LastBitVoltages + strip * StripLayout.FullWidth + column);
        var x = G.Broadcast(0);
        var zt = G.Broadcast(0);
        for (var k = end - width; k >= 0; k -= width)
        {
            x = G.FusedMultiplyAdd(G.Load(d + k) * TSegments.At(uniform, segments, k + width), x, G.Load(t + k));
            var tk = G.Load(g + k) * x;
            tk.Store(t + k);
            zt = G.FusedMultiplyAdd(tk, G.Load(z + k), zt);
        }

        return G.Sum(zt);
    }

    /// <summary>
    /// The same with p = z + P c + β p, P c being linear between the coarse rows; the bit lines' voltages at the coarse rows
    /// are kept. Uniform wires only.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double StepBitLinesOverCoarse<G>(int strip, int column, int width)
        where G : unmanaged, ILanes<G>
    {
        var start = strip * layout.Stride + column;
        double* g = a.Cells + start, d = a.BitPivots + start;
        double* p = a.Direction + start, z = a.Correction + start, t = a.Work + start;
        var line = strip * StripLayout.FullWidth + column;
        double* potential = coarse!.Potentials + line, sample = coarse.Samples + line;
        var nodes = coarse.RowNodes;
        var segment = G.Broadcast(a.BitSegment);
        var β = G.Broadcast(this.β);
        var y = G.Broadcast(0);
        for (var n = 0; n < nodes.Length; n++, potential += columns)
        {
            var c = G.Load(potential);
            var (first, last, slope) = (nodes[n], rows, G.Broadcast(0));
            if (n + 1 < nodes.Length)
            {
                last = nodes[n + 1];
                slope = (G.Load(potential + columns) - c) * G.Broadcast(1.0 / (last - first));
            }

            for (var k = (long)first * width; k < (long)last * width; k += width)
            {
                var pk = G.FusedMultiplyAdd(β, G.Load(p + k), G.Load(z + k)) + c;
                pk.Store(p + k);
                c += slope;
                var dk = G.Load(d + k);
                y = G.FusedMultiplyAdd(dk * segment, y, G.Load(g + k) * pk * dk);
                y.Store(t + k);
            }
        }

        y.Store(a.LastBitVoltages + line);
        var x = G.Broadcast(0);
        var zt = G.Broadcast(0);
        for (var n = nodes.Length - 1; n >= 0; n--)
        {
            var last = n + 1 < nodes.Length ? nodes[n + 1] : rows;
            for (var k = (last - 1L) * width; k >= (long)nodes[n] * width; k -= width)
            {
                x = G.FusedMultiplyAdd(G.Load(d + k) * segment, x, G.Load(t + k));
                var tk = G.Load(g + k) * x;
                tk.Store(t + k);
                zt = G.FusedMultiplyAdd(tk, G.Load(z + k), zt);
            }

            x.Store(sample + (long)n * columns);
        }

        return G.Sum(zt);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CloseBitLines<G>(int strip, int column, int width)
        where G : unmanaged, ILanes<G>
    {
        var start = strip * layout.Stride + column;
        double* g = a.Cells + start, d = a.BitPivots + start, segments = a.BitSegments + start;
        double* u = a.WordVoltages + start, v = a.BitVoltages + start, t = a.Work + start;
        var source = a.CellSources == null ? null : a.CellSources + start;
        var uniform = G.Broadcast(a.BitSegment);
        var last = (rows - 1) * (long)width;
        var y = G.Broadcast(0);
        for (long k = 0; k <= last; k += width)
        {
            var b = G.Load(g + k) * G.Load(u + k);
            if (source != null)
                b += G.Load(source + k);
            if (k == last)
                b += G.Load(a.SenseSources + strip * StripLayout.FullWidth + column);
            var dk = G.Load(d + k);
            y = G.FusedMultiplyAdd(dk * TSegments.At(uniform, segments, k), y, b * dk);
            y.Store(v + k);
        }

        var x = G.Broadcast(0);
        for (var k = last; k >= 0; k -= width)
        {
            x = G.FusedMultiplyAdd(G.Load(d + k) * TSegments.At(uniform, segments, k + width), x, G.Load(v + k));
            x.Store(v + k);
            var tk = G.Load(g + k) * x;
            if (source != null)
                tk -= G.Load(source + k);
            tk.Store(t + k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FactorBlock(int block, int member)
    {
        if (!blockIsMarked[block])
            return;
        var first = 8L * block * columns;
        double* d = a.WordPivots + first, segments = a.WordSegments + first, tile = scratch[member];
        for (var j = 0; j < columns; j += 8)
            LoadTile(a.Cells, block, j).StoreTransposed(tile + 8 * j);

        var uniform = T.Broadcast(a.WordSegment);
        var h = T.Load(a.FarEnds + 8 * block);
        var (sum, squares) = (T.Broadcast(0), T.Broadcast(0));
        for (var k = 8L * (layout.Columns - 1); k >= 0; k -= 8)
        {
            var g = T.Load(tile + k);
            sum += g;
            squares = T.FusedMultiplyAdd(g, g, squares);
            h += g;
            var next = k == 0 ? T.Load(a.NearEnds + 8 * block) : TSegments.At(uniform, segments, k);
            var dk = T.ReciprocalOrZero(h + next);
            dk.Store(d + k);
            h = next * (h * dk);
        }

        sum.Store(a.RowSums + 8 * block);
        squares.Store(a.RowSquares + 8 * block);
        h.Store(a.RowPorts + 8 * block);
    }

    private void StartBlock(int block, int member) =>
        blockSums[block] = SolveWordLines(block, scratch[member], new StartSink(a.Correction, a.Work));

    private void StepBlock(int block, int member) =>
        blockSums[block] = SolveWordLines(block, scratch[member], new StepSink(a, α));

    private void CloseBlock(int block, int member)
    {
        var rises = scratch[member] + 8L * columns;
        T.Broadcast(0).Store(rises);
        blockSums[block] = SolveWordLines(block, scratch[member], new CloseSink(a.Cells, a.WordVoltages, a.Work, rises));
        blockRises[block] = T.Sum(T.Load(rises));
    }

    /// <summary>R⁻¹ t for eight word lines; what becomes of it, and which sum is taken, is the sink's affair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double SolveWordLines<TSink>(int block, double* y, TSink sink)
        where TSink : struct, ISink
    {
        var first = 8L * block * columns;
        double* d = a.WordPivots + first, s = a.WordSegments + first;
        var uniform = T.Broadcast(a.WordSegment);
        var last = T.Broadcast(0);
        for (var j = columns - 8; j >= 0; j -= 8)
        {
            var tile = LoadTile(a.Work, block, j);
            T.Transpose(ref tile.A0, ref tile.A1, ref tile.A2, ref tile.A3, ref tile.A4, ref tile.A5, ref tile.A6, ref tile.A7);
            var k = 8L * j;
            last = Forward(last, tile.A7, uniform, d, s, k + 56, y);
            last = Forward(last, tile.A6, uniform, d, s, k + 48, y);
            last = Forward(last, tile.A5, uniform, d, s, k + 40, y);
            last = Forward(last, tile.A4, uniform, d, s, k + 32, y);
            last = Forward(last, tile.A3, uniform, d, s, k + 24, y);
            last = Forward(last, tile.A2, uniform, d, s, k + 16, y);
            last = Forward(last, tile.A1, uniform, d, s, k + 8, y);
            last = Forward(last, tile.A0, uniform, d, s, k, y);
        }

        var (x, sum) = (T.Broadcast(0), T.Broadcast(0));
        for (var j = 0; j < columns; j += 8)
        {
            Tile tile;
            var k = 8L * j;
            tile.A0 = x = Backward(x, uniform, d, s, k, y);
            tile.A1 = x = Backward(x, uniform, d, s, k + 8, y);
            tile.A2 = x = Backward(x, uniform, d, s, k + 16, y);
            tile.A3 = x = Backward(x, uniform, d, s, k + 24, y);
            tile.A4 = x = Backward(x, uniform, d, s, k + 32, y);
            tile.A5 = x = Backward(x, uniform, d, s, k + 40, y);
            tile.A6 = x = Backward(x, uniform, d, s, k + 48, y);
            tile.A7 = x = Backward(x, uniform, d, s, k + 56, y);
            T.Transpose(ref tile.A0, ref tile.A1, ref tile.A2, ref tile.A3, ref tile.A4, ref tile.A5, ref tile.A6, ref tile.A7);
            var (place, width) = PlaceOf(block, j);
            sum = sink.Put(tile.A0, place, sum);
            sum = sink.Put(tile.A1, place + width, sum);
            sum = sink.Put(tile.A2, place + 2 * width, sum);
            sum = sink.Put(tile.A3, place + 3 * width, sum);
            sum = sink.Put(tile.A4, place + 4 * width, sum);
            sum = sink.Put(tile.A5, place + 5 * width, sum);
            sum = sink.Put(tile.A6, place + 6 * width, sum);
            sum = sink.Put(tile.A7, place + 7 * width, sum);
        }

        return T.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Forward(T last, T b, T uniform, double* d, double* segments, long k, double* y)
    {
        var dk = T.Load(d + k);
        var yk = T.FusedMultiplyAdd(dk * TSegments.At(uniform, segments, k + 8), last, b * dk);
        yk.Store(y + k);
        return yk;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Backward(T before, T uniform, double* d, double* segments, long k, double* y) =>
        T.FusedMultiplyAdd(T.Load(d + k) * TSegments.At(uniform, segments, k), before, T.Load(y + k));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (long Place, int Width) PlaceOf(int block, int column)
    {
        var strip = column / StripLayout.FullWidth;
        var width = layout.Width(strip);
        return (strip * layout.Stride + 8L * block * width + column % StripLayout.FullWidth, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Tile LoadTile(double* strips, int block, int column)
    {
        var (place, width) = PlaceOf(block, column);
        var q = strips + place;
        Tile tile;
        (tile.A0, tile.A1, tile.A2, tile.A3) = (T.Load(q), T.Load(q + width), T.Load(q + 2 * width), T.Load(q + 3 * width));
        (tile.A4, tile.A5, tile.A6, tile.A7) = (T.Load(q + 4 * width), T.Load(q + 5 * width), T.Load(q + 6 * width), T.Load(q + 7 * width));
        return tile;
    }

    private static double Sum(double[] parts)
    {
        double sum = 0;
        foreach (var part in parts)
            sum += part;
        return sum;
    }

    private struct Tile
    {
        public T A0, A1, A2, A3, A4, A5, A6, A7;

        public void StoreTransposed(double* target)
        {
            T.Transpose(ref A0, ref A1, ref A2, ref A3, ref A4, ref A5, ref A6, ref A7);
            A0.Store(target);
            A1.Store(target + 8);
            A2.Store(target + 16);
            A3.Store(target + 24);
            A4.Store(target + 32);
            A5.Store(target + 40);
            A6.Store(target + 48);
            A7.Store(target + 56);
        }
    }

    private interface ISink
    {
        /// <summary>Takes w at place k; returns the sum with what these eight lanes add to it.</summary>
        T Put(T w, long k, T sum);
    }

    /// <summary>z = w; Σ z t.</summary>
    private readonly struct StartSink(double* z, double* t) : ISink
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Put(T w, long k, T sum)
        {
            w.Store(z + k);
            return T.FusedMultiplyAdd(w, T.Load(t + k), sum);
        }
    }

    /// <summary>u += α p, z −= α (p − w); Σ z t.</summary>
    private readonly struct StepSink(LineSystem a, double α) : ISink
    {
        private readonly double* u = a.WordVoltages, z = a.Correction, p = a.Direction, t = a.Work;
        private readonly T α = T.Broadcast(α);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Put(T w, long k, T sum)
        {
            var pk = T.Load(p + k);
            T.FusedMultiplyAdd(α, pk, T.Load(u + k)).Store(u + k);
            var zk = T.FusedMultiplyAdd(α, w - pk, T.Load(z + k));
            zk.Store(z + k);
            return T.FusedMultiplyAdd(zk, T.Load(t + k), sum);
        }
    }

    /// <summary>t = w; Σ g |w − u|, and in <paramref name="rises"/>, eight lanes, what of it has w above u.</summary>
    private readonly struct CloseSink(double* g, double* u, double* t, double* rises) : ISink
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Put(T w, long k, T sum)
        {
            w.Store(t + k);
            var (gk, rise) = (T.Load(g + k), w - T.Load(u + k));
            T.FusedMultiplyAdd(gk, T.Max(rise, T.Broadcast(0)), T.Load(rises)).Store(rises);
            return T.FusedMultiplyAdd(gk, T.Abs(rise), sum);
        }
    }
}
