using System.Globalization;
using System.Xml.Linq;
using static CircuitSim.Experiments.Reports.SvgNumber;

namespace CircuitSim.Experiments.Reports;

/// <summary>How many of many values lie in which of equal intervals. Every bar carries <c>data-from</c>, <c>data-to</c> and <c>data-count</c>.</summary>
public sealed record HistogramFigure
{
    private const double Width = 640, Height = 300, Left = 66, Right = 28, Top = 16, Bottom = 52;

    /// <summary>Name of the figure in the page.</summary>
    public required string Id { get; init; }

    /// <summary>One sentence for readers who do not see the figure.</summary>
    public required string Description { get; init; }

    /// <summary>In [<see cref="Least"/>, <see cref="Greatest"/>], in the unit of <see cref="ValueLabel"/>.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Lower end of the first interval.</summary>
    public required double Least { get; init; }

    /// <summary>Upper end of the last interval, which it belongs to.</summary>
    public required double Greatest { get; init; }

    public required int Bins { get; init; }

    public required string ValueLabel { get; init; }

    public required string CountLabel { get; init; }

    public XElement ToSvg()
    {
        var counts = new int[Bins];
        foreach (var value in Values)
            counts[Math.Clamp((int)((value - Least) / (Greatest - Least) * Bins), 0, Bins - 1)]++;
        var step = RoundTicks.Step(counts.Max(), isCount: true);
        var most = Math.Max(1, Math.Ceiling(counts.Max() / step)) * step;
        var (bar, height) = ((Width - Left - Right) / Bins, Height - Top - Bottom);
        return Svg.Root(Id, Description, Width, Height, [
            .. RoundTicks.Within(0, most, step).SelectMany(count => Grid(count, height * count / most)),
            .. counts.Select((count, k) => Bar(k, count, Left + k * bar, bar, height * count / most)),
            .. Enumerable.Range(0, 5).Select(k => Svg.Text(
                Left + (Width - Left - Right) * k / 4, Height - Bottom + 16, (Least + (Greatest - Least) * k / 4).ToString("G3", CultureInfo.InvariantCulture), "tick", "middle")),
            Svg.Text((Left + Width - Right) / 2, Height - 14, ValueLabel, "label", "middle"),
            Svg.VerticalText(16, (Top + Height - Bottom) / 2, CountLabel),
        ]);
    }

    private static IEnumerable<XElement> Grid(double count, double above)
    {
        var y = Height - Bottom - above;
        yield return Svg.Line(Left, y, Width - Right, y, "grid");
        yield return Svg.Text(Left - 6, y + 4, Short(count), "tick", "end");
    }

    private XElement Bar(int k, int count, double x, double width, double height)
    {
        var (from, to) = (Least + (Greatest - Least) * k / Bins, Least + (Greatest - Least) * (k + 1) / Bins);
        return new XElement(Svg.Ns + "rect",
            new XAttribute("x", Pixel(x + 0.5)), new XAttribute("y", Pixel(Height - Bottom - height)),
            new XAttribute("width", Pixel(width - 1)), new XAttribute("height", Pixel(height)), new XAttribute("fill", SvgPalette.Line(0)),
            new XAttribute("data-from", Exact(from)), new XAttribute("data-to", Exact(to)), new XAttribute("data-count", count),
            Svg.Title($"{ValueLabel} {Short(from)} … {Short(to)}: {count} {CountLabel}"));
    }
}
