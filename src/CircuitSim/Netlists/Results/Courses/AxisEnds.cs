using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Results.Courses;

/// <summary>Both ends of the axis and a value at each, once all points are known: a place that is an end but for rounding counts as that end.</summary>
/// <param name="unit">Of the axis.</param>
internal sealed class AxisEnds(string unit)
{
    /// <summary>Of the span; and of the place, whose last digits no axis is held to.</summary>
    private const double Rounding = 1e-9, LastDigits = 1e-14;

    private (double X, double Value)? lowest, highest;

    /// <summary>The first value that an end is given stays.</summary>
    public void Add(double x, double value)
    {
        if (lowest is not { } low || x < low.X)
            lowest = (x, value);
        if (highest is not { } high || x > high.X)
            highest = (x, value);
    }

    /// <summary>The value of the end that the place is but for rounding; null of all other places.</summary>
    public double? At(double place)
    {
        if (lowest is not { } low || highest is not { } high)
            return null;
        var rounding = Math.Max(Rounding * (high.X - low.X), LastDigits * Math.Abs(place));
        return Math.Abs(place - high.X) <= rounding ? high.Value : Math.Abs(place - low.X) <= rounding ? low.Value : null;
    }

    /// <summary>The same for an interval that lies beyond an end: it touches the axis there.</summary>
    public (double Place, double Value)? Touching(double from, double to)
    {
        if (!(from <= to) || lowest is not { } low || highest is not { } high)
            return null;
        return from > high.X && At(from) is { } last ? (high.X, last) : to < low.X && At(to) is { } first ? (low.X, first) : null;
    }

    /// <summary>That a place lies beyond the ends, as part of a sentence.</summary>
    public string Missing(double place) => lowest is { } low && highest is { } high
        ? $"{SiText.Format(place, unit)} lies outside of the axis, which goes from {SiText.Format(low.X, unit)} to {SiText.Format(high.X, unit)}"
        : "the analysis has no points";
}
