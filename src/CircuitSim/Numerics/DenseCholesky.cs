using System.Runtime.CompilerServices;

namespace CircuitSim.Numerics;

/// <summary>
/// LLᵀ of the first columns of a dense symmetric matrix, and what is left of the rest. Lower triangle, column-major, the
/// stride a multiple of eight; rows that only fill up are zero. What stands above the diagonal is overwritten.
/// </summary>
internal static unsafe class DenseCholesky<T>
    where T : unmanaged, ILanes<T>
{
    private const int Panel = 48, Narrow = 6;

    /// <summary>Replaces the first <paramref name="count"/> columns by those of L, and the rest by its Schur complement.</summary>
    /// <param name="size">Rows and columns of the matrix.</param>
    /// <param name="stride">From one column to the next.</param>
    public static void Eliminate(double* matrix, long stride, int size, int count)
    {
        for (var first = 0; first < count; first += Panel)
        {
            var end = Math.Min(first + Panel, count);
            // Columns of the panel: what earlier panels take from them, then one narrow group after the other.
            SubtractProduct(matrix, stride, first, size, first, end, 0, first);
            for (var group = first; group < end; group += Narrow)
            {
                var groupEnd = Math.Min(group + Narrow, end);
                SubtractProduct(matrix, stride, group, size, group, groupEnd, first, group);
                for (var column = group; column < groupEnd; column++)
                    FactorColumn(matrix, stride, size, group, column);
            }
        }

        SubtractProduct(matrix, stride, count, size, count, size, 0, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FactorColumn(double* matrix, long stride, int size, int group, int column)
    {
        var target = matrix + stride * column;
        var start = column & -T.Count;
        for (var k = group; k < column; k++)
        {
            var source = matrix + stride * k;
            var factor = T.Broadcast(-source[column]);
            for (var row = start; row < size; row += T.Count)
                T.FusedMultiplyAdd(factor, T.Load(source + row), T.Load(target + row)).Store(target + row);
        }

        var pivot = Math.Sqrt(target[column]);
        var scale = T.Broadcast(1 / pivot);
        for (var row = start; row < size; row += T.Count)
            (T.Load(target + row) * scale).Store(target + row);
        target[column] = pivot;
    }

    /// <summary>C −= A Bᵀ on and below the diagonal: C columns [columnFirst, columnEnd), A and B columns [first, end) of the same matrix.</summary>
    private static void SubtractProduct(double* matrix, long stride, int rowFirst, int size, int columnFirst, int columnEnd, int first, int end)
    {
        if (first == end)
            return;
        var rowEnd = (size + T.Count - 1) & -T.Count;
        // A block of rows of A stays in the cache while all columns pass by.
        const int RowBlock = 192;
        for (var blockFirst = rowFirst & -T.Count; blockFirst < rowEnd; blockFirst += RowBlock)
        {
            var blockEnd = Math.Min(blockFirst + RowBlock, rowEnd);
            var column = columnFirst;
            for (; column + Narrow <= columnEnd; column += Narrow)
            {
                var row = Math.Max(blockFirst, column & -T.Count);
                for (; row + LaneQuad<T>.Count <= blockEnd; row += LaneQuad<T>.Count)
                    SubtractSixColumns<LaneQuad<T>>(matrix + stride * column + row, matrix + row, matrix + column, stride, first, end);
                for (; row < blockEnd; row += T.Count)
                    SubtractSixColumns<T>(matrix + stride * column + row, matrix + row, matrix + column, stride, first, end);
            }

            for (; column < columnEnd; column++)
            {
                var row = Math.Max(blockFirst, column & -T.Count);
                for (; row + LaneQuad<T>.Count <= blockEnd; row += LaneQuad<T>.Count)
                    SubtractOneColumn<LaneQuad<T>>(matrix + stride * column + row, matrix + row, matrix + column, stride, first, end);
                for (; row < blockEnd; row += T.Count)
                    SubtractOneColumn<T>(matrix + stride * column + row, matrix + row, matrix + column, stride, first, end);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractSixColumns<G>(double* target, double* a, double* b, long stride, int first, int end)
        where G : unmanaged, ILanes<G>
    {
        var zero = G.Broadcast(0);
        var (c0, c1, c2, c3, c4, c5) = (zero, zero, zero, zero, zero, zero);
        for (var k = first * stride; k < end * stride; k += stride)
        {
            var ak = G.Load(a + k);
            c0 = G.FusedMultiplyAdd(ak, G.Broadcast(b[k]), c0);
            c1 = G.FusedMultiplyAdd(ak, G.Broadcast(b[k + 1]), c1);
            c2 = G.FusedMultiplyAdd(ak, G.Broadcast(b[k + 2]), c2);
            c3 = G.FusedMultiplyAdd(ak, G.Broadcast(b[k + 3]), c3);
            c4 = G.FusedMultiplyAdd(ak, G.Broadcast(b[k + 4]), c4);
            c5 = G.FusedMultiplyAdd(ak, G.Broadcast(b[k + 5]), c5);
        }

        (G.Load(target) - c0).Store(target);
        (G.Load(target + stride) - c1).Store(target + stride);
        (G.Load(target + 2 * stride) - c2).Store(target + 2 * stride);
        (G.Load(target + 3 * stride) - c3).Store(target + 3 * stride);
        (G.Load(target + 4 * stride) - c4).Store(target + 4 * stride);
        (G.Load(target + 5 * stride) - c5).Store(target + 5 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractOneColumn<G>(double* target, double* a, double* b, long stride, int first, int end)
        where G : unmanaged, ILanes<G>
    {
        var c = G.Broadcast(0);
        for (var k = first * stride; k < end * stride; k += stride)
            c = G.FusedMultiplyAdd(G.Load(a + k), G.Broadcast(b[k]), c);
        (G.Load(target) - c).Store(target);
    }
}
