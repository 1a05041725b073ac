namespace CircuitSim.Experiments.LookupTables;

/// <summary>Program-and-verify with the one pulse per direction that a table knows: a cell below its target is set, one above is reset, until it is near enough.</summary>
/// <param name="Tolerance">Error that is good enough, relative to the target.</param>
/// <param name="Limit">Most pulses of a cell.</param>
internal sealed record VerifiedWrite(double Tolerance, int Limit)
{
    /// <summary>Writes one cell.</summary>
    /// <param name="target">[S]</param>
    /// <param name="start">[S]</param>
    /// <param name="pulse">Conductance behind a pulse of a direction from a conductance, and how many the cell has had before [S].</param>
    public (double Conductance, int Pulses) Run(double target, double start, Func<bool, double, int, double> pulse)
    {
        var (g, n) = (start, 0);
        for (; n < Limit && Math.Abs(g - target) > Tolerance * target; n++)
            g = pulse(g < target, g, n);
        return (g, n);
    }

    /// <summary>
    /// Between which conductances a cell ends, and behind how many pulses, whose pulses are known within bounds: every interval of
    /// conductances is cut where the decision changes, and each piece goes its own way. Two devices that draw the same do not overtake each
    /// other, so the ends of an interval bound what is in it.
    /// </summary>
    /// <param name="range">Least and greatest conductance behind a pulse of a direction from a conductance, and how many there were before [S].</param>
    public (double Least, double Greatest, int Fewest, int Most) Enclose(double target, double start, Func<bool, double, int, (double Least, double Greatest)> range)
    {
        var (low, high) = (target * (1 - Tolerance), target * (1 + Tolerance));
        // A decision at the last digit may go either way, and an engine has its own last digits.
        const double Rounding = 1e-9;
        (double Least, double Greatest) Behind(bool isSet, double a, double b, int n) => (range(isSet, a, n).Least * (1 - Rounding), range(isSet, b, n).Greatest * (1 + Rounding));
        var open = new List<(double Least, double Greatest)> { (start, start) };
        var (least, greatest, fewest, most) = (double.PositiveInfinity, double.NegativeInfinity, int.MaxValue, 0);
        for (var n = 0; open.Count > 0; n++)
        {
            var next = new List<(double Least, double Greatest)>();
            foreach (var (a, b) in open)
            {
                var isLast = n == Limit;
                if (isLast || (b >= low * (1 - Rounding) && a <= high * (1 + Rounding)))
                {
                    least = Math.Min(least, isLast ? a : Math.Max(a, low * (1 - Rounding)));
                    greatest = Math.Max(greatest, isLast ? b : Math.Min(b, high * (1 + Rounding)));
                    (fewest, most) = (Math.Min(fewest, n), n);
                }

                if (!isLast && a < low * (1 + Rounding))
                    next.Add(Behind(true, a, Math.Min(b, low * (1 + Rounding)), n));
                if (!isLast && b > high * (1 - Rounding))
                    next.Add(Behind(false, Math.Max(a, high * (1 - Rounding)), b, n));
            }

            open = Merged(next);
        }

        return (least, greatest, fewest, most);
    }

    private static List<(double Least, double Greatest)> Merged(List<(double Least, double Greatest)> intervals)
    {
        var merged = new List<(double Least, double Greatest)>();
        foreach (var (a, b) in intervals.OrderBy(i => i.Least))
        {
            if (merged.Count > 0 && a <= merged[^1].Greatest)
                merged[^1] = (merged[^1].Least, Math.Max(merged[^1].Greatest, b));
            else
                merged.Add((a, b));
        }

        return merged;
    }
}
