namespace CircuitSim.Experiments.Figures;

/// <summary>The SI prefix with which the numbers of an axis stay short.</summary>
public static class AxisPrefix
{
    private static readonly (double Factor, string Prefix)[] Small = [(1e3, "m"), (1e6, "µ"), (1e9, "n"), (1e12, "p"), (1e15, "f")];

    private static readonly (double Factor, string Prefix)[] Large = [(1e-9, "G"), (1e-6, "M"), (1e-3, "k")];

    /// <summary>Whether a unit is one of physics, which takes prefixes.</summary>
    public static bool Takes(string unit) => unit is "s" or "V" or "A" or "Ω" or "Hz" or "W" or "J" or "S";

    /// <param name="largest">Largest magnitude on the axis, in base units.</param>
    /// <param name="unit">Without a prefix; what is no unit of physics gets none.</param>
    /// <returns>By what values are multiplied, and their unit then.</returns>
    public static (double Factor, string Unit) For(double largest, string unit)
    {
        if (!Takes(unit) || largest == 0 || largest is >= 0.1 and < 1e3)
            return (1, unit);
        var (factor, prefix) = largest < 1
            ? Small.FirstOrDefault(p => largest * p.Factor >= 1, Small[^1])
            : Large.First(p => largest * p.Factor >= 1);
        return (factor, prefix + unit);
    }
}
