using System.Xml.Linq;
using static CircuitSim.Experiments.Reports.SvgNumber;

namespace CircuitSim.Experiments.Reports;

/// <summary>
/// Lines over a common axis. Every series carries its data as written in the result, in the attribute
/// <c>data-points="x,y x,y …"</c>, so that a figure can be checked against the files beside it.
/// </summary>
public sealed record LineFigure
{
    private const double Width = 640, Height = 360, Left = 66, Right = 28, Top = 16, Bottom = 52, LegendLine = 18;

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
            Svg.Text((Left + Width - Right) / 2, Height - 14, x.IsToScale ? XAxis.Label : $"{XAxis.Label}, not to scale", "label", "middle"),
            Svg.VerticalText(16, (Top + Height - Bottom) / 2, YAxis.Label),
            .. Series.SelectMany((s, k) => Draw(s, k, x, y)),
        ]);
    }

    private static IEnumerable<XElement> Draw(SvgSeries series, int index, Scale x, Scale y)
    {
        var colour = SvgPalette.Line(index);
        (double X, double Y) At((double X, double Y) p) => (x.At(p.X), y.At(p.Y));
        XAttribute[] dash = series.Dashed ? [new XAttribute("stroke-dasharray", "6 4")] : [];
        yield return new XElement(Svg.Ns + "polyline",
            new XAttribute("class", "series"), new XAttribute("stroke", series.AsRings ? "none" : colour), dash,
            new XAttribute("data-series", series.Name),
            new XAttribute("data-points", string.Join(' ', series.Points.Select(p => $"{Exact(p.X)},{Exact(p.Y)}"))),
            new XAttribute("points", string.Join(' ', series.Points.Select(p => $"{Pixel(x.At(p.X))},{Pixel(y.At(p.Y))}"))));
        if (series.ShowPoints)
        {
            foreach (var p in series.Points)
                yield return Svg.Marker(index, x.At(p.X), y.At(p.Y), colour, $"{series.Name}: {Short(p.Y)} at {Short(p.X)}");
        }

        if (series.AsRings)
        {
            foreach (var p in Apart(series.Points.Select(At)))
                yield return Svg.Ring(p.X, p.Y, colour);
        }

        var legend = Height + LegendLine * (index + 0.5);
        if (series.AsRings)
        {
            foreach (var place in new[] { 4, 14, 24 })
                yield return Svg.Ring(Left + place, legend, colour);
        }
        else
        {
            yield return new XElement(Svg.Ns + "line",
                new XAttribute("x1", Pixel(Left)), new XAttribute("x2", Pixel(Left + 28)), new XAttribute("y1", Pixel(legend)),
                new XAttribute("y2", Pixel(legend)), new XAttribute("stroke", colour), new XAttribute("stroke-width", 2), dash);
        }

        if (series.ShowPoints)
            yield return Svg.Marker(index, Left + 14, legend, colour, series.Name);
        yield return Svg.Text(Left + 36, legend + 4, series.Name, "legend", "start");
    }

    /// <summary>Of many points those that stand apart on the page, wherever the line has been before.</summary>
    private static IEnumerable<(double X, double Y)> Apart(IEnumerable<(double X, double Y)> points)
    {
        const double Distance = 14;
        var taken = new HashSet<(int, int)>();
        (double X, double Y)? last = null;
        foreach (var p in points)
        {
            var isNear = last is { } l && Math.Abs(p.X - l.X) < Distance && Math.Abs(p.Y - l.Y) < Distance;
            if (isNear || !taken.Add(((int)(p.X / Distance), (int)(p.Y / Distance))))
                continue;
            last = p;
            yield return p;
        }
    }

    private sealed class Scale
    {
        /// <summary>Part of the range below which two values of a list would touch.</summary>
        private const double LeastGap = 1.0 / 16;

        private readonly double from, to, least, greatest;
        private readonly double[]? places;
        private readonly bool isLogarithmic;

        public Scale(SvgAxis axis, double[] values, double from, double to)
        {
            (this.from, this.to) = (from, to);
            if (axis.Scale == SvgScale.Ordinal)
            {
                double[] list = [.. values.Distinct().Order()];
                Ticks = list;
                var range = list[^1] - list[0];
                IsToScale = list.Length == 1 || list.Skip(1).Zip(list, (b, a) => b - a).Min() >= LeastGap * range;
                if (list.Length > 1 && IsToScale)
                    (least, greatest) = (list[0] - LeastGap * range, list[^1] + LeastGap * range);
                else
                    places = list;
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
            var step = RoundTicks.Step(high - low, axis.IsCount);
            least = axis.Least ?? Math.Floor(low / step) * step;
            greatest = axis.Greatest ?? Math.Ceiling(high / step) * step;
            Ticks = RoundTicks.Within(least, greatest, step);
        }

        /// <summary>Whether distances on the axis mean anything.</summary>
        public bool IsToScale { get; } = true;

        public IReadOnlyList<double> Ticks { get; }

        public double At(double value)
        {
            var share = places is null
                ? ((isLogarithmic ? Math.Log10(value) : value) - least) / (greatest - least)
                : (Array.IndexOf(places, value) + 0.5) / places.Length;
            return from + share * (to - from);
        }
    }
}
