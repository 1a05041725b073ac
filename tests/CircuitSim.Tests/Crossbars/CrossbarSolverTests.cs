using CircuitSim.Crossbars;
using CircuitSim.Netlists;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

public class CrossbarSolverTests
{
    [Fact]
    public void Solve_OneCell_IsASeriesCircuit()
    {
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(1, 1, wireResistance: 2, driverResistance: 50, senseResistance: 10), CrossbarSolverOptions.Tightest);
        solver.Factor([1e-3]);
        var current = new double[1];
        solver.Solve([0.2], current);
        Close.Equal(0.2 / (50 + 2 + 1000 + 2 + 10), current[0], rtol: 1e-15);
    }

    [Fact]
    public void Solve_OneRowDrivenFromBothEnds_HalvesTheLineResistanceAtItsMiddle()
    {
        // One crosspoint in the middle of a line with 4 Ω to either side: 2 Ω in parallel.
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(1, 1, 4, drive: WordLineDrive.BothEnds), CrossbarSolverOptions.Tightest);
        solver.Factor([1e-3]);
        var current = new double[1];
        solver.Solve([1], current);
        Close.Equal(1 / (2.0 + 1000 + 4), current[0], rtol: 1e-15);
    }

    [Fact]
    public void Solve_ZeroWireResistance_IsTheMatrixProduct()
    {
        var array = RandomArray.DrawSized(1, 65, 40);
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(65, 40, 0), CrossbarSolverOptions.Tightest);
        solver.Factor(array.Conductances);
        var currents = new double[40];
        solver.Solve(array.RowVoltages, currents);
        for (var j = 0; j < 40; j++)
        {
            double expected = 0, scale = 0;
            for (var i = 0; i < 65; i++)
            {
                var term = array.RowVoltages[i] * array.Conductances[i * 40 + j];
                expected += term;
                scale += Math.Abs(term);
            }

            Close.Equal(expected, currents[j], rtol: 0, atol: 1e-13 * scale, where: $"column {j}");
        }
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-6)]
    [InlineData(1e-9)]
    [InlineData(1e-12)]
    public void Solve_TinyWireResistance_ApproachesTheProductByItsFirstOrderTerm(double wire)
    {
        // Ladder of equal cells at one voltage: to first order in r, the current of column j of an M × N array is
        // G·M·V·(1 − r·G·(loss of both lines)); at 1e-3 Ω and below the second order is under 1e-9 of that loss.
        const int M = 8, N = 8;
        const double G = 1e-4, V = 0.2;
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(M, N, wire), CrossbarSolverOptions.Tightest);
        solver.Factor(Enumerable.Repeat(G, M * N).ToArray());
        var currents = new double[N];
        solver.Solve(Enumerable.Repeat(V, M).ToArray(), currents);
        for (var j = 0; j < N; j++)
        {
            // Word line: node j sees Σ over segments s ≤ j of the current of the cells at and beyond s.
            double wordDrop = 0;
            for (var s = 0; s <= j; s++)
                wordDrop += N - s;
            // Bit line, cell i: Σ over segments after rows ≥ i of the current of the cells at and above.
            double bitDrop = 0;
            for (var i = 0; i < M; i++)
            {
                for (var s = i; s < M; s++)
                    bitDrop += s + 1;
            }

            var expected = G * V * (M - wire * G * (M * wordDrop + bitDrop));
            Close.Equal(expected, currents[j], rtol: 1e-14 + Math.Pow(wire * G * M * N * 4, 2), where: $"column {j}");
        }
    }

    [Fact]
    public void Solve_RandomArrays_AgreesWithDenseNodalAnalysis()
    {
        for (ulong seed = 1; seed <= 25; seed++)
        {
            var array = RandomArray.Draw(seed, 9, 9);
            var solver = new CrossbarSolver(array.Wiring, CrossbarSolverOptions.Tightest);
            solver.Factor(array.Conductances);
            var currents = new double[array.Wiring.Columns];
            solver.Solve(array.RowVoltages, currents);

            var netlist = new Netlist
            {
                Title = "random array",
                Elements = CrossbarNetlist.Elements(array.Wiring, array.Conductances, array.RowVoltages),
            };
            var voltages = NetlistLaws.DenseNodeVoltages(netlist);
            double[] expected = [.. Enumerable.Range(0, currents.Length)
                .Select(j => NetlistLaws.CurrentInto(netlist, new NodeId($"out_{j}"), n => voltages[n]))];
            var scale = expected.Max(Math.Abs);
            Close.Equal(expected, currents, rtol: 0, atol: 1e-11 * scale, where: $"seed {seed}, current");
        }
    }

    [Fact]
    public void Factor_NegativeConductance_IsRefusedWithItsCell()
    {
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(2, 2, 1), CrossbarSolverOptions.Tightest);
        var e = Assert.Throws<InvalidParameterException>(() => solver.Factor([1, 1, -1, 1]));
        Assert.Equal("conductance of cell (1, 0) = -1 S must be finite and not negative.", e.Message);
    }

    [Fact]
    public void Solve_OpenCells_CarryNothing()
    {
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(2, 2, 1), CrossbarSolverOptions.Tightest);
        solver.Factor([0, 1e-3, 0, 0]);
        var currents = new double[2];
        solver.Solve([1, 1], currents);
        Assert.Equal(0, currents[0]);
        // Two word-line segments, the cell, two bit-line segments.
        Close.Equal(1 / (2 + 1000.0 + 2), currents[1], rtol: 1e-14);
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Uniform_BadWireResistance_IsRefusedByName(double wire)
    {
        var e = Assert.Throws<InvalidParameterException>(() => CrossbarWiring.Uniform(2, 2, wire));
        Assert.StartsWith("wire resistance = ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("must be finite and not negative.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Uniform_ZeroRows_IsRefused() =>
        Assert.Equal("rows = 0 must be at least 1.", Assert.Throws<InvalidParameterException>(() => CrossbarWiring.Uniform(0, 2, 1)).Message);
}
