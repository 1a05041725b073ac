using System.Runtime.CompilerServices;

namespace CircuitSim.Crossbars;

// Word lines: eight at a time, one lane each, tiles transposed on the way in and on the way out.
internal sealed unsafe partial class LaneKernel<T, TSegments>
{
    /// <summary>Factors the marked ones of eight neighbouring blocks side by side: each division waits for the one before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FactorBlocks(int group, int member)
    {
        var marked = stackalloc int[BlocksAtOnce];
        double* g = scratch[member], h = g + BlocksAtOnce * 8L * columns;
        var count = 0;
        for (var block = group * BlocksAtOnce; block < Math.Min(blockIsMarked.Length, (group + 1) * BlocksAtOnce); block++)
        {
            if (!blockIsMarked[block])
                continue;
            TransposeCells(block, g + 8L * columns * count);
            T.Load(a.FarEnds + 8 * block).Store(h + 8 * count);
            marked[count++] = block;
        }

        var uniform = T.Broadcast(a.WordSegment);
        for (var k = 8L * (layout.Columns - 1); k >= 0; k -= 8)
        {
            for (var n = 0; n < count; n++)
            {
                var first = 8L * columns * marked[n];
                var seen = T.Load(h + 8 * n) + T.Load(g + 8L * columns * n + k);
                var next = k == 0 ? T.Load(a.NearEnds + 8 * marked[n]) : TSegments.At(uniform, a.WordSegments + first, k);
                var dk = T.ReciprocalOrZero(seen + next);
                dk.Store(a.WordPivots + first + k);
                (next * (seen * dk)).Store(h + 8 * n);
            }
        }

        for (var n = 0; n < count; n++)
            T.Load(h + 8 * n).Store(a.RowPorts + 8 * marked[n]);
    }

    /// <summary>The cells of eight word lines side by side, [columns × 8], and what there is to know of each line's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransposeCells(int block, double* target)
    {
        var (sums, squares, peaks) = (T.Broadcast(0), T.Broadcast(0), T.Broadcast(0));
        for (var j = 0; j < columns; j += 8)
        {
            LoadTile(a.Cells, block, j).StoreTransposed(target + 8 * j);
            for (var k = 8 * j; k < 8 * j + 64; k += 8)
            {
                var g = T.Load(target + k);
                sums += g;
                squares = T.FusedMultiplyAdd(g, g, squares);
                peaks = T.Max(g, peaks);
            }
        }

        sums.Store(a.RowSums + 8 * block);
        squares.Store(a.RowSquares + 8 * block);
        peaks.Store(a.RowPeaks + 8 * block);
    }

    private void StartBlock(int block, int member) => SolveWordLines(block, member, new StartSink(a.Correction, a.Work));

    private void StepBlock(int block, int member) => SolveWordLines(block, member, new StepSink(a, α));

    private void CloseBlock(int block, int member) => SolveWordLines(block, member, new CloseSink(a.Cells, a.WordVoltages, a.Work));

    /// <summary>R⁻¹ t for eight word lines; what becomes of it, and which sums are taken, is the sink's affair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolveWordLines<TSink>(int block, int member, TSink sink)
        where TSink : struct, ISink
    {
        var first = 8L * columns * block;
        double* d = a.WordPivots + first, s = a.WordSegments + first, y = scratch[member];
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

        var (x, sum, rises) = (T.Broadcast(0), T.Broadcast(0), T.Broadcast(0));
        for (var j = 0; j < columns; j += 8)
        {
            if (isBeyondCaches)
                FetchTile(sink, block, j + StripLayout.FullWidth);
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
            sink.Put(tile.A0, place, ref sum, ref rises);
            sink.Put(tile.A1, place + width, ref sum, ref rises);
            sink.Put(tile.A2, place + 2 * width, ref sum, ref rises);
            sink.Put(tile.A3, place + 3 * width, ref sum, ref rises);
            sink.Put(tile.A4, place + 4 * width, ref sum, ref rises);
            sink.Put(tile.A5, place + 5 * width, ref sum, ref rises);
            sink.Put(tile.A6, place + 6 * width, ref sum, ref rises);
            sink.Put(tile.A7, place + 7 * width, ref sum, ref rises);
        }

        (blockSums[block], blockRises[block]) = (T.Sum(sum), T.Sum(rises));
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

    /// <summary>Asks memory for what the sink reads one strip further on: a tile's eight short rows are no stream that the processor would follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FetchTile<TSink>(TSink sink, int block, int column)
        where TSink : struct, ISink
    {
        var (place, width) = PlaceOf(block, column);
        for (var n = 0; n < 8; n++)
            sink.Fetch(place + n * width);
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

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
        /// <summary>Takes w at place k and adds to the sums what these eight lanes contribute.</summary>
        void Put(T w, long k, ref T sum, ref T rises);

        /// <summary>Place k is going to be read.</summary>
        void Fetch(long k);
    }

    /// <summary>z = w; Σ z t.</summary>
    private readonly struct StartSink(double* z, double* t) : ISink
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Fetch(long k)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(T w, long k, ref T sum, ref T rises)
        {
            w.Store(z + k);
            sum = T.FusedMultiplyAdd(w, T.Load(t + k), sum);
        }
    }

    /// <summary>u += α p, z −= α (p − w); Σ z t.</summary>
    private readonly struct StepSink(LineSystem a, double α) : ISink
    {
        private readonly double* u = a.WordVoltages, z = a.Correction, p = a.Direction, t = a.Work;
        private readonly T α = T.Broadcast(α);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Fetch(long k)
        {
            T.Prefetch(u + k);
            T.Prefetch(z + k);
            T.Prefetch(p + k);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(T w, long k, ref T sum, ref T rises)
        {
            var pk = T.Load(p + k);
            T.FusedMultiplyAdd(α, pk, T.Load(u + k)).Store(u + k);
            var zk = T.FusedMultiplyAdd(α, w - pk, T.Load(z + k));
            zk.Store(z + k);
            sum = T.FusedMultiplyAdd(zk, T.Load(t + k), sum);
        }
    }

    /// <summary>t = w; Σ g |w − u|, and what of it has w above u.</summary>
    private readonly struct CloseSink(double* g, double* u, double* t) : ISink
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Fetch(long k)
        {
            T.Prefetch(g + k);
            T.Prefetch(u + k);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(T w, long k, ref T sum, ref T rises)
        {
            w.Store(t + k);
            var (gk, rise) = (T.Load(g + k), w - T.Load(u + k));
            rises = T.FusedMultiplyAdd(gk, T.Max(rise, T.Broadcast(0)), rises);
            sum = T.FusedMultiplyAdd(gk, T.Abs(rise), sum);
        }
    }
}
