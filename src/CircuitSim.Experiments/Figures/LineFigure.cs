using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace CircuitSim.Experiments.Figures;

/// <summary>Lines over a common axis. Hovering names the line, at a marker also the point.</summary>
public sealed record LineFigure
{
    private const double Width = 760, Height = 360, LegendLine = 18;

    /// <summary>From so many lines on the legend stands beside the plot, where it is read in the order of the lines.</summary>
    private const int ManyLines = 7;

    /// <summary>More than the plot has columns of pixels.</summary>
    private const int ManyPoints = 1200;

    private static readonly MarkerType[] Shapes = [MarkerType.Circle, MarkerType.Square, MarkerType.Diamond, MarkerType.Triangle];

    /// <summary>Name of the figure in the page, also the table of the result that holds its data.</summary>
    public required string Id { get; init; }

    /// <summary>One sentence for readers who do not see the figure.</summary>
    public required string Description { get; init; }

    public required FigureAxis XAxis { get; init; }

    public required FigureAxis YAxis { get; init; }

    public required IReadOnlyList<FigureSeries> Series { get; init; }

    /// <summary>Values of the x axis that a vertical line marks, and what it says.</summary>
    public IReadOnlyList<(double X, string Text)> Marks { get; init; } = [];

    public XElement ToSvg()
    {
        var (xs, ys) = (Series.SelectMany(s => s.Points).Select(p => p.X), Series.SelectMany(s => s.Points).Select(p => p.Y));
        var (x, y) = (new AxisRuler(XAxis.Telling(xs), xs), new AxisRuler(YAxis.Telling(ys), ys, fromZero: true));
        var isBeside = Series.Count >= ManyLines;
        var model = new PlotModel { Axes = { x.Axis(AxisPosition.Bottom), y.Axis(AxisPosition.Left) }, Padding = new OxyThickness(8, 12, 18, 6) };
        if (Series.Count > 1)
            model.Legends.Add(Legend(isBeside));
        for (var k = 0; k < Series.Count; k++)
            model.Series.Add(Line(Series[k], k, x, y));
        foreach (var (k, (at, text)) in Marks.Index())
            model.Annotations.Add(x.Mark(at, text, 0.04 + 0.06 * (k % 3)));
        foreach (var arrow in model.Series.Cast<PointedLine>().Where((_, k) => Series[k].ShowDirection).SelectMany(Arrows))
            model.Annotations.Add(arrow);
        for (var k = 0; k < Series.Count; k++)
            model.Annotations.Add(new Beyond(this, Series[k], ColourOf(Series[k], k), x, y));
        var legend = Series.Count > 1 ? LegendLine * Series.Count + 12 : 0;
        var values = FigureValues.Lines(Series, x, y);
        return isBeside
            ? SvgCanvas.Draw(model, Id, Description, Width + 60 + 6.5 * Series.Max(s => s.Name.Length), Math.Max(Height, legend + 20), values)
            : SvgCanvas.Draw(model, Id, Description, Width, Height + legend, values);
    }

    private static Legend Legend(bool isBeside) => new()
    {
        LegendPlacement = LegendPlacement.Outside,
        LegendPosition = isBeside ? LegendPosition.RightTop : LegendPosition.BottomLeft,
        LegendOrientation = LegendOrientation.Vertical,
        LegendFontSize = 12,
        LegendLineSpacing = 3.6,
        LegendSymbolLength = 28,
        AllowUseFullExtent = true,
    };

    private static OxyColor ColourOf(FigureSeries series, int index) =>
        series.Meaning is { } meaning ? FigurePalette.Of(meaning) : series.Rank is { } rank ? FigurePalette.Ranked(rank) : FigurePalette.Line(index);

    private PointedLine Line(FigureSeries series, int index, AxisRuler x, AxisRuler y)
    {
        var colour = ColourOf(series, index);
        var line = new PointedLine(index, [.. series.Points.Select(p => $"{series.Name}: {YAxis.Text(p.Y)} at {XAxis.Text(p.X)}")])
        {
            Title = series.Name,
            ToolTip = series.Name,
            Color = colour,
            LineStyle = series.AsRings ? LineStyle.None : series.Dashed || series.Meaning is FigureMeaning.Ideal or FigureMeaning.Unquantized ? LineStyle.Dash : LineStyle.Solid,
            MinimumSegmentLength = 0.5,
            // Of a dense line over a rising axis the lowest and the highest point of each column of pixels, at whole pixels.
            Decimator = series.Points.Count > ManyPoints && series.Points.Zip(series.Points.Skip(1)).All(p => p.First.X < p.Second.X) ? Decimator.Decimate : null,
            MarkerType = series.AsRings ? MarkerType.Circle : series.ShowPoints ? Shapes[(series.Shape ?? index) % Shapes.Length] : MarkerType.None,
            MarkerFill = series.AsRings ? OxyColors.Transparent : colour,
            MarkerStroke = colour,
            MarkerStrokeThickness = series.AsRings ? 1.5 : 0,
            MarkerSize = 4,
            MarkerResolution = series.AsRings ? 14 : 0,
        };
        line.Points.AddRange(series.Points.Select(p => new DataPoint(x.At(p.X), y.At(p.Y) is var at && double.IsFinite(at) ? at : double.NaN)));
        return line;
    }

