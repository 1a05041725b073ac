using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

/// <summary>Lines at any voltage, or left floating, as writes need them.</summary>
public class CrossbarBiasTests
{
    public static TheoryData<int> Tens => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Tens))]
    [Trait("Category", "slow")]
    public void Bound_LinesFloatingAndBitLinesHeld_IsNeverBelowTheTrueError(int ten)
    {
        for (var seed = 20 * ten + 1; seed <= 20 * ten + 20; seed++)
        {
            var array = BiasedArray.Draw((ulong)seed);
            var exact = ExtendedArray.ColumnCurrents(array.Wiring, array.Cells, array.WordLines, array.BitLines);
            var scale = exact.Max(Math.Abs);
            foreach (var tolerance in new[] { 1e-3, 1e-10, 0 })
            {
                var solver = new CrossbarSolver(array.Wiring, new CrossbarSolverOptions { Tolerance = tolerance });
                solver.Factor(array.Cells);
                var currents = new double[exact.Length];
                var outcome = solver.Solve(array.WordLines, array.BitLines, currents);
                var error = currents.Zip(exact, (a, e) => Math.Abs(a - e)).Max() / scale;
                Assert.True(error <= outcome.CurrentErrorBound, $"array {seed}, tolerance {tolerance:E1}: error {error:E3}, bound {outcome.CurrentErrorBound:E3}");
                Assert.True(outcome.CurrentErrorBound <= Math.Max(tolerance, 1e-10), $"array {seed}, tolerance {tolerance:E1}: bound {outcome.CurrentErrorBound:E3}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tens))]
    public void Netlist_LinesFloatingAndBitLinesHeld_IsSolvedByTheEngineAsByTheSolver(int ten)
    {
        for (var seed = 10 * ten + 1001; seed <= 10 * ten + 1010; seed++)
        {
            var array = BiasedArray.Draw((ulong)seed, leastWire: -1);
            var solver = new CrossbarSolver(array.Wiring, CrossbarSolverOptions.Tightest);
            solver.Factor(array.Cells);
            var currents = new double[array.Wiring.Columns];
            solver.Solve(array.WordLines, array.BitLines, currents);
            var point = new BuiltInSimulator().SolveOperatingPoint(new Netlist { Title = "biased", Elements = array.Elements() });
            double[] engine = [.. currents.Select((_, j) => array.BitLines[j].IsFloating ? 0 : point.Current(CrossbarNetlist.SenseSource(j)))];
            Close.Equal(engine, currents, rtol: 0, atol: 1e-11 * Math.Max(engine.Max(Math.Abs), array.Cells.Max()), where: $"array {seed}, column current");
            for (var k = 0; k < array.Cells.Length; k++)
            {
                var (i, j) = (k / array.Wiring.Columns, k % array.Wiring.Columns);
                Close.Equal(point.Voltage(new NodeId($"w_{i}_{j}")), solver.WordLineVoltages[k], rtol: 0, atol: 1e-10, where: $"array {seed}, w_{i}_{j}");
                Close.Equal(point.Voltage(new NodeId($"b_{i}_{j}")), solver.BitLineVoltages[k], rtol: 0, atol: 1e-10, where: $"array {seed}, b_{i}_{j}");
            }
        }
    }

    [Theory]
    [InlineData(WordLineDrive.OneEnd, 0)]
    [InlineData(WordLineDrive.BothEnds, 0)]
    [InlineData(WordLineDrive.BothEnds, 3)]
    public void Netlist_FloatingLinesAndZeroResistances_IsSolvedByTheEngineAsByTheSolver(WordLineDrive drive, double driver)
    {
        var array = BiasedArray.Draw(77, 5, 6) with { Wiring = CrossbarWiring.Uniform(5, 6, 0, driver, 0, drive) };
        var currents = Solve(array, CrossbarSolverOptions.Tightest).Currents;
        var point = new BuiltInSimulator().SolveOperatingPoint(new Netlist { Title = "biased", Elements = array.Elements() });
        double[] engine = [.. currents.Select((_, j) => array.BitLines[j].IsFloating ? 0 : point.Current(CrossbarNetlist.SenseSource(j)))];
        Close.Equal(engine, currents, rtol: 0, atol: 1e-11 * engine.Max(Math.Abs), where: "column current");
    }

    [Fact]
    public void Solve_OneCellSelectedAllElseFloating_IsTheSneakPathInParallel()
    {
        // The closed form of a 2 × 2 array without wires: through the other three cells in series.
        double[] g = [1e-4, 2e-4, 3e-4, 5e-4];
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(2, 2, 0), CrossbarSolverOptions.Tightest);
        solver.Factor(g);
        var currents = new double[2];
        solver.Solve([1.5, LineBias.Floating], [0, LineBias.Floating], currents);
        Close.Equal([1.5 * (g[0] + 1 / (1 / g[1] + 1 / g[3] + 1 / g[2])), 0], currents, rtol: 1e-14, where: "current");
    }

    [Fact]
    public void Solve_AllLinesAtOneVoltage_CarriesNothing()
    {
        var array = RandomArray.DrawSized(5, 20, 30);
        var solver = new CrossbarSolver(array.Wiring, CrossbarSolverOptions.Tightest);
        solver.Factor(array.Conductances);
        var currents = new double[30];
        solver.Solve(LineBias.All(20, 0.75), LineBias.All(30, 0.75), currents);
        Assert.Equal(new double[30], currents);
        Assert.All(solver.WordLineVoltages.ToArray(), u => Assert.Equal(0.75, u));
        Assert.All(solver.BitLineVoltages.ToArray(), v => Assert.Equal(0.75, v));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Solve_WriteSchemeAtHighConductanceOfTheEnds_KeepsItsDigits(int scheme)
    {
        // V/2 and V/3 with 1e-9 Ω wires: a difference of voltages at a sensing node would lose twelve of them.
        var array = RandomArray.DrawSized(6, 24, 20) with { Wiring = CrossbarWiring.Uniform(24, 20, 1e-9) };
        const double V = 1.2;
        var (wordLines, bitLines) = (LineBias.All(24, V / scheme), LineBias.All(20, V - V / scheme));
        if (scheme == 2)
            bitLines = LineBias.All(20, V / 2);
        (wordLines[7], bitLines[3]) = (V, 0);
        var solver = new CrossbarSolver(array.Wiring, CrossbarSolverOptions.Tightest);
        solver.Factor(array.Conductances);
        var currents = new double[20];
        solver.Solve(wordLines, bitLines, currents);
        var exact = ExtendedArray.ColumnCurrents(array.Wiring, array.Conductances, wordLines, bitLines);
        Close.Equal(exact, currents, rtol: 0, atol: 1e-14 * exact.Max(Math.Abs), where: "column current");
    }

    [Theory]
    [InlineData(33, 65)]
    [InlineData(65, 40)]
    [Trait("Category", "slow")]
    public void CoarseCorrection_LinesFloating_AgreesWithExtendedPrecision(int rows, int columns)
    {
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(rows, columns, 20, 3, 4, WordLineDrive.BothEnds), new CrossbarSolverOptions { Method = CrossbarMethod.CoarseCorrection });
        for (ulong seed = 1; seed <= 4; seed++)
        {
            // One solver for all: the grid's ends change with what floats.
            var array = BiasedArray.Draw(seed, rows, columns) with { Wiring = solver.Wiring };
            solver.Factor(array.Cells);
            var currents = new double[columns];
            var outcome = solver.Solve(array.WordLines, array.BitLines, currents);
            Assert.Equal(CrossbarMethod.CoarseCorrection, outcome.Method);
            Assert.InRange(outcome.Iterations, 1, 40);
            var exact = ExtendedArray.ColumnCurrents(array.Wiring, array.Cells, array.WordLines, array.BitLines);
            Close.Equal(exact, currents, rtol: 0, atol: outcome.CurrentErrorBound * exact.Max(Math.Abs), where: $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(CrossbarMethod.Lines)]
    [InlineData(CrossbarMethod.Dissection)]
    [Trait("Category", "slow")]
    public void Effective_LinesFloating_IsTheMatrixOfTheSolves(CrossbarMethod method)
    {
        foreach (var (rows, columns) in new[] { (1, 4), (9, 6), (13, 21) })
        {
            var array = BiasedArray.Draw((ulong)(rows + columns), rows, columns, leastWire: -1);
            var effective = EffectiveConductance.Compute(
                array.Wiring, array.Cells, array.WordLines, array.BitLines, CrossbarSolverOptions.Tightest with { Method = method });
            for (var i = 0; i < rows; i++)
            {
                LineBias[] unit = [.. array.WordLines.Select((w, k) => w.IsFloating ? w : k == i ? 1 : 0)];
                LineBias[] ground = [.. array.BitLines.Select(b => b.IsFloating ? b : 0)];
                var exact = ExtendedArray.ColumnCurrents(array.Wiring, array.Cells, unit, ground);
                Close.Equal(exact, effective.Values.Slice(i * columns, columns), rtol: 0, atol: 1e-11 * array.Cells.Max(), where: $"row {i}");
            }
        }
    }

    [Fact]
    public void Solve_AfterLinesFloated_IsTheSolutionOfANewSolver()
    {
        var array = BiasedArray.Draw(9, 40, 50);
        double[] voltages = [.. Enumerable.Range(0, 40).Select(i => 0.01 * i)];
        var (fresh, expected) = (new CrossbarSolver(array.Wiring), new double[50]);
        fresh.Factor(array.Cells);
        fresh.Solve(voltages, expected);

        var (used, actual) = (new CrossbarSolver(array.Wiring), new double[50]);
        used.Factor(array.Cells);
        used.Solve(array.WordLines, array.BitLines, actual);
        used.Solve(voltages, actual);
        Assert.Equal(expected, actual);
        Assert.Equal(fresh.WordLineVoltages.ToArray(), used.WordLineVoltages.ToArray());
        used.Solve([.. voltages.Select(LineBias.At)], new LineBias[50], actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    [Trait("Category", "slow")]
    public void Solve_StartingWarmWithOtherBiases_KeepsTheBound()
    {
        var solver = new CrossbarSolver(BiasedArray.Draw(3, 30, 33).Wiring, new CrossbarSolverOptions { StartsWarm = true });
        for (ulong seed = 1; seed <= 6; seed++)
        {
            var array = BiasedArray.Draw(seed, 30, 33) with { Wiring = solver.Wiring };
            solver.Factor(array.Cells);
            var currents = new double[33];
            var outcome = solver.Solve(array.WordLines, array.BitLines, currents);
            var exact = ExtendedArray.ColumnCurrents(array.Wiring, array.Cells, array.WordLines, array.BitLines);
            Close.Equal(exact, currents, rtol: 0, atol: outcome.CurrentErrorBound * exact.Max(Math.Abs), where: $"seed {seed}");
        }
    }

    [Fact]
    public void Solve_FloatingLineWithoutCells_IsNamedAndTheSolverGoesOn()
    {
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(3, 2, 1));
        solver.Factor([1e-3, 1e-3, 0, 0, 1e-3, 0]);
        var currents = new double[2];
        for (var again = 0; again < 2; again++)
        {
            var e = Assert.Throws<SingularMatrixException>(() => solver.Solve([1, LineBias.Floating, 1], [0, 0], currents));
            Assert.Equal("word line 1 is left floating and no cell that conducts ties it to a line with a voltage, so its own is undetermined; hold it at a voltage.", e.Message);
        }

        // Word line 2 and bit line 0 are tied to each other and, over word line 0, to bit line 1.
        solver.Solve([LineBias.Floating, 0, LineBias.Floating], [LineBias.Floating, 1], currents);
        Close.Equal([0, 0], currents, rtol: 0, atol: 1e-18);
        Assert.Equal("bit line 1", Assert.Throws<SingularMatrixException>(
            () => { solver.Update(0, 1, 0); solver.Solve([1, 1, 1], [0, LineBias.Floating], currents); }).Unknown);
        Assert.Equal("word line 0", Assert.Throws<SingularMatrixException>(
            () => solver.SolveEffective([LineBias.Floating, LineBias.Floating, LineBias.Floating], [LineBias.Floating, LineBias.Floating], new double[6])).Unknown);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Solve_HyperbolicSineCellsBiased_AgreesWithTheEnginesNewton(int seed)
    {
        var array = BiasedArray.Draw((ulong)seed, 12, 10, leastWire: 0);
        HyperbolicSineCell[] cells = [.. array.Cells.Select(g => new HyperbolicSineCell(g / 4, 4))];
        var solver = new NonlinearCrossbarSolver<HyperbolicSineCell>(array.Wiring, cells, new CrossbarSolverOptions { Tolerance = 1e-11, StartsWarm = true });
        var currents = new double[10];
        solver.Solve(LineBias.All(12, 0.3), LineBias.All(10, -0.1), currents);
        solver.Solve(array.WordLines, array.BitLines, currents);

        var elements = CrossbarNetlist.Elements(array.Wiring, new double[120], array.WordLines, array.BitLines).ToList();
        for (var k = 0; k < cells.Length; k++)
        {
            var (word, bit) = (new NodeId($"w_{k / 10}_{k % 10}"), new NodeId($"b_{k / 10}_{k % 10}"));
            var argument = new BinaryExpression(BinaryOperator.Multiply, new NumberExpression(4), new NodeVoltageExpression(word, bit));
            var law = new BinaryExpression(BinaryOperator.Multiply, new NumberExpression(cells[k].A), new CallExpression("sinh", [argument]));
            elements.Add(new BehavioralSource($"Bm_{k}", word, bit, BehavioralQuantity.Current, law));
        }

        var point = new BuiltInSimulator().SolveOperatingPoint(new Netlist
        {
            Title = "biased sines",
            Elements = elements,
            Options = SimulatorOptions.Default with { RelativeTolerance = 1e-12, VoltageTolerance = 1e-15, CurrentTolerance = 1e-18 },
        });
        double[] engine = [.. currents.Select((_, j) => array.BitLines[j].IsFloating ? 0 : point.Current(CrossbarNetlist.SenseSource(j)))];
        Close.Equal(engine, currents, rtol: 0, atol: 1e-9 * engine.Max(Math.Abs), where: "column current");
        var (u, v) = (new double[120], new double[120]);
        solver.ReadVoltages(u, v);
        for (var k = 0; k < 120; k++)
        {
            Close.Equal(point.Voltage(new NodeId($"w_{k / 10}_{k % 10}")), u[k], rtol: 0, atol: 1e-8, where: $"word-line node {k}");
            Close.Equal(point.Voltage(new NodeId($"b_{k / 10}_{k % 10}")), v[k], rtol: 0, atol: 1e-8, where: $"bit-line node {k}");
        }
    }

    private static (double[] Currents, CrossbarOutcome Outcome) Solve(BiasedArray array, CrossbarSolverOptions options)
    {
        var solver = new CrossbarSolver(array.Wiring, options);
        solver.Factor(array.Cells);
        var currents = new double[array.Wiring.Columns];
        return (currents, solver.Solve(array.WordLines, array.BitLines, currents));
    }

    /// <summary>A random array, every line floating or at a voltage by chance, and at least one of each layer held.</summary>
    private sealed record BiasedArray(CrossbarWiring Wiring, double[] Cells, LineBias[] WordLines, LineBias[] BitLines)
    {
        public static BiasedArray Draw(ulong seed, double leastWire = -12) => Draw(RandomArray.Draw(seed, 14, 14), seed, leastWire);

        public static BiasedArray Draw(ulong seed, int rows, int columns, double leastWire = -12) =>
            Draw(RandomArray.DrawSized(seed, rows, columns), seed, leastWire);

        public IReadOnlyList<Element> Elements() => CrossbarNetlist.Elements(Wiring, Cells, WordLines, BitLines);

        private static BiasedArray Draw(RandomArray array, ulong seed, double leastWire)
        {
            var random = new RandomStream(seed).Child("biases");
            var wiring = array.Wiring;
            if (seed % 3 > 0)
            {
                double Resistance() => Math.Pow(10, random.NextUniform(leastWire, 1.7));
                wiring = CrossbarWiring.Uniform(wiring.Rows, wiring.Columns, Resistance(), Resistance(), Resistance(), wiring.Drive, wiring.Sensing);
            }

            // Reads with floating lines, then bit lines at any voltage, too.
            var bitVoltage = seed % 2 == 0 ? 0.4 : 0;
            LineBias Bias(double voltage) => random.NextInt32(3) == 0 ? LineBias.Floating : voltage;
            LineBias[] wordLines = [.. array.RowVoltages.Select(v => Bias(v))];
            LineBias[] bitLines = [.. Enumerable.Range(0, wiring.Columns).Select(_ => Bias(bitVoltage * random.NextUniform(-1, 1)))];
            (wordLines[0], bitLines[^1]) = (0.15, 0);
            return new BiasedArray(wiring, array.Conductances, wordLines, bitLines);
        }
    }
}
