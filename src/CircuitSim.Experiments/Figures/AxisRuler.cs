using OxyPlot;
using OxyPlot.Axes;

namespace CircuitSim.Experiments.Figures;

/// <summary>
/// How the values of an axis become coordinates that OxyPlot spaces evenly, and which of them get a tick: multiples of a
/// prefix, logarithms, or places in a list.
/// </summary>
internal sealed class AxisRuler
{
    /// <summary>Part of the range below which two values of a list would touch.</summary>
    private const double LeastGap = 1.0 / 16;

    private readonly FigureAxis axis;
    private readonly string unit;
    private readonly double factor;
    private readonly double[]? list, ticks;

    /// <param name="values">All that the axis shows, in its unit.</param>
    /// <param name="fromZero">Whether a linear axis of values of one sign starts at zero: heights mean something only there.</param>
    public AxisRuler(FigureAxis axis, IEnumerable<double> values, bool fromZero = false)
    {
        this.axis = axis;
        double[] all = [.. values.Where(v => double.IsFinite(v) && (v > 0 || axis.Scale != FigureScale.Logarithmic)).DefaultIfEmpty(1)];
        var (low, high) = (axis.Least ?? all.Min(), axis.Greatest ?? all.Max());
        (factor, unit) = AxisPrefix.For(Math.Max(Math.Abs(low), Math.Abs(high)), axis.Unit);
        if (axis.Scale == FigureScale.Ordinal)
        {
            double[] distinct = [.. all.Distinct().Order()];
            (factor, unit, IsToScale) = (1, axis.Unit, distinct.Length == 1 || distinct.Skip(1).Zip(distinct, (b, a) => b - a).Min() >= LeastGap * (high - low));
            list = IsToScale ? null : distinct;
            ticks = [.. distinct.Select(At)];
            var margin = IsToScale ? Math.Max(LeastGap * (high - low), distinct.Length == 1 ? 0.5 : 0) : 0.5;
            (Least, Greatest) = (ticks[0] - margin, ticks[^1] + margin);
        }
        else if (axis.Scale == FigureScale.Logarithmic)
        {
            (Least, Greatest) = (Math.Log10(low), Math.Log10(high));
            if (!IsExact)
                (Least, Greatest) = (Math.Floor(Least + 1e-9), Math.Max(Math.Ceiling(Greatest - 1e-9), Math.Floor(Least + 1e-9) + 1));
            ticks = [.. RoundTicks.Logarithmic(Math.Pow(10, Least), Math.Pow(10, Greatest)).Select(Math.Log10)];
        }
        else
        {
            if (fromZero && !IsExact)
                (low, high) = (axis.Least ?? Math.Min(0, low), axis.Greatest ?? Math.Max(0, high));
            if (high <= low)
                (low, high) = (low - 0.5 / factor, high + 0.5 / factor);
            var step = RoundTicks.Step(factor * (high - low), axis.IsCount);
            (Least, Greatest) = IsExact ? (factor * low, factor * high)
                : (axis.Least * factor ?? Math.Floor(factor * low / step + 1e-9) * step, axis.Greatest * factor ?? Math.Ceiling(factor * high / step - 1e-9) * step);
            ticks = RoundTicks.Within(Least, Greatest, step);
        }
    }

    private bool IsExact => axis is { Least: not null, Greatest: not null };

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
        _ => factor * value,
    };

    public Axis Axis(AxisPosition position) => Dress(new Ticked(ticks!) { MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = OxyColor.Parse("#DDDDDD"), AxisTitleDistance = 8 }, position);

    public LinearColorAxis ColourBar(OxyPalette palette) => (LinearColorAxis)Dress(new TickedBar(ticks!) { Palette = palette, RenderAsImage = true, MajorTickSize = 18, AxisTitleDistance = 14 }, AxisPosition.Right);

    private Axis Dress(Axis a, AxisPosition position)
    {
        // A logarithmic tick carries its unit, since each may have another prefix.
        var isNamed = axis.Scale == FigureScale.Logarithmic && AxisPrefix.Takes(axis.Unit);
        (a.Position, a.Minimum, a.Maximum, a.MinorTickSize, a.FontSize, a.TitleFontSize) = (position, Least, Greatest, 0, 12, 13);
        a.Title = axis.Label + (isNamed || unit.Length == 0 ? "" : $" [{unit}]") + (IsToScale ? "" : ", not to scale");
        a.LabelFormatter = x => isNamed ? axis.Text(Math.Pow(10, x))
            : FigureAxis.Number(axis.Scale == FigureScale.Logarithmic ? Math.Pow(10, x) : list is null ? x : list[(int)Math.Round(x)]);
        return a;
    }

    private sealed class Ticked(double[] ticks) : LinearAxis
    {
        public override void GetTickValues(out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues) =>
            (majorLabelValues, majorTickValues, minorTickValues) = (ticks, ticks, []);
    }

    private sealed class TickedBar(double[] ticks) : LinearColorAxis
    {
        public override void GetTickValues(out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues) =>
            (majorLabelValues, majorTickValues, minorTickValues) = (ticks, ticks, []);
    }
}
