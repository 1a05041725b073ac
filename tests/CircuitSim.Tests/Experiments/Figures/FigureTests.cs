using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments.Figures;

/// <summary>What a reader of a figure can trust: ticks that mean something, labels that are whole.</summary>
public class FigureTests
{
    [Theory]
    [InlineData(new[] { 0.0, 1, 2, 5 }, true)]
    [InlineData(new[] { 0, 0.1, 0.5, 1, 2, 5, 10 }, false)]
    [InlineData(new[] { 3.0 }, true)]
    public void List_IsToScaleOrSaysThatItIsNot(double[] values, bool isToScale)
    {
        var figure = Line(new FigureAxis("wire", "Ω", FigureScale.Ordinal), values);
        Assert.Equal(isToScale ? "wire [Ω]" : "wire [Ω], not to scale", figure.Titles[0]);
        Assert.Equal(values, figure.XTicks.Select(t => Number(t.Text)));
        double[] places = [.. figure.XTicks.Select(t => t.Place)];
        // Each point stands above its own tick.
        Close.Equal(places, [.. figure.Pixels("s").Select(p => p.X)], rtol: 0, atol: 0.011);
        if (values.Length < 3)
            return;
        double[] steps = [.. Enumerable.Range(1, values.Length - 1).Select(k => (places[k] - places[k - 1]) / (values[k] - values[k - 1]))];
        Assert.Equal(isToScale, steps.Max() - steps.Min() < 0.05 * steps.Max());
    }

    [Fact]
    public void Counts_HaveWholeTicks()
    {
        Assert.Equal(["1", "2"], Line(new FigureAxis("pulse", IsCount: true), [1.0, 2]).XTicks.Select(t => t.Text));
        foreach (var count in new[] { 1, 3, 7, 30, 63, 1024 })
        {
            var bars = new FigureReader(new HistogramFigure
            {
                Id = "h",
                Description = "d",
                Values = new double[count],
                Value = new FigureAxis("error", "%", Least: -1, Greatest: 1),
                Bins = 4,
                CountLabel = "cells",
            }.ToSvg());
            double[] ticks = [.. bars.YTicks.Select(t => Number(t.Text))];
            Assert.All(ticks, t => Assert.Equal(Math.Round(t), t));
            Assert.True(ticks.Length >= 2 && ticks.Min() == 0);
            Assert.Equal(["error [%]", "cells"], bars.Titles);
            Assert.Equal(["error −1 % … −0.5 %: 0 cells", "error −0.5 % … 0 %: 0 cells", $"error 0 % … 0.5 %: {count} cells", "error 0.5 % … 1 %: 0 cells"], bars.Hovers);
        }

        var map = Map(4, 4, [.. Enumerable.Range(0, 16).Select(k => (double)(k % 10))], new FigureAxis("pulses"));
        Assert.All(map.Side, t => Assert.True(int.TryParse(t, out _), t));
    }

    [Fact]
    public void SameFigure_GivesTheSameBytes()
    {
        static string Svg() => Draw(new FigureAxis("x", "V"), [1, 2, 3]).ToString();
        Assert.Equal(Svg(), Svg());
    }

    [Fact]
    public void TwoFigures_OfOnePage_ShareNoNames()
    {
        var page = new XElement("page", Draw(new FigureAxis("x"), [1, 2], "a"), Draw(new FigureAxis("x"), [1, 2], "b"));
        var names = page.Descendants().Attributes("id").Select(a => a.Value).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.All(page.Descendants().Attributes("clip-path"), a => Assert.Contains(a.Value["url(#".Length..^1], names));
    }

    [Fact]
    public void Map_OfFewCells_HasRoomForItsLabel()
    {
        const string Label = "drift of the state, part of its range";
        var svg = DrawMap(2, 2, [0.1, 0.2, 0.3, 0.4], new FigureAxis(Label, "%"));
        var text = svg.Descendants().Single(t => t.Value == $"{Label} [%]");
        var middle = (double)text.Attribute("y")!;
        // 13 pixels of a proportional font: half an em for a letter, at least.
        Assert.InRange(middle, 0.5 * 6.5 * Label.Length, (double)svg.Attribute("height")! - 0.5 * 6.5 * Label.Length);
    }

    [Fact]
    public void Map_OfMoreCellsThanCanBeHovered_IsAPictureOfEachOfThem()
    {
        double[] values = [.. Enumerable.Range(0, 512 * 256).Select(k => (double)(k % 251))];
        var svg = DrawMap(512, 256, values, new FigureAxis("IR drop", "V"));
        var map = new FigureReader(svg);
        var colours = map.Picture(out var width, out var height);
        Assert.Equal((256, 512), (width, height));
        Assert.Equal(values.Select(v => (byte)Math.Min((int)(v / 250 * 256), 255)), colours);
        Assert.Equal(["IR drop [V]", "column", "row"], map.Titles.Order(StringComparer.Ordinal));
        Assert.InRange(svg.ToString().Length, 0, 300_000);
    }

