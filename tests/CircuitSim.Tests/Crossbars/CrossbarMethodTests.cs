using CircuitSim.Crossbars;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

/// <summary>Every method gives the same currents; the automatic choice keeps the iterations few.</summary>
public class CrossbarMethodTests
{
    [Theory]
    [InlineData(128, 128, 50)]
    [InlineData(256, 256, 10)]
    [InlineData(512, 512, 20)]
    [InlineData(300, 500, 20)]
    public void Automatic_LargeAndResistive_UsesTheCoarseGridAndTwentyIterations(int rows, int columns, double wire)
    {
        var array = RandomArray.DrawSized(7, rows, columns) with { Wiring = CrossbarWiring.Uniform(rows, columns, wire, 5, 5) };
        var (currents, outcome) = Solve(array, new CrossbarSolverOptions());
        Assert.Equal(CrossbarMethod.CoarseCorrection, outcome.Method);
        Assert.InRange(outcome.Iterations, 1, 20);
        Assert.InRange(outcome.CurrentErrorBound, 0, 1e-10);
        var (lines, slow) = Solve(array, new CrossbarSolverOptions { Method = CrossbarMethod.Lines });
        Assert.True(slow.Iterations > outcome.Iterations);
        Close.Equal(lines, currents, rtol: 0, atol: (outcome.CurrentErrorBound + slow.CurrentErrorBound) * lines.Max(Math.Abs));
    }

    [Theory]
    [InlineData(64, 64, 2)]
    [InlineData(785, 33, 2)]
    [InlineData(33, 785, 10)]
    public void Automatic_SmallOrThin_UsesLinesAlone(int rows, int columns, double wire)
    {
        var array = RandomArray.DrawSized(8, rows, columns) with { Wiring = CrossbarWiring.Uniform(rows, columns, wire, 5, 5) };
        var (_, outcome) = Solve(array, new CrossbarSolverOptions());
        Assert.Equal(CrossbarMethod.Lines, outcome.Method);
        Assert.InRange(outcome.Iterations, 1, 25);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 40)]
    [InlineData(40, 1)]
    [InlineData(7, 9)]
    [InlineData(33, 65)]
    public void CoarseCorrection_AnyShapeAndDrive_AgreesWithExtendedPrecision(int rows, int columns)
    {
        foreach (var drive in new[] { WordLineDrive.OneEnd, WordLineDrive.BothEnds })
        {
            var array = RandomArray.DrawSized(9, rows, columns) with { Wiring = CrossbarWiring.Uniform(rows, columns, 20, 3, 4, drive) };
            var (currents, outcome) = Solve(array, new CrossbarSolverOptions { Method = CrossbarMethod.CoarseCorrection });
            var exact = ExtendedArray.ColumnCurrents(array.Wiring, array.Conductances, array.RowVoltages);
            Close.Equal(exact, currents, rtol: 0, atol: outcome.CurrentErrorBound * exact.Max(Math.Abs));
        }
    }

    [Fact]
    public void CoarseCorrection_AdjointAndWarm_KeepTheirBounds()
    {
        var array = RandomArray.DrawSized(10, 150, 140) with { Wiring = CrossbarWiring.Uniform(150, 140, 50, 5, 5) };
        var (expected, _) = Solve(array, CrossbarSolverOptions.Tightest with { Method = CrossbarMethod.Lines });
        var solver = new CrossbarSolver(array.Wiring, new CrossbarSolverOptions { Method = CrossbarMethod.CoarseCorrection, StartsWarm = true });
        solver.Factor(array.Conductances);
        var toColumn = new double[150];
        solver.SolveAdjoint(3, toColumn);
        Close.Equal(expected[3], toColumn.Zip(array.RowVoltages, (g, v) => g * v).Sum(), rtol: 0, atol: 1e-9 * expected.Max(Math.Abs));
        var currents = new double[140];
        var outcome = solver.Solve(array.RowVoltages, currents);
        Close.Equal(expected, currents, rtol: 0, atol: outcome.CurrentErrorBound * expected.Max(Math.Abs));
    }

    private static (double[] Currents, CrossbarOutcome Outcome) Solve(RandomArray array, CrossbarSolverOptions options)
    {
        var solver = new CrossbarSolver(array.Wiring, options);
        solver.Factor(array.Conductances);
        var currents = new double[array.Wiring.Columns];
        return (currents, solver.Solve(array.RowVoltages, currents));
    }
}
