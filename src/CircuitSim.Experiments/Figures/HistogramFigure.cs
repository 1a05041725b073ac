using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace CircuitSim.Experiments.Figures;

/// <summary>How many of many values lie in which of equal intervals. Every bar says so when hovered.</summary>
public sealed record HistogramFigure
{
    /// <summary>Name of the figure in the page.</summary>
    public required string Id { get; init; }

    /// <summary>One sentence for readers who do not see the figure.</summary>
    public required string Description { get; init; }

    /// <summary>In the unit of <see cref="Value"/>; what lies beyond its ends is in the outermost bars.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>From the lower end of the first interval to the upper end of the last, which it belongs to.</summary>
    public required FigureAxis Value { get; init; }

    public required int Bins { get; init; }

    public required string CountLabel { get; init; }

    /// <summary>Values that a vertical line marks, and what it says.</summary>
    public IReadOnlyList<(double Value, string Text)> Marks { get; init; } = [];

    public XElement ToSvg()
    {
        var (least, greatest) = (Value.Least!.Value, Value.Greatest!.Value);
        var counts = new int[Bins];
        foreach (var value in Values)
            counts[(int)Math.Clamp((value - least) / (greatest - least) * Bins, 0, Bins - 1)]++;
        var x = new AxisRuler(Value, Values);
        var y = new AxisRuler(new FigureAxis(CountLabel, IsCount: true), counts.Select(c => (double)c), fromZero: true);
        var model = new PlotModel { Axes = { x.Axis(AxisPosition.Bottom), y.Axis(AxisPosition.Left) }, Padding = new OxyThickness(8, 12, 18, 6) };
        for (var k = 0; k < Bins; k++)
        {
            var (from, to) = (least + (greatest - least) * k / Bins, least + (greatest - least) * (k + 1) / Bins);
            model.Annotations.Add(new RectangleAnnotation
            {
                MinimumX = x.At(from),
                MaximumX = x.At(to),
                MinimumY = 0,
                MaximumY = counts[k],
                Fill = FigurePalette.Line(0),
                Stroke = OxyColors.White,
                StrokeThickness = 0.5,
                ToolTip = $"{Value.Label} {Value.Text(from)} … {Value.Text(to)}: {counts[k]} {CountLabel}",
            });
        }

        foreach (var (k, (at, text)) in Marks.Index())
            model.Annotations.Add(x.Mark(at, text, 0.96 - 0.07 * (k % 3)));
        var unit = Value.Unit.Length > 0 ? $" [{Value.Unit}]" : "";
        var rows = counts.Select((c, k) => new object[] { least + (greatest - least) * k / Bins, least + (greatest - least) * (k + 1) / Bins, c });
        var values = FigureValues.Table([$"{Value.Label}, from{unit}", $"{Value.Label}, to{unit}", CountLabel], rows);
        (values["x"], values["y"]) = (x.ToJson(), y.ToJson());
        return SvgCanvas.Draw(model, Id, Description, 760, 300, values);
    }
}
