namespace CircuitSim.Crossbars;

/// <summary>
/// Foretells how many iterations an array needs and picks the method. Without a coarse grid they follow the slowest potential
/// that lines do not see, a quarter wave along both directions: about 7 + 1.9 L/λ with 2/L² = 1/M² + 1/N² (64² to 2048², 0.1
/// to 50 Ω, thin arrays included). Each cell that conducts better than the lines around it, a short, costs one or two more.
/// </summary>
internal sealed unsafe class MethodChoice
{
    /// <summary>Above this, a coarse grid pays; a little later where segments differ, because every cell's current must be summed.</summary>
    private const double MostIterationsOfLines = 25, MostIterationsOfDifferingLines = 30;

    /// <summary>Where segments differ, what a finer grid would follow is their own scatter, not the potential's.</summary>
    private const double SpacingInDecayLengths = 0.7, SpacingOfDifferingSegments = 1.2;

    /// <summary>Conductance of a short over what a line shows at one of its nodes, 2 √(wire · cell) [1].</summary>
    private const double ShortRatio = 10;

    /// <summary>Above this, elimination is faster, and surer.</summary>
    private const int MostShortsOfLines = 150;

    /// <summary>Cells above which nothing is eliminated unless it is asked for: the factors would take 2 GB.</summary>
    public const int MostCellsOfElimination = 1 << 22;

    private const double UnitRoundoff = 1.1102230246251565e-16;

    /// <summary>Inputs for which the terminals' conductances are eliminated in less time than that of their solves (64² to 1024², 785 × 33).</summary>
    private const int FewestInputsOfElimination = 24;

    private readonly LineSystem a;
    private readonly CrossbarMethod wanted;
    private readonly int rows, columns;

    public MethodChoice(LineSystem system, CrossbarMethod wanted)
    {
        (a, this.wanted) = (system, wanted);
        (rows, columns) = (a.Layout.Rows, a.Layout.Columns);
    }

    /// <summary>The method for single solves; never <see cref="CrossbarMethod.Automatic"/>.</summary>
    public CrossbarMethod Method { get; private set; }

    /// <summary>Crosspoints between two nodes of the coarse grid, if it is the method.</summary>
    public (int Rows, int Columns) Spacing { get; private set; }

    /// <summary>Whether a solve that does not end otherwise may eliminate.</summary>
    public bool MayEliminate => wanted == CrossbarMethod.Dissection || (wanted == CrossbarMethod.Automatic && (long)rows * columns <= MostCellsOfElimination);

    /// <param name="total">Σ g [S].</param>
    public void Choose(double total)
    {
        Method = wanted == CrossbarMethod.Automatic ? CrossbarMethod.Lines : wanted;
        if (Method is CrossbarMethod.Dissection || wanted is CrossbarMethod.Lines || total == 0)
            return;
        var (shorts, rest) = CountShorts(total);
        if (wanted == CrossbarMethod.Automatic && shorts > MostShortsOfLines && MayEliminate)
        {
            Method = CrossbarMethod.Dissection;
            return;
        }

        var mean = rest / ((double)rows * columns);
        var (rowLength, columnLength) = (Math.Sqrt(a.TypicalBitSegment / mean), Math.Sqrt(a.TypicalWordSegment / mean));
        var ratio = Math.Sqrt(2 / (Square(rowLength / rows) + Square(columnLength / columns)));
        if (wanted == CrossbarMethod.Automatic && 7 + 1.9 * ratio <= (a.HasUniformSegments ? MostIterationsOfLines : MostIterationsOfDifferingLines))
            return;
        Method = CrossbarMethod.CoarseCorrection;
        var spacing = a.HasUniformSegments ? SpacingInDecayLengths : SpacingOfDifferingSegments;
        Spacing = (Kept(Spacing.Rows, Nearest(spacing * rowLength, rows)), Kept(Spacing.Columns, Nearest(spacing * columnLength, columns)));
    }

    /// <summary>A spacing within √2 of the one wanted is as good, and need not be factored anew.</summary>
    private static int Kept(int present, int wanted) =>
        present * 1.42 >= wanted && present <= wanted * 1.42 ? present : wanted;

    /// <summary>About what an elimination changes conductances by: the roundings along a branch of its tree, 12 a node.</summary>
    public double EliminationChange => 60 * UnitRoundoff * Math.Max(rows, columns);

    /// <summary>Whether the terminals' conductances are found by elimination, which is faster at every shape.</summary>
    public bool EliminatesTerminals(double total) =>
        wanted == CrossbarMethod.Dissection || (wanted == CrossbarMethod.Automatic && total > 0);

    /// <summary>Whether so many inputs are solved sooner by the effective conductances than one by one.</summary>
    public bool UsesEffective(int inputs, double total) =>
        inputs >= (EliminatesTerminals(total) ? FewestInputsOfElimination : Math.Min(rows, columns));

    /// <summary>Number of shorts, and Σ g of the other cells; all cells' where there can be none.</summary>
    private (int Shorts, double OtherCells) CountShorts(double total)
    {
        var cells = (double)rows * columns;
        var wire = Math.Min(a.TypicalWordSegment, a.TypicalBitSegment);
        var least = 2 * ShortRatio * Math.Sqrt(wire * total / cells);
        if (new ReadOnlySpan<double>(a.RowPeaks, rows).IndexOfAnyExceptInRange(0, least) < 0)
            return (0, total);
        // Shorts hide themselves in the mean that they are measured by: a few rounds find them.
        var (shorts, rest) = (0, total);
        for (var round = 0; round < 4; round++)
        {
            least = 2 * ShortRatio * Math.Sqrt(wire * rest / cells);
            var (count, sum) = (0, 0.0);
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    var g = a.Cells[a.Layout.Index(i, j)];
                    if (g > least)
                        count++;
                    else
                        sum += g;
                }
            }

            if (count == shorts || sum == 0)
                return (count, sum == 0 ? rest : sum);
            (shorts, rest) = (count, sum);
        }

        return (shorts, rest);
    }

    /// <summary>A spacing in steps of √2, so that devices that change a little keep the grid.</summary>
    private static int Nearest(double spacing, int length) =>
        (int)Math.Clamp(Math.Round(Math.Pow(2, Math.Round(2 * Math.Log2(spacing)) / 2)), Math.Min(4, Math.Max(1, length - 1)), Math.Max(1, length - 1));

    private static double Square(double x) => x * x;
}
