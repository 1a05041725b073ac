using System.Runtime.CompilerServices;

namespace CircuitSim.Crossbars;

// Word lines: eight at a time, one lane each, four columns of them transposed on the way in and on the way out.
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

        var one = T.Broadcast(1);
        for (var k = 8L * (layout.Columns - 1); k > 0; k -= 8)
        {
            for (var n = 0; n < count; n++)
            {
                var first = 8L * columns * marked[n];
                var seen = T.Load(h + 8 * n) + T.Load(g + 8L * columns * n + k);
                var e = T.ReciprocalOrZero(T.FusedMultiplyAdd(TSegments.At<T>(a.WordResistance, a.WordResistances + first, k), seen, one));
                e.Store(a.WordShares + first + k);
                (seen * e).Store(h + 8 * n);
            }
        }

        for (var n = 0; n < count; n++)
        {
            var first = 8L * columns * marked[n];
            var (seen, near) = (T.Load(h + 8 * n) + T.Load(g + 8L * columns * n), T.Load(a.NearEnds + 8 * marked[n]));
            T.ReciprocalOrZero(TSegments.At<T>(a.WordResistance, a.WordResistances + first, 0) * (seen + near)).Store(a.WordShares + first);
            (near * (seen * T.ReciprocalOrZero(seen + near))).Store(a.RowPorts + 8 * marked[n]);
        }
    }

    /// <summary>The cells of eight word lines side by side, [columns × 8], and what there is to know of each line's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransposeCells(int block, double* target)
    {
        var (sums, squares, peaks) = (T.Broadcast(0), T.Broadcast(0), T.Broadcast(0));
        for (var j = 0; j < columns; j += 4)
        {
            LoadColumns(a.Cells + layout.Index(8 * block, j), out var g0, out var g1, out var g2, out var g3);
            Take(g0, target + 8 * j);
            Take(g1, target + 8 * j + 8);
            Take(g2, target + 8 * j + 16);
            Take(g3, target + 8 * j + 24);
        }

        sums.Store(a.RowSums + 8 * block);
        squares.Store(a.RowSquares + 8 * block);
        peaks.Store(a.RowPeaks + 8 * block);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Take(T g, double* column)
        {
            g.Store(column);
            sums += g;
            squares = T.FusedMultiplyAdd(g, g, squares);
            peaks = T.Max(g, peaks);
        }
    }

    private void StartBlock(int block, int member) => SolveWordLines(block, member, new StartSink(a.Correction, a.Work));

    private void StepBlock(int block, int member) => SolveWordLines(block, member, new StepSink(a, α));

    private void CloseBlock(int block, int member) => SolveWordLines(block, member, new CloseSink(a.Cells, a.WordVoltages, a.Work));

    /// <summary>R⁻¹ t for eight word lines; what becomes of it, and which sums are taken, is the sink's affair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolveWordLines<TSink>(int block, int member, TSink sink)
        where TSink : struct, ISink
    {
        var (first, uniform) = (8L * columns * block, a.WordResistance);
        double* e = a.WordShares + first, r = a.WordResistances + first, y = scratch[member], t = a.Work;
        // Half a tile at a time, four columns: from one half to the other, and from there to the next tile.
        var (step, nextStep) = (4L, layout.Stride - 4);
        var (end, place) = (8L * columns, layout.Index(8 * block, columns - 4));
        var last = T.Broadcast(0);
        for (var k = end - 32; k >= 0; k -= 32)
        {
            LoadColumns(t + place, out var b0, out var b1, out var b2, out var b3);
            last = Forward(last, b3, e + k + 24, y + k + 24);
            last = Forward(last, b2, e + k + 16, y + k + 16);
            last = Forward(last, b1, e + k + 8, y + k + 8);
            last = Forward(last, b0, e + k, y + k);
            place -= step;
            (step, nextStep) = (nextStep, step);
        }

        // Rows wait in memory until a few tiles are done: there are registers for turning them and for the sink, not for both.
        var w = y + end;
        var (x, sum, rises) = (T.Broadcast(0), T.Broadcast(0), T.Broadcast(0));
        place = 8L * StripLayout.Width * block;
        for (long start = 0; start < end; start += 8 * ColumnsAtOnce)
        {
            var count = Math.Min(8 * ColumnsAtOnce, end - start);
            for (long k = 0; k < count; k += 32)
            {
                var w0 = Backward(x, uniform, e, r, start + k, y);
                var w1 = Backward(w0, uniform, e, r, start + k + 8, y);
                var w2 = Backward(w1, uniform, e, r, start + k + 16, y);
                x = Backward(w2, uniform, e, r, start + k + 24, y);
                var w3 = x;
                T.TransposeHalves(ref w0, ref w1, ref w2, ref w3);
                // The second half of a tile's columns lies 4 places after the first.
                var q = w + k - (k & 32) / 8 * 7;
                StoreRows(w0, q);
                StoreRows(w1, q + StripLayout.Width);
                StoreRows(w2, q + 2 * StripLayout.Width);
                StoreRows(w3, q + 3 * StripLayout.Width);
            }

            for (long tile = 0; tile < count; tile += StripLayout.Tile, place += layout.Stride)
            {
                if (isBeyondCaches)
                    Fetch(sink, place + StripsAhead * layout.Stride);
                for (var n = 0; n < StripLayout.Tile; n += StripLayout.Width)
                    sink.Put(T.Load(w + tile + n), place + n, ref sum, ref rises);
            }
        }

        (blockSums[block], blockRises[block]) = (T.Sum(sum), T.Sum(rises));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Forward(T last, T b, double* e, double* y)
    {
        var yk = T.Load(e) * (b + last);
        yk.Store(y);
        return yk;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Backward(T before, double uniform, double* e, double* r, long k, double* y) =>
        T.FusedMultiplyAdd(T.Load(e + k), before, TSegments.At<T>(uniform, r, k) * T.Load(y + k));

    /// <summary>Four columns of eight rows, from tiles that hold rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadColumns(double* q, out T a0, out T a1, out T a2, out T a3)
    {
        (a0, a1) = (LoadRows(q), LoadRows(q + StripLayout.Width));
        (a2, a3) = (LoadRows(q + 2 * StripLayout.Width), LoadRows(q + 3 * StripLayout.Width));
        T.TransposeHalves(ref a0, ref a1, ref a2, ref a3);
    }

    /// <summary>Four columns of a row and of the fourth one after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LoadRows(double* q) => T.LoadHalves(q, q + StripLayout.Tile / 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRows(T rows, double* q) => rows.StoreHalves(q, q + StripLayout.Tile / 2);

    /// <summary>Asks memory for a tile that the sink will read: short runs are no stream that the processor would follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch<TSink>(TSink sink, long place)
        where TSink : struct, ISink
    {
        // A row of a tile is a line of the cache.
        for (var n = 0; n < StripLayout.Tile; n += StripLayout.Width)
            sink.Fetch(place + n);
    }

    private interface ISink
    {
        /// <summary>Takes w at place k, eight columns of a row, and adds to the sums what they contribute.</summary>
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
    private readonly struct StepSink(LineSystem a, double step) : ISink
    {
        private readonly double* u = a.WordVoltages, z = a.Correction, p = a.Direction, t = a.Work;
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
            var (α, pk) = (T.Broadcast(step), T.Load(p + k));
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
