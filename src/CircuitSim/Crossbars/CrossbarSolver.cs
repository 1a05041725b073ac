using System.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>
/// Solves a linear read of an array: conductances and line voltages in, every node voltage and column current out.
/// <code>
///        u(i,j−1) ──Rw── u(i,j) ──Rw── u(i,j+1)       KCL on word lines:  R u − D v = b_u
///                          │ g(i,j)                    KCL on bit lines:   C v − D u = b_v
///        v(i−1,j) ──Rb── v(i,j) ──Rb── v(i+1,j)       D = diag(g)
/// </code>
/// R and C are families of chains: tridiagonal, with the cells' conductances on the diagonal. Eliminating v leaves
/// S u = b with S = R − D C⁻¹ D and b = b_u + D C⁻¹ b_v, symmetric positive definite, which conjugate gradients solve
/// with R as preconditioner (<see cref="LineIteration"/>), and where that is slow with a coarse grid besides
/// (<see cref="CoarseGrid{T}"/>). Shorts, cells that conduct better than their lines, are what breaks this: many of them, or
/// iterations that get no further or whose rounding is above the tolerance, call for elimination
/// (<see cref="DissectionSolver{T}"/>), which no range of conductances can harm. <see cref="MethodChoice"/> tells beforehand
/// where it can.
/// <para>
/// <b>No subtraction.</b> Chains are factored by sums and quotients of positive terms and substitutions only add, so currents keep 15 digits
/// however small the wire resistance is (docs/proofs.md, 3).
/// </para>
/// <para>
/// <b>Bound.</b> At the end v = C⁻¹ (D u + b_v) and û = R⁻¹ (b_u + D v), and |δI| ≤ max(Σ g (u − û)⁺, Σ g (û − u)⁺) whatever u
/// is, û and v being the last word; to this comes rounding, to first order (docs/proofs.md, 4). Elimination has a bound of
/// its own (docs/proofs.md, 6 and 7).
/// </para>
/// <para>
/// Cost: two passes over the array per iteration (<see cref="LaneKernel{T, TSegments}"/>), about N/λ iterations with the
/// decay length λ = 1/√(R_wire · g) cells. Memory: eight doubles per crosspoint, all allocated by the constructor. An
/// instance belongs to one thread at a time. Judged by a banded elimination in double-double arithmetic
/// (CrossbarBoundTests), by the general engine (CrossbarAgreementTests) and by the laws of resistive networks
/// (CrossbarPhysicsTests).
/// </para>
/// </summary>
public sealed unsafe partial class CrossbarSolver
{
    /// <summary>First guess of max(Σ g z⁺, Σ g z⁻) / √(Σg γ); 0.08 to 0.3 is found, and too low a guess costs one closing more.</summary>
    private const double FirstShare = 0.1;

    /// <summary>In this time an elimination is done, too.</summary>
    private const int MostIterationsBeforeElimination = 400;

    /// <summary>What has been found of the conductances at hand; new ones begin with their factors.</summary>
    [Flags]
    private enum Known
    {
        Nothing = 0,
        Factors = 1,
        Reach = 2,
        Elimination = 4,
        Effective = 8,
    }

    /// <summary>2⁻⁵³.</summary>
    private const double UnitRoundoff = 1.1102230246251565e-16;

    private readonly int rows, columns;
    private readonly CrossbarSolverOptions options;
    private readonly LineSystem a;
    private readonly LineKernel kernel;
    private readonly LineSources sources;
    private readonly LineReach reach;
    private readonly MethodChoice choice;
    private readonly LineIteration lines;
    private IDissectionSolver? dissection;
    private IEffectiveProduct? product;
    private double[]? wordLineVoltages, bitLineVoltages, effective, unit;
    private CrossbarMethod effectiveMethod;
    private double effectiveError;
    private readonly int mostIterations;
    private Known known;
    private bool isSolved;
    private double totalConductance, squares;

    /// <exception cref="InvalidParameterException">The wiring or an option is not valid.</exception>
    public CrossbarSolver(CrossbarWiring wiring, CrossbarSolverOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(wiring);
        Wiring = wiring.Validated();
        this.options = options ?? new CrossbarSolverOptions();
        InvalidParameterException.RequireNonNegative(this.options.Tolerance, "", "tolerance");
        (rows, columns) = (wiring.Rows, wiring.Columns);
        a = new LineSystem(wiring);
        kernel = LineKernel.For(a, this.options);
        choice = new MethodChoice(a, this.options.Method);
        (sources, reach) = (new LineSources(a), new LineReach(a));
        lines = new LineIteration(a, kernel);
        mostIterations = choice.MayEliminate ? MostIterationsBeforeElimination : 200 + 4 * (rows + columns);
    }

