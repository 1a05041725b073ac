namespace CircuitSim.Netlists.Results.Courses;

/// <summary>A place that is given; none if the axis does not reach it.</summary>
internal sealed class PlaceCourse(double place) : Course
{
    /// <summary>Of the place: what rounding may leave between it and an end of the axis.</summary>
    private const double Rounding = 1e-9;

    private bool isReached;

    public override double? Value => isReached ? place : null;

    public override void Start(double x, ReadOnlySpan<double> values) => Advance(x, x, values);

    public override void Advance(double x0, double x1, ReadOnlySpan<double> values) =>
        isReached |= place >= Math.Min(x0, x1) - Rounding * Math.Abs(place) && place <= Math.Max(x0, x1) + Rounding * Math.Abs(place);
}
