using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace CircuitSim.Experiments.Figures;

/// <summary>
/// The chain of a read as a picture: a box for each stage, filled where it is a circuit, and behind each what is tapped there
/// and how wrong it is. Bars have one scale, so that a reader sees in one look where the LSBs go.
/// </summary>
public sealed record ChainFigure
{
    private const double StageWidth = 132, Height = 250;

    /// <summary>Name of the figure in the page.</summary>
    public required string Id { get; init; }

    /// <summary>One sentence for readers who do not see the figure.</summary>
    public required string Description { get; init; }

    public required IReadOnlyList<ChainStage> Stages { get; init; }

    public XElement ToSvg()
    {
        // A plot without axes: x counts stages, y goes from 0 (bottom) to 10.
        var model = new PlotModel
        {
            Axes =
            {
                new LinearAxis { Position = AxisPosition.Bottom, Minimum = -0.05, Maximum = Stages.Count + 0.05, IsAxisVisible = false },
                new LinearAxis { Position = AxisPosition.Left, Minimum = 0, Maximum = 10, IsAxisVisible = false },
            },
            PlotAreaBorderThickness = new OxyThickness(0),
            Padding = new OxyThickness(4),
        };
        var largest = Stages.Max(s => s.Lsb);
        foreach (var (k, stage) in Stages.Index())
            AddStage(model, k, stage, largest);
        var values = FigureValues.Table(["stage", "is a circuit", "tap behind it", "largest error [LSB]"], [.. Stages.Select(s => new object[] { s.Name, s.IsCircuit, s.Tap ?? "", s.Lsb })]);
        return SvgCanvas.Draw(model, Id, Description, StageWidth * Stages.Count + 8, Height, values);
    }

    private void AddStage(PlotModel model, int k, ChainStage stage, double largest)
    {
        var colour = FigurePalette.Line(0);
        model.Annotations.Add(Box(k + 0.04, k + 0.8, 7, 9.6, stage.IsCircuit ? colour : OxyColors.White, stage.IsCircuit ? colour : OxyColors.Gray, $"{stage.Name}: {(stage.IsCircuit ? "a circuit" : "ideal")}"));
        AddLines(model, k + 0.42, 9.1, [stage.Name, .. stage.Parts], stage.IsCircuit ? OxyColors.White : OxyColor.Parse("#444444"), 0.62);
        if (k + 1 < Stages.Count)
            model.Annotations.Add(new ArrowAnnotation { StartPoint = new DataPoint(k + 0.8, 8.3), EndPoint = new DataPoint(k + 1.03, 8.3), Color = OxyColors.Gray, HeadLength = 6, HeadWidth = 3 });
        if (stage.Tap is null)
            return;
        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Vertical, X = k + 0.9, MinimumY = 4.1, MaximumY = 8.3, Color = OxyColors.Gray, LineStyle = LineStyle.Dot });
        if (stage.Lsb > 0 && largest > 0)
            model.Annotations.Add(Box(k + 0.82, k + 0.98, 4.1, 4.1 + 2.5 * stage.Lsb / largest, FigurePalette.Line(1), OxyColors.Undefined, FormattableString.Invariant($"{stage.Tap}: at most {stage.Lsb:G3} LSB")));
        AddLines(model, k + 0.5, 3.3, [stage.Tap, .. stage.Errors], OxyColor.Parse("#222222"), 0.72);
    }

    private static RectangleAnnotation Box(double left, double right, double bottom, double top, OxyColor fill, OxyColor stroke, string hover) =>
        new() { MinimumX = left, MaximumX = right, MinimumY = bottom, MaximumY = top, Fill = fill, Stroke = stroke, StrokeThickness = stroke.IsUndefined() ? 0 : 1, ToolTip = hover };

    private static void AddLines(PlotModel model, double x, double top, IReadOnlyList<string> lines, OxyColor colour, double step)
    {
        foreach (var (n, text) in lines.Index())
        {
            model.Annotations.Add(new TextAnnotation
            {
                Text = text,
                TextPosition = new DataPoint(x, top - n * step),
                TextHorizontalAlignment = HorizontalAlignment.Center,
                TextVerticalAlignment = VerticalAlignment.Middle,
                TextColor = colour,
                FontSize = n == 0 && text.Length < 13 ? 13 : 11,
                StrokeThickness = 0,
            });
        }
    }
}
