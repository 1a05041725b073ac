namespace CircuitSim.Engine;

/// <summary>A first run, and behind it a cycle again and again.</summary>
/// <param name="cycle">From zero to the period.</param>
/// <param name="end">Of the first run, whose last corner it is [s].</param>
internal sealed class RepeatedFunction(SourceFunction first, SourceFunction cycle, double end, double period) : SourceFunction
{
    public override double At(double time) => time <= end ? first.At(time) : cycle.At(time - Start(time, 0));

    public override double NextCorner(double time)
    {
        if (time < end)
            return first.NextCorner(time);
        // Rounding may put the time just before or behind the start of its cycle: look into the next one as well.
        var corner = Start(time, 0) + cycle.NextCorner(time - Start(time, 0));
        return corner < double.PositiveInfinity ? corner : Start(time, 1) + cycle.NextCorner(Math.Max(time - Start(time, 1), 0));
    }

    private double Start(double time, int later) => end + (Math.Floor((time - end) / period) + later) * period;
}
