using System.Globalization;
using System.Xml.Linq;
using CircuitSim.Experiments.Reports;

namespace CircuitSim.Tests.Experiments.Reports;

/// <summary>What a reader of a figure can trust: ticks that mean something, labels that are whole.</summary>
public class FigureTests
{
    [Theory]
    [InlineData(new[] { 0.0, 1, 2, 5 }, true)]
    [InlineData(new[] { 0, 0.1, 0.5, 1, 2, 5, 10 }, false)]
    [InlineData(new[] { 3.0 }, true)]
    public void List_IsToScaleOrSaysThatItIsNot(double[] values, bool isToScale)
    {
        var svg = Line(new SvgAxis("wire [Ω]", SvgScale.Ordinal), values);
        Assert.Equal(isToScale ? "wire [Ω]" : "wire [Ω], not to scale", Texts(svg, "label")[0]);
        var places = Ticks(svg);
        Assert.Equal(values, places.Keys);
        if (values.Length < 3)
            return;
        double[] steps = [.. values.Skip(1).Zip(values, (b, a) => (places[b] - places[a]) / (b - a))];
        Assert.Equal(isToScale, steps.Max() - steps.Min() < 0.05 * steps.Max());
    }

    [Fact]
    public void Counts_HaveWholeTicks()
    {
        Assert.Equal([1, 2], Ticks(Line(new SvgAxis("pulse", IsCount: true), [1.0, 2])).Keys);
        foreach (var count in new[] { 1, 3, 7, 30, 63, 1024 })
        {
            var bars = new HistogramFigure
            {
                Id = "h",
                Description = "d",
                Values = new double[count],
                Least = -1,
                Greatest = 1,
                Bins = 4,
                ValueLabel = "v",
                CountLabel = "cells",
            }.ToSvg();
            var ticks = bars.Descendants(Svg + "text").Where(t => (string?)t.Attribute("text-anchor") == "end").Select(t => double.Parse(t.Value, CultureInfo.InvariantCulture)).ToList();
            Assert.All(ticks, t => Assert.Equal(Math.Round(t), t));
            Assert.True(ticks.Count >= 2 && ticks[^1] >= count);
        }

        var map = Map(4, 4, [.. Enumerable.Range(0, 16).Select(k => (double)(k % 10))], "pulses");
        Assert.All(map.Descendants(Svg + "text").Where(t => (string?)t.Attribute("text-anchor") == "start"), t => Assert.True(int.TryParse(t.Value, out _), t.Value));
    }

    [Fact]
    public void Map_OfFewCells_HasRoomForItsLabel()
    {
        const string Label = "drift of the state [% of its range]";
        var svg = Map(2, 2, [0.1, 0.2, 0.3, 0.4], Label);
        var text = svg.Descendants(Svg + "text").Single(t => t.Value == Label);
        var middle = double.Parse(text.Attribute("transform")!.Value.Split('(', ' ', ')')[2], CultureInfo.InvariantCulture);
        // 13 pixels of a proportional font: half an em for a letter, at least.
        Assert.InRange(middle, 0.5 * 6.5 * Label.Length, (double)svg.Attribute("height")! - 0.5 * 6.5 * Label.Length);
    }

    [Fact]
    public void Line_OverAnother_IsDrawnAsRingsApartAndKeepsItsData()
    {
        (double, double)[] points = [.. Enumerable.Range(0, 2000).Select(k => (Math.Sin(0.01 * k), Math.Cos(0.01 * k)))];
        var svg = new LineFigure
        {
            Id = "f",
            Description = "d",
            XAxis = new SvgAxis("x"),
            YAxis = new SvgAxis("y"),
            Series = [new SvgSeries("a", points, ShowPoints: false), new SvgSeries("b", points, ShowPoints: false, AsRings: true)],
        }.ToSvg();
        Assert.InRange(svg.Descendants(Svg + "circle").Count(), 20, 200);
        var lines = svg.Descendants(Svg + "polyline").ToList();
        Assert.Equal("none", lines[1].Attribute("stroke")!.Value);
        Assert.Equal(lines[0].Attribute("data-points")!.Value, lines[1].Attribute("data-points")!.Value);
    }

    [Fact]
    public void Table_SetsAColumnToOneSide()
    {
        var page = new HtmlReport("t").Table("c", ["quantity", "value", "count"], [["a", "5 V", "3"], ["b", "5 V of 6 V", "–"]]).ToString();
        var cells = XDocument.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)).Descendants("td").Select(c => (string?)c.Attribute("class")).ToArray();
        Assert.Equal(",,number,,,number", string.Join(",", cells));
    }

    [Theory]
    [InlineData(300e-6, "s", 1e6, "µs")]
    [InlineData(5e-8, "s", 1e9, "ns")]
    [InlineData(0.3, "A", 1, "A")]
    [InlineData(2.2e-3, "A", 1e3, "mA")]
    [InlineData(3e-18, "A", 1e15, "fA")]
    [InlineData(4.7e4, "Ω", 1e-3, "kΩ")]
    [InlineData(0, "V", 1, "V")]
    [InlineData(1e-6, "", 1, "")]
    public void Prefix_KeepsNumbersShort(double largest, string unit, double factor, string text) =>
        Assert.Equal((factor, text), AxisPrefix.For(largest, unit));

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static XElement Line(SvgAxis axis, double[] values) => new LineFigure
    {
        Id = "f",
        Description = "d",
        XAxis = axis,
        YAxis = new SvgAxis("y"),
        Series = [new SvgSeries("s", [.. values.Select(x => (x, 1.0 + x))])],
    }.ToSvg();

    private static XElement Map(int rows, int columns, double[] values, string label) => new HeatMapFigure
    {
        Id = "m",
        Description = "d",
        Rows = rows,
        Columns = columns,
        Values = values,
        RowLabel = "row",
        ColumnLabel = "column",
        ValueLabel = label,
        Cell = (32, 32),
    }.ToSvg();

    private static List<string> Texts(XElement svg, string kind) => [.. svg.Descendants(Svg + "text").Where(t => (string?)t.Attribute("class") == kind).Select(t => t.Value)];

    /// <summary>Ticks of the x axis and where they are [pixels].</summary>
    private static Dictionary<double, double> Ticks(XElement svg) => svg.Descendants(Svg + "text")
        .Where(t => (string?)t.Attribute("class") == "tick" && (string?)t.Attribute("text-anchor") == "middle")
        .ToDictionary(t => double.Parse(t.Value, CultureInfo.InvariantCulture), t => double.Parse(t.Attribute("x")!.Value, CultureInfo.InvariantCulture));
}
