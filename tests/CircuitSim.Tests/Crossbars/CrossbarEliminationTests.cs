using CircuitSim.Crossbars;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

/// <summary>Single solves by elimination, and arrays that conjugate gradients cannot solve, held against extended precision.</summary>
public class CrossbarEliminationTests
{
    public static TheoryData<int> Tens => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Tens))]
    [Trait("Category", "slow")]
    public void Automatic_ShortsAndNearShortsOfAnyKind_NeverThrowsAndKeepsItsBound(int ten)
    {
        for (var seed = 10 * ten + 1; seed <= 10 * ten + 10; seed++)
        {
            var (array, random) = Shorted((ulong)seed);
            var exact = ExtendedArray.ColumnCurrents(array.Wiring, array.Conductances, array.RowVoltages);
            foreach (var method in new[] { CrossbarMethod.Automatic, CrossbarMethod.Dissection })
            {
                var (currents, outcome) = Solve(array, new CrossbarSolverOptions { Tolerance = random.NextInt32(2) * 1e-10, Method = method });
                var error = currents.Zip(exact, (a, e) => Math.Abs(a - e)).Max() / exact.Max(Math.Abs);
                Assert.True(error <= outcome.CurrentErrorBound, $"array {seed}, {method}: error {error:E3}, bound {outcome.CurrentErrorBound:E3}");
                Assert.True(outcome.CurrentErrorBound < 1e-3, $"array {seed}, {method}: bound {outcome.CurrentErrorBound:E3}");
            }
        }
    }

    [Theory]
    [InlineData(1, 1e4, CrossbarMethod.Dissection, false)]
    [InlineData(10, 1e4, CrossbarMethod.Dissection, false)]
    [InlineData(1000, 1e4, CrossbarMethod.Dissection, true)]
    [InlineData(1000, 10, CrossbarMethod.Lines, true)]
    public void Automatic_OneCellInSoManyIsANearShort_EliminatesAtOnceOrWhereLinesWouldLoseDigits(int oneIn, double conductance, CrossbarMethod expected, bool iterates)
    {
        var array = RandomArray.DrawSized(3, 64, 64) with { Wiring = CrossbarWiring.Uniform(64, 64, 2, 5, 5) };
        double[] cells = [.. array.Conductances.Select((g, k) => (k * 2654435761) % oneIn == 0 ? conductance : g)];
        var (_, outcome) = Solve(array with { Conductances = cells }, new CrossbarSolverOptions());
        Assert.Equal(expected, outcome.Method);
        Assert.Equal(iterates, outcome.Iterations > 0);
        Assert.InRange(outcome.CurrentErrorBound, 0, 1e-10);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1e-6)]
    [InlineData(1e-12)]
    [InlineData(0)]
    [Trait("Category", "slow")]
    public void Dissection_AnyWireResistance_KeepsAllDigits(double wire)
    {
        // What an elimination that subtracts loses at 1e-12 Ω is everything.
        var array = RandomArray.DrawSized(40, 40, 40) with { Wiring = CrossbarWiring.Uniform(40, 40, wire, 5, 5) };
        var (currents, outcome) = Solve(array, CrossbarSolverOptions.Tightest with { Method = CrossbarMethod.Dissection });
        // Below 1e-15 Ω the oracle's own 32 digits run out, and nothing moves any more.
        var nearby = array with { Wiring = CrossbarWiring.Uniform(40, 40, Math.Max(wire, 1e-15), 5, 5) };
        var exact = ExtendedArray.ColumnCurrents(nearby.Wiring, array.Conductances, array.RowVoltages);
        Assert.Equal(CrossbarMethod.Dissection, outcome.Method);
        Assert.Equal(0, outcome.Iterations);
        Close.Equal(exact, currents, rtol: 0, atol: 1e-13 * exact.Max(Math.Abs), where: "column current");
    }

    [Fact]
    [Trait("Category", "slow")]
    public void Dissection_FloatingAndHeldLinesAndAdjoint_AgreeWithExtendedPrecision()
    {
        var array = RandomArray.DrawSized(8, 21, 34);
        var solver = new CrossbarSolver(array.Wiring, new CrossbarSolverOptions { Method = CrossbarMethod.Dissection });
        solver.Factor(array.Conductances);
        LineBias[] wordLines = [.. array.RowVoltages.Select((v, i) => i % 4 == 1 ? LineBias.Floating : v)];
        LineBias[] bitLines = [.. Enumerable.Range(0, 34).Select(j => j % 5 == 1 ? LineBias.Floating : 0.01 * j)];
        var currents = new double[34];
        var outcome = solver.Solve(wordLines, bitLines, currents);
        var exact = ExtendedArray.ColumnCurrents(array.Wiring, array.Conductances, wordLines, bitLines);
        Close.Equal(exact, currents, rtol: 0, atol: outcome.CurrentErrorBound * exact.Max(Math.Abs), where: "column current");

        var toColumn = new double[21];
        outcome = solver.SolveAdjoint(5, toColumn);
        double[] forward = [.. Enumerable.Range(0, 21).Select(i =>
        {
            var unit = new double[21];
            unit[i] = 1;
            return ExtendedArray.ColumnCurrents(array.Wiring, array.Conductances, unit)[5];
        })];
        Close.Equal(forward, toColumn, rtol: 0, atol: outcome.CurrentErrorBound * forward.Max(), where: "effective conductance");
    }

    [Fact]
    public void Dissection_TheSecondTime_AllocatesNothing()
    {
        var array = RandomArray.DrawSized(5, 70, 45);
        var solver = new CrossbarSolver(array.Wiring, new CrossbarSolverOptions { Method = CrossbarMethod.Dissection });
        var currents = new double[45];
        solver.Factor(array.Conductances);
        solver.Solve(array.RowVoltages, currents);
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            solver.Factor(array.Conductances);
            solver.Solve(array.RowVoltages, currents);
        }));
    }

    private static (double[] Currents, CrossbarOutcome Outcome) Solve(RandomArray array, CrossbarSolverOptions options)
    {
        var solver = new CrossbarSolver(array.Wiring, options);
        solver.Factor(array.Conductances);
        var currents = new double[array.Wiring.Columns];
        return (currents, solver.Solve(array.RowVoltages, currents));
    }

    /// <summary>A few, many or all cells near-shorts of one size, or cells over 13 decades; any wires.</summary>
    private static (RandomArray Array, RandomStream Random) Shorted(ulong seed)
    {
        var array = RandomArray.Draw(seed, 18, 18);
        var random = new RandomStream(seed).Child("shorts");
        double Draw(double low, double high) => Math.Pow(10, random.NextUniform(low, high));
        var wiring = seed % 3 == 0 ? array.Wiring : CrossbarWiring.Uniform(array.Wiring.Rows, array.Wiring.Columns, Draw(-9, 1.7), Draw(-3, 3), Draw(-3, 3), array.Wiring.Drive);
        var (share, near) = (new[] { 0.02, 0.2, 1 }[random.NextInt32(3)], Draw(0, 4));
        var isMixed = seed % 4 == 0;
        double[] cells = [.. array.Conductances.Select(g => isMixed ? Draw(-9, 4) : random.NextUniform() < share ? near : g)];
        return (array with { Wiring = wiring, Conductances = cells }, random);
    }
}
