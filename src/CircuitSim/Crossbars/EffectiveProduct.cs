using System.Runtime.CompilerServices;
using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>
/// Column currents of many inputs from the effective conductances, four inputs by 32 columns at a time. Every current is one
/// sum over the rows in their order, so neither the number of threads nor the batch changes a bit of it.
/// </summary>
internal sealed unsafe class EffectiveProduct<T> : IEffectiveProduct
    where T : unmanaged, ILanes<T>
{
    private const int InputsPerBlock = 4;

    private readonly int rows, columns, stride;
    private readonly PinnedBuffer matrix;
    private readonly PinnedBuffer[] scratch;
    private readonly BlockTeam team;
    private readonly Action<int, int> multiplyBlock;
    private double* voltages, currents;
    private int count;

    public EffectiveProduct(int rows, int columns, BlockTeam team)
    {
        (this.rows, this.columns, this.team) = (rows, columns, team);
        stride = (columns + LaneQuad<T>.Count - 1) / LaneQuad<T>.Count * LaneQuad<T>.Count;
        matrix = new PinnedBuffer((long)rows * stride);
        scratch = [.. Enumerable.Range(0, team.Size).Select(_ => new PinnedBuffer(InputsPerBlock * LaneQuad<T>.Count))];
        multiplyBlock = MultiplyBlock;
    }

    public double LargestColumnSum { get; private set; }

    public void Take(ReadOnlySpan<double> effective)
    {
        LargestColumnSum = 0;
        for (var i = 0; i < rows; i++)
            effective.Slice(i * columns, columns).CopyTo(new Span<double>(matrix.Pointer + (long)i * stride, columns));
        for (var j = 0; j < columns; j++)
        {
            double sum = 0;
            for (var i = 0; i < rows; i++)
                sum += matrix.Pointer[(long)i * stride + j];
            LargestColumnSum = Math.Max(LargestColumnSum, sum);
        }
    }

    public void Multiply(ReadOnlySpan<double> rowVoltages, Span<double> columnCurrents)
    {
        count = rowVoltages.Length / rows;
        fixed (double* v = rowVoltages, c = columnCurrents)
        {
            voltages = v;
            currents = c;
            team.Run((count + InputsPerBlock - 1) / InputsPerBlock, multiplyBlock);
        }
    }

    private void MultiplyBlock(int block, int member)
    {
        var first = block * InputsPerBlock;
        var used = Math.Min(InputsPerBlock, count - first);
        var target = scratch[member].Pointer;
        for (var column = 0; column < columns; column += LaneQuad<T>.Count)
        {
            MultiplyTile(matrix.Pointer + column, voltages + (long)first * rows, used, target);
            for (var n = 0; n < used; n++)
            {
                var width = Math.Min(LaneQuad<T>.Count, columns - column);
                new ReadOnlySpan<double>(target + n * LaneQuad<T>.Count, width).CopyTo(new Span<double>(currents + (long)(first + n) * columns + column, width));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyTile(double* g, double* v, int used, double* target)
    {
        var zero = LaneQuad<T>.Broadcast(0);
        var (c0, c1, c2, c3) = (zero, zero, zero, zero);
        // Inputs that only fill up repeat the last one.
        double* v1 = v + (used > 1 ? rows : 0), v2 = used > 2 ? v1 + rows : v1, v3 = used > 3 ? v2 + rows : v2;
        for (var i = 0; i < rows; i++, g += stride)
        {
            var gi = LaneQuad<T>.Load(g);
            c0 = LaneQuad<T>.FusedMultiplyAdd(LaneQuad<T>.Broadcast(v[i]), gi, c0);
            c1 = LaneQuad<T>.FusedMultiplyAdd(LaneQuad<T>.Broadcast(v1[i]), gi, c1);
            c2 = LaneQuad<T>.FusedMultiplyAdd(LaneQuad<T>.Broadcast(v2[i]), gi, c2);
            c3 = LaneQuad<T>.FusedMultiplyAdd(LaneQuad<T>.Broadcast(v3[i]), gi, c3);
        }

        c0.Store(target);
        c1.Store(target + LaneQuad<T>.Count);
        c2.Store(target + 2 * LaneQuad<T>.Count);
        c3.Store(target + 3 * LaneQuad<T>.Count);
    }
}
