using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace CircuitSim.Experiments.Figures;

/// <summary>Boxes over an axis: from quartile to quartile with the median, whiskers to the least and the greatest value, and a line through the means.</summary>
public sealed record ResponseFigure
{
    /// <summary>Name of the figure in the page.</summary>
    public required string Id { get; init; }

    /// <summary>One sentence for readers who do not see the figure.</summary>
    public required string Description { get; init; }

    public required FigureAxis XAxis { get; init; }

    public required FigureAxis YAxis { get; init; }

    /// <summary>In the order of their places; at least one.</summary>
    public required IReadOnlyList<FigureBox> Boxes { get; init; }

    public XElement ToSvg()
    {
        var (least, greatest) = (Boxes.Min(b => b.Least), Boxes.Max(b => b.Greatest));
        var (x, y) = (new AxisRuler(XAxis, Boxes.Select(b => b.X)), new AxisRuler(YAxis, [least, greatest]));
        var model = new PlotModel { Axes = { x.Axis(AxisPosition.Bottom), y.Axis(AxisPosition.Left) }, Padding = new OxyThickness(8, 12, 18, 6) };
        double[] places = [.. Boxes.Select(b => x.At(b.X))];
        var half = 0.3 * (places.Length > 1 ? places.Zip(places.Skip(1), (a, b) => b - a).Min() : 0.5 * (x.Greatest - x.Least));
        foreach (var (box, at) in Boxes.Zip(places))
        {
            model.Annotations.Add(new RectangleAnnotation
            {
                MinimumX = at - half,
                MaximumX = at + half,
                MinimumY = y.At(box.LowerQuartile),
                MaximumY = y.At(box.UpperQuartile),
                Fill = OxyColor.FromAColor(90, FigurePalette.Line(0)),
                Stroke = FigurePalette.Line(0),
                StrokeThickness = 1,
                Layer = AnnotationLayer.BelowSeries,
                ToolTip = $"{XAxis.Label} {XAxis.Text(box.X)}: least {YAxis.Text(box.Least)}, quartiles {YAxis.Text(box.LowerQuartile)} … {YAxis.Text(box.UpperQuartile)}, median {YAxis.Text(box.Median)}, greatest {YAxis.Text(box.Greatest)}, mean {YAxis.Text(box.Mean)}, {box.Count} values",
            });
            foreach (var (from, to) in new[] { (box.Least, box.LowerQuartile), (box.UpperQuartile, box.Greatest) })
                model.Series.Add(Line(FigurePalette.Line(0), 1, (at, y.At(from)), (at, y.At(to))));
            model.Series.Add(Line(FigurePalette.Line(0), 2.5, (at - half, y.At(box.Median)), (at + half, y.At(box.Median))));
        }

        var means = Line(FigurePalette.Line(1), 1.5, [.. Boxes.Zip(places, (b, at) => (at, y.At(b.Mean)))]);
        (means.MarkerType, means.MarkerSize, means.MarkerFill) = (MarkerType.Circle, 3, FigurePalette.Line(1));
        model.Series.Add(means);
        var rows = Boxes.Select(b => new object[] { XAxis.Text(b.X), b.Least, b.LowerQuartile, b.Median, b.UpperQuartile, b.Greatest, b.Mean, b.Count });
        return SvgCanvas.Draw(model, Id, Description, 660, 340, FigureValues.Table([XAxis.Label, "least", "lower quartile", "median", "upper quartile", "greatest", "mean", "values"], rows));
    }

    private static LineSeries Line(OxyColor colour, double thickness, params (double X, double Y)[] points)
    {
        var line = new LineSeries { Color = colour, StrokeThickness = thickness };
        line.Points.AddRange(points.Select(p => new DataPoint(p.X, p.Y)));
        return line;
    }
}
