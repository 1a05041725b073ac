using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;

namespace CircuitSim.Tests.Support;

/// <summary>A figure as its reader sees it: texts, ticks, and what lines and colours say against them.</summary>
internal sealed class FigureReader(XElement svg)
{
    private const double TickSize = 12, TitleSize = 13;

    public static FigureReader Of(XContainer page, string id) => new(page.Descendants().Single(e => e.Name.LocalName == "svg" && (string?)e.Attribute("id") == id));

    /// <summary>Names of the axes, the colour bar's last.</summary>
    public string[] Titles => [.. Texts(TitleSize).Select(t => t.Value)];

    /// <summary>Texts under the plot from left to right, and where they stand [pixels].</summary>
    public (string Text, double Place)[] XTicks
    {
        get
        {
            var middle = Texts(TickSize).Where(t => (string?)t.Attribute("text-anchor") == "middle").ToList();
            return [.. middle.Where(t => Number(t, "y") == middle.Max(m => Number(m, "y"))).Select(t => (t.Value, Number(t, "x")))];
        }
    }

    /// <summary>Texts at the left of the plot, and where they stand [pixels].</summary>
    public (string Text, double Place)[] YTicks
    {
        get
        {
            var ends = Texts(TickSize).Where(t => (string?)t.Attribute("text-anchor") == "end").ToList();
            return [.. ends.Where(t => Number(t, "x") == ends.Min(e => Number(e, "x"))).Select(t => (t.Value, Number(t, "y")))];
        }
    }

    /// <summary>Texts of the legend, or at the colour bar.</summary>
    public string[] Side => [.. Texts(TickSize).Where(t => (string?)t.Attribute("text-anchor") == "start").Select(t => t.Value)];

    /// <summary>All that is said when something is hovered, in the order in which it is drawn.</summary>
    public string[] Hovers => [.. svg.Descendants().Where(e => e.Name.LocalName == "title").Select(e => e.Value)];

    /// <summary>What the hover texts that begin so say behind it.</summary>
    public string[] HoversBehind(string start) =>
        [.. Hovers.Where(h => h.StartsWith(start, StringComparison.Ordinal)).Select(h => h[start.Length..])];

    public IEnumerable<string> LineNames => Lines.Select(l => Title(l)!);

    /// <summary>Points of a line [pixels].</summary>
    public (double X, double Y)[] Pixels(string name) => [.. Lines.Single(l => Title(l) == name).Attribute("points")!.Value.Split(' ')
        .Select(p => p.Split(',')).Select(p => (double.Parse(p[0], CultureInfo.InvariantCulture), double.Parse(p[1], CultureInfo.InvariantCulture)))];

    /// <summary>Heights of a line's points on a linear axis, in the unit of its ticks.</summary>
    public double[] Heights(string name) => [.. Pixels(name).Select(p => At(p.Y - YTicks[0].Place, YTicks, 4.2))];

    /// <summary>Places of a line's points on a linear axis, in the unit of its ticks.</summary>
    public double[] Places(string name) => [.. Pixels(name).Select(p => At(p.X - XTicks[0].Place, XTicks, 0))];

    /// <summary>Number of the colour of each pixel of a map, row by row, from its PNG.</summary>
    public byte[] Picture(out int width, out int height)
    {
        // The colour bar is a picture, too; the map is the one that is wider.
        var image = svg.Descendants().Where(e => e.Name.LocalName == "image").MaxBy(e => Number(e, "width"))!;
        var png = Convert.FromBase64String(image.Attribute("href")!.Value["data:image/png;base64,".Length..]);
        (width, height) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        using var packed = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                packed.Write(png, at + 8, length);
            at += length + 12;
        }

        packed.Position = 0;
        using var lines = new ZLibStream(packed, CompressionMode.Decompress);
        var pixels = new byte[width * height];
        for (var row = 0; row < height; row++)
        {
            Assert.Equal(0, lines.ReadByte());
            lines.ReadExactly(pixels, row * width, width);
        }

        return pixels;
    }

    /// <summary>The legend behind the lines says their names once more.</summary>
    private IEnumerable<XElement> Lines => svg.Descendants().Where(e => e.Name.LocalName == "polyline" && e.Attribute("stroke") is not null && Title(e) is not null).DistinctBy(Title);

    private static string? Title(XElement element) => element.Elements().FirstOrDefault(e => e.Name.LocalName == "title")?.Value;

    private IEnumerable<XElement> Texts(double size) => svg.Descendants().Where(e => e.Name.LocalName == "text" && Number(e, "font-size") == size);

    private static double At(double pixels, (string Text, double Place)[] ticks, double baseline)
    {
        double[] values = [.. ticks.Select(t => Value(t.Text))];
        // A tick's text stands with its middle, not its base line, at the tick.
        return values[0] + (pixels + baseline) * (values[^1] - values[0]) / (ticks[^1].Place - ticks[0].Place);
    }

    private static double Value(string tick) => double.Parse(tick.Replace('−', '-'), CultureInfo.InvariantCulture);

    private static double Number(XElement element, string attribute) => (double)element.Attribute(attribute)!;
}
