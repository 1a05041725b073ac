using System.Runtime.InteropServices;
using CircuitSim.Crossbars;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.Ngspice;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

/// <summary>
/// The array solver and the general engine share no line of code: each is the other's oracle. Single arrays are judged by
/// SciPy and ngspice besides, which nobody here wrote.
/// </summary>
public class CrossbarAgreementTests
{
    /// <summary>Resistances of the arrays at 2 Ω [Ω].</summary>
    private const double Driver = 5, Sense = 5;

    public static TheoryData<int> Decades => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Decades))]
    public void Solve_HundredRandomArrays_AgreesWithTheEngineTo1EMinus11(int decade)
    {
        // 1×1 to 20×30, every segment and driver of its own, one- and two-ended.
        for (var seed = 10 * decade + 1; seed <= 10 * decade + 10; seed++)
        {
            var array = RandomArray.Draw((ulong)seed);
            var solver = new CrossbarSolver(array.Wiring, CrossbarSolverOptions.Tightest);
            solver.Factor(array.Conductances);
            var currents = new double[array.Wiring.Columns];
            solver.Solve(array.RowVoltages, currents);

            var point = new BuiltInSimulator().SolveOperatingPoint(NetlistOf(array));
            double[] engine = [.. Enumerable.Range(0, currents.Length).Select(j => point.Current(CrossbarNetlist.SenseSource(j)))];
            Close.Equal(engine, currents, rtol: 0, atol: 1e-11 * engine.Max(Math.Abs), where: $"array {seed}, column current");
            for (var i = 0; i < array.Wiring.Rows; i++)
            {
                for (var j = 0; j < array.Wiring.Columns; j++)
                {
                    var k = i * array.Wiring.Columns + j;
                    Close.Equal(point.Voltage(new NodeId($"w_{i}_{j}")), solver.WordLineVoltages[k], rtol: 0, atol: 1e-11, where: $"array {seed}, w_{i}_{j}");
                    Close.Equal(point.Voltage(new NodeId($"b_{i}_{j}")), solver.BitLineVoltages[k], rtol: 0, atol: 1e-11, where: $"array {seed}, b_{i}_{j}");
                }
            }
        }
    }

    [Theory]
    [InlineData(WordLineDrive.OneEnd, 0, 0, 0)]
    [InlineData(WordLineDrive.BothEnds, 0, 0, 0)]
    [InlineData(WordLineDrive.OneEnd, 2, 0, 0)]
    [InlineData(WordLineDrive.BothEnds, 0, 50, 0)]
    [InlineData(WordLineDrive.OneEnd, 0, 50, 10)]
    [InlineData(WordLineDrive.BothEnds, 2, 0, 10)]
    public void Netlist_AnyResistanceZero_IsSolvedByTheEngineAsByTheSolver(WordLineDrive drive, double wire, double driver, double sense)
    {
        var array = RandomArray.DrawSized(7, 5, 6) with { Wiring = CrossbarWiring.Uniform(5, 6, wire, driver, sense, drive) };
        AssertAgreement(array);
    }

    [Fact]
    public void Netlist_SomeSegmentsZero_IsSolvedByTheEngineAsByTheSolver()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var array = RandomArray.Draw(seed, 6, 6);
            var (rows, columns) = (array.Wiring.Rows, array.Wiring.Columns);
            var random = new RandomStream(seed).Child("zeros");
            ResistanceMap Punch(ResistanceMap map, int count) =>
                ResistanceMap.PerPlace([.. Enumerable.Range(0, count).Select(k => random.NextInt32(2) == 0 ? 0 : map[k])]);
            AssertAgreement(array with
            {
                Wiring = array.Wiring with
                {
                    WordLineSegments = Punch(array.Wiring.WordLineSegments, rows * (columns + 1)),
                    BitLineSegments = Punch(array.Wiring.BitLineSegments, (rows + 1) * columns),
                    Drivers = Punch(array.Wiring.Drivers, rows),
                    SenseInputs = Punch(array.Wiring.SenseInputs, columns),
                },
            });
        }
    }

    [Theory]
    [InlineData(100, WordLineDrive.OneEnd)]
    [InlineData(500, WordLineDrive.OneEnd)]
    [InlineData(700, WordLineDrive.BothEnds)]
    [InlineData(1000, WordLineDrive.BothEnds)]
    [InlineData(3000, WordLineDrive.OneEnd)]
    [InlineData(10000, WordLineDrive.OneEnd)]
    public void Solve_WiresAsResistiveAsCells_AgreesWithTheEngine(double wire, WordLineDrive drive)
    {
        // From the first crosspoints to the far corner the current falls by many decades: relative to the largest column.
        AssertAgreement(RandomArray.DrawSized(11, 30, 20) with { Wiring = CrossbarWiring.Uniform(30, 20, wire, 0, 0, drive) });
        AssertAgreement(RandomArray.DrawSized(12, 1, 40) with { Wiring = CrossbarWiring.Uniform(1, 40, wire, 0, 0, drive) });
        AssertAgreement(RandomArray.DrawSized(13, 40, 1) with { Wiring = CrossbarWiring.Uniform(40, 1, wire, 0, 0, drive) });
    }

    [Theory]
    [InlineData(32, 32, WordLineDrive.OneEnd)]
    [InlineData(32, 32, WordLineDrive.BothEnds)]
    [InlineData(48, 64, WordLineDrive.OneEnd)]
    [InlineData(48, 64, WordLineDrive.BothEnds)]
    [InlineData(64, 64, WordLineDrive.OneEnd)]
    [InlineData(64, 64, WordLineDrive.BothEnds)]
    public void Solve_LargerArraysAt2Ohm_AgreesWithTheEngineTo1EMinus11(int rows, int columns, WordLineDrive drive) =>
        AssertAgreement(At2Ohm(14, rows, columns, drive));

    [SciPyFact]
    public void Solve_128By128At2Ohm_AgreesWithSciPyTo1EMinus11()
    {
        var array = At2Ohm(15, 128, 128, WordLineDrive.OneEnd);
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "array.bin");
        double[] values = [128, 128, 2, Driver, Sense, .. array.Conductances, .. array.RowVoltages];
        File.WriteAllBytes(file, MemoryMarshal.AsBytes(values.AsSpan()));
        NumPy.Run(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Scripts", "array.py")), file, "solve", "1");
        var expected = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file + ".result")).ToArray();
        Close.Equal(expected, Currents(array), rtol: 0, atol: 1e-11 * expected.Max(Math.Abs), where: "column current");
    }

    [NgspiceFact]
    public void Solve_32By32At2Ohm_AgreesWithNgspiceTo1EMinus9()
    {
        var ngspice = new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() });
        foreach (var drive in new[] { WordLineDrive.OneEnd, WordLineDrive.BothEnds })
            AssertAgreement(At2Ohm(16, 32, 32, drive), ngspice, 1e-9);
    }

    [Fact]
    public void TiledElements_SumOfTheTilesCurrents_IsTheTiledProduct()
    {
        const double Unused = 1e-5;
        var array = RandomArray.DrawSized(3, 11, 5);
        var tiling = RowTiling.Of(11, 4);
        var wiring = CrossbarWiring.Uniform(4, 5, 2, driverResistance: 20);
        var netlist = new Netlist { Title = "tiles", Elements = CrossbarNetlist.TiledElements(tiling, wiring, array.Conductances, array.RowVoltages, Unused) };
        var point = new BuiltInSimulator().SolveOperatingPoint(netlist);
        var effective = tiling.Effective(wiring, array.Conductances, Unused, CrossbarSolverOptions.Tightest);
        var product = new double[5];
        for (var k = 0; k < effective.Length; k++)
            product[k % 5] += array.RowVoltages[k / 5] * effective[k];
        for (var j = 0; j < 5; j++)
        {
            var sum = Enumerable.Range(0, 3).Sum(tile => point.Current(CrossbarNetlist.SenseSource(j, CrossbarNetlist.TilePrefix(tile))));
            Close.Equal(product[j], sum, rtol: 1e-11, atol: 1e-16, where: $"column {j}");
        }
    }

    private static RandomArray At2Ohm(ulong seed, int rows, int columns, WordLineDrive drive) =>
        RandomArray.DrawSized(seed, rows, columns) with { Wiring = CrossbarWiring.Uniform(rows, columns, 2, Driver, Sense, drive) };

    private static void AssertAgreement(RandomArray array) => AssertAgreement(array, new BuiltInSimulator(), 1e-11);

    private static void AssertAgreement(RandomArray array, ICircuitSimulator simulator, double tolerance)
    {
        var currents = Currents(array);
        var point = simulator.SolveOperatingPoint(NetlistOf(array));
        double[] expected = [.. Enumerable.Range(0, currents.Length).Select(j => point.Current(CrossbarNetlist.SenseSource(j)))];
        Close.Equal(expected, currents, rtol: 0, atol: tolerance * expected.Max(Math.Abs), where: "column current");
    }

    private static double[] Currents(RandomArray array)
    {
        var solver = new CrossbarSolver(array.Wiring, CrossbarSolverOptions.Tightest);
        solver.Factor(array.Conductances);
        var currents = new double[array.Wiring.Columns];
        solver.Solve(array.RowVoltages, currents);
        return currents;
    }

    private static Netlist NetlistOf(RandomArray array) => new()
    {
        Title = "random array",
        Elements = CrossbarNetlist.Elements(array.Wiring, array.Conductances, array.RowVoltages),
    };
}
