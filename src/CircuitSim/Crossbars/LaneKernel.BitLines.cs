using System.Runtime.CompilerServices;

namespace CircuitSim.Crossbars;

// Bit lines: eight at a time, one lane each, down a strip and back up.
internal sealed unsafe partial class LaneKernel<T, TSegments>
{
    private void ClearStrip(int strip, int member)
    {
        var start = strip * layout.Stride;
        new Span<double>(a.WordVoltages + start, (int)layout.Stride).Clear();
        new Span<double>(a.Direction + start, (int)layout.Stride).Clear();
        new Span<double>(a.Work + start, (int)layout.Stride).Clear();
    }

    private void StepStrip(int strip, int member) =>
        stripSums[strip] = coarse is null ? StepBitLines(strip) : TSegments.AreIndividual ? StepDifferingBitLinesOverCoarse(strip) : StepBitLinesOverCoarse(strip);

    /// <summary>
    /// Factors the marked ones of four neighbouring strips side by side: each division waits for the one before it. h is the
    /// conductance to ground that a node and the part above show to the next: a sum and a series connection, never a difference.
    /// It starts with the far sense input, 0 where that end is open; the last h is what the near one sees.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FactorStrips(int group, int member)
    {
        var marked = stackalloc int[StripsAtOnce];
        double* h = scratch[member], sums = h + StripsAtOnce * StripLayout.Width;
        var count = 0;
        for (var strip = group * StripsAtOnce; strip < Math.Min(stripIsMarked.Length, (group + 1) * StripsAtOnce); strip++)
        {
            if (!stripIsMarked[strip])
                continue;
            var g = T.Load(a.Cells + strip * layout.Stride);
            g.Store(sums + StripLayout.Width * count);
            (g + T.Load(a.FarSenses + StripLayout.Width * strip)).Store(h + StripLayout.Width * count);
            marked[count++] = strip;
        }

        var (one, uniform, last) = (T.Broadcast(1), a.BitResistance, (rows - 1) * (long)StripLayout.Width);
        for (long k = 0; k < last; k += StripLayout.Width)
        {
            for (var n = 0; n < count; n++)
            {
                var place = marked[n] * layout.Stride + k;
                var (seen, below) = (T.Load(h + StripLayout.Width * n), T.Load(a.Cells + place + StripLayout.Width));
                var e = T.ReciprocalOrZero(T.FusedMultiplyAdd(TSegments.At<T>(uniform, a.BitResistances, place), seen, one));
                e.Store(a.BitShares + place);
                T.FusedMultiplyAdd(seen, e, below).Store(h + StripLayout.Width * n);
                (T.Load(sums + StripLayout.Width * n) + below).Store(sums + StripLayout.Width * n);
            }
        }

        for (var n = 0; n < count; n++)
        {
            var (place, line) = (marked[n] * layout.Stride + last, marked[n] * StripLayout.Width);
            var (seen, sense) = (T.Load(h + StripLayout.Width * n), T.Load(a.Senses + line));
            T.ReciprocalOrZero(TSegments.At<T>(uniform, a.BitResistances, place) * (seen + sense)).Store(a.BitShares + place);
            (sense * (seen * T.ReciprocalOrZero(seen + sense))).Store(a.ColumnPorts + line);
            T.Load(sums + StripLayout.Width * n).Store(a.ColumnSums + line);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double StepBitLines(int strip)
    {
        var start = strip * layout.Stride;
        double* g = a.Cells + start, e = a.BitShares + start, r = a.BitResistances + start;
        double* p = a.Direction + start, z = a.Correction + start, t = a.Work + start;
        var uniform = a.BitResistance;
        var β = T.Broadcast(this.β);
        var end = rows * (long)StripLayout.Width;
        var y = T.Broadcast(0);
        for (long k = 0; k < end; k += StripLayout.Width)
        {
            var pk = T.FusedMultiplyAdd(β, T.Load(p + k), T.Load(z + k));
            pk.Store(p + k);
            y = T.Load(e + k) * T.FusedMultiplyAdd(T.Load(g + k), pk, y);
            y.Store(t + k);
        }

        var line = strip * StripLayout.Width;
        (TSegments.At<T>(uniform, r, end - StripLayout.Width) * y).Store(a.LastBitVoltages + line);
        var x = T.Broadcast(0);
        var zt = T.Broadcast(0);
        for (var k = end - StripLayout.Width; k >= 0; k -= StripLayout.Width)
        {
            x = T.FusedMultiplyAdd(T.Load(e + k), x, TSegments.At<T>(uniform, r, k) * T.Load(t + k));
            var tk = T.Load(g + k) * x;
            tk.Store(t + k);
            zt = T.FusedMultiplyAdd(tk, T.Load(z + k), zt);
        }

        x.Store(a.FirstBitVoltages + line);
        return T.Sum(zt);
    }

    /// <summary>
    /// The same with p = z + P c + β p, P c being linear between the coarse rows; the bit lines' voltages there are kept
    /// (<see cref="ICoarseGrid.Samples"/>).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double StepBitLinesOverCoarse(int strip)
    {
        var start = strip * layout.Stride;
        double* g = a.Cells + start, e = a.BitShares + start;
        double* p = a.Direction + start, z = a.Correction + start, t = a.Work + start;
        var line = strip * StripLayout.Width;
        double* potential = coarse!.Potentials + line, sample = coarse.Samples + line;
        var nodes = coarse.RowNodes;
        var resistance = T.Broadcast(a.BitResistance);
        var β = T.Broadcast(this.β);
        var y = T.Broadcast(0);
        for (var n = 0; n < nodes.Length; n++, potential += columns)
        {
            var c = T.Load(potential);
            var (first, last, slope) = (nodes[n], rows, T.Broadcast(0));
            if (n + 1 < nodes.Length)
            {
                last = nodes[n + 1];
                slope = (T.Load(potential + columns) - c) * T.Broadcast(1.0 / (last - first));
            }

            for (var k = (long)first * StripLayout.Width; k < (long)last * StripLayout.Width; k += StripLayout.Width)
            {
                var pk = T.FusedMultiplyAdd(β, T.Load(p + k), T.Load(z + k)) + c;
                pk.Store(p + k);
                c += slope;
                y = T.Load(e + k) * T.FusedMultiplyAdd(T.Load(g + k), pk, y);
                y.Store(t + k);
            }
        }

        (resistance * y).Store(a.LastBitVoltages + line);
        var x = T.Broadcast(0);
        var zt = T.Broadcast(0);
        for (var n = nodes.Length - 1; n >= 0; n--)
        {
            var last = n + 1 < nodes.Length ? nodes[n + 1] : rows;
            for (var k = (last - 1L) * StripLayout.Width; k >= (long)nodes[n] * StripLayout.Width; k -= StripLayout.Width)
            {
                x = T.FusedMultiplyAdd(T.Load(e + k), x, resistance * T.Load(t + k));
                var tk = T.Load(g + k) * x;
                tk.Store(t + k);
                zt = T.FusedMultiplyAdd(tk, T.Load(z + k), zt);
            }

            x.Store(sample + (long)n * columns);
        }

        x.Store(a.FirstBitVoltages + line);
        return T.Sum(zt);
    }

    /// <summary>
    /// The same where segments differ: between two coarse columns P c rises by its share at each crosspoint. What is kept are
    /// the cells' currents g (p − y), along each bit line times the coarse rows' hats: bottom-up, the sum of all sums of what
    /// lies further down gives each current as often as it is rows away from the upper coarse row.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double StepDifferingBitLinesOverCoarse(int strip)
    {
        var start = strip * layout.Stride;
        double* g = a.Cells + start, e = a.BitShares + start, r = a.BitResistances + start;
        double* p = a.Direction + start, z = a.Correction + start, t = a.Work + start;
        var line = strip * StripLayout.Width;
        double* potential = coarse!.Potentials + line, rise = coarse.Rises + line, share = coarse.Shares + start;
        double* sample = coarse.Samples + line, sharedSample = coarse.SharedSamples + line;
        var nodes = coarse.RowNodes;
        var β = T.Broadcast(this.β);
        var y = T.Broadcast(0);
        for (var n = 0; n < nodes.Length; n++, potential += columns, rise += columns)
        {
            var (c, step) = (T.Load(potential), T.Load(rise));
            var (last, slopeOfC, slopeOfStep) = (rows, T.Broadcast(0), T.Broadcast(0));
            if (n + 1 < nodes.Length)
            {
                last = nodes[n + 1];
                var perRow = T.Broadcast(1.0 / (last - nodes[n]));
                (slopeOfC, slopeOfStep) = ((T.Load(potential + columns) - c) * perRow, (T.Load(rise + columns) - step) * perRow);
            }

            for (var k = (long)nodes[n] * StripLayout.Width; k < (long)last * StripLayout.Width; k += StripLayout.Width)
            {
                var pk = T.FusedMultiplyAdd(β, T.Load(p + k), T.Load(z + k)) + T.FusedMultiplyAdd(T.Load(share + k), step, c);
                pk.Store(p + k);
                c += slopeOfC;
                step += slopeOfStep;
                y = T.Load(e + k) * T.FusedMultiplyAdd(T.Load(g + k), pk, y);
                y.Store(t + k);
            }
        }

        (T.Load(r + (rows - 1L) * StripLayout.Width) * y).Store(a.LastBitVoltages + line);
        var x = T.Broadcast(0);
        var zt = T.Broadcast(0);
        for (var n = nodes.Length - 1; n >= 0; n--)
        {
            var last = n + 1 < nodes.Length ? nodes[n + 1] : rows;
            var zero = T.Broadcast(0);
            var (sum, moment, sharedSum, sharedMoment) = (zero, zero, zero, zero);
            for (var k = (last - 1L) * StripLayout.Width; k >= (long)nodes[n] * StripLayout.Width; k -= StripLayout.Width)
            {
                x = T.FusedMultiplyAdd(T.Load(e + k), x, T.Load(r + k) * T.Load(t + k));
                var gk = T.Load(g + k);
                var tk = gk * x;
                tk.Store(t + k);
                zt = T.FusedMultiplyAdd(tk, T.Load(z + k), zt);
                moment += sum;
                sharedMoment += sharedSum;
                var current = gk * (T.Load(p + k) - x);
                sum += current;
                sharedSum = T.FusedMultiplyAdd(T.Load(share + k), current, sharedSum);
            }

            var perRow = n + 1 < nodes.Length ? 1.0 / (last - nodes[n]) : 0;
            StoreSamples(sum, moment, perRow, sample + (long)n * columns);
            StoreSamples(sharedSum, sharedMoment, perRow, sharedSample + (long)n * columns);
        }

        x.Store(a.FirstBitVoltages + line);
        return T.Sum(zt);
    }

    /// <summary>The share of currents that belongs to a coarse row, and adds that of the next one, if it follows, to what is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreSamples(T sum, T moment, double perRow, double* target)
    {
        var lower = moment * T.Broadcast(perRow);
        (sum - lower).Store(target);
        if (perRow > 0)
            (T.Load(target + columns) + lower).Store(target + columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CloseStrip(int strip, int member)
    {
        var start = strip * layout.Stride;
        double* g = a.Cells + start, e = a.BitShares + start, r = a.BitResistances + start;
        double* u = a.WordVoltages + start, v = a.BitVoltages + start, t = a.Work + start;
        var source = a.CellSources == null ? null : a.CellSources + start;
        var line = strip * StripLayout.Width;
        var uniform = a.BitResistance;
        var last = (rows - 1) * (long)StripLayout.Width;
        var y = T.Broadcast(0);
        for (long k = 0; k <= last; k += StripLayout.Width)
        {
            var b = T.Load(g + k) * T.Load(u + k);
            if (source != null)
                b += T.Load(source + k);
            if (k == 0)
                b += T.Load(a.FarSenseSources + line);
            if (k == last)
                b += T.Load(a.SenseSources + line);
            y = T.Load(e + k) * (b + y);
            y.Store(v + k);
        }

        var x = T.Broadcast(0);
        for (var k = last; k >= 0; k -= StripLayout.Width)
        {
            x = T.FusedMultiplyAdd(T.Load(e + k), x, TSegments.At<T>(uniform, r, k) * T.Load(v + k));
            x.Store(v + k);
            var tk = T.Load(g + k) * x;
            if (source != null)
                tk -= T.Load(source + k);
            tk.Store(t + k);
        }
    }
}
