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

    /// <summary>Whether time runs; otherwise the source is at its constant.</summary>
    public bool FollowsTime { get; set; }

    /// <summary>Value in the present solve, scaled [V] or [A].</summary>
    public double Present { get; private set; }

    public void Update(double time, double scale) =>
        Present = scale * (Override ?? (FollowsTime && function is not null ? function.At(time) : constant));

    public double NextCorner(double time) =>
        Override is null && function is not null ? function.NextCorner(time) : double.PositiveInfinity;
}
