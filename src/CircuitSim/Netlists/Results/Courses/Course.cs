namespace CircuitSim.Netlists.Results.Courses;

/// <summary>One measurement on its way along the axis. Between two points every quantity runs straight.</summary>
internal abstract class Course
{
    /// <summary>What was found so far; null for nothing.</summary>
    public abstract double? Value { get; }

    /// <summary>All that meets the conditions, in order.</summary>
    public virtual IReadOnlyList<double> All => Value is { } value ? [value] : [];

    /// <summary>Where nothing was found: why, as part of a sentence.</summary>
    public virtual string Why => "no such crossing, or an empty interval";

    /// <summary>The first point of a run along the axis.</summary>
    public abstract void Start(double x, ReadOnlySpan<double> values);

    /// <summary>Straight on to the next.</summary>
    public abstract void Advance(double x0, double x1, ReadOnlySpan<double> values);

    public static double Interpolate(double x0, double y0, double x1, double y1, double x) =>
        x == x1 ? y1 : y0 + (y1 - y0) * ((x - x0) / (x1 - x0));
}
