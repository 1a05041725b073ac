using System.Runtime.CompilerServices;

namespace CircuitSim.Numerics;

/// <summary>
/// Takes the first nodes out of a dense network, each star becoming a mesh: node k with conductances a_ik to the others leaves
/// a_ij + a_ik a_jk / d_k, d_k = Σ a_ik over the nodes i that are left (Grassmann, Taksar and Heyman, 1985). This is LLᵀ of
/// the conductance matrix, l_ik = a_ik / √d_k, but its diagonal is never formed: every number is a sum of positive ones and
/// right to a few ulps of itself, whatever the range of conductances (O'Cinneide, 1993; Alfa, Xue and Ye, 2002). Grounds
/// are nodes like others, never taken out.
/// <para>
/// Lower triangle, column-major, the stride a multiple of eight; rows that only fill up are zero. What stands on and above
/// the diagonal is overwritten.
/// </para>
/// </summary>
internal static unsafe class DenseStarMesh<T>
    where T : unmanaged, ILanes<T>
{
    private const int Panel = 48, Narrow = 6;

    /// <summary>
    /// Replaces the first <paramref name="count"/> columns by those of L, with 1/√d_k on the diagonal (0 for a node that nothing
    /// is tied to), and the rest by the conductances between the nodes that are left.
    /// </summary>
    /// <param name="matrix">Conductances between nodes [S].</param>
    /// <param name="size">Number of nodes.</param>
    /// <param name="stride">From one column to the next.</param>
    public static void Eliminate(double* matrix, long stride, int size, int count)
    {
        for (var first = 0; first < count; first += Panel)
        {
            var end = Math.Min(first + Panel, count);
            // Columns of the panel: what earlier panels add to them, then one narrow group after the other.
            AddProduct(matrix, stride, first, size, first, end, 0, first);
            for (var group = first; group < end; group += Narrow)
            {
                var groupEnd = Math.Min(group + Narrow, end);
                AddProduct(matrix, stride, group, size, group, groupEnd, first, group);
                for (var column = group; column < groupEnd; column++)
                    FactorColumn(matrix, stride, size, group, column);
            }
        }

        AddProduct(matrix, stride, count, size, count, size, 0, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FactorColumn(double* matrix, long stride, int size, int group, int column)
    {
        var target = matrix + stride * column;
        var start = column & -T.Count;
        for (var k = group; k < column; k++)
        {
            var source = matrix + stride * k;
            var factor = T.Broadcast(source[column]);
            for (var row = start; row < size; row += T.Count)
                T.FusedMultiplyAdd(factor, T.Load(source + row), T.Load(target + row)).Store(target + row);
        }

        new Span<double>(target + start, column + 1 - start).Clear();
        var pivot = Sum(target + start, size - start);
        var root = pivot > 0 ? 1 / Math.Sqrt(pivot) : 0;
        var scale = T.Broadcast(root);
        for (var row = start; row < size; row += T.Count)
            (T.Load(target + row) * scale).Store(target + row);
        target[column] = root;
    }

    /// <summary>Eight sums, each with what its roundings lost (Knuth's two-sum), so that long columns lose no more than short ones.</summary>
    private static double Sum(double* values, int count)
    {
        var (sum, lost) = (T.Broadcast(0), T.Broadcast(0));
        for (var k = 0; k < count; k += T.Count)
        {
            var a = T.Load(values + k);
            var next = sum + a;
            var added = next - sum;
            lost += (sum - (next - added)) + (a - added);
            sum = next;
        }

        return T.Sum(sum) + T.Sum(lost);
    }

    /// <summary>C += A Bᵀ on and below the diagonal: C columns [columnFirst, columnEnd), A and B columns [first, end) of the same matrix.</summary>
    private static void AddProduct(double* matrix, long stride, int rowFirst, int size, int columnFirst, int columnEnd, int first, int end)
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
                    AddSixColumns<LaneQuad<T>>(matrix + stride * column + row, matrix + row, matrix + column, stride, first, end);
                for (; row < blockEnd; row += T.Count)
                    AddSixColumns<T>(matrix + stride * column + row, matrix + row, matrix + column, stride, first, end);
            }

            for (; column < columnEnd; column++)
            {
                var row = Math.Max(blockFirst, column & -T.Count);
                for (; row + LaneQuad<T>.Count <= blockEnd; row += LaneQuad<T>.Count)
                    AddOneColumn<LaneQuad<T>>(matrix + stride * column + row, matrix + row, matrix + column, stride, first, end);
                for (; row < blockEnd; row += T.Count)
                    AddOneColumn<T>(matrix + stride * column + row, matrix + row, matrix + column, stride, first, end);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSixColumns<G>(double* target, double* a, double* b, long stride, int first, int end)
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

        (G.Load(target) + c0).Store(target);
        (G.Load(target + stride) + c1).Store(target + stride);
        (G.Load(target + 2 * stride) + c2).Store(target + 2 * stride);
        (G.Load(target + 3 * stride) + c3).Store(target + 3 * stride);
        (G.Load(target + 4 * stride) + c4).Store(target + 4 * stride);
        (G.Load(target + 5 * stride) + c5).Store(target + 5 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOneColumn<G>(double* target, double* a, double* b, long stride, int first, int end)
        where G : unmanaged, ILanes<G>
    {
        var c = G.Broadcast(0);
        for (var k = first * stride; k < end * stride; k += stride)
            c = G.FusedMultiplyAdd(G.Load(a + k), G.Broadcast(b[k]), c);
        (G.Load(target) + c).Store(target);
    }
}