    /// <summary>Eight arrows along a line, as far from one another on the page, roughly.</summary>
    private static IEnumerable<ArrowAnnotation> Arrows(PointedLine line)
    {
        var (points, place, next) = (line.Points, 0.0, 0.5);
        var (wide, high) = (points.Max(p => p.X) - points.Min(p => p.X), points.Max(p => p.Y) - points.Min(p => p.Y));
        double[] steps = [.. points.Skip(1).Zip(points, (b, a) => Math.Sqrt(Math.Pow((b.X - a.X) / wide, 2) + Math.Pow((b.Y - a.Y) / high, 2)))];
        for (var k = 0; k < steps.Length; k++)
        {
            place += 8 * steps[k] / steps.Sum();
            if (place < next)
                continue;
            next = Math.Floor(place) + 1.5;
            yield return new ArrowAnnotation { StartPoint = points[k], EndPoint = points[k + 1], Color = line.Color, HeadLength = 6, HeadWidth = 3 };
        }
    }

    /// <summary>A line whose markers have a hover title each; one of rings is rings in the legend, too.</summary>
    private sealed class PointedLine(int index, string[] hover) : LineSeries
    {
        public override void RenderLegend(IRenderContext rc, OxyRect legendBox)
        {
            if (MarkerResolution == 0)
                base.RenderLegend(rc, legendBox);
            else
                rc.DrawMarker(legendBox.Center, MarkerType, null, MarkerSize, MarkerFill, MarkerStroke, MarkerStrokeThickness, EdgeRenderingMode);
        }

        public override void Render(IRenderContext rc)
        {
            var shape = MarkerType;
            if (MarkerResolution == 0)
                MarkerType = MarkerType.None;
            SvgCanvas.Within(rc, $"line n{index}", () => base.Render(rc));
            MarkerType = shape;
            for (var k = 0; MarkerResolution == 0 && shape != MarkerType.None && k < Points.Count; k++)
            {
                if (!Points[k].IsDefined())
                    continue;
                rc.SetToolTip(hover[k]);
                SvgCanvas.Within(rc, "mark", () => rc.DrawMarker(Transform(Points[k]), shape, null, MarkerSize, MarkerFill, MarkerStroke, MarkerStrokeThickness, EdgeRenderingMode));
            }
        }
    }

    /// <summary>
    /// A triangle on the edge of the plot where a line leaves the axis, or where it comes back: a line that just ends would
    /// look as if there were nothing more to know.
    /// </summary>
    private sealed class Beyond(LineFigure figure, FigureSeries series, OxyColor colour, AxisRuler x, AxisRuler y) : Annotation
    {
        private const int Most = 20;
        private const double Size = 5;

        public override void Render(IRenderContext rc)
        {
            int[] sides = [.. series.Points.Select(p => double.IsNaN(p.X) || double.IsNaN(p.Y) || !(x.At(p.X) >= x.Least && x.At(p.X) <= x.Greatest) ? 0
                : y.At(p.Y) > y.Greatest ? 1 : y.At(p.Y) >= y.Least ? 0 : -1)];
            foreach (var k in Enumerable.Range(0, sides.Length).Where(k => sides[k] != 0 && (series.ShowPoints || k == 0 || k == sides.Length - 1 || sides[k - 1] != sides[k] || sides[k + 1] != sides[k])).Take(Most))
            {
                var (tip, point) = (Transform(new DataPoint(x.At(series.Points[k].X), sides[k] > 0 ? y.Greatest : y.Least)), series.Points[k]);
                var foot = tip.Y + sides[k] * 1.6 * Size;
                rc.SetToolTip($"{series.Name} leaves the axis: {figure.YAxis.Text(point.Y)} at {figure.XAxis.Text(point.X)}");
                SvgCanvas.Within(rc, "mark", () => rc.DrawPolygon([tip, new ScreenPoint(tip.X - Size, foot), new ScreenPoint(tip.X + Size, foot)], colour, OxyColors.White, 1, EdgeRenderingMode.Automatic));
                rc.SetToolTip(null!);
            }
        }
    }
}
