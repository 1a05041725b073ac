using System.Runtime.CompilerServices;
using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

// Bit lines: lane by lane, down a strip and back up.
internal sealed unsafe partial class LaneKernel<T, TSegments>
{
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

    private void ClearStrip(int strip, int member)
    {
        var (start, length) = (strip * layout.Stride, layout.PaddedRows * layout.Width(strip));
        new Span<double>(a.WordVoltages + start, length).Clear();
        new Span<double>(a.Direction + start, length).Clear();
        new Span<double>(a.Work + start, length).Clear();
    }

    private void StepStrip(int strip, int member)
    {
        var width = layout.Width(strip);
        // Differing segments over a coarse grid need more numbers at a time than four times eight lanes leave registers for.
        var fitsQuad = coarse is null || !TSegments.AreIndividual;
        if (width == LaneQuad<T>.Count && fitsQuad)
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
        coarse is null ? StepBitLines<G>(strip, column, width)
        : TSegments.AreIndividual ? StepDifferingBitLinesOverCoarse<G>(strip, column, width)
        : StepBitLinesOverCoarse<G>(strip, column, width);

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
    /// difference. It starts with the far sense input, 0 where that end is open; the last h is what the near one sees.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FactorBitLines<G>(int strip, int column, int width)
        where G : unmanaged, ILanes<G>
    {
        var start = strip * layout.Stride + column;
        double* g = a.Cells + start, d = a.BitPivots + start, segments = a.BitSegments + start;
        var uniform = G.Broadcast(a.BitSegment);
        var last = (rows - 1) * (long)width;
        var line = strip * StripLayout.FullWidth + column;
        var sum = G.Load(g);
        var h = sum + G.Load(a.FarSenses + line);
        for (long k = 0; k < last; k += width)
        {
            var next = TSegments.At(uniform, segments, k + width);
            var dk = G.ReciprocalOrZero(h + next);
            dk.Store(d + k);
            var below = G.Load(g + k + width);
            sum += below;
            h = G.FusedMultiplyAdd(next, h * dk, below);
        }

        var sense = G.Load(a.Senses + line);
        var dLast = G.ReciprocalOrZero(h + sense);
        dLast.Store(d + last);
        (sense * (h * dLast)).Store(a.ColumnPorts + line);
        sum.Store(a.ColumnSums + line);
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

        var line = strip * StripLayout.FullWidth + column;
        y.Store(a.LastBitVoltages + line);
        var x = G.Broadcast(0);
        var zt = G.Broadcast(0);
        for (var k = end - width; k >= 0; k -= width)
        {
            x = G.FusedMultiplyAdd(G.Load(d + k) * TSegments.At(uniform, segments, k + width), x, G.Load(t + k));
            var tk = G.Load(g + k) * x;
            tk.Store(t + k);
            zt = G.FusedMultiplyAdd(tk, G.Load(z + k), zt);
        }

        x.Store(a.FirstBitVoltages + line);
        return G.Sum(zt);
    }

    /// <summary>
    /// The same with p = z + P c + β p, P c being linear between the coarse rows; the bit lines' voltages there are kept
    /// (<see cref="ICoarseGrid.Samples"/>).
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

        x.Store(a.FirstBitVoltages + line);
        return G.Sum(zt);
    }

