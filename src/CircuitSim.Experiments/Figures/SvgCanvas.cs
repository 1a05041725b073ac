using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using OxyPlot;

namespace CircuitSim.Experiments.Figures;

/// <summary>
/// Where OxyPlot draws: SVG with real text, hover titles and pictures inside, the same bytes for the same figure. The
/// library's own exporter gives the clips of every figure the same names, which is one too few in a page of several.
/// </summary>
internal sealed class SvgCanvas : ClippingRenderContext
{
    private static readonly XNamespace Ns = "http://www.w3.org/2000/svg";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string id;
    private readonly XElement root;
    private readonly Dictionary<OxyRect, string> clips = [];
    private XElement parent;
    private string? hover, part;

    private SvgCanvas(string id, string description, double width, double height)
    {
        this.id = id;
        // The style is inside each figure, so that one that is cut out of its page looks the same.
        root = parent = new XElement(Ns + "svg",
            new XAttribute("id", id), new XAttribute("role", "img"), new XAttribute("viewBox", $"0 0 {Pixel(width)} {Pixel(height)}"),
            new XAttribute("width", Pixel(width)), new XAttribute("height", Pixel(height)),
            new XElement(Ns + "desc", description),
            new XElement(Ns + "style", "svg { font-family: system-ui, sans-serif; background: #fff; } image { image-rendering: pixelated; } text { pointer-events: none; }"));
    }

    /// <param name="values">What a page's script reads and saves: lines, cells or rows, and the axes that they lie on; the place of the plot is added.</param>
    public static XElement Draw(PlotModel model, string id, string description, double width, double height, JsonObject? values = null)
    {
        var canvas = new SvgCanvas(id, description, width, height);
        model.PlotAreaBorderColor = OxyColors.Gray;
        model.TextColor = OxyColor.Parse("#222222");
        ((IPlotModel)model).Update(true);
        ((IPlotModel)model).Render(canvas, new OxyRect(0, 0, width, height));
        // OxyPlot draws what went wrong instead of the figure.
        if (model.GetLastPlotException() is { } e)
            throw new InvalidOperationException($"figure {id} cannot be drawn: {e.Message}", e);
        if (values is not null)
        {
            values["plot"] = new JsonArray([.. new[] { model.PlotArea.Left, model.PlotArea.Top, model.PlotArea.Width, model.PlotArea.Height }.Select(p => (JsonNode)Math.Round(p, 2))]);
            canvas.root.Add(new XElement(Ns + "metadata", values.ToJsonString(Plain)));
        }

        return canvas.root;
    }

    /// <summary>Draws a part of the figure under a class of its own: x and y for what belongs to an axis, line and a number for a line, mark for what keeps its size.</summary>
    public static void Within(IRenderContext rc, string part, Action draw)
    {
        var canvas = rc as SvgCanvas;
        if (canvas is not null)
            canvas.part = part;
        draw();
        if (canvas is not null)
            canvas.part = null;
    }

    /// <summary>Roughly, and rather too wide: a text is laid out where the page is read.</summary>
    public override OxySize MeasureText(string? text, string? fontFamily, double fontSize, double fontWeight) =>
        string.IsNullOrEmpty(text) ? OxySize.Empty : new OxySize(0.6 * fontSize * text.Length, 1.2 * fontSize);

    public override void SetToolTip(string? text) => hover = text;

    public override void DrawLine(
        IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[]? dashArray, LineJoin lineJoin) =>
        Add("polyline", new XAttribute("points", Points(points)), new XAttribute("fill", "none"), Stroke(stroke, thickness),
            dashArray is null ? null : new XAttribute("stroke-dasharray", string.Join(' ', dashArray.Select(d => Pixel(d * thickness)))));

    public override void DrawPolygon(
        IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[]? dashArray, LineJoin lineJoin) =>
        Add("polygon", new XAttribute("points", Points(points)), Fill(fill), Stroke(stroke, thickness));

    public override void DrawRectangle(OxyRect rectangle, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode) =>
        Add("rect", Box(rectangle), Fill(fill), Stroke(stroke, thickness));

