namespace CircuitSim.Experiments.Figures;

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

    /// <summary>Of a logarithmic axis: decades, and 2 and 5 times them where these are few; over less than that, round steps.</summary>
    public static double[] Logarithmic(double least, double greatest)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(least)), (int)Math.Ceiling(Math.Log10(greatest)));
        var every = 1 + (last - first) / 12;
        double[] factors = Math.Log10(greatest / least) > 2.5 ? [1] : [1, 2, 5];
        double[] ticks = [.. Enumerable.Range(0, (last - first) / every + 1).SelectMany(k => factors.Select(f => f * Math.Pow(10, first + k * every)))
            .Where(t => t >= least * (1 - 1e-9) && t <= greatest * (1 + 1e-9))];
        return ticks.Length > 2 || greatest <= least ? ticks : Within(least, greatest, Step(greatest - least));
    }
}
