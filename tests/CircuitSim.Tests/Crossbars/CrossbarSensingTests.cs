using CircuitSim.Crossbars;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

/// <summary>Bit lines that are sensed, or held, at both ends; RandomArray draws such lines for the other tests, too.</summary>
public class CrossbarSensingTests
{
    [Fact]
    public void Solve_OneCellSensedAtBothEnds_HalvesTheLineResistance()
    {
        var wiring = CrossbarWiring.Uniform(1, 1, wireResistance: 2, driverResistance: 50, senseResistance: 10, sensing: BitLineSensing.BothEnds);
        var solver = new CrossbarSolver(wiring, CrossbarSolverOptions.Tightest);
        solver.Factor([1e-3]);
        var current = new double[1];
        solver.Solve([0.2], current);
        Close.Equal(0.2 / (50 + 2 + 1000 + (2 + 10) / 2.0), current[0], rtol: 1e-15);
    }

    [Fact]
    public void Solve_ArrayTurnedUpsideDown_HasTheSameCurrents()
    {
        const int Rows = 24, Columns = 17;
        var array = RandomArray.DrawSized(4, Rows, Columns);
        var wiring = array.Wiring with { Sensing = BitLineSensing.BothEnds };
        double[] Turned(Func<int, double> values, int rows, int width) =>
            [.. Enumerable.Range(0, rows * width).Select(k => values((rows - 1 - k / width) * width + k % width))];
        var turned = wiring with
        {
            WordLineSegments = ResistanceMap.PerPlace(Turned(k => wiring.WordLineSegments[k], Rows, Columns + 1)),
            BitLineSegments = ResistanceMap.PerPlace(Turned(k => wiring.BitLineSegments[k], Rows + 1, Columns)),
            Drivers = ResistanceMap.PerPlace(Turned(k => wiring.Drivers[k], Rows, 1)),
        };
        var expected = Solve(wiring, array.Conductances, LineBias.All(Rows, 0.2), new LineBias[Columns], CrossbarMethod.Automatic).Currents;
        var actual = Solve(turned, Turned(k => array.Conductances[k], Rows, Columns), LineBias.All(Rows, 0.2), new LineBias[Columns], CrossbarMethod.Automatic).Currents;
        Close.Equal(expected, actual, rtol: 0, atol: 1e-14 * expected.Max(Math.Abs), where: "column current");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 12)]
    [InlineData(12, 1)]
    [InlineData(33, 20)]
    [InlineData(20, 41)]
    [Trait("Category", "slow")]
    public void Solve_AnyMethodHeldAndFloatingLines_AgreesWithExtendedPrecision(int rows, int columns)
    {
        foreach (var drive in new[] { WordLineDrive.OneEnd, WordLineDrive.BothEnds })
        {
            var array = RandomArray.DrawSized(21, rows, columns);
            var wordLines = LineBias.All(rows, 0.3);
            var bitLines = LineBias.All(columns, -0.1);
            (wordLines[^1], bitLines[0]) = (rows > 1 ? LineBias.Floating : 0.2, columns > 1 ? LineBias.Floating : 0);
            foreach (var wiring in new[] { array.Wiring, CrossbarWiring.Uniform(rows, columns, 20, 3, 4) })
            {
                var both = wiring with { Drive = drive, Sensing = BitLineSensing.BothEnds };
                var exact = ExtendedArray.ColumnCurrents(both, array.Conductances, wordLines, bitLines);
                foreach (var method in new[] { CrossbarMethod.Lines, CrossbarMethod.CoarseCorrection, CrossbarMethod.Dissection })
                {
                    var (currents, outcome) = Solve(both, array.Conductances, wordLines, bitLines, method);
                    Close.Equal(exact, currents, rtol: 0, atol: outcome.CurrentErrorBound * exact.Max(Math.Abs), where: $"{method}, {drive}");
                }
            }
        }
    }

    [Fact]
    [Trait("Category", "slow")]
    public void CoarseCorrection_LargeAndResistive_NeedsAsFewIterations()
    {
        var wiring = CrossbarWiring.Uniform(300, 256, 20, 5, 5, sensing: BitLineSensing.BothEnds);
        var array = RandomArray.DrawSized(22, 300, 256);
        var (currents, outcome) = Solve(wiring, array.Conductances, LineBias.All(300, 0.2), new LineBias[256], CrossbarMethod.Automatic);
        Assert.Equal(CrossbarMethod.CoarseCorrection, outcome.Method);
        Assert.InRange(outcome.Iterations, 1, 20);
        var (lines, _) = Solve(wiring, array.Conductances, LineBias.All(300, 0.2), new LineBias[256], CrossbarMethod.Lines);
        Close.Equal(lines, currents, rtol: 0, atol: 2e-10 * lines.Max(Math.Abs), where: "column current");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 10)]
    [InlineData(2, 0)]
    [InlineData(2, 10)]
    public void Netlist_AnyResistanceZero_IsSolvedByTheEngineAsByTheSolver(double wire, double sense)
    {
        var array = RandomArray.DrawSized(7, 5, 6);
        var wiring = CrossbarWiring.Uniform(5, 6, wire, 3, sense, sensing: BitLineSensing.BothEnds);
        var wordLines = LineBias.All(5, 0.2);
        var bitLines = LineBias.All(6, 0.05);
        bitLines[2] = LineBias.Floating;
        var (currents, _) = Solve(wiring, array.Conductances, wordLines, bitLines, CrossbarMethod.Automatic);
        var netlist = new Netlist { Title = "sensed at both ends", Elements = CrossbarNetlist.Elements(wiring, array.Conductances, wordLines, bitLines) };
        var point = new BuiltInSimulator().SolveOperatingPoint(netlist);
        double[] engine = [.. currents.Select((_, j) => j == 2 ? 0 : point.Current(CrossbarNetlist.SenseSource(j)))];
        Close.Equal(engine, currents, rtol: 0, atol: 1e-11 * engine.Max(Math.Abs), where: "column current");
    }

    [Fact]
    public void Effective_ByEliminationAndBySolves_IsTheSameMatrix()
    {
        var array = RandomArray.DrawSized(23, 30, 18);
        var wiring = array.Wiring with { Sensing = BitLineSensing.BothEnds };
        var options = CrossbarSolverOptions.Tightest;
        var expected = EffectiveConductance.Compute(wiring, array.Conductances, options with { Method = CrossbarMethod.Lines });
        var actual = EffectiveConductance.Compute(wiring, array.Conductances, options with { Method = CrossbarMethod.Dissection });
        Close.Equal(expected.Values, actual.Values, rtol: 0, atol: 1e-12 * expected.Values.ToArray().Max());
        var product = new double[18];
        expected.Accumulate(array.RowVoltages, product);
        var exact = ExtendedArray.ColumnCurrents(wiring, array.Conductances, array.RowVoltages);
        Close.Equal(exact, product, rtol: 0, atol: 1e-13 * exact.Max(Math.Abs));
    }

    private static (double[] Currents, CrossbarOutcome Outcome) Solve(
        CrossbarWiring wiring, double[] conductances, LineBias[] wordLines, LineBias[] bitLines, CrossbarMethod method)
    {
        var options = wiring.Rows > 100 ? new CrossbarSolverOptions() : CrossbarSolverOptions.Tightest;
        var solver = new CrossbarSolver(wiring, options with { Method = method });
        solver.Factor(conductances);
        var currents = new double[wiring.Columns];
        return (currents, solver.Solve(wordLines, bitLines, currents));
    }
}
