namespace CircuitSim.Crossbars;

// The effective conductances, and the many inputs that they serve.
public sealed unsafe partial class CrossbarSolver
{
    /// <summary>
    /// Conductance from every row to every column, wires included: by one elimination that leaves the terminals, or if lines or
    /// the coarse correction are asked for, by one solve per line of the shorter side.
    /// </summary>
    /// <param name="matrix">[M × N] row-major [S].</param>
    /// <returns>The method that was used, all iterations, and a bound on the error of any entry relative to the largest.</returns>
    /// <exception cref="ConvergenceException">A bound was not reached.</exception>
    public CrossbarOutcome SolveEffective(Span<double> matrix)
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
    public CrossbarOutcome SolveEffective(ReadOnlySpan<LineBias> wordLines, ReadOnlySpan<LineBias> bitLines, Span<double> matrix)
    {
        RequireFactored();
        RequireLength(matrix.Length, rows * columns, "effective conductances");
        Connect(wordLines, bitLines);
        return SolveConnected(matrix);
    }

    /// <summary>
    /// What the array is to its terminals, the sources of the word lines and then the sensing nodes: a conductance between every
    /// two of them, found by elimination without a subtraction. I_t = Σ_s Y_ts (V_t − V_s) enters the array at terminal t.
    /// </summary>
    /// <param name="conductances">[(M + N) × (M + N)] symmetric with a diagonal of 0 [S].</param>
    /// <returns>Bound on the error of any of them [S].</returns>
    public double SolvePorts(Span<double> conductances)
    {
        RequireFactored();
        RequireLength(conductances.Length, (rows + columns) * (rows + columns), "conductances between ports");
        sources.ConnectAll();
        FactorStaleLines();
        dissection ??= kernel.Dissection(Wiring);
        return dissection.PortConductances(conductances);
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
        RequireInputs(rowVoltages, columnCurrents);
        sources.ConnectAll();
        FactorStaleLines();
        return SolveInputs(rowVoltages, columnCurrents);
    }

    /// <summary>
    /// The same with lines left floating, for all inputs alike: floating rows take what voltage their cells give them,
    /// whatever the inputs say, and floating columns deliver 0.
    /// </summary>
    /// <param name="wordLines">Only which of them float counts, [M].</param>
    /// <param name="bitLines">Likewise; those that do not are at ground, [N].</param>
    /// <param name="rowVoltages">As above; those of floating rows may be anything, NaN too, [inputs × M] row-major [V].</param>
    /// <param name="columnCurrents">As above, [inputs × N] row-major [A].</param>
    /// <exception cref="InvalidParameterException">Wrong shapes, or a voltage of a held row that is not finite.</exception>
    /// <exception cref="SingularMatrixException">A floating line is tied to no voltage by cells that conduct.</exception>
    /// <exception cref="ConvergenceException">A bound was not reached.</exception>
    public CrossbarOutcome SolveBatch(
        ReadOnlySpan<LineBias> wordLines, ReadOnlySpan<LineBias> bitLines, ReadOnlySpan<double> rowVoltages, Span<double> columnCurrents)
    {
        RequireFactored();
        RequireLength(wordLines.Length, rows, "word-line biases");
        var held = rowVoltages.ToArray();
        for (var k = 0; k < held.Length; k++)
            held[k] = wordLines[k % rows].IsFloating ? 0 : held[k];
        RequireInputs(held, columnCurrents);
        Connect(wordLines, bitLines);
        return SolveInputs(held, columnCurrents);
    }

