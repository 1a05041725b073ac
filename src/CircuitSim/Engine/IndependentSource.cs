namespace CircuitSim.Engine;

/// <summary>
/// The value of a voltage or current source: at operating points a constant, in a transient a function of time, and
/// whatever a sweep or a session has set instead.
/// </summary>
internal sealed class IndependentSource(string name, double constant, SourceFunction? function)
{
    public string Name => name;

    /// <summary>Takes the place of constant and function; null gives them back [V] or [A].</summary>
    public double? Override { get; set; }

    /// <summary>Takes the place of the function; null gives it back. An <see cref="Override"/> takes the place of both.</summary>
    public SourceFunction? Course { get; set; }

    /// <summary>Whether time runs; otherwise the source is at its constant.</summary>
    public bool FollowsTime { get; set; }

    /// <summary>Value in the present solve, scaled [V] or [A].</summary>
    public double Present { get; private set; }

    private SourceFunction? Function => Course ?? function;

    public void Update(double time, double scale) => Present = scale * At(time);

    /// <summary>Value at a time [V] or [A].</summary>
    public double At(double time) => Override ?? (FollowsTime && Function is { } f ? f.At(time) : constant);

    public double NextCorner(double time) =>
        Override is null && Function is { } f ? f.NextCorner(time) : double.PositiveInfinity;
}