    [Fact]
    public void Map_WithPlacedColumns_HasRoundTicksAtTheirPlaces()
    {
        // Three columns a decade apart: their middles are at 20, 200 and 2000 ps.
        var map = new FigureReader(new MapFigure
        {
            Id = "m",
            Description = "d",
            Rows = 1,
            Columns = 3,
            Values = [0, 0.5, 1],
            RowAxis = new FigureAxis("voltage", "V"),
            RowPlaces = [-2],
            ColumnAxis = new FigureAxis("pulse width", "s", FigureScale.Logarithmic),
            ColumnPlaces = [20e-12, 200e-12, 2e-9],
            Value = new FigureAxis("part of the range"),
            Cell = (100, 50),
        }.ToSvg());
        Assert.Equal(["10 ps", "100 ps", "1 ns"], map.XTicks.Select(t => t.Text));
        Close.Equal([100, 100], [map.XTicks[1].Place - map.XTicks[0].Place, map.XTicks[2].Place - map.XTicks[1].Place], rtol: 0, atol: 0.02);
        // The left edge is at 20 ps/√10; from there to 10 ps it is log10(√10/2) of a column.
        Close.Equal(70 + 100 * Math.Log10(Math.Sqrt(10) / 2), map.XTicks[0].Place, rtol: 0, atol: 0.02);
        Assert.Equal(["voltage −2 V, pulse width 20 ps: 0", "voltage −2 V, pulse width 200 ps: 0.5", "voltage −2 V, pulse width 2 ns: 1"], map.Hovers);
    }

    [Fact]
    public void Line_OverAnother_IsDrawnAsRingsApart()
    {
        (double, double)[] points = [.. Enumerable.Range(0, 2000).Select(k => (Math.Sin(0.01 * k), Math.Cos(0.01 * k)))];
        var svg = new LineFigure
        {
            Id = "f",
            Description = "d",
            XAxis = new FigureAxis("x"),
            YAxis = new FigureAxis("y"),
            Series = [new FigureSeries("a", points, ShowPoints: false), new FigureSeries("b", points, ShowPoints: false, AsRings: true)],
        }.ToSvg();
        Assert.InRange(svg.Descendants().Count(e => e.Name.LocalName == "ellipse"), 20, 200);
        Assert.Equal(["a"], new FigureReader(svg).LineNames);
        Assert.Equal(["a", "b"], new FigureReader(svg).Side);
    }

    [Fact]
    public void Line_WithDirection_HasArrowsThatPointAlongIt()
    {
        var svg = new LineFigure
        {
            Id = "f",
            Description = "d",
            XAxis = new FigureAxis("x"),
            YAxis = new FigureAxis("y"),
            Series = [new FigureSeries("a", [.. Enumerable.Range(0, 100).Select(k => (1.0 * k, 0.0 + k))], ShowPoints: false, ShowDirection: true)],
        }.ToSvg();
        var heads = svg.Descendants().Where(e => e.Name.LocalName == "polygon").Select(e => e.Attribute("points")!.Value.Split(' ')
            .Select(p => p.Split(',').Select(c => double.Parse(c, CultureInfo.InvariantCulture)).ToArray()).ToArray()).ToList();
        Assert.Equal(8, heads.Count);
        // A head's tip is the corner farthest from the others: to the right of and above their middle.
        Assert.All(heads, corners =>
        {
            var (x, y) = (corners.Average(c => c[0]), corners.Average(c => c[1]));
            var tip = corners.MaxBy(c => Math.Pow(c[0] - x, 2) + Math.Pow(c[1] - y, 2))!;
            Assert.True(tip[0] > x && tip[1] < y);
        });
    }

    [Theory]
    [InlineData(new[] { 2e-8, 5e-6 }, "10 ns,100 ns,1 µs,10 µs", "switching time")]
    [InlineData(new[] { 1200.0, 900e3 }, "1 kΩ,10 kΩ,100 kΩ,1 MΩ", "resistance")]
    public void LogarithmicAxis_NamesItsDecadesWithTheirUnit(double[] values, string ticks, string label)
    {
        var figure = Line(new FigureAxis(label, ticks[^1] == 's' ? "s" : "Ω", FigureScale.Logarithmic), values);
        Assert.Equal(ticks.Split(','), figure.XTicks.Select(t => t.Text));
        Assert.Equal(label, figure.Titles[0]);
    }

