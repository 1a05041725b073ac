using CircuitSim.Crossbars;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

/// <summary>The laws of resistive networks, which hold for every array whatever its size and wires.</summary>
public class CrossbarPhysicsTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Solve_RandomArray_FulfilsKirchhoffsCurrentLawAtEveryNode(int seed)
    {
        var (array, solver, currents) = Solve(seed);
        var (rows, columns) = (array.Wiring.Rows, array.Wiring.Columns);
        var (u, v) = (solver.WordLineVoltages.ToArray(), solver.BitLineVoltages.ToArray());
        var scale = currents.Max(Math.Abs);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var k = i * columns + j;
                var segment = i * (columns + 1) + j;
                var cell = array.Conductances[k] * (u[k] - v[k]);
                var left = j == 0
                    ? (array.RowVoltages[i] - u[k]) / (array.Wiring.Drivers[i] + array.Wiring.WordLineSegments[segment])
                    : (u[k - 1] - u[k]) / array.Wiring.WordLineSegments[segment];
                var right = j < columns - 1
                    ? (u[k + 1] - u[k]) / array.Wiring.WordLineSegments[segment + 1]
                    : array.Wiring.Drive == WordLineDrive.BothEnds
                        ? (array.RowVoltages[i] - u[k]) / (array.Wiring.Drivers[i] + array.Wiring.WordLineSegments[segment + 1])
                        : 0;
                Close.Equal(0, left + right - cell, rtol: 0, atol: 1e-11 * scale, where: $"word-line node ({i}, {j})");

                var above = i > 0
                    ? (v[k - columns] - v[k]) / array.Wiring.BitLineSegments[i * columns + j]
                    : array.Wiring.Sensing == BitLineSensing.BothEnds
                        ? -v[k] / (array.Wiring.SenseInputs[j] + array.Wiring.BitLineSegments[j])
                        : 0;
                var below = i < rows - 1
                    ? (v[k + columns] - v[k]) / array.Wiring.BitLineSegments[(i + 1) * columns + j]
                    : -v[k] / (array.Wiring.SenseInputs[j] + array.Wiring.BitLineSegments[rows * columns + j]);
                Close.Equal(0, above + below + cell, rtol: 0, atol: 1e-11 * scale, where: $"bit-line node ({i}, {j})");
            }
        }
    }

    /// <summary>The maximum principle, to the last bit: a cell at a threshold must not see more than what drives it.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1e-9)]
    [InlineData(0.5)]
    public void Solve_OfAnyWires_LeavesNoNodeOutsideTheSources(double wire)
    {
        var random = new RandomStream(5);
        const int Rows = 13, Columns = 19;
        double[] conductances = [.. Enumerable.Range(0, Rows * Columns).Select(_ => random.NextUniform(1e-6, 1e-3))];
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(Rows, Columns, wire));
        solver.Factor(conductances);
        double[] voltages = [.. Enumerable.Range(0, Rows).Select(i => i % 3 == 0 ? 0 : 0.3)];
        solver.Solve(voltages, new double[Columns]);
        Assert.All(solver.WordLineVoltages.ToArray(), u => Assert.InRange(u, 0, 0.3));
        Assert.All(solver.BitLineVoltages.ToArray(), v => Assert.InRange(v, 0, 0.3));
        solver.Solve([.. voltages.Select(LineBias.At)], [.. Enumerable.Range(0, Columns).Select(j => LineBias.At(j % 2 == 0 ? -0.3 : 0.1))], new double[Columns]);
        Assert.All(solver.WordLineVoltages.ToArray(), u => Assert.InRange(u, -0.3, 0.3));
        Assert.All(solver.BitLineVoltages.ToArray(), v => Assert.InRange(v, -0.3, 0.3));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Effective_ByForwardAndByAdjointSolves_IsTheSameMatrix(int seed)
    {
        // Reciprocity: driving row i and reading column j gives what driving column j and reading row i gives.
        var array = RandomArray.Draw((ulong)seed);
        var solver = new CrossbarSolver(array.Wiring, CrossbarSolverOptions.Tightest);
        solver.Factor(array.Conductances);
        var (rows, columns) = (array.Wiring.Rows, array.Wiring.Columns);
        var forward = new double[rows * columns];
        var adjoint = new double[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            var unit = new double[rows];
            unit[i] = 1;
            solver.Solve(unit, forward.AsSpan(i * columns, columns));
        }

        var toColumn = new double[rows];
        for (var j = 0; j < columns; j++)
        {
            solver.SolveAdjoint(j, toColumn);
            for (var i = 0; i < rows; i++)
                adjoint[i * columns + j] = toColumn[i];
        }

        Close.Equal(forward, adjoint, rtol: 0, atol: 1e-12 * forward.Max(), where: "effective conductance");
        Close.Equal(forward, EffectiveConductance.Compute(array.Wiring, array.Conductances, CrossbarSolverOptions.Tightest).Values, rtol: 0, atol: 1e-12 * forward.Max());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Accumulate_AnyInput_IsTheSuperpositionOfTheSolves(int seed)
    {
        var (array, _, currents) = Solve(seed);
        var product = new double[currents.Length];
        EffectiveConductance.Compute(array.Wiring, array.Conductances, CrossbarSolverOptions.Tightest).Accumulate(array.RowVoltages, product);
        Close.Equal(currents, product, rtol: 0, atol: 1e-12 * currents.Max(Math.Abs));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Solve_RandomArray_DissipatesThePowerThatTheDriversDeliver(int seed)
    {
        var (array, solver, currents) = Solve(seed);
        Close.Equal(Delivered(array, solver), Dissipated(array, solver), rtol: 1e-10);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Solve_AnyResistanceRaised_NeverRaisesTheDeliveredPower(int seed)
    {
        // Rayleigh's monotonicity law.
        var (array, solver, _) = Solve(seed);
        var power = Delivered(array, solver);
        var random = new RandomStream((ulong)seed).Child("raise");
        for (var trial = 0; trial < 8; trial++)
        {
            var (raised, what) = RaiseOneResistance(array, random);
            var again = new CrossbarSolver(raised.Wiring, CrossbarSolverOptions.Tightest);
            again.Factor(raised.Conductances);
            again.Solve(raised.RowVoltages, new double[raised.Wiring.Columns]);
            Assert.True(Delivered(raised, again) <= power * (1 + 1e-12), $"raising {what} raised the delivered power");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Solve_AllRowsAtOneVoltage_SensedCurrentFallsWithWireResistance(int seed)
    {
        var array = RandomArray.Draw((ulong)seed);
        var (rows, columns) = (array.Wiring.Rows, array.Wiring.Columns);
        var previous = double.PositiveInfinity;
        foreach (var wire in new[] { 0, 1e-6, 0.1, 0.5, 1, 2, 5, 10, 100 })
        {
            var solver = new CrossbarSolver(CrossbarWiring.Uniform(rows, columns, wire, drive: array.Wiring.Drive), CrossbarSolverOptions.Tightest);
            solver.Factor(array.Conductances);
            var currents = new double[columns];
            solver.Solve(Enumerable.Repeat(0.2, rows).ToArray(), currents);
            var total = currents.Sum();
            Assert.True(total <= previous * (1 + 1e-13), $"total sensed current rose at {wire} Ω");
            previous = total;
        }
    }

    private static (RandomArray Array, CrossbarSolver Solver, double[] Currents) Solve(int seed)
    {
        var array = RandomArray.Draw((ulong)seed);
        var solver = new CrossbarSolver(array.Wiring, CrossbarSolverOptions.Tightest);
        solver.Factor(array.Conductances);
        var currents = new double[array.Wiring.Columns];
        solver.Solve(array.RowVoltages, currents);
        return (array, solver, currents);
    }

    private static double Delivered(RandomArray array, CrossbarSolver solver)
    {
        var columns = array.Wiring.Columns;
        double power = 0;
        for (var i = 0; i < array.Wiring.Rows; i++)
        {
            var segment = i * (columns + 1);
            var u = solver.WordLineVoltages[(i * columns)..((i + 1) * columns)];
            var current = (array.RowVoltages[i] - u[0]) / (array.Wiring.Drivers[i] + array.Wiring.WordLineSegments[segment]);
            if (array.Wiring.Drive == WordLineDrive.BothEnds)
                current += (array.RowVoltages[i] - u[^1]) / (array.Wiring.Drivers[i] + array.Wiring.WordLineSegments[segment + columns]);
            power += array.RowVoltages[i] * current;
        }

        return power;
    }

    private static double Dissipated(RandomArray array, CrossbarSolver solver)
    {
        var wiring = array.Wiring;
        var (rows, columns) = (wiring.Rows, wiring.Columns);
        var u = solver.WordLineVoltages;
        var v = solver.BitLineVoltages;
        double power = 0;
        for (var i = 0; i < rows; i++)
        {
            var segment = i * (columns + 1);
            power += Square(array.RowVoltages[i] - u[i * columns]) / (wiring.Drivers[i] + wiring.WordLineSegments[segment]);
            if (wiring.Drive == WordLineDrive.BothEnds)
                power += Square(array.RowVoltages[i] - u[i * columns + columns - 1]) / (wiring.Drivers[i] + wiring.WordLineSegments[segment + columns]);
            for (var j = 0; j < columns; j++)
            {
                var k = i * columns + j;
                power += Square(u[k] - v[k]) * array.Conductances[k];
                if (j > 0)
                    power += Square(u[k] - u[k - 1]) / wiring.WordLineSegments[segment + j];
                if (i > 0)
                    power += Square(v[k] - v[k - columns]) / wiring.BitLineSegments[i * columns + j];
            }
        }

        for (var j = 0; j < columns; j++)
        {
            power += Square(v[(rows - 1) * columns + j]) / (wiring.SenseInputs[j] + wiring.BitLineSegments[rows * columns + j]);
            if (wiring.Sensing == BitLineSensing.BothEnds)
                power += Square(v[j]) / (wiring.SenseInputs[j] + wiring.BitLineSegments[j]);
        }

        return power;
    }

    private static (RandomArray Raised, string What) RaiseOneResistance(RandomArray array, RandomStream random)
    {
        var wiring = array.Wiring;
        var (rows, columns) = (wiring.Rows, wiring.Columns);
        ResistanceMap Raise(ResistanceMap map, int count, int place)
        {
            double[] values = [.. Enumerable.Range(0, count).Select(k => map[k])];
            values[place] *= 10;
            return ResistanceMap.PerPlace(values);
        }

        switch (random.NextInt32(3))
        {
            case 0:
                var cell = random.NextInt32(rows * columns);
                var conductances = (double[])array.Conductances.Clone();
                conductances[cell] /= 10;
                return (array with { Conductances = conductances }, $"cell {cell}");
            case 1:
                var segment = random.NextInt32(rows * (columns + 1));
                return (array with { Wiring = wiring with { WordLineSegments = Raise(wiring.WordLineSegments, rows * (columns + 1), segment) } }, $"word-line segment {segment}");
            default:
                segment = random.NextInt32((rows + 1) * columns);
                return (array with { Wiring = wiring with { BitLineSegments = Raise(wiring.BitLineSegments, (rows + 1) * columns, segment) } }, $"bit-line segment {segment}");
        }
    }

    private static double Square(double x) => x * x;
}
