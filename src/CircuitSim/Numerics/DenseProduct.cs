namespace CircuitSim.Numerics;

/// <summary>
/// C += A·B with either factor transposed, all matrices row-major. Each element of C is its own chain of sums: the products
/// are added to what C holds in the order of the depth, each rounded before it is added. Vectors run across the columns of C,
/// so their width, the blocking and the rows that a caller gives to a thread change no bit.
/// <para>A tile of 8 rows × 8 columns (4 × 8 where registers are few) stays in registers while a panel of B, 8 columns wide and
/// at most 256 deep, stays in the first cache. One product is one thread's work; callers share out blocks of rows.</para>
/// </summary>
public static unsafe class DenseProduct
{
    private const int Columns = 8, Depth = 256;

    /// <summary>C += A·B.</summary>
    /// <param name="a">[rows × depth].</param>
    /// <param name="b">[depth × columns].</param>
    /// <param name="c">[rows × columns].</param>
    /// <exception cref="InvalidParameterException">A matrix has another size.</exception>
    public static void Add(int rows, int depth, int columns, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c) =>
        Add(rows, depth, columns, a, depth, 1, b, columns, 1, c, columns);

    /// <summary>C += Aᵀ·B.</summary>
    /// <param name="a">[depth × rows].</param>
    /// <param name="b">[depth × columns].</param>
    /// <param name="c">[rows × columns].</param>
    /// <exception cref="InvalidParameterException">A matrix has another size.</exception>
    public static void AddLeftTransposed(int rows, int depth, int columns, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c) =>
        Add(rows, depth, columns, a, 1, rows, b, columns, 1, c, columns);

    /// <summary>C += A·Bᵀ.</summary>
    /// <param name="a">[rows × depth].</param>
    /// <param name="b">[columns × depth].</param>
    /// <param name="c">[rows × columns].</param>
    /// <exception cref="InvalidParameterException">A matrix has another size.</exception>
    public static void AddRightTransposed(int rows, int depth, int columns, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c) =>
        Add(rows, depth, columns, a, depth, 1, b, 1, depth, c, columns);

    /// <summary>C += A·B for parts of larger matrices: a stride is the distance from one row, step of the depth or column to the next.</summary>
    internal static void Add(
        int rows, int depth, int columns, ReadOnlySpan<double> a, int aRow, int aDepth, ReadOnlySpan<double> b, int bDepth, int bColumn, Span<double> c, int cRow)
    {
        RequireRoom(nameof(a), a.Length, rows, aRow, depth, aDepth);
        RequireRoom(nameof(b), b.Length, depth, bDepth, columns, bColumn);
        RequireRoom(nameof(c), c.Length, rows, cRow, columns, 1);
        if (rows == 0 || depth == 0 || columns == 0)
            return;
        fixed (double* pa = a, pb = b, pc = c)
        {
            if (Lanes512.IsSupported)
                Add<Lanes512>(rows, depth, columns, pa, aRow, aDepth, pb, bDepth, bColumn, pc, cRow);
            else if (Lanes256.IsSupported)
                Add<Lanes256>(rows, depth, columns, pa, aRow, aDepth, pb, bDepth, bColumn, pc, cRow);
            else
                Add<ScalarLanes>(rows, depth, columns, pa, aRow, aDepth, pb, bDepth, bColumn, pc, cRow);
        }
    }

