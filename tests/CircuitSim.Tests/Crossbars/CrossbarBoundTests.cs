using CircuitSim.Crossbars;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

/// <summary>What the solver says about its error, held against a solution in extended precision.</summary>
public class CrossbarBoundTests
{
    public static TheoryData<int> Twenties => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Twenties))]
    [Trait("Category", "slow")]
    public void Bound_TwoHundredArrays_IsNeverBelowTheTrueError(int twenty)
    {
        // All decades of wire resistance, one- and two-ended, cells open and shorted, voltages of both signs, any tolerance.
        for (var seed = 20 * twenty + 1; seed <= 20 * twenty + 20; seed++)
        {
            var (array, random) = Varied((ulong)seed);
            var exact = ExtendedArray.ColumnCurrents(array.Wiring, array.Conductances, array.RowVoltages);
            foreach (var tolerance in new[] { 1e-2, Math.Pow(10, random.NextUniform(-13, -2)), 0 })
            {
                var (currents, outcome) = Solve(array, new CrossbarSolverOptions { Tolerance = tolerance });
                var error = RelativeError(currents, exact);
                Assert.True(error <= outcome.CurrentErrorBound, $"array {seed}, tolerance {tolerance:E1}: error {error:E3}, bound {outcome.CurrentErrorBound:E3}");
                Assert.True(outcome.CurrentErrorBound <= Math.Max(tolerance, 1e-11), $"array {seed}, tolerance {tolerance:E1}: bound {outcome.CurrentErrorBound:E3}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Twenties))]
    public void AdjointBound_TwentyArrays_IsNeverBelowTheTrueError(int twenty)
    {
        for (var seed = 2 * twenty + 1001; seed <= 2 * twenty + 1002; seed++)
        {
            var (array, random) = Varied((ulong)seed, mostRows: 8, mostColumns: 8);
            var (rows, columns) = (array.Wiring.Rows, array.Wiring.Columns);
            var column = random.NextInt32(columns);
            double[] exact = [.. Enumerable.Range(0, rows).Select(i =>
            {
                var unit = new double[rows];
                unit[i] = 1;
                return ExtendedArray.ColumnCurrents(array.Wiring, array.Conductances, unit)[column];
            })];
            foreach (var tolerance in new[] { 1e-2, 1e-6, 0 })
            {
                var solver = new CrossbarSolver(array.Wiring, new CrossbarSolverOptions { Tolerance = tolerance });
                solver.Factor(array.Conductances);
                var found = new double[rows];
                var outcome = solver.SolveAdjoint(column, found);
                var error = RelativeError(found, exact);
                Assert.True(error <= outcome.CurrentErrorBound, $"array {seed}, tolerance {tolerance:E1}: error {error:E3}, bound {outcome.CurrentErrorBound:E3}");
            }
        }
    }

    [Theory]
    [InlineData(1e-12)]
    [InlineData(1e-9)]
    [InlineData(1e-6)]
    [InlineData(1e-3)]
    [InlineData(1)]
    [InlineData(50)]
    [Trait("Category", "slow")]
    public void Solve_FortyByForty_IsRightTo1EMinus13(double wire)
    {
        var array = RandomArray.DrawSized(40, 40, 40) with { Wiring = CrossbarWiring.Uniform(40, 40, wire) };
        var (currents, _) = Solve(array, CrossbarSolverOptions.Tightest);
        var exact = ExtendedArray.ColumnCurrents(array.Wiring, array.Conductances, array.RowVoltages);
        Assert.InRange(RelativeError(currents, exact), 0, 1e-13);
    }

    [Fact]
    public void ColumnCurrents_OneCell_IsASeriesCircuit()
    {
        var wiring = CrossbarWiring.Uniform(1, 1, wireResistance: 2, driverResistance: 50, senseResistance: 10);
        Close.Equal(0.2 / (50 + 2 + 1000 + 2 + 10), ExtendedArray.ColumnCurrents(wiring, [1e-3], [0.2])[0], rtol: 1e-15);
    }

    private static (double[] Currents, CrossbarOutcome Outcome) Solve(RandomArray array, CrossbarSolverOptions options)
    {
        var solver = new CrossbarSolver(array.Wiring, options);
        solver.Factor(array.Conductances);
        var currents = new double[array.Wiring.Columns];
        return (currents, solver.Solve(array.RowVoltages, currents));
    }

    private static double RelativeError(double[] actual, double[] exact)
    {
        var scale = exact.Max(Math.Abs);
        return actual.Zip(exact, (a, e) => Math.Abs(a - e)).Max() / scale;
    }

    private static (RandomArray Array, RandomStream Random) Varied(ulong seed, int mostRows = 18, int mostColumns = 18)
    {
        var array = RandomArray.Draw(seed, mostRows, mostColumns);
        var random = new RandomStream(seed).Child("variation");
        var (rows, columns) = (array.Wiring.Rows, array.Wiring.Columns);
        var wiring = array.Wiring;
        if (seed % 3 > 0)
        {
            double Draw(double low, double high) => Math.Pow(10, random.NextUniform(low, high));
            wiring = CrossbarWiring.Uniform(rows, columns, Draw(-12, 1.7), Draw(-12, 3), Draw(-12, 3), wiring.Drive);
        }

        var cells = (double[])array.Conductances.Clone();
        for (var k = 0; k < cells.Length; k++)
        {
            if (seed % 4 == 0 && random.NextUniform() < 0.3)
                cells[k] = 0;
            if (seed % 5 == 0 && random.NextUniform() < 0.02)
                cells[k] = 1;
        }

        // One cell at least carries current.
        cells[^1] = 1e-4;
        double[] voltages = seed % 2 == 0 ? array.RowVoltages : [.. array.RowVoltages.Select(Math.Abs)];
        return (array with { Wiring = wiring, Conductances = cells, RowVoltages = voltages }, random);
    }
}