    private CrossbarOutcome SolveInputs(ReadOnlySpan<double> rowVoltages, Span<double> columnCurrents)
    {
        var inputs = rowVoltages.Length / rows;
        var usesEffective = choice.UsesEffective(inputs, totalConductance);
        if (usesEffective)
        {
            FindEffective();
            product!.Multiply(rowVoltages, columnCurrents);
        }

        var all = new CrossbarOutcome(usesEffective ? effectiveMethod : CrossbarMethod.Lines, 0, 0, Converged: true);
        // In large arrays rounding may leave the product a little above the tolerance; one by one would take too long for it.
        var rounding = 2 * choice.EliminationChange * Math.Sqrt(Math.Max(rows, columns));
        var enough = options.Tolerance > 0 ? Math.Max(options.Tolerance, rounding) : 0;
        for (var input = 0; input < inputs; input++)
        {
            var voltages = rowVoltages.Slice(input * rows, rows);
            var currents = columnCurrents.Slice(input * columns, columns);
            var bound = usesEffective ? ProductBound(voltages, currents) : double.PositiveInfinity;
            if (bound <= enough)
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

    private void RequireInputs(ReadOnlySpan<double> rowVoltages, ReadOnlySpan<double> columnCurrents)
    {
        var inputs = rowVoltages.Length / rows;
        if (inputs * rows != rowVoltages.Length || columnCurrents.Length != inputs * columns)
        {
            throw InvalidParameterException.WrongShape(
                "row voltages and column currents", $"[{rowVoltages.Length}], [{columnCurrents.Length}]", $"[inputs × {rows}], [inputs × {columns}]");
        }

        foreach (var voltage in rowVoltages)
            CrossbarRange.RequireVoltage(voltage, "row voltage");
    }

    private CrossbarOutcome SolveConnected(Span<double> matrix)
    {
        if (!choice.EliminatesTerminals(totalConductance))
            return SolveEffectiveByLines(matrix);
        dissection ??= kernel.Dissection(Wiring);
        dissection.EffectiveConductances(matrix);
        var largest = Largest(matrix);
        var bound = dissection.EffectiveError / (largest > 0 ? largest : 1);
        return Checked(new CrossbarOutcome(CrossbarMethod.Dissection, 0, bound, IsAcceptable(bound)));
    }

    private void FindEffective()
    {
        if (Knows(Known.Effective))
            return;
        effective ??= new double[rows * columns];
        product ??= kernel.EffectiveProduct();
        effectiveMethod = SolveConnected(effective).Method;
        product.Take(effective);
        known |= Known.Effective;
    }

    /// <summary>Bound on a current's error, the matrix's own and that of the sums, relative to the input's largest current.</summary>
    private double ProductBound(ReadOnlySpan<double> voltages, ReadOnlySpan<double> currents)
    {
        var ofMatrix = choice.EliminatesTerminals(totalConductance) ? dissection!.EffectiveCurrentError(voltages) : Largest(voltages) * effectiveError;
        var error = ofMatrix + Largest(voltages) * rows * UnitRoundoff * product!.LargestColumnSum;
        return error == 0 ? 0 : error / Largest(currents);
    }

    private CrossbarOutcome SolveEffectiveByLines(Span<double> matrix)
    {
        unit ??= new double[rows];
        var (method, iterations, entryError) = (CrossbarMethod.Lines, 0, 0.0);
        effectiveError = 0;
        if (columns <= rows)
        {
            for (var j = 0; j < columns; j++)
            {
                var outcome = SolveTransposed(j, unit);
                double largest = 0;
                for (var i = 0; i < rows; i++)
                    largest = Math.Max(largest, matrix[i * columns + j] = unit[i]);
                (method, iterations) = (outcome.Method, iterations + outcome.Iterations);
                entryError = Math.Max(entryError, outcome.CurrentErrorBound * largest);
            }

            // The potentials of all ports' adjoint problems add up to no more than 1, so the errors do not add up.
            effectiveError = 2 * entryError;
        }
        else
        {
            Array.Clear(unit);
            for (var i = 0; i < rows; i++)
            {
                unit[i] = 1;
                var toColumns = matrix.Slice(i * columns, columns);
                var outcome = SolveRead(unit, toColumns);
                (method, iterations) = (outcome.Method, iterations + outcome.Iterations);
                var error = outcome.CurrentErrorBound * Largest(toColumns);
                (entryError, effectiveError) = (Math.Max(entryError, error), effectiveError + error);
                unit[i] = 0;
            }
        }

        var largestEntry = Largest(matrix);
        return new CrossbarOutcome(method, iterations, largestEntry > 0 ? entryError / largestEntry : entryError, Converged: true);
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (var value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
