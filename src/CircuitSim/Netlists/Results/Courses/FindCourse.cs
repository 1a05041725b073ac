using CircuitSim.Netlists.Analyses;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Results.Courses;

/// <summary>A quantity, or its slope, at a place of the axis or at crossings.</summary>
internal sealed class FindCourse : Course
{
    private readonly WaveformQuantity quantity;
    private readonly bool isSlope;
    private readonly double place;
    private readonly CrossingCourse? crossing;
    private readonly List<double> found = [];
    private readonly AxisEnds ends;
    private readonly string? contradiction;
    private double x, y;
    private (double X, double Y)? before;

    /// <param name="unit">Of the axis.</param>
    public FindCourse(FindMeasurement find, WaveformQuantity quantity, CrossingCourse? crossing, string unit)
    {
        ends = new AxisEnds(unit);
        (this.quantity, this.crossing, isSlope) = (quantity, crossing, find.IsSlope);
        // Outside of the window there is nothing to find.
        place = find.Where.At is { } at && find.Window.Contains(at.Number) ? at.Number : double.NaN;
        contradiction = find.Where.At is { } given && double.IsNaN(place) ? $"{SiText.Format(given.Number, unit)} lies outside of from, to and td" : null;
    }

    public override double? Value => crossing is null ? found.Count > 0 ? found[0] : ends.At(place) : crossing.Chosen(found);

    public override IReadOnlyList<double> All => crossing?.AllOf(found) ?? base.All;

    public override string Why => crossing?.Why ?? contradiction ?? ends.Missing(place);

    public override void Start(double x, ReadOnlySpan<double> values)
    {
        crossing?.Start(x, values);
        (this.x, y, before) = (x, quantity.At(x, values), null);
        if (isSlope)
            return;
        ends.Add(x, y);
        if (x == place)
            found.Add(y);
    }

    public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
    {
        var passed = crossing?.Count;
        crossing?.Advance(x0, x1, values);
        var at = Step(x1, values);
        if (crossing is null)
        {
            ends.Add(x0, at(x0));
            ends.Add(x1, at(x1));
        }

        if (crossing is null && place >= Math.Min(x0, x1) && place <= Math.Max(x0, x1))
            found.Add(at(place));
        else if (crossing?.Count > passed)
            found.Add(at(crossing.Latest));
    }

    /// <summary>Goes on; what is wanted at a place within the step is asked of the step.</summary>
    private Func<double, double> Step(double x1, ReadOnlySpan<double> values)
    {
        var (x0, y0, earlier) = (x, y, before);
        var y1 = quantity.At(x1, values);
        (before, x, y) = ((x0, y0), x1, y1);
        if (!isSlope)
            return place => Interpolate(x0, y0, x1, y1, place);
        var slope = (y1 - y0) / (x1 - x0);
        // Newton's second difference; at the middle of the step the line alone is right.
        var bend = earlier is { } e && e.X != x0 ? (slope - (y0 - e.Y) / (x0 - e.X)) / (x1 - e.X) : 0;
        return place => slope + bend * (2 * place - x0 - x1);
    }
}
