using CircuitSim.Numerics;

namespace CircuitSim.Engine;

/// <summary>
/// Why F(x) = 0 of a singular circuit has no solution, where that is so: a combination z of its equations with zᵀJ = 0 and
/// zᵀF ≠ 0 asks for 0 = 1. The elements whose laws and currents take part in it contradict each other.
/// <code>
/// z = R y,   ⎡ I    S  ⎤ ⎡y⎤   ⎡R F⎤
///            ⎣ Sᵀ  −δI ⎦ ⎣x⎦ = ⎣ 0 ⎦,   S = R J C with rows and columns scaled to one
/// </code>
/// is the residual of the least squares, which is orthogonal to all columns of S.
/// </summary>
internal static class Contradiction
{
    /// <summary>δ: what S moves by less than its root counts as nothing.</summary>
    private const double Regularisation = 1e-15;

    /// <summary>Of the largest weight, current or voltage: what is smaller is rounding.</summary>
    private const double Negligible = 1e-6;

    /// <summary>Beyond so many the search would take longer than its answer is worth.</summary>
    private const int MostUnknowns = 5_000;

    /// <summary>Null if the equations do not contradict each other, or not at every point.</summary>
    /// <param name="isDc">Whether capacitors are open and inductors are short circuits.</param>
    public static SingularMatrixException? Find(EquationSystem system, bool isDc)
    {
        var (circuit, target) = (system.Circuit, system.Target);
        var n = circuit.Numbering.UnknownCount;
        if (n > MostUnknowns)
            return null;
        system.ForgetEverything();
        Array.Clear(target.X);
        Array.Clear(target.History);
        target.Alpha = isDc ? 0 : 1;
        target.SourceScale = 1;
        var residual = Evaluate(system);
        if (Weights(system.Pattern, target.Jacobian, residual) is not { } z)
            return null;

        // Where z is right, zᵀF is the same everywhere.
        var asked = Sum(z, residual).Total;
        for (var k = 0; k < n; k++)
            target.X[k] = Math.Sin(k + 1);
        var (elsewhere, scale) = Sum(z, Evaluate(system));
        if (!(Math.Abs(asked - elsewhere) <= Negligible * Math.Max(Math.Abs(asked), 1e-9 * scale)))
            return null;

        var currents = circuit.Groups.OfType<CurrentSourceGroup>().SelectMany(g => g.Currents)
            .Where(c => Math.Abs((At(c.A) - At(c.B)) * c.Value) > Negligible * Math.Abs(asked)).Select(c => c.Name);
        return SingularMatrixException.Contradiction(
            [.. Enumerable.Range(circuit.Numbering.VoltageCount, n - circuit.Numbering.VoltageCount).Where(k => z[k] != 0).Select(circuit.Numbering.NameOf)], [.. currents],
            [.. Enumerable.Range(0, circuit.Numbering.VoltageCount).Where(k => z[k] != 0).Select(circuit.Numbering.NameOf)]);

        double At(int node) => node < n ? z[node] : 0;
    }

    private static double[] Evaluate(EquationSystem system)
    {
        system.Begin();
        system.Evaluate();
        return system.Target.Residual[..system.Circuit.Numbering.UnknownCount];
    }

    /// <summary>z, exactly zero where an equation takes no part; null if the equations can be fulfilled.</summary>
    private static double[]? Weights(SparsePattern pattern, double[] jacobian, double[] residual)
    {
        var n = pattern.Rows;
        var rows = new double[n];
        var columns = new double[n];
        Scale((row, column, value) => rows[row] = Math.Max(rows[row], Math.Abs(value)));
        Scale((row, column, value) => columns[column] = Math.Max(columns[column], rows[row] > 0 ? Math.Abs(value) / rows[row] : 0));

        var places = new SparsePatternBuilder(2 * n, 2 * n);
        var values = new List<double>();
        for (var k = 0; k < n; k++)
        {
            Add(k, k, 1);
            Add(n + k, n + k, -Regularisation);
        }

        Scale((row, column, value) =>
        {
            if (value == 0)
                return;
            var scaled = value / (rows[row] * columns[column]);
            Add(row, n + column, scaled);
            Add(n + column, row, scaled);
        });
        var whole = places.Build(out var slots);
        var entries = new double[whole.EntryCount];
        for (var k = 0; k < values.Count; k++)
            entries[slots[k]] = values[k];
        var lu = SparseLu.Analyze(whole);
        if (!lu.Factor(entries).Succeeded)
            return null;
        var y = new double[2 * n];
        for (var k = 0; k < n; k++)
            y[k] = residual[k] / (rows[k] > 0 ? rows[k] : 1);
        var largest = y.Max(Math.Abs);
        lu.Solve(y);
        var weight = y.Take(n).Max(Math.Abs);
        if (!(weight > Negligible * largest))
            return null;
        return [.. y.Take(n).Select((v, k) => Math.Abs(v) > Negligible * weight ? v / (rows[k] > 0 ? rows[k] : 1) : 0)];

        void Add(int row, int column, double value)
        {
            places.Reserve(row, column);
            values.Add(value);
        }

        void Scale(Action<int, int, double> entry)
        {
            for (var column = 0; column < n; column++)
            {
                for (var p = pattern.ColumnStarts[column]; p < pattern.ColumnStarts[column + 1]; p++)
                    entry(pattern.RowIndices[p], column, jacobian[p]);
            }
        }
    }

    private static (double Total, double Scale) Sum(double[] z, double[] residual) =>
        (z.Zip(residual, (a, b) => a * b).Sum(), z.Zip(residual, (a, b) => Math.Abs(a * b)).Sum());
}
