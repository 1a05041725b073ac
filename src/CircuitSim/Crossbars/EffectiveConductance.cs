namespace CircuitSim.Crossbars;

/// <summary>
/// The exact linear map of a wired array from its row voltages to its column currents, I_j = Σ_i V_i G(i, j).
/// Wires included, so that every input of a data set costs a product instead of a solve.
/// </summary>
public sealed class EffectiveConductance
{
    private readonly double[] values;

    private EffectiveConductance(int rows, int columns, double[] values, CrossbarOutcome outcome)
    {
        Rows = rows;
        Columns = columns;
        Outcome = outcome;
        this.values = values;
    }

    /// <summary>How it was computed, and a bound on the error of any entry relative to the largest.</summary>
    public CrossbarOutcome Outcome { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>[M × N] row-major [S].</summary>
    public ReadOnlySpan<double> Values => values;

    public double this[int row, int column] => values[row * Columns + column];

    /// <summary>Computes the matrix as <see cref="CrossbarSolver.SolveEffective(Span{double})"/> does.</summary>
    /// <param name="wiring">The array's wires.</param>
    /// <param name="conductances">Cells, [M × N] row-major [S].</param>
    /// <param name="options">How each solve is done, and how well.</param>
    /// <exception cref="InvalidParameterException">Wiring or conductances are not valid.</exception>
    /// <exception cref="ConvergenceException">A solve did not reach its bound.</exception>
    public static EffectiveConductance Compute(CrossbarWiring wiring, ReadOnlySpan<double> conductances, CrossbarSolverOptions? options = null)
    {
        var solver = new CrossbarSolver(wiring, options);
        solver.Factor(conductances);
        var values = new double[wiring.Rows * wiring.Columns];
        var outcome = solver.SolveEffective(values);
        return new EffectiveConductance(wiring.Rows, wiring.Columns, values, outcome);
    }

    /// <summary>The same with lines left floating: the rows of floating word lines and the columns of floating bit lines are 0.</summary>
    /// <param name="wordLines">Only which of them float counts, [M].</param>
    /// <param name="bitLines">Likewise, [N].</param>
    /// <exception cref="SingularMatrixException">A floating line is tied to no voltage by cells that conduct.</exception>
    public static EffectiveConductance Compute(
        CrossbarWiring wiring, ReadOnlySpan<double> conductances, ReadOnlySpan<LineBias> wordLines, ReadOnlySpan<LineBias> bitLines,
        CrossbarSolverOptions? options = null)
    {
        var solver = new CrossbarSolver(wiring, options);
        solver.Factor(conductances);
        var values = new double[wiring.Rows * wiring.Columns];
        var outcome = solver.SolveEffective(wordLines, bitLines, values);
        return new EffectiveConductance(wiring.Rows, wiring.Columns, values, outcome);
    }

    /// <summary>Column currents of one input, added to what <paramref name="columnCurrents"/> holds [A].</summary>
    /// <param name="rowVoltages">[M] [V].</param>
    /// <param name="columnCurrents">[N] [A].</param>
    public void Accumulate(ReadOnlySpan<double> rowVoltages, Span<double> columnCurrents)
    {
        if (rowVoltages.Length != Rows || columnCurrents.Length != Columns)
        {
            throw InvalidParameterException.WrongShape(
                "row voltages and column currents", $"[{rowVoltages.Length}], [{columnCurrents.Length}]", $"[{Rows}], [{Columns}]");
        }

        for (var i = 0; i < Rows; i++)
        {
            var voltage = rowVoltages[i];
            var row = values.AsSpan(i * Columns, Columns);
            for (var j = 0; j < row.Length; j++)
                columnCurrents[j] += voltage * row[j];
        }
    }
}
