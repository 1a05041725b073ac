using CircuitSim.Numerics;

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
/// with R as preconditioner. With z = R⁻¹ (b − S u) and t = D C⁻¹ D p, identities of conjugate gradients save the
/// residual, every stencil and one sum: pᵀS p = zᵀS p = γ − z·t, and γ' = α z'·t.
/// <para>
/// <b>No subtraction.</b> The pivots of a chain are built from the conductance to ground seen so far (Grassmann, Taksar
/// and Heyman, 1985), a sum of positive terms, and the substitutions only add; so currents keep 15 digits however small
/// the wire resistance is, where elimination on the assembled matrix loses R_cell/R_wire of them.
/// </para>
/// <para>
/// <b>Bound.</b> At the end v = C⁻¹ (D u + b_v) and û = R⁻¹ (b_u + D v): of all of Kirchhoff's laws only those of the bit
/// lines are missed, by D (u − û). A port current is off by the sum of these times the potentials of its adjoint problem
/// (that port at 1 V, all others at ground), which lie in [0, 1]; so |δI| ≤ Σ g |u − û|, whatever u is, û and v
/// being the last word. To it comes rounding: a chain solve gives the exact answer for conductances changed by a few units
/// in the last place per node passed. Changing all conductances by a fraction δ moves a current by at most
/// δ Σ |i_b| |Δa_b| ≤ δ √(P Y) (Tellegen, then Cauchy and Schwarz), P the power that the sources deliver and Y the conductance
/// of the port; P and Y are bounded by Dirichlet's principle, and δ is stated as (M + N) 2⁻⁵², far above what is seen.
/// </para>
/// <para>
/// Cost: two passes over the array per iteration (<see cref="LineKernelOf{T, TSegments}"/>), about N/λ iterations with the
/// decay length λ = 1/√(R_wire · g) cells. Memory: eight doubles per crosspoint, all allocated by the constructor. An
/// instance belongs to one thread at a time. Judged by a banded elimination in double-double arithmetic
/// (CrossbarBoundTests), by the general engine (CrossbarAgreementTests) and by the laws of resistive networks
/// (CrossbarPhysicsTests).
/// </para>
/// </summary>
public sealed unsafe class CrossbarSolver
{
    /// <summary>First guess of Σ g|z| / √(Σg γ).</summary>
    private const double FirstShare = 0.3;

    /// <summary>2⁻⁵².</summary>
    private const double UnitRoundoff = 2.220446049250313e-16;

    private readonly int rows, columns;
    private readonly CrossbarSolverOptions options;
    private readonly LineSystem a;
    private readonly LineKernel kernel;
    private readonly bool[] stripIsStale, blockIsStale;
    private readonly double[] currents;
    private double[]? wordLineVoltages, bitLineVoltages;
    private readonly int mostIterations;
    private bool isFactored, isSolved;
    private int drivenColumn;
    private double totalConductance, largestPort, power, β;

    /// <exception cref="InvalidParameterException">The wiring or an option is not valid.</exception>
    public CrossbarSolver(CrossbarWiring wiring, CrossbarSolverOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(wiring);
        Wiring = wiring.Validated();
        this.options = options ?? new CrossbarSolverOptions();
        InvalidParameterException.RequireNonNegative(this.options.Tolerance, "", "tolerance");
        (rows, columns) = (wiring.Rows, wiring.Columns);
        a = new LineSystem(wiring);
        kernel = KernelFor(a, this.options);
        (stripIsStale, blockIsStale) = (new bool[a.Layout.Strips], new bool[a.Layout.PaddedRows / 8]);
        currents = new double[columns];
        mostIterations = 200 + 4 * (rows + columns);
    }

    public CrossbarWiring Wiring { get; }

    /// <summary>Voltages of the word-line nodes after a solve, [M × N] row-major [V]; copied when first asked for.</summary>
    public ReadOnlySpan<double> WordLineVoltages => Gathered(ref wordLineVoltages, a.WordVoltages);

    /// <summary>Voltages of the bit-line nodes after a solve, [M × N] row-major [V]; copied when first asked for.</summary>
    public ReadOnlySpan<double> BitLineVoltages => Gathered(ref bitLineVoltages, a.BitVoltages);

    /// <summary>Takes the conductances of the cells and factors every line.</summary>
    /// <param name="conductances">Cells, [M × N] row-major, finite; 0 is an open cell [S].</param>
    /// <exception cref="InvalidParameterException">Wrong shape, or a conductance that is negative or not finite.</exception>
    public void Factor(ReadOnlySpan<double> conductances)
    {
        if (conductances.Length != rows * columns)
            throw InvalidParameterException.WrongShape("conductances", $"[{conductances.Length}]", $"[{rows} × {columns}]");
        for (var k = 0; k < conductances.Length; k++)
        {
            // Also false for NaN.
            if (!(conductances[k] >= 0 && conductances[k] <= double.MaxValue))
                throw NotAConductance(k / columns, k % columns, conductances[k]);
        }

        a.Scatter(conductances, a.Cells);
        Array.Fill(stripIsStale, true);
        Array.Fill(blockIsStale, true);
        FactorStaleLines();
    }

