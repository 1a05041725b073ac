using System.Xml.Linq;
using CircuitSim.Crossbars;
using CircuitSim.Experiments.Arrays;
using CircuitSim.Experiments.Figures;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

/// <summary>What the array commands compute and draw.</summary>
public class ArraySolveTests
{
    [Fact]
    public void Solution_WithoutAnyResistance_LosesNothing()
    {
        var solution = Solve(new ArrayCaseOptions { Rows = 6, Columns = 5, WireResistance = 0 });
        Close.Equal(solution.Ideal.ColumnCurrents.Span, solution.ColumnCurrents.Span, rtol: 1e-12, where: "current");
        Close.Equal(0, solution.WorstDrop.Voltage, rtol: 0, atol: 1e-12, where: "worst drop");
    }

    [Fact]
    public void Solution_OneCell_DropsWhatItsSeriesResistancesTake()
    {
        var solution = Solve(new ArrayCaseOptions { Rows = 1, Columns = 1, WireResistance = 5, DriverResistance = 30, SenseResistance = 60, LeastResistance = 900, GreatestResistance = 900, ReadVoltage = -1 });
        Close.Equal(-1e-3, solution.TotalCurrent, rtol: 1e-10, where: "current");
        Close.Equal(0.1, solution.WorstDrop.Voltage, rtol: 1e-10, where: "drop");
        Close.Equal(0.1, solution.WorstDrop.Share, rtol: 1e-10, where: "share");
        Close.Equal([-1e-3], solution.CellCurrents(), rtol: 1e-10, where: "cell current");
    }

    [Fact]
    public void Solution_CellCurrentsOfAColumn_AddUpToItsCurrent()
    {
        var solution = Solve(new ArrayCaseOptions { Rows = 40, Columns = 30, Drive = WordLineDrive.BothEnds, DriverResistance = 10 });
        var cells = solution.CellCurrents();
        for (var j = 0; j < 30; j++)
            Close.Equal(solution.ColumnCurrents.Span[j], Enumerable.Range(0, 40).Sum(i => cells[i * 30 + j]), rtol: 1e-9, where: $"column {j}");
    }

    [Fact]
    public void Solution_WithTheSolverOfTheArrayBefore_HasTheBitsOfItsOwn()
    {
        var spare = new SpareSolver();
        var options = new CrossbarSolverOptions();
        foreach (var seed in (ulong[])[1, 2, 3, 1])
        {
            // A short that iterations cannot take, wires of another size, and lines that float, between the others.
            foreach (var array in (ArrayCase[])[Case(seed, 2, 1e3), Case(seed, 2, 1e-3), Case(seed, 2, 1e3) with { WordLines = Floating(12) }, Case(seed, 9, 1e3)])
            {
                var (own, shared) = (ArraySolve.Run(array, options), ArraySolve.Run(array, options, spare));
                Assert.Equal(own.Outcome, shared.Outcome);
                Assert.Equal(own.ColumnCurrents.ToArray(), shared.ColumnCurrents.ToArray());
                Assert.Equal(own.WordLineVoltages.ToArray(), shared.WordLineVoltages.ToArray());
                Assert.Equal(own.BitLineVoltages.ToArray(), shared.BitLineVoltages.ToArray());
            }
        }

        static ArrayCase Case(ulong seed, double wire, double least) =>
            ArrayCase.Load(new ArrayCaseOptions { Rows = 12, Columns = 9, WireResistance = wire, LeastResistance = least, Seed = seed });

        static LineBias[] Floating(int rows) => [.. Enumerable.Range(0, rows).Select(i => i % 3 == 0 ? LineBias.Floating : LineBias.At(0.2))];
    }