    /// <summary>Otherwise a reader takes what is missing for what is not there.</summary>
    [Fact]
    public void LogarithmicAxis_OfValuesThatItCannotShow_SaysSo()
    {
        Assert.Contains("current, values above zero", Titles([1e-6, 0, 1e-3]), StringComparison.Ordinal);
        Assert.DoesNotContain("values above zero", Titles([1e-6, 1e-3]), StringComparison.Ordinal);
        static string Titles(double[] values) => string.Join('\n', Line(new FigureAxis("current", "A", FigureScale.Logarithmic), values).Titles);
    }

    [Fact]
    public void LinearAxis_ChoosesItsPrefix_AndHeightsStartAtZero()
    {
        var figure = new FigureReader(new LineFigure
        {
            Id = "f",
            Description = "d",
            XAxis = new FigureAxis("time", "s"),
            YAxis = new FigureAxis("current", "A"),
            Series = [new FigureSeries("s", [(1e-9, 3e-6), (4e-9, 5e-6)])],
        }.ToSvg());
        Assert.Equal(["time [ns]", "current [µA]"], figure.Titles);
        Assert.Contains("0", figure.YTicks.Select(t => t.Text));
        Close.Equal([3, 5], figure.Heights("s"), rtol: 0, atol: 0.001);
        Assert.Contains("s: 5 µA at 4 ns", figure.Hovers);
    }

