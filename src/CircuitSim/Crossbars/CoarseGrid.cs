using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>
/// What lines alone are slow at: potentials that change over many cells, u and v together. On the space u = v = P c of
/// bilinear hats about one decay length apart no current flows through any cell, so the devices drop
/// out of A = Pᵀ (L_w + L_b) P, L the wires with their ends: it is factored once for a geometry. The preconditioner becomes
/// R⁻¹ + P A⁻¹ Pᵀ and the iterations stay below 20 however large or resistive the array is.
/// <para>
/// The residual itself is never formed. With q = Pᵀ r: q ← q − α Pᵀ S p, and since KCL holds on the bit lines,
/// Pᵀ S p = Pᵀ (L_w p + L_b y), y = C⁻¹ D p. A hat's slope is the same between two kinks, so all that is wanted is the sum of
/// the segments' currents there: in uniform wires p at coarse columns and y at coarse rows tell it.
/// </para>
/// </summary>
internal sealed unsafe class CoarseGrid<T> : ICoarseGrid
    where T : unmanaged, ILanes<T>
{
    private readonly LineSystem a;
    private readonly CoarseAxis rows, columns;
    private readonly BandedCholesky<T> cholesky;
    private readonly bool isRowMajor;
    private readonly List<PinnedBuffer> buffers = [];
    private readonly double* q, c, image;

    public CoarseGrid(LineSystem system, int rowSpacing, int columnSpacing)
    {
        a = system;
        rows = new CoarseAxis(a.Layout.Rows, rowSpacing);
        columns = new CoarseAxis(a.Layout.Columns, columnSpacing);
        isRowMajor = columns.Count <= rows.Count;
        cholesky = new BandedCholesky<T>(rows.Count * columns.Count, Math.Min(rows.Count, columns.Count) + 1);
        q = Allocate(cholesky.Size);
        c = Allocate(cholesky.PaddedSize);
        image = Allocate(cholesky.Size);
        Potentials = Allocate((long)rows.Count * a.Layout.PaddedColumns);
        Samples = Allocate((long)rows.Count * a.Layout.PaddedColumns);
        Refactor();
    }

    public ReadOnlySpan<int> RowNodes => rows.Nodes;

    public double* Potentials { get; }

    public double* Samples { get; }

    public double Energy { get; private set; }

    public void Refactor()
    {
        cholesky.Clear();
        Assemble();
        cholesky.Factor();
    }

    public void Reset()
    {
        var length = rows.Count * a.Layout.PaddedColumns;
        new Span<double>(Potentials, length).Clear();
        new Span<double>(Samples, length).Clear();
    }

    public void AddBitVoltages()
    {
        for (var node = 0; node < rows.Count; node++)
        {
            for (var j = 0; j < a.Layout.Columns; j++)
            {
                Samples[(long)node * a.Layout.PaddedColumns + j] += a.HasUniformSegments || node == rows.Count - 1
                    ? a.BitVoltages[a.Layout.Index(rows.Nodes[node], j)]
                    : BitCurrent(j, rows.Nodes[node], rows.Nodes[node + 1]);
            }
        }
    }

    /// <summary>Mean current of a bit line's segments between two crosspoints, towards the last [A].</summary>
    private double BitCurrent(int j, int first, int last)
    {
        double sum = 0;
        for (var i = first + 1; i <= last; i++)
            sum += a.BitSegmentBefore(i, j) * (a.BitVoltages[a.Layout.Index(i - 1, j)] - a.BitVoltages[a.Layout.Index(i, j)]);
        return sum / (last - first);
    }

    public double Begin(double* u)
    {
        // r = b_u + b_v − L_w u − L_b v, for v = C⁻¹ (D u + b_v).
        Apply(u);
        for (var n = 0; n < cholesky.Size; n++)
            q[n] = -image[n];
        for (var i = 0; i < a.Layout.Rows; i++)
        {
            var (node, next) = rows.At(i);
            AddToRows(q, node, next, 0, a.NearSources[i]);
            AddToRows(q, node, next, columns.Count - 1, a.FarSources[i]);
        }

        for (var j = 0; j < a.Layout.Columns; j++)
        {
            var (node, next) = columns.At(j);
            AddToColumns(q, rows.Count - 1, node, next, a.SenseSources[j]);
        }

        SolveAndExpand();
        return Energy;
    }

    public double Restrict()
    {
        Apply(a.Direction);
        return Dot(c, image);
    }

    public double Advance(double α)
    {
        for (var n = 0; n < cholesky.Size; n++)
            q[n] -= α * image[n];
        SolveAndExpand();
        return Dot(c, image);
    }

    /// <summary>image = Pᵀ (L_w u + L_b y), y being the samples.</summary>
    private void Apply(double* u)
    {
        new Span<double>(image, cholesky.Size).Clear();
        for (var node = 0; node < rows.Count; node++)
        {
            var y = Samples + (long)node * a.Layout.PaddedColumns;
            for (var j = 0; j < a.Layout.Columns; j++)
            {
                var (column, next) = columns.At(j);
                if (node == rows.Count - 1)
                {
                    AddToColumns(image, node, column, next, a.Senses[j] * y[j]);
                    continue;
                }

                var current = a.HasUniformSegments
                    ? a.BitSegment / (rows.Nodes[node + 1] - rows.Nodes[node]) * (y[j] - y[j + a.Layout.PaddedColumns])
                    : y[j];
                AddToColumns(image, node, column, next, current);
                AddToColumns(image, node + 1, column, next, -current);
            }
        }

        for (var i = 0; i < a.Layout.Rows; i++)
        {
            var (row, next) = rows.At(i);
            AddToRows(image, row, next, 0, a.NearEnds[i] * u[a.Layout.Index(i, 0)]);
            if (a.HasUniformSegments)
            {
                for (var node = 1; node < columns.Count; node++)
                {
                    var (first, last) = (columns.Nodes[node - 1], columns.Nodes[node]);
                    AddWordCurrent(row, next, node, a.WordSegment / (last - first) * (u[a.Layout.Index(i, last)] - u[a.Layout.Index(i, first)]));
                }
            }
            else
                ApplyWordLine(u, i, row, next);

            AddToRows(image, row, next, columns.Count - 1, a.FarEnds[i] * u[a.Layout.Index(i, a.Layout.Columns - 1)]);
        }
    }

    /// <summary>The currents of a word line whose segments differ, strip by strip.</summary>
    private void ApplyWordLine(double* u, int i, int row, double next)
    {
        var segments = a.WordSegments + (i & ~7) * (long)a.Layout.PaddedColumns + (i & 7);
        var (node, sum, before) = (1, 0.0, u[a.Layout.Index(i, 0)]);
        for (var strip = 0; strip < a.Layout.Strips; strip++)
        {
            var first = strip * StripLayout.FullWidth;
            var end = Math.Min(first + StripLayout.FullWidth, a.Layout.Columns);
            var values = u + a.Layout.Index(i, first);
            for (var j = first; j < end; j++)
            {
                var here = values[j - first];
                sum += segments[8L * j] * (here - before);
                before = here;
                if (node >= columns.Count || j < columns.Nodes[node])
                    continue;
                AddWordCurrent(row, next, node, sum / (columns.Nodes[node] - columns.Nodes[node - 1]));
                (sum, node) = (0, node + 1);
            }
        }
    }

    /// <summary>Adds the mean current of the segments from the coarse column before this node, towards that column [A].</summary>
    private void AddWordCurrent(int row, double next, int node, double current)
    {
        AddToRows(image, row, next, node, current);
        AddToRows(image, row, next, node - 1, -current);
    }

    private double* Allocate(long length)
    {
        var buffer = new PinnedBuffer(length);
        buffers.Add(buffer);
        return buffer.Pointer;
    }

    private void SolveAndExpand()
    {
        for (var n = 0; n < cholesky.Size; n++)
            c[n] = q[n];
        cholesky.Solve(c);
        Energy = Dot(c, q);
        for (var node = 0; node < rows.Count; node++)
        {
            var target = Potentials + (long)node * a.Layout.PaddedColumns;
            for (var j = 0; j < a.Layout.Columns; j++)
            {
                var (column, next) = columns.At(j);
                var here = c[Number(node, column)];
                target[j] = next == 0 ? here : here + next * (c[Number(node, column + 1)] - here);
            }
        }
    }

    private void Assemble()
    {
        var word = columns.Links(rows, a.WordSegmentBefore);
        var bit = rows.Links(columns, (j, i) => a.BitSegmentBefore(i, j));
        var (near, far, sense) = (rows.Mass(i => a.NearEnds[i]), rows.Mass(i => a.FarEnds[i]), columns.Mass(j => a.Senses[j]));
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < columns.Count; column++)
            {
                // The node itself, and of each pair of neighbours one half.
                foreach (var (rowStep, columnStep) in new[] { (0, 0), (0, 1), (1, -1), (1, 0), (1, 1) })
                {
                    var other = column + columnStep;
                    if (row + rowStep >= rows.Count || other < 0 || other >= columns.Count)
                        continue;
                    var (first, offset) = (Math.Min(column, other), Math.Abs(columnStep));
                    var value = CoarseAxis.Stiffness(word, row, rowStep, first, offset) + CoarseAxis.Stiffness(bit, first, offset, row, rowStep);
                    if (column == 0 && other == 0)
                        value += near[row, rowStep];
                    if (column == columns.Count - 1 && other == column)
                        value += far[row, rowStep];
                    if (row == rows.Count - 1 && rowStep == 0)
                        value += sense[first, offset];
                    var (n, m) = (Number(row, column), Number(row + rowStep, other));
                    cholesky.Add(Math.Max(n, m), Math.Min(n, m), value);
                }
            }
        }
    }

    private int Number(int row, int column) => isRowMajor ? row * columns.Count + column : column * rows.Count + row;

    private void AddToRows(double* target, int node, double next, int column, double value)
    {
        target[Number(node, column)] += (1 - next) * value;
        if (next > 0)
            target[Number(node + 1, column)] += next * value;
    }

    private void AddToColumns(double* target, int row, int node, double next, double value)
    {
        target[Number(row, node)] += (1 - next) * value;
        if (next > 0)
            target[Number(row, node + 1)] += next * value;
    }

    private double Dot(double* x, double* y)
    {
        double sum = 0;
        for (var n = 0; n < cholesky.Size; n++)
            sum += x[n] * y[n];
        return sum;
    }
}