    [NgspiceFact]
    public void Netlist_OfCurvedCells_GivesTheirCurrentsOnNgspice()
    {
        var array = ArrayCase.Load(new ArrayCaseOptions { Rows = 4, Columns = 3, WireResistance = 20, SenseResistance = 10, ReadVoltage = 1, Curvature = 3 });
        using var text = new StringWriter();
        ArrayNetlist.Write(array, text);
        var point = new CircuitSim.Ngspice.NgspiceSimulator(new CircuitSim.Ngspice.NgspiceOptions { Executable = CircuitSim.Ngspice.NgspiceLocation.Find() })
            .SolveOperatingPoint(SpiceReader.Read(text.ToString()).Flat);
        var currents = ArraySolve.Run(array, new CrossbarSolverOptions()).ColumnCurrents;
        for (var j = 0; j < 3; j++)
            Close.Equal(point.Current(CrossbarNetlist.SenseSource(j)), currents.Span[j], rtol: 1e-5, where: $"column {j}");
        Assert.True(currents.Span[0] > 1.2 * ArraySolve.Run(array with { Curvature = 0 }, new CrossbarSolverOptions()).ColumnCurrents.Span[0]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    [InlineData(7, 5)]
    public void Solution_CellCurrentsWithAShort_AddUpToThoseOfTheirColumns(int row, int column)
    {
        var array = ArrayCase.Load(new ArrayCaseOptions { Rows = 8, Columns = 6, WireResistance = 2, SenseResistance = 5 });
        var conductances = array.Conductances.ToArray();
        conductances[row * 6 + column] = 1e15;
        LineBias[] wordLines = [.. Enumerable.Range(0, 8).Select(i => i == 3 ? LineBias.Floating : LineBias.At(0.1 + 0.01 * i))];
        foreach (var (drive, sensing) in new[] { (WordLineDrive.OneEnd, BitLineSensing.OneEnd), (WordLineDrive.BothEnds, BitLineSensing.BothEnds) })
        {
            var shorted = array with { Conductances = conductances, WordLines = wordLines, Wiring = CrossbarWiring.Uniform(8, 6, 2, 0, 5, drive, sensing) };
            var solution = ArraySolve.Run(shorted, new CrossbarSolverOptions());
            var cells = solution.CellCurrents();
            for (var j = 0; j < 6; j++)
                Close.Equal(solution.ColumnCurrents.Span[j], Enumerable.Range(0, 8).Sum(i => cells[i * 6 + j]), rtol: 0, atol: 1e-13 * solution.TotalCurrent, where: $"column {j}");
            Close.Equal(0, Enumerable.Range(0, 6).Sum(j => cells[18 + j]), rtol: 0, atol: 1e-13 * solution.TotalCurrent, where: "floating row");
        }
    }

    [Fact]
    public void Load_RandomCells_StayInTheirRangeAndFollowTheSeed()
    {
        var options = new ArrayCaseOptions { Rows = 20, Columns = 30 };
        var cells = ArrayCase.Load(options).Conductances.ToArray();
        Assert.All(cells, g => Assert.InRange(1 / g, 1e3, 100e3));
        Assert.Equal(cells, ArrayCase.Load(options).Conductances.ToArray());
        Assert.NotEqual(cells, ArrayCase.Load(options with { Seed = 2 }).Conductances.ToArray());
        // ln R is uniform over ln 100: standard deviation ln 100 / √12 of one, √600 less of their mean; five of those.
        Close.Equal(Math.Log(10e3), cells.Average(g => Math.Log(1 / g)), rtol: 0, atol: 5 * Math.Log(100) / Math.Sqrt(12 * 600), where: "mean of ln R");
    }

    [Theory]
    [InlineData(BinRule.Mean)]
    [InlineData(BinRule.Maximum)]
    public void Map_MoreCellsThanSquares_BinsByTheRule(BinRule rule)
    {
        // 1030 rows make 343 squares of three cells and one of the last row alone.
        var map = ArrayMap.Of([.. Enumerable.Range(0, 2060).Select(k => (double)k)], 1030, 2, rule);
        Assert.Equal((344, 2, 3, 1), (map.Rows, map.Columns, map.RowsPerSquare, map.ColumnsPerSquare));
        Assert.Equal(rule == BinRule.Mean ? 2 : 4, map.Values[0]);
        Assert.Equal(rule == BinRule.Mean ? 3 : 5, map.Values[1]);
        Assert.Equal(2059, map.Values[^1]);
    }

    [Fact]
    public void Map_UpToItsSquares_KeepsEveryCell()
    {
        double[] cells = [.. Enumerable.Range(0, 512 * 256).Select(k => (double)k)];
        var map = ArrayMap.Of(cells, 512, 256, BinRule.Maximum);
        Assert.Equal((1, 1), (map.RowsPerSquare, map.ColumnsPerSquare));
        Assert.Equal(cells, map.Values);
    }

    [Fact]
    public void HeatMap_Logarithmic_GivesEqualRatiosEqualSteps()
    {
        // One decade apart on either scale: the third of 1, 10, 100 is the top, the second the middle of a linear 0 … 1.
        var logarithmic = Fills(Figure([0, 1, 10, 100], isLogarithmic: true));
        var linear = Fills(Figure([0, 0, 0.5, 1], isLogarithmic: false));
        Assert.Equal(linear, logarithmic);
    }

    [Fact]
    public void HeatMap_LogarithmicBar_EndsAtMostSixDecadesBelowTheLargest()
    {
        var ticks = new FigureReader(Figure([1e-20, 1, 1, 1], isLogarithmic: true)).Side;
        Assert.Equal(["1 µV", "10 µV", "100 µV", "1 mV", "10 mV", "100 mV", "1 V"], ticks);
    }

    [Fact]
    public void HeatMap_LogarithmicWithoutPositiveValues_IsRefused()
    {
        var e = Assert.Throws<InvalidParameterException>(() => Figure([0, 0, -1, 0], isLogarithmic: true));
        Assert.Equal("figure map has no value above zero; draw it on a linear scale.", e.Message);
    }

    [Fact]
    public void Report_AllRowsAtZero_SaysWhyThereIsNoLogarithmicMap()
    {
        var html = ArrayReport.Html(Solve(new ArrayCaseOptions { Rows = 3, Columns = 2, ReadVoltage = 0 }), BinRule.Mean);
        Assert.Contains("IR drop is zero everywhere, so there is no logarithmic map.", html, StringComparison.Ordinal);
        // What a reader sees, without the script of the figures and the values for it.
        var page = XElement.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        page.Descendants().Where(e => e.Name.LocalName is "script" or "metadata").Remove();
        Assert.DoesNotContain("NaN", page.ToString(), StringComparison.Ordinal);
    }

    private static ArraySolution Solve(ArrayCaseOptions options) => ArraySolve.Run(ArrayCase.Load(options), new CrossbarSolverOptions());

    private static XElement Figure(double[] values, bool isLogarithmic) => new MapFigure
    {
        Id = "map",
        Description = "A map.",
        Rows = 2,
        Columns = 2,
        Values = values,
        RowAxis = new FigureAxis("row"),
        ColumnAxis = new FigureAxis("column"),
        Value = new FigureAxis("value", "V", isLogarithmic ? FigureScale.Logarithmic : FigureScale.Linear),
    }.ToSvg();

    private static IEnumerable<string?> Fills(XElement svg) =>
        svg.Descendants().Where(e => e.Name.LocalName == "rect" && e.Elements().Any()).Select(e => e.Attribute("fill")?.Value);
}
