using System.Runtime.CompilerServices;

namespace CircuitSim.Crossbars;

// Word lines: eight at a time, one lane each, tiles transposed on the way in and on the way out.
internal sealed unsafe partial class LaneKernel<T, TSegments>
{
    /// <summary>Factors the marked ones of four neighbouring blocks side by side: each division waits for the one before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FactorBlocks(int group, int member)
    {
        var marked = stackalloc int[BlocksAtOnce];
        var count = 0;
        for (var block = group * BlocksAtOnce; block < Math.Min(blockIsMarked.Length, (group + 1) * BlocksAtOnce); block++)
        {
            if (!blockIsMarked[block])
                continue;
            var tile = scratch[member] + 8L * columns * count;
            for (var j = 0; j < columns; j += 8)
                LoadTile(a.Cells, block, j).StoreTransposed(tile + 8 * j);
            marked[count++] = block;
        }

        T* h = stackalloc T[BlocksAtOnce], sums = stackalloc T[BlocksAtOnce], squares = stackalloc T[BlocksAtOnce];
        for (var n = 0; n < count; n++)
            (h[n], sums[n], squares[n]) = (T.Load(a.FarEnds + 8 * marked[n]), T.Broadcast(0), T.Broadcast(0));
        var uniform = T.Broadcast(a.WordSegment);
        for (var k = 8L * (layout.Columns - 1); k >= 0; k -= 8)
        {
            for (var n = 0; n < count; n++)
            {
                var first = 8L * columns * marked[n];
                var g = T.Load(scratch[member] + 8L * columns * n + k);
                sums[n] += g;
                squares[n] = T.FusedMultiplyAdd(g, g, squares[n]);
                var seen = h[n] + g;
                var next = k == 0 ? T.Load(a.NearEnds + 8 * marked[n]) : TSegments.At(uniform, a.WordSegments + first, k);
                var dk = T.ReciprocalOrZero(seen + next);
                dk.Store(a.WordPivots + first + k);
                h[n] = next * (seen * dk);
            }
        }

        for (var n = 0; n < count; n++)
        {
            sums[n].Store(a.RowSums + 8 * marked[n]);
            squares[n].Store(a.RowSquares + 8 * marked[n]);
            h[n].Store(a.RowPorts + 8 * marked[n]);
        }
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
