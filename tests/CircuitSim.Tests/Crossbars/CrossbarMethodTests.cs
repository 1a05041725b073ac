using CircuitSim.Crossbars;
using CircuitSim.Numerics;
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
    [Trait("Category", "slow")]
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
    [Trait("Category", "slow")]
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

    [Theory]
    [InlineData(256, 256, 10, 1.5, 20)]
    [InlineData(256, 256, 50, 1.5, 20)]
    [InlineData(300, 500, 20, 1.5, 20)]
    [InlineData(300, 300, 50, 10, 21)]
    [InlineData(512, 512, 10, 10, 20)]
    [InlineData(300, 500, 10, 100, 21)]
    [Trait("Category", "slow")]
    public void CoarseCorrection_EverySegmentOfItsOwn_KeepsTheIterationsFew(int rows, int columns, double wire, double spread, int most)
    {
        // Log-uniform segments, the largest of them spread times the smallest.
        var random = new RandomStream(5).Child("segments");
        ResistanceMap Segments(int count) => ResistanceMap.PerPlace([.. Enumerable.Range(0, count).Select(_ => wire * Math.Pow(spread, random.NextUniform(-0.5, 0.5)))]);
        var array = RandomArray.DrawSized(7, rows, columns);
        array = array with { Wiring = array.Wiring with { WordLineSegments = Segments(rows * (columns + 1)), BitLineSegments = Segments((rows + 1) * columns) } };
        var (currents, outcome) = Solve(array, new CrossbarSolverOptions { Method = CrossbarMethod.CoarseCorrection });
        Assert.InRange(outcome.Iterations, 1, most);
        var (lines, slow) = Solve(array, new CrossbarSolverOptions { Method = CrossbarMethod.Lines });
        Assert.True(slow.Iterations > outcome.Iterations);
        Close.Equal(lines, currents, rtol: 0, atol: (outcome.CurrentErrorBound + slow.CurrentErrorBound) * lines.Max(Math.Abs));
    }

    [Fact]
    [Trait("Category", "slow")]
    public void Automatic_LargeArrayOfDifferingSegments_UsesTheCoarseGrid()
    {
        var uniform = CrossbarWiring.Uniform(512, 512, 50, 5, 5);
        var array = RandomArray.DrawSized(8, 512, 512);
        var (_, outcome) = Solve(array with { Wiring = uniform with { WordLineSegments = ResistanceMap.PerPlace([.. Enumerable.Repeat(50.0, 512 * 513)]) } }, new CrossbarSolverOptions());
        Assert.Equal(CrossbarMethod.CoarseCorrection, outcome.Method);
        Assert.InRange(outcome.Iterations, 1, 20);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 40)]
    [InlineData(40, 1)]
    [InlineData(7, 9)]
    [InlineData(33, 65)]
    [Trait("Category", "slow")]
    public void CoarseCorrection_EverySegmentOfItsOwn_AgreesWithExtendedPrecision(int rows, int columns)
    {
        foreach (var drive in new[] { WordLineDrive.OneEnd, WordLineDrive.BothEnds })
        {
            var array = RandomArray.DrawSized(9, rows, columns);
            array = array with { Wiring = array.Wiring with { Drive = drive } };
            var (currents, outcome) = Solve(array, new CrossbarSolverOptions { Method = CrossbarMethod.CoarseCorrection });
            Assert.Equal(CrossbarMethod.CoarseCorrection, outcome.Method);
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

    [Fact]
    [Trait("Category", "slow")]
    public void Effective_ByDissection_IsTheMatrixOfTheSolves()
    {
        foreach (var (rows, columns) in new[] { (1, 1), (1, 12), (12, 1), (2, 3), (9, 30), (40, 17), (65, 66) })
        {
            // Both drives, individual wires; then uniform ones with a third of the cells open.
            var array = RandomArray.DrawSized((ulong)(31 * rows + columns), rows, columns);
            AssertSameEffective(array);
            AssertSameEffective(array with { Wiring = array.Wiring with { Drive = WordLineDrive.BothEnds } });
            double[] punched = [.. array.Conductances.Select((g, k) => k % 3 == 0 && k > 0 ? 0 : g)];
            AssertSameEffective(array with { Wiring = CrossbarWiring.Uniform(rows, columns, 2, 5, 5), Conductances = punched });
        }
    }

    [Fact]
    public void Effective_Automatic_EliminatesWhateverTheWires()
    {
        var array = RandomArray.DrawSized(3, 40, 40);
        foreach (var wire in new[] { 2, 1e-6, 0 })
        {
            foreach (var options in new[] { new CrossbarSolverOptions(), CrossbarSolverOptions.Tightest })
            {
                var outcome = EffectiveConductance.Compute(CrossbarWiring.Uniform(40, 40, wire, 5, 5), array.Conductances, options).Outcome;
                Assert.Equal(CrossbarMethod.Dissection, outcome.Method);
                Assert.InRange(outcome.CurrentErrorBound, 1e-16, 1e-11);
            }
        }
    }

    private static void AssertSameEffective(RandomArray array)
    {
        var options = CrossbarSolverOptions.Tightest;
        var expected = EffectiveConductance.Compute(array.Wiring, array.Conductances, options with { Method = CrossbarMethod.Lines });
        var actual = EffectiveConductance.Compute(array.Wiring, array.Conductances, options with { Method = CrossbarMethod.Dissection });
        var scale = expected.Values.ToArray().Max();
        Close.Equal(expected.Values, actual.Values, rtol: 0, atol: 1e-11 * scale, where: $"{expected.Rows} × {expected.Columns}");
    }

    private static (double[] Currents, CrossbarOutcome Outcome) Solve(RandomArray array, CrossbarSolverOptions options)
    {
        var solver = new CrossbarSolver(array.Wiring, options);
        solver.Factor(array.Conductances);
        var currents = new double[array.Wiring.Columns];
        return (currents, solver.Solve(array.RowVoltages, currents));
    }
}