    public CrossbarWiring Wiring { get; }

    /// <summary>Voltages of the word-line nodes after a solve, [M × N] row-major [V]; copied when first asked for.</summary>
    public ReadOnlySpan<double> WordLineVoltages => Gathered(ref wordLineVoltages, areBitLines: false);

    /// <summary>Voltages of the bit-line nodes after a solve, [M × N] row-major [V]; copied when first asked for.</summary>
    public ReadOnlySpan<double> BitLineVoltages => Gathered(ref bitLineVoltages, areBitLines: true);

    /// <summary>Takes the conductances of the cells and factors every line.</summary>
    /// <param name="conductances">Cells, [M × N] row-major, at most 1e30 S; 0 is an open cell [S].</param>
    /// <exception cref="InvalidParameterException">Wrong shape, or a conductance that is negative, not finite or above 1e30 S.</exception>
    public void Factor(ReadOnlySpan<double> conductances)
    {
        if (conductances.Length != rows * columns)
            throw InvalidParameterException.WrongShape("conductances", $"[{conductances.Length}]", $"[{rows} × {columns}]");
        RequireConductances(conductances);
        a.Scatter(conductances, a.Cells);
        a.MarkAllStale();
        FactorStaleLines();
    }

    /// <summary>Changes one cell; the next solve factors the eight word lines and eight bit lines around it anew.</summary>
    /// <param name="conductance">Up to 1e30 S [S].</param>
    /// <exception cref="InvalidParameterException">The conductance is negative, not finite or above 1e30 S.</exception>
    public void Update(int row, int column, double conductance)
    {
        RequireFactored();
        RequireIndex(row, rows);
        RequireIndex(column, columns);
        a.Cells[a.Layout.Index(row, column)] = CrossbarRange.RequireConductance(conductance, row, column);
        a.StaleStrips[column / StripLayout.Width] = true;
        a.StaleBlocks[row / 8] = true;
    }

    /// <summary>Solves with the sensing nodes at ground.</summary>
    /// <param name="rowVoltages">Voltage of each word-line source, [M] [V].</param>
    /// <param name="columnCurrents">Current that leaves each bit line into its sensing node, from both ends where both are sensed, [N] [A].</param>
    /// <exception cref="ConvergenceException">The bound was not reached.</exception>
    public CrossbarOutcome Solve(ReadOnlySpan<double> rowVoltages, Span<double> columnCurrents)
    {
        RequireFactored();
        RequireLength(rowVoltages.Length, rows, "row voltages");
        RequireLength(columnCurrents.Length, columns, "column currents");
        foreach (var voltage in rowVoltages)
            CrossbarRange.RequireVoltage(voltage, "row voltage");

        sources.ConnectAll();
        FactorStaleLines();
        return SolveRead(rowVoltages, columnCurrents);
    }

    /// <summary>
    /// Solves with any line at any voltage or floating, as a write does. Which lines float may change from solve to solve;
    /// only lines for which it does are factored anew.
    /// </summary>
    /// <param name="wordLines">[M].</param>
    /// <param name="bitLines">What the sensing node of each bit line is held at, if it is, [N].</param>
    /// <param name="columnCurrents">Current that leaves each bit line into its sensing node, 0 for a floating one, [N] [A].</param>
    /// <exception cref="InvalidParameterException">Wrong lengths.</exception>
    /// <exception cref="SingularMatrixException">A floating line is tied to no voltage by cells that conduct.</exception>
    /// <exception cref="ConvergenceException">The bound was not reached.</exception>
    public CrossbarOutcome Solve(ReadOnlySpan<LineBias> wordLines, ReadOnlySpan<LineBias> bitLines, Span<double> columnCurrents)
    {
        RequireFactored();
        RequireLength(columnCurrents.Length, columns, "column currents");
        Connect(wordLines, bitLines);
        sources.Apply(wordLines, bitLines);
        return SolveCurrents(columnCurrents);
    }

    /// <summary>
    /// Solves with one sensing node at 1 V and everything else at ground; the currents that then leave through the word
    /// lines are, by reciprocity, the conductances from every row to that column.
    /// </summary>
    /// <param name="column">The bit line whose sensing node is driven.</param>
    /// <param name="rowConductances">Effective conductance from each row to the column, [M] [S].</param>
    /// <exception cref="ConvergenceException">The bound was not reached.</exception>
    public CrossbarOutcome SolveAdjoint(int column, Span<double> rowConductances)
    {
        RequireFactored();
        RequireLength(rowConductances.Length, rows, "row conductances");
        RequireIndex(column, columns);
        sources.ConnectAll();
        FactorStaleLines();
        return SolveTransposed(column, rowConductances);
    }

