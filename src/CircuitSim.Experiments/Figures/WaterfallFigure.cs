using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace CircuitSim.Experiments.Figures;

/// <summary>
/// What each part of a chain adds to an error, one after the other: a bar goes from the value before a part to the value with
/// it, upwards or downwards, and the last one shows the whole.
/// </summary>
public sealed record WaterfallFigure
{
    /// <summary>Name of the figure in the page.</summary>
    public required string Id { get; init; }

    /// <summary>One sentence for readers who do not see the figure.</summary>
    public required string Description { get; init; }

    public required FigureAxis Value { get; init; }

    /// <summary>The value before the first step.</summary>
    public double Start { get; init; }

    /// <summary>Parts in order, each with the value that is reached with it.</summary>
    public required IReadOnlyList<(string Name, double Reached)> Steps { get; init; }

    public XElement ToSvg()
    {
        var y = new AxisRuler(Value, [Start, .. Steps.Select(s => s.Reached)], fromZero: true);
        string[] names = [.. Steps.Select(s => s.Name), "whole"];
        var bottom = new CategoryAxis { Position = AxisPosition.Bottom, MajorTickSize = 0, FontSize = 12, Minimum = -0.5, Maximum = names.Length - 0.5, GapWidth = 0.3 };
        bottom.Labels.AddRange(names);
        var model = new PlotModel { Axes = { bottom, y.Axis(AxisPosition.Left) }, Padding = new OxyThickness(8, 12, 18, 6) };
        var before = Start;
        foreach (var (k, (name, reached)) in Steps.Index())
        {
            model.Annotations.Add(Bar(k, y, before, reached, FigurePalette.Line(reached >= before ? 1 : 2), $"{name}: {Value.Text(before)} → {Value.Text(reached)}"));
            before = reached;
        }

        model.Annotations.Add(Bar(Steps.Count, y, 0, before, FigurePalette.Line(0), $"whole: {Value.Text(before)}"));
        var values = FigureValues.Table(["part", Value.Unit.Length > 0 ? $"{Value.Label} with it [{Value.Unit}]" : $"{Value.Label} with it"], [.. Steps.Select(s => new object[] { s.Name, s.Reached })]);
        return SvgCanvas.Draw(model, Id, Description, Math.Max(500, 95 * names.Length), 300, values);
    }

    private static RectangleAnnotation Bar(int place, AxisRuler y, double from, double to, OxyColor colour, string hover) => new()
    {
        MinimumX = place - 0.35,
        MaximumX = place + 0.35,
        MinimumY = y.At(Math.Min(from, to)),
        MaximumY = y.At(Math.Max(from, to)),
        Fill = colour,
        Stroke = colour,
        StrokeThickness = 1,
        ToolTip = hover,
    };
}
