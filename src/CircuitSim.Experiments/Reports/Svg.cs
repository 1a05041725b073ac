using System.Xml.Linq;
using static CircuitSim.Experiments.Reports.SvgNumber;

namespace CircuitSim.Experiments.Reports;

/// <summary>The few shapes that figures are made of.</summary>
internal static class Svg
{
    public static readonly XNamespace Ns = "http://www.w3.org/2000/svg";

    /// <summary>Inside each figure, so that one that is cut out of its page looks the same.</summary>
    private const string Style =
        "svg { font-family: system-ui, sans-serif; background: #fff; } .tick, .legend { font-size: 12px; fill: #333; } "
        + ".label { font-size: 13px; fill: #1a1a1a; } .value { font-size: 12px; } "
        + ".grid { stroke: #ddd; stroke-width: 1; } .series { fill: none; stroke-width: 2; }";

    public static XElement Root(string id, string description, double width, double height, IEnumerable<XElement> content) =>
        new(Ns + "svg",
            new XAttribute("id", id), new XAttribute("role", "img"), new XAttribute("viewBox", $"0 0 {Pixel(width)} {Pixel(height)}"),
            new XAttribute("width", Pixel(width)), new XAttribute("height", Pixel(height)),
            new XElement(Ns + "desc", description), new XElement(Ns + "style", Style), content);

    public static XElement Line(double x1, double y1, double x2, double y2, string kind) =>
        new(Ns + "line", new XAttribute("class", kind),
            new XAttribute("x1", Pixel(x1)), new XAttribute("y1", Pixel(y1)), new XAttribute("x2", Pixel(x2)), new XAttribute("y2", Pixel(y2)));

    public static XElement Text(double x, double y, string text, string kind, string anchor) =>
        new(Ns + "text", new XAttribute("class", kind), new XAttribute("text-anchor", anchor),
            new XAttribute("x", Pixel(x)), new XAttribute("y", Pixel(y)), text);

    public static XElement VerticalText(double x, double y, string text) =>
        new(Ns + "text", new XAttribute("class", "label"), new XAttribute("text-anchor", "middle"),
            new XAttribute("transform", $"translate({Pixel(x)} {Pixel(y)}) rotate(-90)"), text);

    public static XElement Title(string hover) => new(Ns + "title", hover);

    public static XElement Ring(double x, double y, string colour) =>
        new(Ns + "circle", new XAttribute("cx", Pixel(x)), new XAttribute("cy", Pixel(y)), new XAttribute("r", 4),
            new XAttribute("fill", "none"), new XAttribute("stroke", colour), new XAttribute("stroke-width", 1.5));

    /// <summary>Width of a text of the class "label", roughly: it is laid out where the page is read.</summary>
    public static double LabelWidth(string text) => 7 * text.Length;

    /// <summary>A marker whose shape differs from series to series, with hover text.</summary>
    public static XElement Marker(int shape, double x, double y, string colour, string hover)
    {
        var path = (shape % 4) switch
        {
            0 => $"M {Pixel(x - 4)} {Pixel(y)} a 4 4 0 1 0 8 0 a 4 4 0 1 0 -8 0 Z",
            1 => $"M {Pixel(x - 3.5)} {Pixel(y - 3.5)} h 7 v 7 h -7 Z",
            2 => $"M {Pixel(x)} {Pixel(y - 5)} l 5 5 l -5 5 l -5 -5 Z",
            _ => $"M {Pixel(x)} {Pixel(y - 5)} l 5 9 h -10 Z",
        };
        return new XElement(Ns + "path", new XAttribute("d", path), new XAttribute("fill", colour), Title(hover));
    }
}
