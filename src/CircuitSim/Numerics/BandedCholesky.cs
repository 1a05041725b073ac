using System.Runtime.CompilerServices;

namespace CircuitSim.Numerics;

/// <summary>
/// LLᵀ of a symmetric positive definite matrix with a band, and its solutions. Column n holds rows n … n + bandwidth; what
/// lies behind it is zero, so that the lanes need no remainder.
/// </summary>
internal sealed unsafe class BandedCholesky<T>
    where T : unmanaged, ILanes<T>
{
    private readonly PinnedBuffer columns;
    private readonly long stride;

    public BandedCholesky(int size, int bandwidth)
    {
        (Size, Bandwidth) = (size, bandwidth);
        stride = (bandwidth + 2L * T.Count - 1) / T.Count * T.Count;
        columns = new PinnedBuffer(size * stride + T.Count);
    }

    public int Size { get; }

    public int Bandwidth { get; }

    /// <summary>Length that a right-hand side must have: its end is read, and must be zero.</summary>
    public long PaddedSize => Size + stride;

    public void Clear() => columns.Span.Clear();

    /// <summary>Adds to the entry (row, column), row ≥ column ≥ row − bandwidth.</summary>
    public void Add(int row, int column, double value) => columns.Pointer[column * stride + row - column] += value;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Factor()
    {
        for (var n = 0; n < Size; n++)
        {
            var l = columns.Pointer + n * stride;
            var pivot = Math.Sqrt(l[0]);
            var scale = T.Broadcast(1 / pivot);
            for (long k = 0; k < stride; k += T.Count)
                (T.Load(l + k) * scale).Store(l + k);
            l[0] = pivot;
            var last = Math.Min(Bandwidth, Size - 1 - n);
            for (var m = 1; m <= last; m++)
            {
                var (factor, target) = (T.Broadcast(-l[m]), n + m);
                Subtract(factor, l + m, columns.Pointer + target * stride, last - m + 1);
            }
        }
    }

    /// <summary>Solves in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve(double* x)
    {
        for (var n = 0; n < Size; n++)
        {
            var l = columns.Pointer + n * stride;
            x[n] /= l[0];
            Subtract(T.Broadcast(-x[n]), l + 1, x + n + 1, Bandwidth);
        }

        for (var n = Size - 1; n >= 0; n--)
        {
            var l = columns.Pointer + n * stride;
            var sum = T.Broadcast(0);
            for (var k = 0; k < Bandwidth; k += T.Count)
                sum = T.FusedMultiplyAdd(T.Load(l + 1 + k), T.Load(x + n + 1 + k), sum);
            x[n] = (x[n] - T.Sum(sum)) / l[0];
        }
    }

    /// <summary>target += factor · source, filled up with zeros of the source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Subtract(T factor, double* source, double* target, int count)
    {
        for (var k = 0; k < count; k += T.Count)
            T.FusedMultiplyAdd(factor, T.Load(source + k), T.Load(target + k)).Store(target + k);
    }
}
