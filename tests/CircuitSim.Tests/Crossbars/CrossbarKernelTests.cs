using System.Runtime.Intrinsics;
using CircuitSim.Crossbars;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

/// <summary>However the passes over an array are carried out, the bits are the same.</summary>
public class CrossbarKernelTests
{
    public static TheoryData<SimdWidth> Widths
    {
        get
        {
            var widths = new TheoryData<SimdWidth> { SimdWidth.Scalar };
            if (Vector256.IsHardwareAccelerated)
                widths.Add(SimdWidth.Bits256);
            if (Vector512.IsHardwareAccelerated)
                widths.Add(SimdWidth.Bits512);
            return widths;
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    [Trait("Category", "slow")]
    public void Solve_AnySimdWidth_GivesTheSameBits(SimdWidth width)
    {
        foreach (var array in Arrays())
        {
            foreach (var method in Methods)
                AssertSameBits(array, new CrossbarSolverOptions { Method = method }, new CrossbarSolverOptions { Method = method, Simd = width });
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [Trait("Category", "slow")]
    public void Solve_AnyNumberOfThreads_GivesTheSameBits(int threads)
    {
        foreach (var array in Arrays())
        {
            foreach (var method in Methods)
                AssertSameBits(array, new CrossbarSolverOptions { Method = method }, new CrossbarSolverOptions { Method = method, Threads = threads });
        }
    }

    [Fact]
    public void Solve_TheSecondTime_AllocatesNothing()
    {
        var array = RandomArray.DrawSized(5, 70, 45);
        var solver = new CrossbarSolver(array.Wiring);
        var currents = new double[45];
        solver.Factor(array.Conductances);
        solver.Solve(array.RowVoltages, currents);
        var before = GC.GetAllocatedBytesForCurrentThread();
        solver.Factor(array.Conductances);
        solver.Solve(array.RowVoltages, currents);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Solve_WiresOfOneValueEach_IsTheSolutionOfUniformWires()
    {
        foreach (var drive in new[] { WordLineDrive.OneEnd, WordLineDrive.BothEnds })
        {
            var array = RandomArray.DrawSized(9, 37, 41);
            var uniform = CrossbarWiring.Uniform(37, 41, 3, 20, 10, drive);
            var individual = uniform with
            {
                WordLineSegments = ResistanceMap.PerPlace([.. Enumerable.Repeat(3.0, 37 * 42)]),
                BitLineSegments = ResistanceMap.PerPlace([.. Enumerable.Repeat(3.0, 38 * 41)]),
            };
            var (expected, _) = Run(array with { Wiring = uniform }, CrossbarSolverOptions.Tightest);
            var (actual, _) = Run(array with { Wiring = individual }, CrossbarSolverOptions.Tightest);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Update_AFewCells_IsTheSolutionOfAllCellsGivenAnew()
    {
        var array = RandomArray.DrawSized(11, 50, 70);
        var cells = (double[])array.Conductances.Clone();
        var solver = new CrossbarSolver(array.Wiring);
        solver.Factor(cells);
        var updated = new double[70];
        solver.Solve(array.RowVoltages, updated);
        foreach (var (i, j) in new[] { (0, 0), (49, 69), (17, 33), (17, 34) })
        {
            cells[i * 70 + j] *= 3;
            solver.Update(i, j, cells[i * 70 + j]);
        }

        solver.Solve(array.RowVoltages, updated);
        var (anew, _) = Run(array with { Conductances = cells }, new CrossbarSolverOptions());
        Assert.Equal(anew, updated);
    }

    [Fact]
    public void Solve_StartingWarm_NeedsFewerIterationsAndKeepsTheBound()
    {
        var array = RandomArray.DrawSized(12, 96, 96);
        var (exact, cold) = Run(array, CrossbarSolverOptions.Tightest);
        var solver = new CrossbarSolver(array.Wiring, new CrossbarSolverOptions { StartsWarm = true });
        solver.Factor(array.Conductances);
        var currents = new double[96];
        solver.Solve(array.RowVoltages, currents);
        var again = solver.Solve(array.RowVoltages, currents);
        Assert.Equal(0, again.Iterations);

        solver.Update(40, 40, array.Conductances[40 * 96 + 40] * 1.01);
        solver.Solve(array.RowVoltages, currents);
        solver.Update(40, 40, array.Conductances[40 * 96 + 40]);
        var warm = solver.Solve(array.RowVoltages, currents);
        Assert.InRange(warm.Iterations, 1, cold.Iterations - 2);
        Close.Equal(exact, currents, rtol: 0, atol: warm.CurrentErrorBound * exact.Max(Math.Abs));
    }

    /// <summary>Strips full and narrow, rows that fill eights and that do not, wires uniform and not.</summary>
    private static IEnumerable<RandomArray> Arrays()
    {
        foreach (var (rows, columns) in new[] { (1, 1), (8, 32), (3, 33), (17, 40), (64, 64), (41, 71), (9, 129) })
        {
            var array = RandomArray.DrawSized((ulong)(rows + columns), rows, columns);
            yield return array;
            yield return array with { Wiring = CrossbarWiring.Uniform(rows, columns, 2, 5, 5) };
            yield return array with { Wiring = CrossbarWiring.Uniform(rows, columns, 0, drive: WordLineDrive.BothEnds) };
        }
    }

    private static CrossbarMethod[] Methods => [CrossbarMethod.Lines, CrossbarMethod.CoarseCorrection, CrossbarMethod.Dissection];

    private static void AssertSameBits(RandomArray array, CrossbarSolverOptions first, CrossbarSolverOptions second)
    {
        var (expected, reference) = Run(array, first);
        var (actual, outcome) = Run(array, second);
        Assert.Equal(expected, actual);
        Assert.Equal(reference, outcome);
    }

    private static (double[] Results, CrossbarOutcome Outcome) Run(RandomArray array, CrossbarSolverOptions options)
    {
        var solver = new CrossbarSolver(array.Wiring, options);
        solver.Factor(array.Conductances);
        var currents = new double[array.Wiring.Columns];
        var outcome = solver.Solve(array.RowVoltages, currents);
        return (currents, outcome);
    }
}
