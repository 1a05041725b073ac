using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>
/// The coarse grid of wires whose segments differ. Along word line i the hat of the coarse column before crosspoint j has
/// fallen by the share f(i, j) of the resistance to the next one that lies before j; linear hats would take the arithmetic
/// mean of the conductances where the current finds the harmonic one, and need 1.2 times the iterations where segments
/// differ by ten and twice where they differ by a hundred. P being another on each word line, all cells' currents
/// D (p − y) are summed: Pᵀ S p = Pᵀ (L_w p + D (p − y)), y = C⁻¹ D p.
/// </summary>
internal sealed unsafe class IndividualCoarseGrid<T> : CoarseGrid<T>
    where T : unmanaged, ILanes<T>
{
    public IndividualCoarseGrid(LineSystem system, int rowSpacing, int columnSpacing)
        : base(system, rowSpacing, columnSpacing)
    {
        Rises = AllocateRows();
        SharedSamples = AllocateRows();
        Shares = Allocate(system.Layout.Length);
        for (var i = 0; i < system.Layout.Rows; i++)
            FindShares(i);
    }

    public override double* Rises { get; }

    public override double* Shares { get; }

    public override double* SharedSamples { get; }

    protected override void SumResidual()
    {
        SumResidualAlongBitLines(null, Samples);
        SumResidualAlongBitLines(Shares, SharedSamples);
        SumBitLines();
    }

    protected override void SumBitLines()
    {
        for (var row = 0; row < Rows.Count; row++)
        {
            var first = (long)row * A.Layout.PaddedColumns;
            for (var j = 0; j < A.Layout.Columns; j++)
                AddToColumns(row, Columns.At(j).Node, Samples[first + j] - SharedSamples[first + j], SharedSamples[first + j]);
        }
    }

    protected override void Expand()
    {
        for (var row = 0; row < Rows.Count; row++)
        {
            var first = (long)row * A.Layout.PaddedColumns;
            for (var j = 0; j < A.Layout.Columns; j++)
            {
                var node = Columns.At(j).Node;
                var here = Height(row, node);
                Potentials[first + j] = here;
                Rises[first + j] = node + 1 < Columns.Count ? Height(row, node + 1) - here : 0;
            }
        }
    }

    private void FindShares(int i)
    {
        for (var n = 0; n + 1 < Columns.Count; n++)
        {
            var (first, last) = (Columns.Nodes[n], Columns.Nodes[n + 1]);
            double resistance = 0;
            for (var j = first + 1; j <= last; j++)
            {
                resistance += 1 / A.WordSegmentBefore(i, j);
                Shares[A.Layout.Index(i, j)] = resistance;
            }

            for (var j = first + 1; j < last; j++)
                Shares[A.Layout.Index(i, j)] /= resistance;
            // A coarse column belongs to what follows it, the last one to what precedes it.
            Shares[A.Layout.Index(i, last)] = n + 2 < Columns.Count ? 0 : 1;
        }
    }
}
