namespace CircuitSim.Engine;

/// <summary>
/// How far a controlling voltage may move from one Newton iteration to the next. Exponentials and squares make the full
/// step useless far from the solution; these are the rules of SPICE2 and SPICE3 (L. W. Nagel, ERL-M520, 1975; T. L.
/// Quarles, ERL-M89/42, 1989). A voltage that is left alone comes back bit by bit as it was.
/// </summary>
internal static class VoltageLimiting
{
    /// <summary>A junction: beyond its critical voltage it is the current that takes the step, not the voltage.</summary>
    /// <param name="slope">n V_t [V].</param>
    public static double Junction(double next, double last, double slope, double critical)
    {
        if (next > critical && Math.Abs(next - last) > 2 * slope)
        {
            if (last <= 0)
                return slope * Math.Log(next / slope);
            var steps = (next - last) / slope;
            return steps > 0 ? last + slope * (2 + Math.Log(steps - 2)) : last - slope * (2 + Math.Log(2 - steps));
        }

        if (next >= 0)
            return next;
        var lowest = last > 0 ? -1 - last : 2 * last - 1;
        return Math.Max(next, lowest);
    }

    /// <summary>A gate: small steps across the threshold, larger ones far from it.</summary>
    public static double Gate(double next, double last, double threshold)
    {
        var far = Math.Abs(2 * (last - threshold)) + 2;
        var near = Math.Abs(last - threshold) + 1;
        var strong = threshold + 3.5;
        var step = next - last;
        if (last >= threshold)
        {
            if (last >= strong)
            {
                if (step > 0)
                    return Math.Min(next, last + far);
                return next >= strong ? Math.Max(next, last - near) : Math.Max(next, threshold + 2);
            }

            return step <= 0 ? Math.Max(next, threshold - 0.5) : Math.Min(next, threshold + 4);
        }

        if (step <= 0)
            return Math.Max(next, last - far);
        return next <= threshold + 0.5 ? Math.Min(next, last + near) : threshold + 0.5;
    }

    /// <summary>A channel.</summary>
    public static double Channel(double next, double last)
    {
        if (last >= 3.5)
            return next > last ? Math.Min(next, 3 * last + 2) : next < 3.5 ? Math.Max(next, 2) : next;
        return next > last ? Math.Min(next, 4) : Math.Max(next, -0.5);
    }
}