    public override void DrawEllipse(OxyRect extents, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode) =>
        Add("ellipse", new XAttribute("cx", Pixel(extents.Center.X)), new XAttribute("cy", Pixel(extents.Center.Y)),
            new XAttribute("rx", Pixel(extents.Width / 2)), new XAttribute("ry", Pixel(extents.Height / 2)), Fill(fill), Stroke(stroke, thickness));

    public override void DrawText(
        ScreenPoint p, string? text, OxyColor fill, string? fontFamily, double fontSize, double fontWeight, double rotation,
        HorizontalAlignment horizontalAlignment, VerticalAlignment verticalAlignment, OxySize? maxSize)
    {
        if (string.IsNullOrEmpty(text))
            return;
        // From the point to the base line, in parts of the font's size.
        var down = verticalAlignment switch { VerticalAlignment.Top => 0.95, VerticalAlignment.Middle => 0.35, _ => -0.25 } * fontSize;
        var anchor = horizontalAlignment switch { HorizontalAlignment.Left => "start", HorizontalAlignment.Center => "middle", _ => "end" };
        Add("text", new XAttribute("x", Pixel(p.X)), new XAttribute("y", Pixel(p.Y + down)), new XAttribute("text-anchor", anchor), new XAttribute("font-size", Pixel(fontSize)),
            Fill(fill), rotation == 0 ? null : new XAttribute("transform", $"rotate({Pixel(rotation)} {Pixel(p.X)} {Pixel(p.Y)})"), text);
    }

    public override void DrawImage(
        OxyImage source, double srcX, double srcY, double srcWidth, double srcHeight, double destX, double destY, double destWidth, double destHeight,
        double opacity, bool interpolate) =>
        Add("image", Box(new OxyRect(destX, destY, destWidth, destHeight)), new XAttribute("preserveAspectRatio", "none"),
            new XAttribute("href", $"data:image/png;base64,{Convert.ToBase64String(source.GetData())}"));

    protected override void SetClip(OxyRect clippingRectangle)
    {
        if (!clips.TryGetValue(clippingRectangle, out var name))
        {
            // A marker on the edge of the plot stays whole. A name with a bracket in it would be no name in url(…).
            clips[clippingRectangle] = name = $"{string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? $"{c}" : $"_{(int)c:x}"))}-clip-{clips.Count + 1}";
            root.Add(new XElement(Ns + "clipPath", new XAttribute("id", name), new XElement(Ns + "rect", Box(clippingRectangle.Inflate(new OxyThickness(5))))));
        }

        root.Add(parent = new XElement(Ns + "g", new XAttribute("clip-path", $"url(#{name})")));
    }

    protected override void ResetClip() => parent = root;

    private void Add(string name, params object?[] content) =>
        parent.Add(new XElement(Ns + name, part is null ? null : new XAttribute("class", part), content, hover is null || name == "text" ? null : new XElement(Ns + "title", hover)));

    private static XAttribute Fill(OxyColor colour) => new("fill", Colour(colour));

    private static XAttribute[] Stroke(OxyColor colour, double thickness) =>
        colour.IsInvisible() || thickness == 0 ? [] : [new XAttribute("stroke", Colour(colour)), new XAttribute("stroke-width", Pixel(thickness))];

    private static XAttribute[] Box(OxyRect r) =>
        [new("x", Pixel(r.Left)), new("y", Pixel(r.Top)), new("width", Pixel(r.Width)), new("height", Pixel(r.Height))];

    private static string Colour(OxyColor c) => c.IsInvisible() ? "none" : c.A == 255 ? $"#{c.R:X2}{c.G:X2}{c.B:X2}" : $"#{c.R:X2}{c.G:X2}{c.B:X2}{c.A:X2}";

    private static string Points(IEnumerable<ScreenPoint> points) => string.Join(' ', points.Select(p => $"{Pixel(p.X)},{Pixel(p.Y)}"));

    private static string Pixel(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
}
