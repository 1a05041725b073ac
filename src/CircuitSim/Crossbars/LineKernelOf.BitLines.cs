using System.Runtime.CompilerServices;
using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

// Bit lines: lane by lane, down a strip and back up.
internal sealed unsafe partial class LineKernelOf<T, TSegments>
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
    /// The same with p = z + P c + β p, P c being linear between the coarse rows; what the coarse grid wants of the bit lines
    /// (<see cref="ICoarseGrid.Samples"/>) is kept.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double StepBitLinesOverCoarse<G>(int strip, int column, int width)
        where G : unmanaged, ILanes<G>
    {
        var start = strip * layout.Stride + column;
        double* g = a.Cells + start, d = a.BitPivots + start, segments = a.BitSegments + start;
        double* p = a.Direction + start, z = a.Correction + start, t = a.Work + start;
        var line = strip * StripLayout.FullWidth + column;
        double* potential = coarse!.Potentials + line, sample = coarse.Samples + line;
        var nodes = coarse.RowNodes;
        var uniform = G.Broadcast(a.BitSegment);
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
                y = G.FusedMultiplyAdd(dk * TSegments.At(uniform, segments, k), y, G.Load(g + k) * pk * dk);
                y.Store(t + k);
            }
        }

        y.Store(a.LastBitVoltages + line);
        var x = G.Broadcast(0);
        var zt = G.Broadcast(0);
        for (var n = nodes.Length - 1; n >= 0; n--)
        {
            var last = n + 1 < nodes.Length ? nodes[n + 1] : rows;
            var flow = G.Broadcast(0);
            for (var k = (last - 1L) * width; k >= (long)nodes[n] * width; k -= width)
            {
                var below = x;
                var segment = TSegments.At(uniform, segments, k + width);
                x = G.FusedMultiplyAdd(G.Load(d + k) * segment, x, G.Load(t + k));
                if (TSegments.AreIndividual)
                    flow = G.FusedMultiplyAdd(segment, x - below, flow);
                var tk = G.Load(g + k) * x;
                tk.Store(t + k);
                zt = G.FusedMultiplyAdd(tk, G.Load(z + k), zt);
            }

            var isCurrent = TSegments.AreIndividual && n + 1 < nodes.Length;
            (isCurrent ? flow * G.Broadcast(1.0 / (last - nodes[n])) : x).Store(sample + (long)n * columns);
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
}