    /// <summary>
    /// The same where segments differ: between two coarse columns P c rises by its share at each crosspoint. What is kept are
    /// the cells' currents g (p − y), along each bit line times the coarse rows' hats: bottom-up, the sum of all sums of what
    /// lies further down gives each current as often as it is rows away from the upper coarse row.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double StepDifferingBitLinesOverCoarse<G>(int strip, int column, int width)
        where G : unmanaged, ILanes<G>
    {
        var start = strip * layout.Stride + column;
        double* g = a.Cells + start, d = a.BitPivots + start, segments = a.BitSegments + start;
        double* p = a.Direction + start, z = a.Correction + start, t = a.Work + start;
        var line = strip * StripLayout.FullWidth + column;
        double* potential = coarse!.Potentials + line, rise = coarse.Rises + line, share = coarse.Shares + start;
        double* sample = coarse.Samples + line, sharedSample = coarse.SharedSamples + line;
        var nodes = coarse.RowNodes;
        var β = G.Broadcast(this.β);
        var y = G.Broadcast(0);
        for (var n = 0; n < nodes.Length; n++, potential += columns, rise += columns)
        {
            var (c, r) = (G.Load(potential), G.Load(rise));
            var (last, slopeOfC, slopeOfR) = (rows, G.Broadcast(0), G.Broadcast(0));
            if (n + 1 < nodes.Length)
            {
                last = nodes[n + 1];
                var step = G.Broadcast(1.0 / (last - nodes[n]));
                (slopeOfC, slopeOfR) = ((G.Load(potential + columns) - c) * step, (G.Load(rise + columns) - r) * step);
            }

            for (var k = (long)nodes[n] * width; k < (long)last * width; k += width)
            {
                var pk = G.FusedMultiplyAdd(β, G.Load(p + k), G.Load(z + k)) + G.FusedMultiplyAdd(G.Load(share + k), r, c);
                pk.Store(p + k);
                c += slopeOfC;
                r += slopeOfR;
                var dk = G.Load(d + k);
                y = G.FusedMultiplyAdd(dk * G.Load(segments + k), y, G.Load(g + k) * pk * dk);
                y.Store(t + k);
            }
        }

        y.Store(a.LastBitVoltages + line);
        var x = G.Broadcast(0);
        var zt = G.Broadcast(0);
        for (var n = nodes.Length - 1; n >= 0; n--)
        {
            var last = n + 1 < nodes.Length ? nodes[n + 1] : rows;
            var zero = G.Broadcast(0);
            var (sum, moment, sharedSum, sharedMoment) = (zero, zero, zero, zero);
            for (var k = (last - 1L) * width; k >= (long)nodes[n] * width; k -= width)
            {
                x = G.FusedMultiplyAdd(G.Load(d + k) * G.Load(segments + k + width), x, G.Load(t + k));
                var gk = G.Load(g + k);
                var tk = gk * x;
                tk.Store(t + k);
                zt = G.FusedMultiplyAdd(tk, G.Load(z + k), zt);
                moment += sum;
                sharedMoment += sharedSum;
                var current = gk * (G.Load(p + k) - x);
                sum += current;
                sharedSum = G.FusedMultiplyAdd(G.Load(share + k), current, sharedSum);
            }

            var perRow = n + 1 < nodes.Length ? 1.0 / (last - nodes[n]) : 0;
            StoreSamples(sum, moment, perRow, sample + (long)n * columns);
            StoreSamples(sharedSum, sharedMoment, perRow, sharedSample + (long)n * columns);
        }

        x.Store(a.FirstBitVoltages + line);
        return G.Sum(zt);
    }

    /// <summary>The share of currents that belongs to a coarse row, and adds that of the next one, if it follows, to what is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreSamples<G>(G sum, G moment, double perRow, double* target)
        where G : unmanaged, ILanes<G>
    {
        var lower = moment * G.Broadcast(perRow);
        (sum - lower).Store(target);
        if (perRow > 0)
            (G.Load(target + columns) + lower).Store(target + columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CloseBitLines<G>(int strip, int column, int width)
        where G : unmanaged, ILanes<G>
    {
        var start = strip * layout.Stride + column;
        double* g = a.Cells + start, d = a.BitPivots + start, segments = a.BitSegments + start;
        double* u = a.WordVoltages + start, v = a.BitVoltages + start, t = a.Work + start;
        var source = a.CellSources == null ? null : a.CellSources + start;
        var line = strip * StripLayout.FullWidth + column;
        var uniform = G.Broadcast(a.BitSegment);
        var last = (rows - 1) * (long)width;
        var y = G.Broadcast(0);
        for (long k = 0; k <= last; k += width)
        {
            var b = G.Load(g + k) * G.Load(u + k);
            if (source != null)
                b += G.Load(source + k);
            if (k == 0)
                b += G.Load(a.FarSenseSources + line);
            if (k == last)
                b += G.Load(a.SenseSources + line);
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
}
