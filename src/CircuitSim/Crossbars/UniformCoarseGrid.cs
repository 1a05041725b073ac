using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>
/// The coarse grid of wires whose segments are all alike: hats are linear both ways and P = Q. Since Kirchhoff's current law
/// holds on the bit lines, Pᵀ S p = Pᵀ (L_w p + L_b y) with y = C⁻¹ D p; a hat's slope is the same between two coarse rows, so
/// y there is all that is wanted of the bit lines.
/// </summary>
internal sealed unsafe class UniformCoarseGrid<T> : CoarseGrid<T>
    where T : unmanaged, ILanes<T>
{
    public UniformCoarseGrid(LineSystem system, int rowSpacing, int columnSpacing)
        : base(system, rowSpacing, columnSpacing)
    {
    }

    protected override void SumResidual()
    {
        SumResidualAlongBitLines(null, Samples);
        for (var row = 0; row < Rows.Count; row++)
        {
            for (var j = 0; j < A.Layout.Columns; j++)
                AddToColumns(row, j, Samples[(long)row * A.Layout.PaddedColumns + j]);
        }
    }

    protected override void SumBitLines()
    {
        for (var row = 0; row < Rows.Count; row++)
        {
            var y = Samples + (long)row * A.Layout.PaddedColumns;
            var isLast = row == Rows.Count - 1;
            var link = isLast ? 0 : 1 / (A.BitResistance * (Rows.Nodes[row + 1] - Rows.Nodes[row]));
            for (var j = 0; j < A.Layout.Columns; j++)
            {
                if (row == 0)
                    AddToColumns(row, j, A.FarSenses[j] * y[j]);
                if (isLast)
                {
                    AddToColumns(row, j, A.Senses[j] * y[j]);
                    continue;
                }

                var current = link * (y[j] - y[j + A.Layout.PaddedColumns]);
                AddToColumns(row, j, current);
                AddToColumns(row + 1, j, -current);
            }
        }
    }

    protected override void Expand()
    {
        for (var row = 0; row < Rows.Count; row++)
        {
            var target = Potentials + (long)row * A.Layout.PaddedColumns;
            for (var j = 0; j < A.Layout.Columns; j++)
            {
                var (column, next) = Columns.At(j);
                var here = Height(row, column);
                target[j] = next == 0 ? here : here + next * (Height(row, column + 1) - here);
            }
        }
    }

    private void AddToColumns(int row, int j, double value)
    {
        var (node, next) = Columns.At(j);
        AddToColumns(row, node, (1 - next) * value, next * value);
    }
}
