namespace CircuitSim.Experiments.Reports;

/// <summary>Round values for the ticks of an axis.</summary>
internal static class RoundTicks
{
    /// <summary>1, 2 or 5 times a power of ten, so that about six steps cover a range; of counts never below 1.</summary>
    public static double Step(double range, bool isCount = false)
    {
        var rough = range / 6;
        if (isCount && rough <= 1)
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var mantissa = rough / power;
        return (mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10) * power;
    }

    /// <summary>The multiples of a step from one value to another.</summary>
    public static double[] Within(double least, double greatest, double step)
    {
        var first = (long)Math.Ceiling(least / step - 1e-9);
        var last = (long)Math.Floor(greatest / step + 1e-9);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(k => (first + k) * step)];
    }
}
