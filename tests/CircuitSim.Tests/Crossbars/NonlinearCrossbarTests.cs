using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Results;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

/// <summary>
/// Arrays of cells i = a sinh(b v): Kirchhoff's laws at every node have one solution, so they are test enough; the general
/// engine, whose Newton iteration shares no line of code, confirms them.
/// </summary>
public class NonlinearCrossbarTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(6, 1)]
    [InlineData(6, 5)]
    [InlineData(12, 3)]
    public void Solve_HyperbolicSineCells_FulfilsKirchhoffsCurrentLawAtEveryNode(double b, double voltage)
    {
        var array = RandomArray.DrawSized(32, 32, 30);
        var cells = Cells(array, b);
        double[] voltages = [.. array.RowVoltages.Select(v => 5 * voltage * v)];
        var solver = new NonlinearCrossbarSolver<HyperbolicSineCell>(array.Wiring, cells, new CrossbarSolverOptions { Tolerance = 1e-11 });
        var currents = new double[30];
        var outcome = solver.Solve(voltages, currents);
        Assert.True(outcome.Converged);

        var (u, v) = (new double[32 * 30], new double[32 * 30]);
        solver.ReadVoltages(u, v);
        var scale = currents.Max(Math.Abs);
        var sensed = new double[30];
        for (var i = 0; i < 32; i++)
        {
            for (var j = 0; j < 30; j++)
            {
                var k = i * 30 + j;
                var cell = cells[k].Current(u[k] - v[k], 0);
                var drivers = array.Wiring.Drivers[i];
                double Word(int segment) => array.Wiring.WordLineSegments[i * 31 + segment];
                double Bit(int segment) => array.Wiring.BitLineSegments[segment * 30 + j];
                var left = j == 0 ? (voltages[i] - u[k]) / (drivers + Word(0)) : (u[k - 1] - u[k]) / Word(j);
                var right = j < 29 ? (u[k + 1] - u[k]) / Word(j + 1)
                    : array.Wiring.Drive == WordLineDrive.BothEnds ? (voltages[i] - u[k]) / (drivers + Word(30)) : 0;
                Close.Equal(0, left + right - cell, rtol: 0, atol: 1e-9 * scale, where: $"word-line node ({i}, {j})");
                var atTop = array.Wiring.Sensing == BitLineSensing.BothEnds ? -v[k] / (array.Wiring.SenseInputs[j] + Bit(0)) : 0;
                var above = i == 0 ? atTop : (v[k - 30] - v[k]) / Bit(i);
                var below = i < 31 ? (v[k + 30] - v[k]) / Bit(i + 1) : -v[k] / (array.Wiring.SenseInputs[j] + Bit(32));
                Close.Equal(0, above + below + cell, rtol: 0, atol: 1e-9 * scale, where: $"bit-line node ({i}, {j})");
                sensed[j] -= (i == 0 ? above : 0) + (i == 31 ? below : 0);
            }
        }

        Close.Equal(currents, sensed, rtol: 0, atol: 1e-12 * scale);
    }

    [Theory]
    [InlineData(1, WordLineDrive.OneEnd)]
    [InlineData(3, WordLineDrive.BothEnds)]
    [InlineData(6, WordLineDrive.OneEnd)]
    public void Solve_HyperbolicSineCells32By32_AgreesWithTheEnginesNewtonTo1EMinus9(double b, WordLineDrive drive)
    {
        var array = RandomArray.DrawSized(36, 32, 32) with { Wiring = CrossbarWiring.Uniform(32, 32, 2, 5, 5, drive) };
        var cells = Cells(array, b);
        double[] voltages = [.. array.RowVoltages.Select(v => 5 * v)];
        var currents = new double[32];
        new NonlinearCrossbarSolver<HyperbolicSineCell>(array.Wiring, cells, new CrossbarSolverOptions { Tolerance = 1e-11 }).Solve(voltages, currents);

        var point = new BuiltInSimulator().SolveOperatingPoint(NetlistOf(array, cells, voltages));
        double[] engine = [.. Enumerable.Range(0, 32).Select(j => point.Current(CrossbarNetlist.SenseSource(j)))];
        Close.Equal(engine, currents, rtol: 0, atol: 1e-9 * engine.Max(Math.Abs), where: "column current");
    }

    [Theory]
    [InlineData(128, 50, 1)]
    [InlineData(128, 50, 6)]
    [InlineData(300, 10, 3)]
    [Trait("Category", "slow")]
    public void Solve_LargeOrResistive_TakesTheCoarseGridAndHalfTheIterations(int side, double wire, double b)
    {
        var array = RandomArray.DrawSized(37, side, side) with { Wiring = CrossbarWiring.Uniform(side, side, wire, 5, 5) };
        (double[] Currents, NonlinearOutcome Outcome) Solve(CrossbarMethod method)
        {
            var currents = new double[side];
            double[] voltages = [.. array.RowVoltages.Select(v => 5 * v)];
            return (currents, new NonlinearCrossbarSolver<HyperbolicSineCell>(array.Wiring, Cells(array, b), new CrossbarSolverOptions { Method = method }).Solve(voltages, currents));
        }

        var (expected, slow) = Solve(CrossbarMethod.Lines);
        var (actual, outcome) = Solve(CrossbarMethod.Automatic);
        Assert.Equal(CrossbarMethod.Lines, slow.Method);
        Assert.Equal(CrossbarMethod.CoarseCorrection, outcome.Method);
        Assert.InRange(outcome.Iterations, 1, Math.Min(30, slow.Iterations / 2 + 4));
        Close.Equal(expected, actual, rtol: 0, atol: (outcome.CurrentErrorBound + slow.CurrentErrorBound) * expected.Max(Math.Abs), where: "column current");
    }

    [Theory]
    [InlineData(WordLineDrive.OneEnd)]
    [InlineData(WordLineDrive.BothEnds)]
    public void Solve_OverTheCoarseGrid_AgreesWithTheEnginesNewton(WordLineDrive drive)
    {
        var array = RandomArray.DrawSized(38, 24, 20) with { Wiring = CrossbarWiring.Uniform(24, 20, 50, 5, 5, drive) };
        var cells = Cells(array, 4);
        double[] voltages = [.. array.RowVoltages.Select(v => 5 * v)];
        var currents = new double[20];
        var options = new CrossbarSolverOptions { Tolerance = 1e-11, Method = CrossbarMethod.CoarseCorrection };
        new NonlinearCrossbarSolver<HyperbolicSineCell>(array.Wiring, cells, options).Solve(voltages, currents);
        var point = new BuiltInSimulator().SolveOperatingPoint(NetlistOf(array, cells, voltages));
        double[] engine = [.. Enumerable.Range(0, 20).Select(j => point.Current(CrossbarNetlist.SenseSource(j)))];
        Close.Equal(engine, currents, rtol: 0, atol: 1e-9 * engine.Max(Math.Abs), where: "column current");
    }

    [Fact]
    public void Solve_OhmicCells_IsTheLinearSolution()
    {
        var array = RandomArray.DrawSized(33, 40, 37);
        OhmicCell[] cells = [.. array.Conductances.Select(g => new OhmicCell(1 / g))];
        var nonlinear = new double[37];
        var outcome = new NonlinearCrossbarSolver<OhmicCell>(array.Wiring, cells).Solve(array.RowVoltages, nonlinear);
        var solver = new CrossbarSolver(array.Wiring);
        solver.Factor(array.Conductances);
        var linear = new double[37];
        var reference = solver.Solve(array.RowVoltages, linear);
        Close.Equal(linear, nonlinear, rtol: 0, atol: (outcome.CurrentErrorBound + reference.CurrentErrorBound) * linear.Max(Math.Abs));
    }

    [Fact]
    public void Solve_Again_StartsWarmAndEndsAtOnce()
    {
        var array = RandomArray.DrawSized(34, 24, 24);
        var solver = new NonlinearCrossbarSolver<HyperbolicSineCell>(array.Wiring, Cells(array, 4), new CrossbarSolverOptions { StartsWarm = true });
        var currents = new double[24];
        Assert.InRange(solver.Solve(array.RowVoltages, currents).NewtonSteps, 2, 8);
        Assert.Equal(0, solver.Solve(array.RowVoltages, currents).NewtonSteps);
    }

    [Fact]
    public void Solve_ZeroWireResistance_IsTheSumOfTheCells()
    {
        var array = RandomArray.DrawSized(35, 12, 9) with { Wiring = CrossbarWiring.Uniform(12, 9, 0) };
        var cells = Cells(array, 5);
        var currents = new double[9];
        new NonlinearCrossbarSolver<HyperbolicSineCell>(array.Wiring, cells).Solve(array.RowVoltages, currents);
        double[] expected = [.. Enumerable.Range(0, 9).Select(j => Enumerable.Range(0, 12).Sum(i => cells[i * 9 + j].Current(array.RowVoltages[i], 0)))];
        Close.Equal(expected, currents, rtol: 0, atol: 1e-9 * expected.Max(Math.Abs));
    }

    /// <summary>The wires of the array, and a behavioral source in place of each of its cells.</summary>
    private static Netlist NetlistOf(RandomArray array, HyperbolicSineCell[] cells, double[] voltages)
    {
        var elements = CrossbarNetlist.Elements(array.Wiring, new double[cells.Length], voltages).ToList();
        for (var k = 0; k < cells.Length; k++)
        {
            var (i, j) = (k / array.Wiring.Columns, k % array.Wiring.Columns);
            var (word, bit) = (new NodeId($"w_{i}_{j}"), new NodeId($"b_{i}_{j}"));
            var argument = new BinaryExpression(BinaryOperator.Multiply, new NumberExpression(cells[k].B), new NodeVoltageExpression(word, bit));
            var law = new BinaryExpression(BinaryOperator.Multiply, new NumberExpression(cells[k].A), new CallExpression("sinh", [argument]));
            elements.Add(new BehavioralSource($"Bm_{i}_{j}", word, bit, BehavioralQuantity.Current, law));
        }

        return new Netlist
        {
            Title = "array of hyperbolic sines",
            Elements = elements,
            Options = SimulatorOptions.Default with { RelativeTolerance = 1e-12, VoltageTolerance = 1e-15, CurrentTolerance = 1e-18 },
        };
    }

    private static HyperbolicSineCell[] Cells(RandomArray array, double b) => [.. array.Conductances.Select(g => new HyperbolicSineCell(g / b, b))];
}
