using System.Text.Json.Nodes;
using CircuitSim.Numerics;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace CircuitSim.Experiments.Figures;

/// <summary>
/// How the values of an axis become coordinates that OxyPlot spaces evenly, and which of them get a tick: parts of a prefix,
/// whose ticks are OxyPlot's, logarithms, or places in a list.
/// </summary>
internal sealed class AxisRuler
{
    /// <summary>Part of the range below which two values of a list would touch.</summary>
    private const double LeastGap = 1.0 / 16;

    /// <summary>Pixels of a letter and of a horizontal axis, roughly.</summary>
    private const double LetterWidth = 7.2, CommonLength = 640;

    private static readonly int[] RoundSteps = [1, 2, 5, 10];

    private readonly FigureAxis axis;
    private readonly string unit;
    private readonly double factor = 1;
    private readonly double[]? list, ticks;

    /// <param name="values">All that the axis shows, in its unit.</param>
    /// <param name="fromZero">Whether a linear axis of values above zero starts there: heights mean something only then.</param>
    public AxisRuler(FigureAxis axis, IEnumerable<double> values, bool fromZero = false)
    {
        (this.axis, unit) = (axis, axis.Unit);
        double[] all = [.. values.Where(v => double.IsFinite(v) && (v > 0 || axis.Scale != FigureScale.Logarithmic)).DefaultIfEmpty(1)];
        // Only a list of places needs more than the ends, and there may be thousands of values.
        if (axis.Scale == FigureScale.Ordinal)
            all = [.. all.Distinct().Order()];
        var (low, high) = (axis.Least ?? all.Min(), axis.Greatest ?? all.Max());
        if (axis.Scale == FigureScale.Ordinal)
        {
            IsToScale = all.Length == 1 || all.Skip(1).Zip(all, (b, a) => b - a).Min() >= LeastGap * (high - low);
            list = IsToScale ? null : all;
            ticks = [.. all.Select(At)];
            var margin = IsToScale && all.Length > 1 ? LeastGap * (high - low) : 0.5;
            (Least, Greatest) = (ticks[0] - margin, ticks[^1] + margin);
        }
        else if (axis.Scale == FigureScale.Logarithmic)
        {
            // Whole decades, unless both ends are given.
            (Least, Greatest) = (Math.Log10(low), Math.Log10(high));
            if (axis is not { Least: not null, Greatest: not null })
                (Least, Greatest) = (Math.Floor(Least + 1e-9), Math.Max(Math.Ceiling(Greatest - 1e-9), Math.Floor(Least + 1e-9) + 1));
            ticks = Decades(Least, Greatest);
            // Long labels, such as times of days, leave room for fewer.
            while (ticks.Length > 3 && ticks.Sum(t => LetterWidth * (axis.Text(Math.Pow(10, t)).Length + 1)) > CommonLength)
                ticks = [.. ticks.Where((_, k) => k % 2 == 0)];
        }
        else
        {
            if (axis.TakesPrefix && Math.Max(Math.Abs(low), Math.Abs(high)) is var largest and not (>= 0.1 and < 1e3))
                (factor, unit) = SiText.PrefixOf(largest) is var (f, prefix) ? (f, prefix + unit) : default;
            low = axis.Least ?? (fromZero ? Math.Min(0, low) : low);
            var margin = high > low ? 0.04 * (high - low) : 0.5 * factor;
            Least = (axis.Least ?? (fromZero && low == 0 ? low : low - margin)) / factor;
            Greatest = (axis.Greatest ?? high + margin) / factor;
            // A part of a whole ends with the whole.
            if (axis.Unit == "%" && low >= 0 && high <= 100)
                (Least, Greatest) = (Math.Max(0, Least), Math.Min(100, Greatest));
        }
    }

    /// <summary>First coordinate shown.</summary>
    public double Least { get; }

    /// <summary>Last coordinate shown.</summary>
    public double Greatest { get; }

    /// <summary>Whether distances on the axis mean anything.</summary>
    public bool IsToScale { get; } = true;

    /// <returns>The coordinate; not a number for what the axis cannot show.</returns>
    public double At(double value) => axis.Scale switch
    {
        FigureScale.Logarithmic => value > 0 ? Math.Log10(value) : double.NaN,
        FigureScale.Ordinal when list is not null => Array.IndexOf(list, value),
        _ => value / factor,
    };

    public Axis Axis(AxisPosition position) => Dress(new Ticked(ticks, position == AxisPosition.Bottom ? "x" : "y") { MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = OxyColor.Parse("#DDDDDD"), AxisTitleDistance = 8 }, position);