    /// <summary>Changes one cell; the next solve factors the eight word lines and 32 bit lines around it anew.</summary>
    /// <param name="conductance">Finite and not negative [S].</param>
    /// <exception cref="InvalidParameterException">The conductance is negative or not finite.</exception>
    public void Update(int row, int column, double conductance)
    {
        RequireFactored();
        RequireIndex(row, rows);
        RequireIndex(column, columns);
        if (!(conductance >= 0 && conductance <= double.MaxValue))
            throw NotAConductance(row, column, conductance);
        a.Cells[a.Layout.Index(row, column)] = conductance;
        stripIsStale[column / StripLayout.FullWidth] = true;
        blockIsStale[row / 8] = true;
    }

    /// <summary>Solves with the sensing nodes at ground.</summary>
    /// <param name="rowVoltages">Voltage of each word-line source, [M] [V].</param>
    /// <param name="columnCurrents">Current that leaves each bit line into its sensing node, [N] [A].</param>
    /// <exception cref="ConvergenceException">The bound was not reached.</exception>
    public CrossbarOutcome Solve(ReadOnlySpan<double> rowVoltages, Span<double> columnCurrents)
    {
        RequireFactored();
        RequireLength(rowVoltages.Length, rows, "row voltages");
        RequireLength(columnCurrents.Length, columns, "column currents");
        foreach (var voltage in rowVoltages)
            InvalidParameterException.RequireFinite(voltage, "V", "row voltage");

        FactorStaleLines();
        DriveWordLines(rowVoltages);
        var outcome = SolveVoltages();
        for (var j = 0; j < columns; j++)
            columnCurrents[j] = currents[j];
        return Checked(outcome);
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

        FactorStaleLines();
        DriveBitLine(column);
        var outcome = SolveVoltages();
        for (var i = 0; i < rows; i++)
            rowConductances[i] = RowCurrent(i);
        return Checked(outcome);
    }

    private void FactorStaleLines()
    {
        if (!blockIsStale.AsSpan().Contains(true))
            return;
        kernel.Factor(stripIsStale, blockIsStale);
        Array.Clear(stripIsStale);
        Array.Clear(blockIsStale);
        totalConductance = 0;
        for (var i = 0; i < rows; i++)
            totalConductance += a.RowSums[i];
        isFactored = true;
    }

    private void DriveWordLines(ReadOnlySpan<double> rowVoltages)
    {
        drivenColumn = -1;
        new Span<double>(a.SenseSources, columns).Clear();
        for (var i = 0; i < rows; i++)
        {
            a.NearSources[i] = a.NearEnds[i] * rowVoltages[i];
            a.FarSources[i] = a.FarEnds[i] * rowVoltages[i];
        }

        largestPort = 0;
        for (var j = 0; j < columns; j++)
            largestPort = Math.Max(largestPort, a.ColumnPorts[j]);
        power = 0;
        for (var i = 0; i < rows; i++)
            power += rowVoltages[i] * rowVoltages[i] * RowPort(i);
    }

    private void DriveBitLine(int column)
    {
        drivenColumn = column;
        new Span<double>(a.NearSources, rows).Clear();
        new Span<double>(a.FarSources, rows).Clear();
        new Span<double>(a.SenseSources, columns).Clear();
        a.SenseSources[column] = a.Senses[column];
        power = a.ColumnPorts[column];
        largestPort = 0;
        for (var i = 0; i < rows; i++)
            largestPort = Math.Max(largestPort, RowPort(i));
    }

    /// <summary>The conductance that a word line's source sees is at most that with all cells grounded, or all of the line.</summary>
    private double RowPort(int i) => Math.Min(a.NearEnds[i] + a.FarEnds[i], a.RowSums[i]);

    private CrossbarOutcome SolveVoltages()
    {
        (wordLineVoltages, bitLineVoltages) = (null, null);
        var γ = options.StartsWarm && isSolved ? 0 : StartFromZero();
        isSolved = true;
        var (iterations, best) = (0, double.PositiveInfinity);
        // Σ g|z| ≤ √(Σg · γ), since γ = zᵀR z ≥ Σ g z²; how much smaller it is, the first closing tells.
        var share = FirstShare;
        while (true)
        {
            while (γ > 0 && iterations < mostIterations && share * Math.Sqrt(totalConductance * γ) > Goal() * LargestCurrent())
            {
                γ = Iterate(γ);
                iterations++;
            }

            var missing = Close();
            var (largest, goal) = (LargestCurrent(), Goal());
            var hasStalled = missing > 0.5 * best || iterations >= mostIterations;
            if (missing <= goal * largest || hasStalled)
            {
                a.ExchangeWorkAndWordVoltages();
                var rounding = Rounding();
                var bound = largest > 0 ? missing / largest : missing;
                return new CrossbarOutcome(CrossbarMethod.Lines, iterations, bound + rounding, bound <= Math.Max(goal, rounding));
            }

            var limit = Math.Sqrt(totalConductance * γ);
            if (missing <= limit)
                share = missing / limit;
            else
            {
                // Rounding has carried z away from R⁻¹ (b − S u).
                γ = Restart();
                iterations++;
                best = missing;
            }
        }
    }

