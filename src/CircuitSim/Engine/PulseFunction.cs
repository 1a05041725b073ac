namespace CircuitSim.Engine;

/// <summary>
/// <code>
/// pulsed        ┌────────┐
///              ╱          ╲
/// initial ────┘            └────── and again one period after the rise began
///        delay│rise│width│fall│
/// </code>
/// </summary>
/// <param name="period">Infinite for a single pulse [s].</param>
/// <param name="count">Infinite for no end.</param>
internal sealed class PulseFunction(double initial, double pulsed, double delay, double rise, double fall, double width, double period, double count) : SourceFunction
{
    /// <summary>A pulse that the count cuts off ends in an edge of a millionth of the period.</summary>
    private const double CutPart = 1e-6;

    private readonly double[] corners = [0, rise, rise + width, rise + width + fall];

    /// <summary>Of a last period that is a part of one: where its cut begins and ends, counted from the delay [s].</summary>
    private readonly (double Begin, double End)? cut = count == Math.Floor(count) || double.IsInfinity(period) ? null : (period * (count - CutPart), period * count);

    public override double At(double time)
    {
        var t = time - delay;
        if (t >= period * count)
            return initial;
        return cut is { } end && t > end.Begin ? initial + (Cycle(end.Begin) - initial) * (end.End - t) / (end.End - end.Begin) : Cycle(t);
    }

    /// <param name="t">From the delay on [s].</param>
    private double Cycle(double t)
    {
        // The next cycle begins behind its first moment: a step that ends where a period cuts a pulse off has not seen the jump yet.
        if (t > period)
            t -= period * (Math.Ceiling(t / period) - 1);
        if (t <= 0 || t >= corners[3])
            return initial;
        if (t < corners[1])
            return initial + (pulsed - initial) * t / rise;
        return t <= corners[2] ? pulsed : pulsed + (initial - pulsed) * (t - corners[2]) / fall;
    }

    public override double NextCorner(double time)
    {
        var corner = NextOfCycle(time);
        return cut is not { } end ? corner
            : time < delay + end.Begin ? Math.Min(corner, delay + end.Begin)
            : time < delay + end.End ? delay + end.End : double.PositiveInfinity;
    }

    private double NextOfCycle(double time)
    {
        var cycle = double.IsInfinity(period) ? 0 : Math.Max(Math.Floor((time - delay) / period), 0);
        // Rounding may put the time just before or behind the start of its cycle: look into the next one as well.
        for (var k = 0; k < 2 && cycle + k < count; k++)
        {
            var start = delay + (cycle + k == 0 ? 0 : (cycle + k) * period);
            foreach (var corner in corners)
            {
                if (corner <= period && start + corner > time)
                    return start + corner;
            }

            if (double.IsInfinity(period))
                break;
        }

        return double.PositiveInfinity;
    }
}
