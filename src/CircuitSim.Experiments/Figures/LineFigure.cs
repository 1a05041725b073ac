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
    private const double Width = 660, Height = 360, LegendLine = 18;

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
        model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = isBeside ? LegendPosition.RightTop : LegendPosition.BottomLeft,
            LegendOrientation = LegendOrientation.Vertical,
            LegendFontSize = 12,
            LegendLineSpacing = 3.6,
            LegendSymbolLength = 28,
            AllowUseFullExtent = true,
        });
        for (var k = 0; k < Series.Count; k++)
            model.Series.Add(Line(Series[k], k, x, y));
        foreach (var (at, text) in Marks)
            model.Annotations.Add(x.Mark(at, text, 0.04));
        foreach (var arrow in model.Series.Cast<PointedLine>().Where((_, k) => Series[k].ShowDirection).SelectMany(Arrows))
            model.Annotations.Add(arrow);
        var legend = LegendLine * Series.Count + 12;
        return isBeside
            ? SvgCanvas.Draw(model, Id, Description, Width + 60 + 6.5 * Series.Max(s => s.Name.Length), Math.Max(Height, legend + 20))
            : SvgCanvas.Draw(model, Id, Description, Width, Height + legend);
    }

    private PointedLine Line(FigureSeries series, int index, AxisRuler x, AxisRuler y)
    {
        var colour = series.Rank is { } rank ? FigurePalette.Ranked(rank) : FigurePalette.Line(index);
        var line = new PointedLine([.. series.Points.Select(p => $"{series.Name}: {YAxis.Text(p.Y)} at {XAxis.Text(p.X)}")])
        {
            Title = series.Name,
            ToolTip = series.Name,
            Color = colour,
            LineStyle = series.AsRings ? LineStyle.None : series.Dashed ? LineStyle.Dash : LineStyle.Solid,
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
        line.Points.AddRange(series.Points.Select(p => new DataPoint(x.At(p.X), y.At(p.Y))));
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
    private sealed class PointedLine(string[] hover) : LineSeries
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
            if (MarkerType == MarkerType.None || MarkerResolution > 0)
            {
                base.Render(rc);
                return;
            }

            var shape = MarkerType;
            MarkerType = MarkerType.None;
            base.Render(rc);
            MarkerType = shape;
            for (var k = 0; k < Points.Count; k++)
            {
                if (!Points[k].IsDefined())
                    continue;
                rc.SetToolTip(hover[k]);
                rc.DrawMarker(Transform(Points[k]), shape, null, MarkerSize, MarkerFill, MarkerStroke, MarkerStrokeThickness, EdgeRenderingMode);
            }
        }
    }
}