    /// <summary>What the iteration may leave of the tolerance, or all that rounding lets it reach.</summary>
    private double Goal() => Math.Max(options.Tolerance - Rounding(), Rounding() / 8);

    /// <summary>The bound's second term, relative to the largest current.</summary>
    private double Rounding()
    {
        var largest = LargestCurrent();
        return largest > 0 ? (rows + columns) * UnitRoundoff * Math.Sqrt(power * largestPort) / largest : 0;
    }

    private double StartFromZero()
    {
        var length = checked((int)a.Layout.Length);
        new Span<double>(a.WordVoltages, length).Clear();
        new Span<double>(a.Direction, length).Clear();
        Array.Clear(currents);
        if (drivenColumn < 0)
            new Span<double>(a.Work, length).Clear();
        else
            kernel.CloseBitLines();
        kernel.AddSources();
        β = 0;
        return kernel.StartWordLines();
    }

    /// <summary>One step of conjugate gradients: γ = zᵀ R z before and after it.</summary>
    private double Iterate(double γ)
    {
        var energy = γ - kernel.StepBitLines(β);
        if (!(energy > 0))
            return 0;
        var α = γ / energy;
        for (var j = 0; j < columns; j++)
            currents[j] += α * a.Senses[j] * a.LastBitVoltages[j];
        var next = α * kernel.StepWordLines(α);
        β = next / γ;
        return next;
    }

    /// <summary>v and û for the u at hand; returns Σ g |û − u|.</summary>
    private double Close()
    {
        kernel.CloseBitLines();
        for (var j = 0; j < columns; j++)
            currents[j] = a.Senses[j] * a.BitVoltages[a.Layout.Index(rows - 1, j)];
        kernel.AddSources();
        return kernel.CloseWordLines();
    }

    /// <summary>u = û, a step of Gauss and Seidel, whose residual D C⁻¹ D (û − u) needs no stencil; begins anew from there.</summary>
    private double Restart()
    {
        double* u = a.WordVoltages, z = a.Correction, û = a.Work;
        for (long k = 0; k < a.Layout.Length; k++)
            z[k] = û[k] - u[k];
        a.ExchangeWorkAndWordVoltages();
        kernel.StepBitLines(0);
        β = 0;
        return kernel.StartWordLines();
    }

    /// <summary>The largest port current of the present iterate [A].</summary>
    private double LargestCurrent()
    {
        double largest = 0;
        if (drivenColumn < 0)
        {
            foreach (var current in currents)
                largest = Math.Max(largest, Math.Abs(current));
        }
        else
        {
            for (var i = 0; i < rows; i++)
                largest = Math.Max(largest, Math.Abs(RowCurrent(i)));
        }

        return largest;
    }

    /// <summary>Current from word line i into its sources, which are at ground [A].</summary>
    private double RowCurrent(int i) =>
        a.NearEnds[i] * a.WordVoltages[a.Layout.Index(i, 0)] + a.FarEnds[i] * a.WordVoltages[a.Layout.Index(i, columns - 1)];

    private CrossbarOutcome Checked(CrossbarOutcome outcome)
    {
        GC.KeepAlive(this);
        return outcome.Converged
            ? outcome
            : throw ConvergenceException.NotReached(
                "array solver", outcome.Iterations, outcome.CurrentErrorBound, options.Tolerance, null,
                "Cells that are nearly shorts slow this solver down; solve the array's netlist on the built-in engine instead.");
    }

    private ReadOnlySpan<double> Gathered(ref double[]? matrix, double* strips)
    {
        if (matrix is null)
        {
            matrix = new double[rows * columns];
            a.Gather(strips, matrix);
        }

        return matrix;
    }

    private void RequireFactored()
    {
        if (!isFactored)
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

    private static InvalidParameterException NotAConductance(int row, int column, double conductance) =>
        InvalidParameterException.OutOfRange($"conductance of cell ({row}, {column})", conductance, "S", "finite and not negative");

    private static LineKernel KernelFor(LineSystem system, CrossbarSolverOptions options)
    {
        var team = new BlockTeam(options.Threads);
        var widest = Lanes512.IsSupported ? SimdWidth.Bits512 : Lanes256.IsSupported ? SimdWidth.Bits256 : SimdWidth.Scalar;
        var simd = options.Simd == SimdWidth.Widest ? widest : options.Simd;
        if (simd < widest)
            throw InvalidParameterException.Because("SIMD width", $"this machine has no {simd} instructions; leave the width at {SimdWidth.Widest}.");
        return simd switch
        {
            SimdWidth.Bits512 => KernelOf<Lanes512>(system, team),
            SimdWidth.Bits256 => KernelOf<Lanes256>(system, team),
            _ => KernelOf<ScalarLanes>(system, team),
        };
    }

    private static LineKernel KernelOf<T>(LineSystem system, BlockTeam team)
        where T : unmanaged, ITransposable<T> =>
        system.HasUniformSegments ? new LineKernelOf<T, UniformSegments>(system, team) : new LineKernelOf<T, IndividualSegments>(system, team);
}