    private static void Add<TLanes>(int rows, int depth, int columns, double* a, int aRow, int aDepth, double* b, int bDepth, int bColumn, double* c, int cRow)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var highest = typeof(TLanes) == typeof(Lanes512) ? 8 : 4;
        var packed = stackalloc double[Depth * Columns];
        var edge = stackalloc double[8 * Columns];
        for (var p = 0; p < depth; p += Depth)
        {
            var deep = Math.Min(Depth, depth - p);
            for (var j = 0; j < columns; j += Columns)
            {
                var wide = Math.Min(Columns, columns - j);
                var panel = b + (long)p * bDepth + (long)j * bColumn;
                var step = bDepth;
                if (bColumn != 1 || wide < Columns)
                {
                    Pack(panel, deep, bDepth, wide, bColumn, packed);
                    panel = packed;
                    step = Columns;
                }

                for (int i = 0, high; i < rows; i += high)
                {
                    high = rows - i >= highest ? highest : rows - i >= 4 ? 4 : 1;
                    double* from = a + (long)i * aRow + (long)p * aDepth, to = c + (long)i * cRow + j;
                    if (wide == Columns)
                    {
                        Tile<TLanes>(high, deep, from, aRow, aDepth, panel, step, to, cRow);
                        continue;
                    }

                    // A tile that reaches beyond C works on a copy.
                    Copy(to, cRow, edge, Columns, high, wide);
                    Tile<TLanes>(high, deep, from, aRow, aDepth, panel, step, edge, Columns);
                    Copy(edge, Columns, to, cRow, high, wide);
                }
            }
        }
    }

    private static void Tile<TLanes>(int high, int depth, double* a, int aRow, int aDepth, double* b, int bDepth, double* c, int cRow)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (high == 8)
            Eight<TLanes>(depth, a, aRow, aDepth, b, bDepth, c, cRow);
        else if (high == 4)
            Four<TLanes>(depth, a, aRow, aDepth, b, bDepth, c, cRow);
        else
            One<TLanes>(depth, a, aDepth, b, bDepth, c);
    }

    private static void Eight<TLanes>(int depth, double* a, int aRow, int aDepth, double* b, int bDepth, double* c, int cRow)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var a4 = a + 4L * aRow;
        var c4 = c + 4L * cRow;
        var (s0, s1, s2, s3) = (TLanes.Load(c), TLanes.Load(c + cRow), TLanes.Load(c + 2L * cRow), TLanes.Load(c + 3L * cRow));
        var (s4, s5, s6, s7) = (TLanes.Load(c4), TLanes.Load(c4 + cRow), TLanes.Load(c4 + 2L * cRow), TLanes.Load(c4 + 3L * cRow));
        for (var p = 0; p < depth; p++)
        {
            var x = TLanes.Load(b);
            s0 += TLanes.Broadcast(a[0]) * x;
            s1 += TLanes.Broadcast(a[aRow]) * x;
            s2 += TLanes.Broadcast(a[2L * aRow]) * x;
            s3 += TLanes.Broadcast(a[3L * aRow]) * x;
            s4 += TLanes.Broadcast(a4[0]) * x;
            s5 += TLanes.Broadcast(a4[aRow]) * x;
            s6 += TLanes.Broadcast(a4[2L * aRow]) * x;
            s7 += TLanes.Broadcast(a4[3L * aRow]) * x;
            a += aDepth;
            a4 += aDepth;
            b += bDepth;
        }

        s0.Store(c);
        s1.Store(c + cRow);
        s2.Store(c + 2L * cRow);
        s3.Store(c + 3L * cRow);
        s4.Store(c4);
        s5.Store(c4 + cRow);
        s6.Store(c4 + 2L * cRow);
        s7.Store(c4 + 3L * cRow);
    }

    private static void Four<TLanes>(int depth, double* a, int aRow, int aDepth, double* b, int bDepth, double* c, int cRow)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var (s0, s1, s2, s3) = (TLanes.Load(c), TLanes.Load(c + cRow), TLanes.Load(c + 2L * cRow), TLanes.Load(c + 3L * cRow));
        for (var p = 0; p < depth; p++)
        {
            var x = TLanes.Load(b);
            s0 += TLanes.Broadcast(a[0]) * x;
            s1 += TLanes.Broadcast(a[aRow]) * x;
            s2 += TLanes.Broadcast(a[2L * aRow]) * x;
            s3 += TLanes.Broadcast(a[3L * aRow]) * x;
            a += aDepth;
            b += bDepth;
        }

        s0.Store(c);
        s1.Store(c + cRow);
        s2.Store(c + 2L * cRow);
        s3.Store(c + 3L * cRow);
    }

    private static void One<TLanes>(int depth, double* a, int aDepth, double* b, int bDepth, double* c)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var sum = TLanes.Load(c);
        for (var p = 0; p < depth; p++, a += aDepth, b += bDepth)
            sum += TLanes.Broadcast(*a) * TLanes.Load(b);
        sum.Store(c);
    }

    private static void Pack(double* b, int depth, int bDepth, int wide, int bColumn, double* packed)
    {
        new Span<double>(packed, depth * Columns).Clear();
        for (var j = 0; j < wide; j++)
        {
            var column = b + (long)j * bColumn;
            for (var p = 0; p < depth; p++)
                packed[p * Columns + j] = column[(long)p * bDepth];
        }
    }

    private static void Copy(double* from, int fromRow, double* to, int toRow, int rows, int columns)
    {
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                to[(long)i * toRow + j] = from[(long)i * fromRow + j];
        }
    }

    private static void RequireRoom(string name, int length, int slow, int slowStride, int fast, int fastStride)
    {
        if (slow < 0 || fast < 0 || (slow > 0 && fast > 0 && (slow - 1L) * slowStride + (fast - 1L) * fastStride >= length))
            throw InvalidParameterException.WrongShape(name, FormattableString.Invariant($"[{length}]"), FormattableString.Invariant($"[{slow} × {fast}]"));
    }
}