    public Axis ColourBar(OxyPalette palette) => Dress(new TickedBar(ticks) { Palette = palette, RenderAsImage = true, MajorTickSize = 18, AxisTitleDistance = 14 }, AxisPosition.Right);

    /// <summary>How the script of a page turns coordinates into values: least, greatest, unit and scale, and of a list its values.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["label"] = axis.Label, ["unit"] = axis.Unit, ["from"] = Least, ["to"] = Greatest };
        if (axis.TakesPrefix)
            json["si"] = true;
        if (axis.Scale == FigureScale.Logarithmic)
            json["log"] = true;
        if (factor != 1)
            json["factor"] = factor;
        if (axis.IsCount)
            json["count"] = true;
        if (axis.Scale == FigureScale.Ordinal)
            (json["ticked"], json["list"]) = (new JsonArray([.. ticks!.Select(t => (JsonNode)t)]), list is null ? null : new JsonArray([.. list.Select(v => (JsonNode)v)]));
        return json;
    }

    /// <summary>A vertical line at a value of this axis, and what it says so far up, from 0 to 1, on the side that has more room.</summary>
    public LineAnnotation Mark(double value, string text, double up) => new()
    {
        Type = LineAnnotationType.Vertical,
        X = At(value),
        Text = text,
        TextLinePosition = up,
        TextOrientation = AnnotationTextOrientation.Horizontal,
        TextHorizontalAlignment = At(value) < (Least + Greatest) / 2 ? HorizontalAlignment.Left : HorizontalAlignment.Right,
        Color = OxyColors.Gray,
        FontSize = 11,
    };

    private Axis Dress(Axis a, AxisPosition position)
    {
        // A logarithmic tick carries its unit, since each may have another prefix.
        var isNamed = axis.Scale == FigureScale.Logarithmic && axis.TakesPrefix;
        (a.Position, a.Minimum, a.Maximum, a.MinorTickSize, a.FontSize, a.TitleFontSize, a.IntervalLength) = (position, Least, Greatest, 0, 12, 13, 50);
        if (axis.IsCount)
            a.MinimumMajorStep = 1;
        a.Title = axis.Label + (isNamed || unit.Length == 0 ? "" : $" [{unit}]") + (IsToScale ? "" : ", not to scale");
        a.LabelFormatter = x => isNamed ? axis.Text(Math.Pow(10, x))
            : FigureAxis.Number(axis.Scale == FigureScale.Logarithmic ? Math.Pow(10, x) : list is null ? x : list[(int)Math.Round(x)]);
        return a;
    }

    /// <summary>Logarithms of round values between two logarithms: decades, or as many more as it takes for three; within less than half a decade equal steps of the value.</summary>
    private static double[] Decades(double least, double greatest)
    {
        var (first, last) = ((int)Math.Floor(least), (int)Math.Ceiling(greatest));
        var every = 1 + (last - first) / 12;
        int[][] mantissas = [[1], [1, 2, 5], [1, 2, 3, 5, 7]];
        var ticks = mantissas.Select(round => Enumerable.Range(0, (last - first) / every + 1)
            .SelectMany(k => round.Select(m => first + k * every + Math.Log10(m))).Where(t => t >= least - 1e-9 && t <= greatest + 1e-9).ToArray()).FirstOrDefault(t => t.Length > 2);
        if (ticks is not null)
            return ticks;
        var (low, high) = (Math.Pow(10, least), Math.Pow(10, greatest));
        var power = Math.Pow(10, Math.Floor(Math.Log10((high - low) / 4)));
        var step = power * RoundSteps.First(m => m * power >= (high - low) / 4 * (1 - 1e-9));
        return [.. Enumerable.Range(0, 6).Select(k => (Math.Ceiling(low / step - 1e-9) + k) * step).Where(v => v <= high * (1 + 1e-9)).Select(Math.Log10)];
    }

    private sealed class Ticked(double[]? ticks, string part) : LinearAxis
    {
        public override void Render(IRenderContext rc, int pass) => SvgCanvas.Within(rc, part, () => base.Render(rc, pass));

        public override void GetTickValues(out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues)
        {
            base.GetTickValues(out majorLabelValues, out majorTickValues, out minorTickValues);
            (majorLabelValues, majorTickValues) = (ticks ?? majorLabelValues, ticks ?? majorTickValues);
        }
    }

    private sealed class TickedBar(double[]? ticks) : LinearColorAxis
    {
        public override void GetTickValues(out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues)
        {
            base.GetTickValues(out majorLabelValues, out majorTickValues, out minorTickValues);
            (majorLabelValues, majorTickValues) = (ticks ?? majorLabelValues, ticks ?? majorTickValues);
        }
    }
}
