using CircuitSim.Crossbars;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

/// <summary>Many inputs at once: the currents of single solves and of extended precision, whatever the way to them.</summary>
public class CrossbarBatchTests
{
    [Theory]
    [InlineData(9, 14, 1, CrossbarMethod.Lines)]
    [InlineData(9, 14, 30, CrossbarMethod.Dissection)]
    [InlineData(14, 9, 61, CrossbarMethod.Dissection)]
    [InlineData(33, 35, 26, CrossbarMethod.Dissection)]
    [Trait("Category", "slow")]
    public void SolveBatch_AnyNumberOfInputs_IsWithinItsBoundOfExtendedPrecision(int rows, int columns, int inputs, CrossbarMethod expected)
    {
        foreach (var drive in new[] { WordLineDrive.OneEnd, WordLineDrive.BothEnds })
        {
            var array = RandomArray.DrawSized((ulong)(rows + inputs), rows, columns);
            array = array with { Wiring = array.Wiring with { Drive = drive } };
            var (currents, outcome) = Solve(array, Voltages(rows, inputs), new CrossbarSolverOptions());
            Assert.Equal(expected, outcome.Method);
            Assert.InRange(outcome.CurrentErrorBound, 0, 1e-10);
            AssertWithinBound(array, Voltages(rows, inputs), currents, outcome);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    [Trait("Category", "slow")]
    public void SolveBatch_LinesFloating_IsWithinItsBoundOfExtendedPrecision(int inputs)
    {
        const int Rows = 14, Columns = 11;
        var array = RandomArray.DrawSized(17, Rows, Columns);
        var (wordLines, bitLines) = (LineBias.All(Rows, 0), new LineBias[Columns]);
        (wordLines[2], wordLines[13], bitLines[5]) = (LineBias.Floating, LineBias.Floating, LineBias.Floating);
        var voltages = Voltages(Rows, inputs);
        for (var input = 0; input < inputs; input++)
            voltages[input * Rows + 2] = double.NaN;
        var solver = new CrossbarSolver(array.Wiring);
        solver.Factor(array.Conductances);
        var currents = new double[inputs * Columns];
        var outcome = solver.SolveBatch(wordLines, bitLines, voltages, currents);
        Assert.InRange(outcome.CurrentErrorBound, 0, 1e-10);
        for (var input = 0; input < inputs; input++)
        {
            LineBias[] held = [.. wordLines.Select((line, i) => line.IsFloating ? line : voltages[input * Rows + i])];
            var exact = ExtendedArray.ColumnCurrents(array.Wiring, array.Conductances, held, bitLines);
            var actual = currents.AsSpan(input * Columns, Columns);
            Close.Equal(exact, actual, rtol: 0, atol: outcome.CurrentErrorBound * exact.Max(Math.Abs), where: $"input {input}");
            Assert.Equal(0, actual[5]);
        }

        // The same solver without floating lines: nothing of them is kept.
        solver.SolveBatch(Voltages(Rows, inputs), currents);
        var all = ExtendedArray.ColumnCurrents(array.Wiring, array.Conductances, Voltages(Rows, inputs).AsSpan(0, Rows));
        Close.Equal(all, currents.AsSpan(0, Columns), rtol: 0, atol: 1e-10 * all.Max(Math.Abs));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(double.PositiveInfinity)]
    public void SolveBatch_RowOfNoVoltage_IsRefused(double voltage)
    {
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(2, 1, 1));
        solver.Factor([1e-3, 1e-3]);
        var error = Assert.Throws<InvalidParameterException>(() => solver.SolveBatch([LineBias.Floating, 0], [0], [voltage, double.NaN], new double[1]));
        Assert.Contains("row voltage", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CrossbarMethod.Lines, 12, 20)]
    [InlineData(CrossbarMethod.Lines, 20, 12)]
    [Trait("Category", "slow")]
    public void SolveBatch_Tightest_FindsEveryInputByItselfWhereTheProductWouldNotDo(CrossbarMethod method, int rows, int columns)
    {
        var array = RandomArray.DrawSized(4, rows, columns);
        var (currents, outcome) = Solve(array, Voltages(rows, 40), CrossbarSolverOptions.Tightest with { Method = method });
        Assert.Equal(method, outcome.Method);
        Assert.InRange(outcome.Iterations, 40, int.MaxValue);
        AssertWithinBound(array, Voltages(rows, 40), currents, outcome);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(0)]
    [Trait("Category", "slow")]
    public void SolveBatch_WiresFarBetterThanCells_AreEliminatedWithoutLosingDigits(double wire)
    {
        var array = RandomArray.DrawSized(4, 40, 12) with { Wiring = CrossbarWiring.Uniform(40, 12, wire) };
        var voltages = Voltages(40, 50);
        var (currents, outcome) = Solve(array, voltages, new CrossbarSolverOptions());
        Assert.Equal(CrossbarMethod.Dissection, outcome.Method);
        Assert.Equal(0, outcome.Iterations);
        // Below 1e-15 Ω nothing moves any more that the bound would see.
        AssertWithinBound(array with { Wiring = CrossbarWiring.Uniform(40, 12, Math.Max(wire, 1e-15)) }, voltages, currents, outcome);
    }

    [Fact]
    [Trait("Category", "slow")]
    public void SolveBatch_InputsThatCancel_KeepTheirTolerance()
    {
        // Two equal rows at opposite voltages: what is left of the current is 1e-9 of what the product adds up.
        var array = RandomArray.DrawSized(6, 2, 30) with { Wiring = CrossbarWiring.Uniform(2, 30, 1e-3) };
        double[] cells = [.. array.Conductances.Select((_, k) => k < 30 ? 1e-4 : 1e-4 * (1 + 1e-9))];
        double[] voltages = [.. Enumerable.Range(0, 60).Select(k => k % 2 == 0 ? 1.0 : -1.0)];
        var (currents, outcome) = Solve(array with { Conductances = cells }, voltages, new CrossbarSolverOptions { Tolerance = 1e-8 });
        Assert.InRange(outcome.Iterations, 30, int.MaxValue);
        AssertWithinBound(array with { Conductances = cells }, voltages, currents, outcome);
    }

    [Theory]
    [InlineData(2, SimdWidth.Widest)]
    [InlineData(5, SimdWidth.Widest)]
    [InlineData(1, SimdWidth.Scalar)]
    [Trait("Category", "slow")]
    public void SolveBatch_AnyThreadsAndSimdWidth_GivesTheSameBits(int threads, SimdWidth simd)
    {
        foreach (var (rows, columns, inputs) in new[] { (17, 40, 33), (64, 64, 26), (70, 9, 101), (9, 30, 5) })
        {
            var array = RandomArray.DrawSized(7, rows, columns);
            var (expected, reference) = Solve(array, Voltages(rows, inputs), new CrossbarSolverOptions());
            var (actual, outcome) = Solve(array, Voltages(rows, inputs), new CrossbarSolverOptions { Threads = threads, Simd = simd });
            Assert.Equal(expected, actual);
            Assert.Equal(reference, outcome);
        }
    }

    [Fact]
    public void SolveBatch_TheSecondTime_AllocatesNothingAndFollowsTheCells()
    {
        var array = RandomArray.DrawSized(5, 50, 45);
        var solver = new CrossbarSolver(array.Wiring);
        var (voltages, currents) = (Voltages(50, 64), new double[64 * 45]);
        solver.Factor(array.Conductances);
        solver.SolveBatch(voltages, currents);
        double[] changed = [.. array.Conductances.Select(g => 1.1 * g)];
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            solver.Factor(changed);
            solver.SolveBatch(voltages, currents);
        }));
        Assert.Equal(Solve(array with { Conductances = changed }, voltages, new CrossbarSolverOptions()).Currents, currents);
    }

    [Fact]
    public void SolveBatch_LengthsThatDoNotFit_AreNamed()
    {
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(2, 3, 1));
        solver.Factor(new double[6]);
        var e = Assert.Throws<InvalidParameterException>(() => solver.SolveBatch(new double[5], new double[6]));
        Assert.Equal("row voltages and column currents has shape [5], [6]; expected [inputs × 2], [inputs × 3].", e.Message);
        solver.SolveBatch([], []);
        solver.SolveBatch(new double[80], new double[120]);
    }

    private static double[] Voltages(int rows, int inputs)
    {
        var random = new RandomStream(1).Child("inputs");
        return [.. Enumerable.Range(0, rows * inputs).Select(_ => random.NextUniform(-0.2, 0.3))];
    }

    private static (double[] Currents, CrossbarOutcome Outcome) Solve(RandomArray array, double[] voltages, CrossbarSolverOptions options)
    {
        var solver = new CrossbarSolver(array.Wiring, options);
        solver.Factor(array.Conductances);
        var currents = new double[voltages.Length / array.Wiring.Rows * array.Wiring.Columns];
        return (currents, solver.SolveBatch(voltages, currents));
    }

    private static void AssertWithinBound(RandomArray array, double[] voltages, double[] currents, CrossbarOutcome outcome)
    {
        var (rows, columns) = (array.Wiring.Rows, array.Wiring.Columns);
        for (var input = 0; input < voltages.Length / rows; input++)
        {
            var exact = ExtendedArray.ColumnCurrents(array.Wiring, array.Conductances, voltages.AsSpan(input * rows, rows));
            Close.Equal(exact, currents.AsSpan(input * columns, columns), rtol: 0, atol: outcome.CurrentErrorBound * exact.Max(Math.Abs), where: $"input {input}");
        }
    }
}
