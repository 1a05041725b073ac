using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Results.Courses;

/// <summary>Extremes and integrals of the straight lines over an interval of the axis.</summary>
internal sealed class StatisticCourse(MeasuredStatistic statistic, AnalysisKind analysis, WaveformQuantity quantity, double from, double to, string unit) : Course
{
    private readonly AxisEnds ends = new(unit);
    private double y, length, integral, integralOfSquare;
    private (double Place, double Value)? lowest, highest;

    public override double? Value => statistic switch
    {
        MeasuredStatistic.Minimum => Lowest?.Value,
        MeasuredStatistic.Maximum => Highest?.Value,
        MeasuredStatistic.PlaceOfMinimum => Lowest?.Place,
        MeasuredStatistic.PlaceOfMaximum => Highest?.Place,
        MeasuredStatistic.PeakToPeak => Highest?.Value - Lowest?.Value,
        // The powers of noise add up, not its densities.
        MeasuredStatistic.Integral when analysis == AnalysisKind.Noise => Lowest is null ? null : Math.Sqrt(integralOfSquare),
        MeasuredStatistic.Integral => Lowest is null ? null : integral,
        MeasuredStatistic.Average => length != 0 ? integral / length : null,
        _ => length != 0 ? Math.Sqrt(integralOfSquare / length) : null,
    };

    public override string Why => from <= to ? "an empty interval, or one outside of the axis" : "the interval ends before it begins";

    /// <summary>An interval that begins where the axis ends is a point of it, whatever their last digits are.</summary>
    private (double Place, double Value)? Lowest => lowest ?? ends.Touching(from, to);

    private (double Place, double Value)? Highest => highest ?? ends.Touching(from, to);

    public override void Start(double x, ReadOnlySpan<double> values)
    {
        y = quantity.At(x, values);
        ends.Add(x, y);
        if (x >= from && x <= to)
            Compare(x, y);
    }

    public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
    {
        var (y0, y1) = (y, quantity.At(x1, values));
        y = y1;
        ends.Add(x1, y1);
        // The part of the line that lies in the interval; an axis may fall (a downward sweep).
        if (!(from <= to) || Math.Max(x0, x1) < from || Math.Min(x0, x1) > to)
            return;
        var (a, b) = (Math.Clamp(x0, from, to), Math.Clamp(x1, from, to));
        var ya = a == x0 ? y0 : Interpolate(x0, y0, x1, y1, a);
        var yb = Interpolate(x0, y0, x1, y1, b);
        Compare(a, ya);
        Compare(b, yb);
        var h = b - a;
        length += h;
        integral += h * (ya + yb) / 2;
        // ∫ of a straight line's square.
        integralOfSquare += h * (ya * ya + ya * yb + yb * yb) / 3;
    }

    private void Compare(double place, double value)
    {
        if (lowest is not { } least || value < least.Value)
            lowest = (place, value);
        if (highest is not { } most || value > most.Value)
            highest = (place, value);
    }
}
