using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>
/// What lines alone are slow at: potentials that change over many cells, u and v together. They are made of hats about one
/// decay length apart. A hat falls linearly from line to line, and along its line as the resistance to its node grows, as a
/// voltage does that takes the least power. With c the hats' heights, u = P c. Next to no current flows through any cell
/// then, so the devices drop out of A = Pᵀ L_w P + Qᵀ L_b Q, L the wires with their ends and v = Q c the like of P on the bit
/// lines: it is factored once for a geometry. The preconditioner becomes R⁻¹ + 0.9 P A⁻¹ Pᵀ and the iterations stay at about 20
/// however large or resistive the array is.
/// <para>
/// The residual itself is formed only at the start; from then on, with q = Pᵀ r, q ← q − α Pᵀ S p.
/// </para>
/// </summary>
internal abstract unsafe class CoarseGrid<T> : ICoarseGrid
    where T : unmanaged, ILanes<T>
{
    /// <summary>Share of A⁻¹ in the preconditioner: lines see something of the same potentials, and all of it would be too much.</summary>
    private const double Weight = 0.9;

    private readonly double[] wordSeries, bitSeries, left;
    private readonly BandedCholesky<T> cholesky;
    private readonly bool isRowMajor;
    private readonly List<PinnedBuffer> buffers = [];
    private readonly double* q, c;

    protected CoarseGrid(LineSystem system, int rowSpacing, int columnSpacing)
    {
        A = system;
        Rows = new CoarseAxis(A.Layout.Rows, rowSpacing);
        Columns = new CoarseAxis(A.Layout.Columns, columnSpacing);
        wordSeries = Columns.SeriesConductances(A.Layout.Rows, A.WordSegmentBefore);
        bitSeries = Rows.SeriesConductances(A.Layout.Columns, (j, i) => A.BitSegmentBefore(i, j));
        left = new double[A.Layout.Rows];
        isRowMajor = Columns.Count <= Rows.Count;
        cholesky = new BandedCholesky<T>(Rows.Count * Columns.Count, Math.Min(Rows.Count, Columns.Count) + 1);
        q = Allocate(cholesky.Size);
        c = Allocate(cholesky.PaddedSize);
        Image = Allocate(cholesky.Size);
        Potentials = AllocateRows();
        Samples = AllocateRows();
        Refactor();
    }

    public ReadOnlySpan<int> RowNodes => Rows.Nodes;

    public double* Potentials { get; }

    public double* Samples { get; }

    public virtual double* Rises => null;

    public virtual double* Shares => null;

    public virtual double* SharedSamples => null;

    public double Energy { get; private set; }

    protected LineSystem A { get; }

    protected CoarseAxis Rows { get; }

    protected CoarseAxis Columns { get; }

    /// <summary>Pᵀ S p, [coarse nodes] [A].</summary>
    protected double* Image { get; }

    public void Refactor()
    {
        cholesky.Clear();
        Assemble();
        cholesky.Factor();
    }

    public double Begin()
    {
        new Span<double>(Image, cholesky.Size).Clear();
        SumResidual();
        for (var n = 0; n < cholesky.Size; n++)
            q[n] = Image[n];
        SolveAndExpand();
        return Energy;
    }

    public double Restrict()
    {
        new Span<double>(Image, cholesky.Size).Clear();
        SumBitLines();
        SumWordLines();
        return Dot(c, Image);
    }

    public double Advance(double α)
    {
        for (var n = 0; n < cholesky.Size; n++)
            q[n] -= α * Image[n];
        SolveAndExpand();
        return Dot(c, Image);
    }

    /// <summary>Image += Pᵀ r, r being in <see cref="LineSystem.Work"/>.</summary>
    protected abstract void SumResidual();

    /// <summary>Image += what the samples tell of the bit lines.</summary>
    protected abstract void SumBitLines();

    /// <summary><see cref="Potentials"/> and what belongs to them for the heights in <see cref="Height"/>.</summary>
    protected abstract void Expand();

    protected double Height(int row, int column) => c[Number(row, column)];

    protected double* Allocate(long length)
    {
        var buffer = new PinnedBuffer(length);
        buffers.Add(buffer);
        return buffer.Pointer;
    }

    /// <summary>[coarse rows × padded columns].</summary>
    protected double* AllocateRows() => Allocate((long)Rows.Count * A.Layout.PaddedColumns);

    protected void Clear(double* coarseRows) => new Span<double>(coarseRows, Rows.Count * A.Layout.PaddedColumns).Clear();

    /// <summary>
    /// Sums along the bit lines, weighted with the rows' hats, of residuals times weights in strips; of the residuals
    /// themselves where these are null, [coarse rows × padded columns].
    /// </summary>
    protected void SumResidualAlongBitLines(double* weights, double* sums)
    {
        Clear(sums);
        for (var strip = 0; strip < A.Layout.Strips; strip++)
        {
            for (var i = 0; i < A.Layout.Rows; i++)
            {
                var (node, next) = Rows.At(i);
                var (here, below) = (T.Broadcast(1 - next), T.Broadcast(next));
                var sum = sums + (long)node * A.Layout.PaddedColumns + strip * StripLayout.Width;
                var sumBelow = next > 0 ? sum + A.Layout.PaddedColumns : null;
                var place = strip * A.Layout.Stride + (long)i * StripLayout.Width;
                var r = T.Load(A.Work + place);
                if (weights != null)
                    r *= T.Load(weights + place);
                T.FusedMultiplyAdd(here, r, T.Load(sum)).Store(sum);
                if (sumBelow != null)
                    T.FusedMultiplyAdd(below, r, T.Load(sumBelow)).Store(sumBelow);
            }
        }
    }

    /// <summary>Adds to a coarse row what column j's hats there get, those at and after it.</summary>
    protected void AddToColumns(int row, int node, double value, double nextValue)
    {
        Image[Number(row, node)] += value;
        if (node + 1 < Columns.Count)
            Image[Number(row, node + 1)] += nextValue;
    }

    /// <summary>
    /// Image += Pᵀ L_w p. Along a word line every hat takes the least power, so that L_w P is 0 but at the coarse columns, and p
    /// there is all that is wanted. It is taken column by column: down a strip the processor sees what comes next.
    /// </summary>
    private void SumWordLines()
    {
        for (var column = 0; column < Columns.Count; column++)
        {
            for (var row = 0; row < Rows.Count; row++)
                SumBetween(row, column);
        }

        for (var i = 0; i < A.Layout.Rows; i++)
        {
            var ((row, next), current) = (Rows.At(i), A.FarEnds[i] * left[i]);
            AddToRows(row, Columns.Count - 1, current, next * current);
        }
    }

    /// <summary>The word lines from a coarse row up to the next one: what reaches a coarse column from the one to its left, or the first from the near ends.</summary>
    private void SumBetween(int row, int column)
    {
        var j = Columns.Nodes[column];
        var p = A.Direction + A.Layout.Index(0, j);
        var (first, last) = (Rows.Nodes[row], row + 1 < Rows.Count ? Rows.Nodes[row + 1] : A.Layout.Rows);
        var (sum, moment, perRow) = (0.0, 0.0, 1.0 / (last - first));
        for (var i = first; i < last; i++)
        {
            var here = p[i * (long)StripLayout.Width];
            var current = column == 0 ? A.NearEnds[i] * here : wordSeries[i * (Columns.Count - 1) + column - 1] * (here - left[i]);
            left[i] = here;
            sum += current;
            moment += (i - first) * perRow * current;
        }

        AddToRows(row, column, sum, moment);
        if (column > 0)
            AddToRows(row, column - 1, -sum, -moment);
    }

    /// <summary>Adds to a coarse column what the rows' hats get of currents: all of them, and the share of the next coarse row.</summary>
    private void AddToRows(int node, int column, double sum, double nextShare)
    {
        Image[Number(node, column)] += sum - nextShare;
        if (node + 1 < Rows.Count)
            Image[Number(node + 1, column)] += nextShare;
    }

    private void SolveAndExpand()
    {
        for (var n = 0; n < cholesky.Size; n++)
            c[n] = q[n];
        cholesky.Solve(c);
        Energy = Dot(c, q);
        Expand();
    }

    private void Assemble()
    {
        var (word, bit) = (Columns.Links(Rows, wordSeries), Rows.Links(Columns, bitSeries));
        var (near, far) = (Rows.Mass(i => A.NearEnds[i]), Rows.Mass(i => A.FarEnds[i]));
        var (sense, farSense) = (Columns.Mass(j => A.Senses[j]), Columns.Mass(j => A.FarSenses[j]));
        for (var row = 0; row < Rows.Count; row++)
        {
            for (var column = 0; column < Columns.Count; column++)
            {
                // The node itself, and of each pair of neighbours one half.
                foreach (var (rowStep, columnStep) in new[] { (0, 0), (0, 1), (1, -1), (1, 0), (1, 1) })
                {
                    var other = column + columnStep;
                    if (row + rowStep >= Rows.Count || other < 0 || other >= Columns.Count)
                        continue;
                    var (first, offset) = (Math.Min(column, other), Math.Abs(columnStep));
                    var value = CoarseAxis.Stiffness(word, row, rowStep, first, offset) + CoarseAxis.Stiffness(bit, first, offset, row, rowStep);
                    if (column == 0 && other == 0)
                        value += near[row, rowStep];
                    if (column == Columns.Count - 1 && other == column)
                        value += far[row, rowStep];
                    if (row == 0 && rowStep == 0)
                        value += farSense[first, offset];
                    if (row == Rows.Count - 1 && rowStep == 0)
                        value += sense[first, offset];
                    var (n, m) = (Number(row, column), Number(row + rowStep, other));
                    cholesky.Add(Math.Max(n, m), Math.Min(n, m), value / Weight);
                }
            }
        }
    }

    private int Number(int row, int column) => isRowMajor ? row * Columns.Count + column : column * Rows.Count + row;

    private double Dot(double* x, double* y)
    {
        double sum = 0;
        for (var n = 0; n < cholesky.Size; n++)
            sum += x[n] * y[n];
        return sum;
    }
}