    private void Connect(ReadOnlySpan<LineBias> wordLines, ReadOnlySpan<LineBias> bitLines)
    {
        sources.Connect(wordLines, bitLines);
        FactorStaleLines();
        if (Knows(Known.Reach) || !sources.AnyFloats)
            return;
        reach.RequireVoltages();
        known |= Known.Reach;
    }

    private CrossbarOutcome SolveRead(ReadOnlySpan<double> rowVoltages, Span<double> columnCurrents)
    {
        sources.Read(rowVoltages);
        return SolveCurrents(columnCurrents);
    }

    private CrossbarOutcome SolveCurrents(Span<double> columnCurrents)
    {
        sources.BiasLinearCells();
        var outcome = SolveVoltages();
        for (var j = 0; j < columns; j++)
            columnCurrents[j] = lines.BitCurrents[j];
        return Checked(outcome);
    }

    private CrossbarOutcome SolveTransposed(int column, Span<double> rowConductances)
    {
        sources.DriveBitLine(column);
        sources.BiasLinearCells();
        var outcome = SolveVoltages();
        for (var i = 0; i < rows; i++)
            rowConductances[i] = outcome.Method == CrossbarMethod.Dissection ? dissection!.Currents[i] : RowCurrent(i);
        return Checked(outcome);
    }

    private void FactorStaleLines()
    {
        if (!a.StaleStrips.AsSpan().Contains(true) && !a.StaleBlocks.AsSpan().Contains(true))
            return;
        kernel.Factor(a.StaleStrips, a.StaleBlocks);
        Array.Clear(a.StaleStrips);
        Array.Clear(a.StaleBlocks);
        (totalConductance, squares) = (0, 0);
        for (var i = 0; i < rows; i++)
        {
            totalConductance += a.RowSums[i];
            squares += a.RowSquares[i];
        }

        known = Known.Factors;
        choice.Choose(totalConductance);
        lines.Use(choice);
    }

    private CrossbarOutcome Checked(CrossbarOutcome outcome)
    {
        GC.KeepAlive(this);
        return outcome.Converged
            ? outcome
            : throw ConvergenceException.NotReached(
                "array solver", outcome.Iterations, outcome.CurrentErrorBound, options.Tolerance, null,
                choice.MayEliminate
                    ? "Sources that cancel in every current leave none to be right about: solve for them one by one."
                    : $"Cells or wires of very different conductance cost this method's digits: choose dissection, or leave the choice to the solver, which eliminates up to {MethodChoice.MostCellsOfElimination} cells.");
    }

    private ReadOnlySpan<double> Gathered(ref double[]? matrix, bool areBitLines)
    {
        if (matrix is null)
        {
            matrix = new double[rows * columns];
            a.GatherVoltages(areBitLines ? a.BitVoltages : a.WordVoltages, areBitLines, matrix);
            // Rounding may carry a node beyond what drives it by a bit, which a threshold would see.
            var (lowest, highest) = sources.Hull;
            foreach (ref var voltage in matrix.AsSpan())
                voltage = Math.Clamp(voltage, lowest, highest);
        }

        return matrix;
    }

    private bool Knows(Known what) => (known & what) != 0;

    private void RequireFactored()
    {
        if (!Knows(Known.Factors))
            throw new InvalidOperationException("Factor must be called first.");
    }

    private static void RequireIndex(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
    }

    private void RequireLength(int actual, int expected, string what)
    {
        if (actual != expected)
            throw InvalidParameterException.WrongShape(what, $"[{actual}]", $"[{expected}], for an array of {rows} × {columns}");
    }

    private void RequireConductances(ReadOnlySpan<double> conductances)
    {
        // Many at a time; the comparisons are false for NaN, too.
        var k = 0;
        for (; k <= conductances.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            var g = new Vector<double>(conductances[k..]);
            if (!Vector.GreaterThanOrEqualAll(g, Vector<double>.Zero) || !Vector.LessThanOrEqualAll(g, new Vector<double>(CrossbarRange.GreatestConductance)))
                break;
        }

        for (; k < conductances.Length; k++)
        {
            // The division of every index would be felt.
            if (!(conductances[k] >= 0 && conductances[k] <= CrossbarRange.GreatestConductance))
                CrossbarRange.RequireConductance(conductances[k], k / columns, k % columns);
        }
    }
}
