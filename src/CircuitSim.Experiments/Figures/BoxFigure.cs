using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace CircuitSim.Experiments.Figures;

/// <summary>
/// Samples of several cases side by side: a box holds the middle half, its line is the median, the ring the mean, whiskers reach
/// to the least and the greatest, and every sample is a dot beside them.
/// </summary>
public sealed record BoxFigure
{
    /// <summary>Name of the figure in the page.</summary>
    public required string Id { get; init; }

    /// <summary>One sentence for readers who do not see the figure.</summary>
    public required string Description { get; init; }

    /// <summary>What tells the cases apart.</summary>
    public required string Label { get; init; }

    public required FigureAxis Value { get; init; }

    /// <summary>From left to right, each with at least one value.</summary>
    public required IReadOnlyList<(string Name, IReadOnlyList<double> Values)> Cases { get; init; }

    public XElement ToSvg()
    {
        var y = new AxisRuler(Value, Cases.SelectMany(c => c.Values));
        var bottom = new CategoryAxis { Position = AxisPosition.Bottom, MajorTickSize = 0, FontSize = 12, TitleFontSize = 13, Title = Label, AxisTitleDistance = 8, Minimum = -0.5, Maximum = Cases.Count - 0.5 };
        bottom.Labels.AddRange(Cases.Select(c => c.Name));
        var model = new PlotModel { Axes = { bottom, y.Axis(AxisPosition.Left) }, Padding = new OxyThickness(8, 12, 18, 6), Annotations = { new Boxes(this, y) } };
        var rows = Cases.SelectMany(c => c.Values.Select(v => new object[] { c.Name, v }));
        return SvgCanvas.Draw(model, Id, Description, 760, 340, FigureValues.Table([Label, Value.Unit.Length > 0 ? $"{Value.Label} [{Value.Unit}]" : Value.Label], rows));
    }

    /// <summary>Linear between the sorted values, as R's seventh kind and NumPy's default (Hyndman and Fan, The American Statistician 50(4), 1996).</summary>
    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var (below, part) = ((int)place, place - (int)place);
        return below + 1 < sorted.Length ? sorted[below] + part * (sorted[below + 1] - sorted[below]) : sorted[^1];
    }

    private sealed class Boxes(BoxFigure figure, AxisRuler y) : Annotation
    {
        private const double Half = 0.18;

        private static readonly OxyColor Pale = OxyColor.Parse("#CFE3F0");

        public override void Render(IRenderContext rc)
        {
            var colour = FigurePalette.Line(0);
            foreach (var (k, (name, values)) in figure.Cases.Index())
            {
                double[] sorted = [.. values.Order()];
                var (low, median, high) = (Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75));
                rc.SetToolTip($"{name}: {figure.Value.Text(sorted[0])} … {figure.Value.Text(sorted[^1])}, half of them {figure.Value.Text(low)} … {figure.Value.Text(high)}, median {figure.Value.Text(median)}, mean {figure.Value.Text(sorted.Average())}, {sorted.Length} samples");
                Line(k, sorted[0], k, sorted[^1], 1);
                foreach (var end in new[] { sorted[0], sorted[^1] })
                    Line(k - Half / 2, end, k + Half / 2, end, 1);
                rc.DrawRectangle(new OxyRect(At(k - Half, high), At(k + Half, low)), Pale, colour, 1.5, EdgeRenderingMode.Automatic);
                Line(k - Half, median, k + Half, median, 2.5);
                rc.DrawEllipse(Around(At(k, sorted.Average()), 4), OxyColors.White, colour, 1.5, EdgeRenderingMode.Automatic);
                foreach (var value in values)
                    rc.DrawEllipse(Around(At(k + 1.6 * Half, value), 2), OxyColor.FromAColor(128, colour), OxyColors.Undefined, 0, EdgeRenderingMode.Automatic);
                rc.SetToolTip(null!);

                void Line(double fromX, double fromY, double toX, double toY, double thickness) =>
                    rc.DrawLine([At(fromX, fromY), At(toX, toY)], colour, thickness, EdgeRenderingMode.Automatic, null, LineJoin.Miter);
            }
        }

        private ScreenPoint At(double x, double value) => Transform(new DataPoint(x, y.At(value)));

        private static OxyRect Around(ScreenPoint middle, double radius) => new(middle.X - radius, middle.Y - radius, 2 * radius, 2 * radius);
    }
}