    [Fact]
    public void Table_SetsAColumnToOneSide()
    {
        var page = new HtmlReport("t").Table("c", ["quantity", "value", "count"], [["a", "5 V", "3"], ["b", "5 V of 6 V", "–"]]).ToString();
        var cells = XDocument.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)).Descendants("td").Select(c => (string?)c.Attribute("class")).ToArray();
        Assert.Equal("short,short,number,short,short,number", string.Join(",", cells));
    }

    [Fact]
    public void Line_ThatLeavesItsAxis_IsMarkedThere()
    {
        static XElement Svg(FigureAxis y, params double[] values) => new LineFigure
        {
            Id = "v(out)",
            Description = "d",
            XAxis = new FigureAxis("x"),
            YAxis = y,
            Series = [new FigureSeries("a", [.. values.Select((v, k) => (1.0 * k, v))], ShowPoints: false)],
        }.ToSvg();
        string[] Beyond(FigureAxis y, params double[] values) => new FigureReader(Svg(y, values)).HoversBehind("a leaves the axis: ");
        Assert.Equal(["150 % at 1", "−10 % at 3"], Beyond(FigureAxis.Share("part"), 50, 150, 50, -10, 50));
        // Where it goes out and where it comes back.
        Assert.Equal(["101 % at 1", "103 % at 3"], Beyond(FigureAxis.Share("part"), 50, 101, 102, 103, 50));
        Assert.Equal(["0 s at 1", "∞ s at 2"], Beyond(new FigureAxis("time", "s", FigureScale.Logarithmic), 1e-9, 0, double.PositiveInfinity, 1e-6));
        Assert.Empty(Beyond(FigureAxis.Share("part"), 0, 100));
        // Its lines are clipped: the name in url(…) is one.
        Assert.All(Svg(FigureAxis.Share("part"), 1, 2).Descendants().Attributes("clip-path"), a => Assert.Matches(@"^url\(#[\w-]+\)$", a.Value));
    }

    [Fact]
    public void Share_EndsWithTheWhole()
    {
        var figure = new FigureReader(new LineFigure { Id = "f", Description = "d", XAxis = new FigureAxis("x"), YAxis = new FigureAxis("part", "%"), Series = [new FigureSeries("s", [(0, 3), (1, 99.5)])] }.ToSvg());
        Assert.Equal(["0", "20", "40", "60", "80", "100"], figure.YTicks.Select(t => t.Text));
    }

    [Theory]
    [InlineData(1e-8, "10⁻⁸")]
    [InlineData(-2.5e-12, "−2.5·10⁻¹²")]
    [InlineData(3e7, "3·10⁷")]
    [InlineData(0.05, "0.05")]
    public void Number_WithoutAPrefix_IsWrittenAsAPower(double value, string text) => Assert.Equal(text, FigureAxis.Number(value));

    [Fact]
    public void LogarithmicAxis_OfPartOfADecade_HasRoundTicksApart()
    {
        var ticks = Line(new FigureAxis("drift", "%", FigureScale.Logarithmic, Least: 9.1, Greatest: 24), [9.1, 24]).XTicks;
        Assert.Equal(["10", "15", "20"], ticks.Select(t => t.Text));
        Assert.All(ticks.Zip(ticks.Skip(1)), p => Assert.True(p.Second.Place - p.First.Place > 40));
    }

    /// <summary>What the script reads: the same bits, each place once.</summary>
    [Fact]
    public void Lines_OfOneRun_HoldTheirValuesExactlyAndTheirPlacesOnce()
    {
        double[] xs = [0, 1e-9, 1.0 / 3], ys = [Math.PI, -0.0, 1e300];
        var values = JsonNode.Parse(new LineFigure
        {
            Id = "f",
            Description = "d",
            XAxis = new FigureAxis("time", "s"),
            YAxis = new FigureAxis("v", "V"),
            Series = [new FigureSeries("a", [.. xs.Zip(ys)]), new FigureSeries("b", [.. xs.Zip(xs)])],
        }.ToSvg().Descendants().Single(e => e.Name.LocalName == "metadata").Value)!;
        Assert.Equal(ys, Numbers(values["lines"]![0]!["y"]!));
        Assert.Equal(xs, Numbers(values["lines"]![0]!["x"]!));
        Assert.Equal(0, (int)values["lines"]![1]!["x"]!);
    }

    [Fact]
    public void Line_OfMorePointsThanAPageHolds_KeepsItsExtremesThere()
    {
        (double, double)[] points = [.. Enumerable.Range(0, 100_000).Select(k => (1.0 * k, k == 54_321 ? 3.0 : Math.Sin(0.01 * k)))];
        var svg = new LineFigure { Id = "f", Description = "d", XAxis = new FigureAxis("x"), YAxis = new FigureAxis("y"), Series = [new FigureSeries("s", points, ShowPoints: false)] }.ToSvg();
        var line = JsonNode.Parse(svg.Descendants().Single(e => e.Name.LocalName == "metadata").Value)!["lines"]![0]!;
        var kept = Numbers(line["x"]!).Zip(Numbers(line["y"]!)).ToList();
        Assert.Equal(100_000, (int)line["of"]!);
        Assert.InRange(kept.Count, 20_000, 25_000);
        Assert.Contains((54_321, 3.0), kept);
        Assert.Empty(kept.Except(points));
        Assert.InRange(svg.ToString().Length, 0, 700_000);
    }

    [Fact]
    public void Boxes_SayWhatTheSamplesAre()
    {
        var svg = new BoxFigure { Id = "b", Description = "d", Label = "spread", Value = FigureAxis.Share("part"), Cases = [("5 %", [10, 20, 30, 40, 90]), ("10 %", [7])] }.ToSvg();
        var boxes = new FigureReader(svg);
        // By hand; numpy.quantile([10, 20, 30, 40, 90], [0.25, 0.5, 0.75]) is 20, 30, 40.
        Assert.Contains("5 %: 10 % … 90 %, half of them 20 % … 40 %, median 30 %, mean 38 %, 5 samples", boxes.Hovers);
        Assert.Equal(["5 %", "10 %"], boxes.XTicks.Select(t => t.Text));
        Close.Equal([10, 90], boxes.Heights(boxes.LineNames.First()), rtol: 0, atol: 0.1);
    }

    /// <summary>Of values too many to draw: whiskers to the part that is said, the ends as dots, and no line to whoever reads the numbers.</summary>
    [Fact]
    public void Boxes_OfManyValues_HaveWhiskersAndEnds()
    {
        var svg = new BoxFigure { Id = "b", Description = "d", Label = "wire", Value = new FigureAxis("drop"), IsOrdered = true, Boxes = [new("1", 0, 5, 25, 50, 75, 95, 100, 51, 5000, []), new("a name that is longer than its place", 10, 10, 10, 10, 10, 10, 10, 10, 1, [])] }.ToSvg();
        var boxes = new FigureReader(svg);
        Assert.Contains("1: 0 … 100, most of them 5 … 95, half of them 25 … 75, median 50, mean 51, 5000 points", boxes.Hovers);
        Assert.Equal(["1", "a name that is longer t…"], boxes.XTicks.Select(t => t.Text));
        var rows = JsonNode.Parse(svg.Descendants().Single(e => e.Name.LocalName == "metadata").Value)!["rows"]!.AsArray();
        Assert.Equal([0, 5, 25, 50, 75, 95, 100, 51, 5000], rows[1]!.AsArray().Skip(1).Select(v => v!.GetValue<double>()));
    }

    [Fact]
    public void Map_WithLabels_NamesItsCells()
    {
        var svg = new MapFigure { Id = "m", Description = "d", Rows = 2, Columns = 3, Values = [1, 2, 3, 4, 5, 6], RowAxis = new FigureAxis("drive"), ColumnAxis = new FigureAxis("wire"), Value = new FigureAxis("drop"), Labels = (["one", "both"], ["0.5", "2", "8"]), ShowValues = true }.ToSvg();
        var map = new FigureReader(svg);
        Assert.Contains("drive both, wire 0.5: 4", map.Hovers);
        Assert.Equal(["0.5", "2", "8"], map.XTicks.Select(t => t.Text));
        var rows = JsonNode.Parse(svg.Descendants().Single(e => e.Name.LocalName == "metadata").Value)!["rows"]!.AsArray();
        Assert.Equal("[\"both\",\"8\",6]", rows[6]!.ToJsonString());
    }

    /// <summary>A page carries one script, and its own policy lets only that one run.</summary>
    [Fact]
    public void Page_WithFigures_AllowsItsOwnScriptOnly()
    {
        var page = new HtmlReport("t").Figure(Draw(new FigureAxis("x"), [1, 2]), "c").ToString();
        var script = page.Split("<script>")[1].Split("</script>")[0];
        Assert.Contains($"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        // Read as HTML or as XML it is the same script.
        var read = XDocument.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)).Descendants("script").Single().Value;
        Assert.Equal(read.Replace("/**/", "", StringComparison.Ordinal), script.Replace("/*<![CDATA[*/", "", StringComparison.Ordinal).Replace("/*]]>*/", "", StringComparison.Ordinal));
        Assert.DoesNotContain("<script", new HtmlReport("t").Paragraph("p").ToString(), StringComparison.Ordinal);
        foreach (var loads in new[] { "http://", "https://", "import ", "fetch(" })
            Assert.DoesNotContain(loads, script.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300e-6, "s", "x [µs]")]
    [InlineData(5e-8, "s", "x [ns]")]
    [InlineData(0.3, "A", "x [A]")]
    [InlineData(2.2e-3, "A", "x [mA]")]
    [InlineData(3e-18, "A", "x [fA]")]
    [InlineData(4.7e4, "Ω", "x [kΩ]")]
    [InlineData(0, "V", "x [V]")]
    [InlineData(1e-6, "", "x")]
    public void Prefix_KeepsNumbersShort(double largest, string unit, string title) =>
        Assert.Equal(title, Line(new FigureAxis("x", unit), [0, largest]).Titles[0]);

    [Fact]
    public void Line_OfManyPoints_KeepsItsExtremes()
    {
        // A needle of one point in a hundred thousand.
        (double, double)[] points = [.. Enumerable.Range(0, 100_000).Select(k => (1e-9 * k, k == 54_321 ? 3.0 : Math.Sin(0.01 * k)))];
        var svg = new LineFigure { Id = "f", Description = "d", XAxis = new FigureAxis("time", "s"), YAxis = new FigureAxis("v", "V"), Series = [new FigureSeries("s", points, ShowPoints: false)] }.ToSvg();
        var line = new FigureReader(svg);
        // To a pixel.
        Close.Equal([-1, 3], [line.Heights("s").Min(), line.Heights("s").Max()], rtol: 0, atol: 4.3 / 280);
        Close.Equal(54.321, line.Places("s")[line.Heights("s").Index().MaxBy(p => p.Item).Index], rtol: 0, atol: 0.2);
        Assert.InRange(line.Pixels("s").Length, 1000, 4000);
    }

    private static double[] Numbers(JsonNode text) => MemoryMarshal.Cast<byte, double>(Convert.FromBase64String(text.GetValue<string>())).ToArray();

    private static double Number(string tick) => double.Parse(tick.Replace('−', '-'), CultureInfo.InvariantCulture);

    private static FigureReader Line(FigureAxis axis, double[] values) => new(Draw(axis, values));

    private static XElement Draw(FigureAxis axis, double[] values, string id = "f") => new LineFigure
    {
        Id = id,
        Description = "d",
        XAxis = axis,
        YAxis = new FigureAxis("y"),
        Series = [new FigureSeries("s", [.. values.Select(x => (x, 1.0 + x))])],
    }.ToSvg();

    private static FigureReader Map(int rows, int columns, double[] values, FigureAxis value) => new(DrawMap(rows, columns, values, value));

    private static XElement DrawMap(int rows, int columns, double[] values, FigureAxis value) => new MapFigure
    {
        Id = "m",
        Description = "d",
        Rows = rows,
        Columns = columns,
        Values = values,
        RowAxis = new FigureAxis("row"),
        ColumnAxis = new FigureAxis("column"),
        Value = value,
    }.ToSvg();
}
