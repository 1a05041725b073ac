using System.Xml.Linq;
using static CircuitSim.Experiments.Reports.SvgNumber;

namespace CircuitSim.Experiments.Reports;

/// <summary>
/// Lines over a common axis. Every series carries its data as written in the result, in the attribute
/// <c>data-points="x,y x,y …"</c>, so that a figure can be checked against the files beside it.
/// </summary>
public sealed record LineFigure
{
    private const double Width = 640, Height = 360, Left = 66, Right = 16, Top = 16, Bottom = 52, LegendLine = 18;

    /// <summary>Name of the figure in the page, also the table of the result that holds its data.</summary>
    public required string Id { get; init; }

    /// <summary>One sentence for readers who do not see the figure.</summary>
    public required string Description { get; init; }

    public required SvgAxis XAxis { get; init; }

    public required SvgAxis YAxis { get; init; }

    public required IReadOnlyList<SvgSeries> Series { get; init; }

    public XElement ToSvg()
    {
        var legendHeight = LegendLine * Series.Count + 6;
        var x = new Scale(XAxis, [.. Series.SelectMany(s => s.Points).Select(p => p.X)], Left, Width - Right);
        var y = new Scale(YAxis, [.. Series.SelectMany(s => s.Points).Select(p => p.Y)], Height - Bottom, Top);
        return Svg.Root(Id, Description, Width, Height + legendHeight, [
            .. x.Ticks.Select(t => Svg.Line(x.At(t), Top, x.At(t), Height - Bottom, "grid")),
            .. y.Ticks.Select(t => Svg.Line(Left, y.At(t), Width - Right, y.At(t), "grid")),
            .. x.Ticks.Select(t => Svg.Text(x.At(t), Height - Bottom + 16, Short(t), "tick", "middle")),
            .. y.Ticks.Select(t => Svg.Text(Left - 6, y.At(t) + 4, Short(t), "tick", "end")),
            Svg.Text((Left + Width - Right) / 2, Height - 14, XAxis.Label, "label", "middle"),
            Svg.VerticalText(16, (Top + Height - Bottom) / 2, YAxis.Label),
            .. Series.SelectMany((s, k) => Draw(s, k, x, y)),
        ]);
    }

    private static IEnumerable<XElement> Draw(SvgSeries series, int index, Scale x, Scale y)
    {
        var colour = SvgPalette.Line(index);
        XAttribute[] dash = series.Dashed ? [new XAttribute("stroke-dasharray", "6 4")] : [];
        yield return new XElement(Svg.Ns + "polyline",
            new XAttribute("class", "series"), new XAttribute("stroke", colour), dash,
            new XAttribute("data-series", series.Name),
            new XAttribute("data-points", string.Join(' ', series.Points.Select(p => $"{Exact(p.X)},{Exact(p.Y)}"))),
            new XAttribute("points", string.Join(' ', series.Points.Select(p => $"{Pixel(x.At(p.X))},{Pixel(y.At(p.Y))}"))));
        if (series.ShowPoints)
        {
            foreach (var p in series.Points)
                yield return Svg.Marker(index, x.At(p.X), y.At(p.Y), colour, $"{series.Name}: {Short(p.Y)} at {Short(p.X)}");
        }

        var legend = Height + LegendLine * (index + 0.5);
        yield return new XElement(Svg.Ns + "line",
            new XAttribute("x1", Pixel(Left)), new XAttribute("x2", Pixel(Left + 28)), new XAttribute("y1", Pixel(legend)),
            new XAttribute("y2", Pixel(legend)), new XAttribute("stroke", colour), new XAttribute("stroke-width", 2), dash);
        if (series.ShowPoints)
            yield return Svg.Marker(index, Left + 14, legend, colour, series.Name);
        yield return Svg.Text(Left + 36, legend + 4, series.Name, "legend", "start");
    }

    private sealed class Scale
    {
        private readonly double from, to, least, greatest;
        private readonly double[]? places;
        private readonly bool isLogarithmic;

        public Scale(SvgAxis axis, double[] values, double from, double to)
        {
            (this.from, this.to) = (from, to);
            if (axis.Scale == SvgScale.Ordinal)
            {
                places = [.. values.Distinct().Order()];
                Ticks = places;
                return;
            }

            if (axis.Scale == SvgScale.Logarithmic)
            {
                isLogarithmic = true;
                var (first10, last10) = ((int)Math.Floor(Math.Log10(axis.Least ?? values.Min())), (int)Math.Ceiling(Math.Log10(axis.Greatest ?? values.Max())));
                (least, greatest) = (first10, Math.Max(last10, first10 + 1));
                var every = 1 + (int)(greatest - least) / 12;
                Ticks = [.. Enumerable.Range(0, (int)(greatest - least) / every + 1).Select(k => Math.Pow(10, first10 + k * every))];
                return;
            }

            var (low, high) = (axis.Least ?? values.Min(), axis.Greatest ?? values.Max());
            if (high <= low)
                (low, high) = (low - 0.5, high + 0.5);
            var step = NiceStep((high - low) / 6);
            least = axis.Least ?? Math.Floor(low / step) * step;
            greatest = axis.Greatest ?? Math.Ceiling(high / step) * step;
            var first = (long)Math.Ceiling(least / step - 1e-9);
            var last = (long)Math.Floor(greatest / step + 1e-9);
            Ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(k => (first + k) * step)];
        }

        public IReadOnlyList<double> Ticks { get; }

        public double At(double value)
        {
            var share = places is null
                ? ((isLogarithmic ? Math.Log10(value) : value) - least) / (greatest - least)
                : (Array.IndexOf(places, value) + 0.5) / places.Length;
            return from + share * (to - from);
        }

        /// <summary>1, 2 or 5 times a power of ten.</summary>
        private static double NiceStep(double rough)
        {
            var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            var mantissa = rough / power;
            return (mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10) * power;
        }
    }
}
