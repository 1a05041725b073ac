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
/// iterations that get no further, call for elimination (<see cref="DissectionSolver{T}"/>), which corrects u until its miss
/// is within the goal. <see cref="MethodChoice"/> tells beforehand where it can.
/// <para>
/// <b>No subtraction.</b> The pivots of a chain are built from the conductance to ground seen so far (Grassmann, Taksar
/// and Heyman, 1985), a sum of positive terms, and the substitutions only add; so currents keep 15 digits however small
/// the wire resistance is, where elimination on the assembled matrix loses R_cell/R_wire of them.
/// </para>
/// <para>
/// <b>Bound.</b> At the end v = C⁻¹ (D u + b_v) and û = R⁻¹ (b_u + D v): of all of Kirchhoff's laws only those of the bit
/// lines are missed, by D (u − û). A port current is off by the sum of these times the potentials of its adjoint problem
/// (that port at 1 V, all others at ground), which lie in [0, 1]; so misses of one sign add up to no more than their sum,
/// and those of the other sign only lessen it: |δI| ≤ max(Σ g (u − û)⁺, Σ g (û − u)⁺), whatever u is, û and v being the last
/// word. To this comes rounding, to first order and stated, not proved: a chain solve gives the exact answer for
/// conductances changed by a unit in the last place per node passed, M + N + 8 of them; changing all conductances by a
/// fraction δ moves a current by at most δ Σ |i_b| |Δa_b| ≤ δ √(P Y) (Tellegen, then Cauchy and Schwarz), P the power that the
/// sources deliver and Y the conductance of the port, both bounded by Dirichlet's principle. And a cell's current
/// enters as the products g u and g v, whose roundings, independent of each other, add up to 8 · 2⁻⁵³ √(Σ g²) max|V|: the
/// term that counts where cells are shorts.
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
    /// <summary>First guess of max(Σ g z⁺, Σ g z⁻) / √(Σg γ); 0.08 to 0.3 is found, and too low a guess costs one closing more.</summary>
    private const double FirstShare = 0.1;

    /// <summary>In this time an elimination is done, too.</summary>
    private const int MostIterationsBeforeElimination = 400;

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
    private bool isFactored, isReached, isSolved, isEliminated, isEffective;
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
        a.MarkAllStale();
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
        a.StaleStrips[column / StripLayout.FullWidth] = true;
        a.StaleBlocks[row / 8] = true;
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
    /// Solves for many inputs at once, sensing nodes at ground: few of them one by one, more by the effective conductances,
    /// which are found once for a <see cref="Factor"/> and kept. Where an input's currents cancel so far that the product
    /// would not hold the tolerance, that input is solved by itself. The memory for it is allocated at the first call.
    /// </summary>
    /// <param name="rowVoltages">Voltage of each word-line source, [inputs × M] row-major [V].</param>
    /// <param name="columnCurrents">Current that leaves each bit line into its sensing node, [inputs × N] row-major [A].</param>
    /// <returns>
    /// The method that found the conductances, or that of the last input; all inputs' iterations; the largest bound.
    /// </returns>
    /// <exception cref="InvalidParameterException">Wrong shapes, or a voltage that is not finite.</exception>
    /// <exception cref="ConvergenceException">A bound was not reached.</exception>
    public CrossbarOutcome SolveBatch(ReadOnlySpan<double> rowVoltages, Span<double> columnCurrents)
    {
        RequireFactored();
        var inputs = rowVoltages.Length / rows;
        if (inputs * rows != rowVoltages.Length || columnCurrents.Length != inputs * columns)
        {
            throw InvalidParameterException.WrongShape(
                "row voltages and column currents", $"[{rowVoltages.Length}], [{columnCurrents.Length}]", $"[inputs × {rows}], [inputs × {columns}]");
        }

        foreach (var voltage in rowVoltages)
            InvalidParameterException.RequireFinite(voltage, "V", "row voltage");
        sources.ConnectAll();
        FactorStaleLines();
        var usesEffective = choice.UsesEffective(inputs, totalConductance, options.Tolerance);
        if (usesEffective)
        {
            FindEffective();
            product!.Multiply(rowVoltages, columnCurrents);
        }

        var all = new CrossbarOutcome(usesEffective ? effectiveMethod : CrossbarMethod.Lines, 0, 0, Converged: true);
        for (var input = 0; input < inputs; input++)
        {
            var voltages = rowVoltages.Slice(input * rows, rows);
            var currents = columnCurrents.Slice(input * columns, columns);
            var bound = usesEffective ? ProductBound(voltages, currents) : double.PositiveInfinity;
            if (bound <= options.Tolerance)
            {
                all = all with { CurrentErrorBound = Math.Max(all.CurrentErrorBound, bound) };
                continue;
            }

            var one = SolveRead(voltages, currents);
            all = new CrossbarOutcome(
                usesEffective ? effectiveMethod : one.Method, all.Iterations + one.Iterations, Math.Max(all.CurrentErrorBound, one.CurrentErrorBound), Converged: true);
        }

        return all;
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

    /// <summary>
    /// Conductance from every row to every column, wires included: by one elimination that leaves the terminals, or where
    /// that would lose more digits than the tolerance allows, by one solve per line of the shorter side.
    /// </summary>
    /// <param name="matrix">[M × N] row-major [S].</param>
    /// <returns>The method that was used.</returns>
    /// <exception cref="ConvergenceException">A bound was not reached.</exception>
    public CrossbarMethod SolveEffective(Span<double> matrix)
    {
        RequireFactored();
        RequireLength(matrix.Length, rows * columns, "effective conductances");
        sources.ConnectAll();
        FactorStaleLines();
        return SolveConnected(matrix);
    }

    /// <summary>The same with lines left floating: their rows and columns of the matrix are 0, and the others know of them.</summary>
    /// <param name="wordLines">Only which of them float counts, [M].</param>
    /// <param name="bitLines">Likewise, [N].</param>
    /// <exception cref="InvalidParameterException">Wrong lengths.</exception>
    /// <exception cref="SingularMatrixException">A floating line is tied to no voltage by cells that conduct.</exception>
    /// <exception cref="ConvergenceException">A bound was not reached.</exception>
    public CrossbarMethod SolveEffective(ReadOnlySpan<LineBias> wordLines, ReadOnlySpan<LineBias> bitLines, Span<double> matrix)
    {
        RequireFactored();
        RequireLength(matrix.Length, rows * columns, "effective conductances");
        Connect(wordLines, bitLines);
        return SolveConnected(matrix);
    }

    private void Connect(ReadOnlySpan<LineBias> wordLines, ReadOnlySpan<LineBias> bitLines)
    {
        sources.Connect(wordLines, bitLines);
        FactorStaleLines();
        if (isReached || !sources.AnyFloats)
            return;
        reach.RequireVoltages();
        isReached = true;
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
            rowConductances[i] = RowCurrent(i);
        return Checked(outcome);
    }

    private CrossbarMethod SolveConnected(Span<double> matrix)
    {
        if (choice.EliminatesTerminals(totalConductance, options.Tolerance))
        {
            dissection ??= kernel.Dissection(Wiring.Drive == WordLineDrive.BothEnds);
            dissection.EffectiveConductances(matrix);
            return CrossbarMethod.Dissection;
        }

        return SolveEffectiveByLines(matrix);
    }

    private void FindEffective()
    {
        if (isEffective)
            return;
        effective ??= new double[rows * columns];
        product ??= kernel.EffectiveProduct();
        effectiveMethod = SolveConnected(effective);
        product.Take(effective);
        if (effectiveMethod == CrossbarMethod.Dissection && choice.EliminatesTerminals(totalConductance, options.Tolerance))
            effectiveError = choice.TerminalError(totalConductance) * product.LargestColumnSum;
        isEffective = true;
    }

    /// <summary>Bound on a current's error, the matrix's own and that of the sums, relative to the input's largest current.</summary>
    private double ProductBound(ReadOnlySpan<double> voltages, ReadOnlySpan<double> currents)
    {
        var error = Largest(voltages) * (effectiveError + rows * UnitRoundoff * product!.LargestColumnSum);
        return error == 0 ? 0 : error / Largest(currents);
    }

    private CrossbarMethod SolveEffectiveByLines(Span<double> matrix)
    {
        unit ??= new double[rows];
        var method = CrossbarMethod.Lines;
        effectiveError = 0;
        if (columns <= rows)
        {
            for (var j = 0; j < columns; j++)
            {
                var outcome = SolveTransposed(j, unit);
                double largest = 0;
                for (var i = 0; i < rows; i++)
                    largest = Math.Max(largest, matrix[i * columns + j] = unit[i]);
                // The potentials of all ports' adjoint problems add up to no more than 1, so the errors do not add up.
                (method, effectiveError) = (outcome.Method, Math.Max(effectiveError, 2 * outcome.CurrentErrorBound * largest));
            }
        }
        else
        {
            Array.Clear(unit);
            for (var i = 0; i < rows; i++)
            {
                unit[i] = 1;
                var toColumns = matrix.Slice(i * columns, columns);
                var outcome = SolveRead(unit, toColumns);
                (method, effectiveError) = (outcome.Method, effectiveError + outcome.CurrentErrorBound * Largest(toColumns));
                unit[i] = 0;
            }
        }

        return method;
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (var value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
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

        (isFactored, isReached, isEliminated, isEffective) = (true, false, false, false);
        choice.Choose(totalConductance, squares);
        lines.Use(choice);
    }

    private CrossbarOutcome SolveVoltages()
    {
        (wordLineVoltages, bitLineVoltages) = (null, null);
        var isWarm = options.StartsWarm && isSolved;
        isSolved = true;
        if (isWarm)
            sources.Recount(a.WordVoltages, areBitLines: false);
        else
            StartFromZero();
        if (choice.Method == CrossbarMethod.Dissection)
            return SolveDirectly(0);
        var (outcome, isEnd) = Iterate(isWarm);
        return isEnd || !choice.MayEliminate ? outcome : SolveDirectly(outcome.Iterations);
    }

    private void StartFromZero() => lines.StartFromZero(bitLinesAreDriven: sources.CountsFromRest || sources.DrivenColumn >= 0);

    /// <summary>Conjugate gradients until the goal is reached, which is the end, or they get no further.</summary>
    private (CrossbarOutcome Outcome, bool IsEnd) Iterate(bool isWarm)
    {
        var method = lines.Method;
        var (iterations, best, mustIterate) = (0, double.PositiveInfinity, !isWarm);
        // Σ g |z| ≤ √(Σg · zᵀR z), since R ≥ D; how much smaller it is, the first closing tells.
        var share = FirstShare;
        while (true)
        {
            while (mustIterate && iterations < mostIterations && share * EnergyLimit() > Goal() * LargestCurrent())
            {
                lines.Step();
                iterations++;
            }

            var missing = lines.Close();
            if (missing <= Goal() * LargestCurrent())
                return (Finished(missing, iterations, method), true);
            var isDrifted = !mustIterate || missing > EnergyLimit();
            if ((isDrifted && missing > 0.5 * best) || iterations >= mostIterations)
                return (Finished(missing, iterations, method), false);
            if (!isDrifted)
            {
                share = missing / EnergyLimit();
                continue;
            }

            // A warm start, or rounding has carried z away from R⁻¹ (b − S u).
            lines.Restart();
            iterations++;
            (best, mustIterate) = (missing, true);
        }
    }

    /// <summary>Corrects u by elimination until its miss is within the goal, or rounding lets it fall no further.</summary>
    private CrossbarOutcome SolveDirectly(int iterations)
    {
        dissection ??= kernel.Dissection(Wiring.Drive == WordLineDrive.BothEnds);
        if (!isEliminated)
            dissection.Factor();
        isEliminated = true;
        var best = double.PositiveInfinity;
        while (true)
        {
            var missing = lines.Close();
            if (missing <= Goal() * LargestCurrent())
                return Finished(missing, iterations, CrossbarMethod.Dissection);
            if (missing > 0.5 * best)
                return Finished(missing, iterations, CrossbarMethod.Dissection) with { Converged = true };
            if (!double.IsFinite(missing))
                break;
            dissection.Correct();
            iterations++;
            best = missing;
        }

        // Conductances too far apart to be eliminated: what the lines reach is all there is.
        StartFromZero();
        var outcome = Iterate(isWarm: false).Outcome;
        return outcome with { Iterations = iterations + outcome.Iterations, Converged = true };
    }

    /// <summary>û becomes u.</summary>
    private CrossbarOutcome Finished(double missing, int iterations, CrossbarMethod method)
    {
        a.ExchangeWorkAndWordVoltages();
        var (largest, goal, rounding) = (LargestCurrent(), Goal(), Rounding());
        var bound = largest > 0 ? missing / largest : missing;
        return new CrossbarOutcome(method, iterations, bound + rounding, bound <= Math.Max(goal, rounding));
    }

    private double EnergyLimit() => Math.Sqrt(totalConductance * lines.LineEnergy);

    /// <summary>What the iteration may leave of the tolerance, or all that rounding lets it reach: û − u is itself a difference of rounded voltages.</summary>
    private double Goal()
    {
        var largest = LargestCurrent();
        var noise = largest > 0 ? 2 * UnitRoundoff * totalConductance * sources.LargestVoltage / largest : 0;
        return Math.Max(options.Tolerance - Rounding(), Math.Max(Rounding() / 8, noise));
    }

    /// <summary>The bound's second term, relative to the largest current.</summary>
    private double Rounding()
    {
        var largest = LargestCurrent();
        var network = (rows + columns + 8) * Math.Sqrt(sources.Power * sources.LargestPort);
        var products = 8 * Math.Sqrt(squares) * sources.LargestVoltage;
        return largest > 0 ? UnitRoundoff * (network + products) / largest : 0;
    }

    /// <summary>The largest port current of the present iterate [A].</summary>
    private double LargestCurrent()
    {
        double largest = 0;
        if (sources.DrivenColumn < 0)
        {
            foreach (var current in lines.BitCurrents)
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
                "Cells that are nearly shorts slow this method down; leave the choice to the solver, or choose dissection.");
    }

    private ReadOnlySpan<double> Gathered(ref double[]? matrix, bool areBitLines)
    {
        if (matrix is null)
        {
            matrix = new double[rows * columns];
            a.GatherVoltages(areBitLines ? a.BitVoltages : a.WordVoltages, areBitLines, matrix);
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
}
