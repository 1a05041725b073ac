namespace CircuitSim.Netlists.Results.Courses;

/// <summary>A place that is given; none if the axis does not reach it.</summary>
/// <param name="unit">Of the axis.</param>
internal sealed class PlaceCourse(double place, string unit) : Course
{
    private readonly AxisEnds ends = new(unit);
    private bool isReached;

    public override double? Value => isReached || ends.At(place) is not null ? place : null;

    public override string Why => ends.Missing(place);

    public override void Start(double x, ReadOnlySpan<double> values) => Advance(x, x, values);

    public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
    {
        ends.Add(x1, x1);
        isReached |= place >= Math.Min(x0, x1) && place <= Math.Max(x0, x1);
    }
}
