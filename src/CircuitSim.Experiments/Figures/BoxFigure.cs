using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace CircuitSim.Experiments.Figures;

/// <summary>
/// Values of several cases side by side: a box holds the middle half, its line is the median, the ring the mean. Whiskers reach to the least
/// and the greatest, and every value is a dot beside them; where values are too many for that, whiskers hold the part that the caption
/// says, and dots are the ends.
/// </summary>
public sealed record BoxFigure
{
    /// <summary>Letters of a label below a box.</summary>
    private const int MostLetters = 24;

    /// <summary>Letters that all labels may have together before they are turned.</summary>
    private const int LettersOfARow = 90;

    /// <summary>Name of the figure in the page.</summary>
    public required string Id { get; init; }

    /// <summary>One sentence for readers who do not see the figure.</summary>
    public required string Description { get; init; }

    /// <summary>What tells the cases apart.</summary>
    public required string Label { get; init; }

    public required FigureAxis Value { get; init; }

    /// <summary>From left to right, each with at least one value.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<double> Values)> Cases { get; init; } = [];

    /// <summary>What the values of each case come to; those of <see cref="Cases"/> where nothing else is said.</summary>
    public IReadOnlyList<FigureBox> Boxes { get => field ?? [.. Cases.Select(c => FigureBox.Of(c.Name, c.Values))]; init; }

    /// <summary>Whether the cases lie in an order, so that a line joins their medians.</summary>
    public bool IsOrdered { get; init; }

    public XElement ToSvg()
    {
        var boxes = Boxes;
        var y = new AxisRuler(Value, boxes.SelectMany(b => b.Samples.Append(b.Least).Append(b.Greatest)));
        var bottom = new CategoryAxis { Position = AxisPosition.Bottom, MajorTickSize = 0, FontSize = 12, TitleFontSize = 13, Title = Label, AxisTitleDistance = 8, Minimum = -0.5, Maximum = boxes.Count - 0.5 };
        bottom.Labels.AddRange(boxes.Select(b => b.Name.Length > MostLetters ? $"{b.Name[..(MostLetters - 1)]}…" : b.Name));
        if (bottom.Labels.Sum(label => label.Length + 2) > LettersOfARow)
            bottom.Angle = -30;
        var model = new PlotModel { Axes = { bottom, y.Axis(AxisPosition.Left) }, Padding = new OxyThickness(8, 12, 18, 6), Annotations = { new Drawing(this, boxes, y) } };
        var value = Value.Unit.Length > 0 ? $"{Value.Label} [{Value.Unit}]" : Value.Label;
        return SvgCanvas.Draw(model, Id, Description, 760, 340, boxes.All(b => b.Samples.Count > 0)
            ? FigureValues.Table([Label, value], boxes.SelectMany(b => b.Samples.Select(v => new object[] { b.Name, v })))
            : FigureValues.Table([Label, $"least {value}", "lower whisker", "lower quartile", "median", "upper quartile", "upper whisker", "greatest", "mean", "values"],
                boxes.Select(b => new object[] { b.Name, b.Least, b.Low, b.LowerQuartile, b.Median, b.UpperQuartile, b.High, b.Greatest, b.Mean, (double)b.Count })));
    }

    private sealed class Drawing(BoxFigure figure, IReadOnlyList<FigureBox> boxes, AxisRuler y) : Annotation
    {
        private const double Half = 0.18;

        private static readonly OxyColor Pale = OxyColor.Parse("#CFE3F0");

        public override void Render(IRenderContext rc)
        {
            var colour = FigurePalette.Line(0);
            if (figure.IsOrdered)
                rc.DrawLine([.. boxes.Select((b, k) => At(k, b.Median))], colour, 1, EdgeRenderingMode.Automatic, [3, 3], LineJoin.Miter);
            foreach (var (k, box) in boxes.Index())
            {
                string Text(double value) => figure.Value.Text(value);
                var most = box.Samples.Count > 0 ? "" : $", most of them {Text(box.Low)} … {Text(box.High)}";
                rc.SetToolTip(FormattableString.Invariant($"{box.Name}: {Text(box.Least)} … {Text(box.Greatest)}{most}, half of them {Text(box.LowerQuartile)} … {Text(box.UpperQuartile)}, median {Text(box.Median)}, mean {Text(box.Mean)}, {box.Count} {(box.Samples.Count > 0 ? "samples" : "points")}"));
                Line(k, box.Low, k, box.High, 1);
                foreach (var end in new[] { box.Low, box.High })
                    Line(k - Half / 2, end, k + Half / 2, end, 1);
                rc.DrawRectangle(new OxyRect(At(k - Half, box.UpperQuartile), At(k + Half, box.LowerQuartile)), Pale, colour, 1.5, EdgeRenderingMode.Automatic);
                Line(k - Half, box.Median, k + Half, box.Median, 2.5);
                rc.DrawEllipse(Around(At(k, box.Mean), 4), OxyColors.White, colour, 1.5, EdgeRenderingMode.Automatic);
                foreach (var (x, value) in box.Samples.Count > 0 ? box.Samples.Select(v => (k + 1.6 * Half, v)) : new[] { box.Least, box.Greatest }.Where(v => v < box.Low || v > box.High).Select(v => ((double)k, v)))
                    rc.DrawEllipse(Around(At(x, value), 2), OxyColor.FromAColor(128, colour), OxyColors.Undefined, 0, EdgeRenderingMode.Automatic);
                rc.SetToolTip(null!);

                void Line(double fromX, double fromY, double toX, double toY, double thickness) =>
                    rc.DrawLine([At(fromX, fromY), At(toX, toY)], colour, thickness, EdgeRenderingMode.Automatic, null, LineJoin.Miter);
            }
        }

        private ScreenPoint At(double x, double value) => Transform(new DataPoint(x, y.At(value)));

        private static OxyRect Around(ScreenPoint middle, double radius) => new(middle.X - radius, middle.Y - radius, 2 * radius, 2 * radius);
    }
}
