using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Spice;

/// <summary>SPICE's names of the options that <see cref="SimulatorOptions"/> has.</summary>
internal static class OptionNames
{
    /// <summary>Options of ours, which no other simulator knows.</summary>
    public static readonly string[] Own = ["statetol", "maxsteps"];

    /// <summary>All with a number; method has a word.</summary>
    public static readonly string[] Numeric =
        ["reltol", "abstol", "vntol", "chgtol", "trtol", "statetol", "maxsteps", "gmin", "itl1", "itl2", "itl4", "temp", "tnom"];

    /// <summary>Options of ngspice that only change what it prints.</summary>
    private static readonly string[] Printing = ["acct", "noacct", "list", "nolist", "node", "nonode", "nopage", "nomod", "opts", "noopts", "noinit", "numdgt", "nosym"];

    public static bool IsPrinting(string name) => Printing.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The options with one changed; null if the value is out of range.</summary>
    public static SimulatorOptions? Set(SimulatorOptions options, string name, double value) => name.ToLowerInvariant() switch
    {
        "reltol" when value is > 0 and < 1 => options with { RelativeTolerance = value },
        "abstol" when IsPositive(value) => options with { CurrentTolerance = value },
        "vntol" when IsPositive(value) => options with { VoltageTolerance = value },
        "chgtol" when IsPositive(value) => options with { ChargeTolerance = value },
        "trtol" when IsPositive(value) => options with { TruncationFactor = value },
        "statetol" when value is > 0 and < 1 => options with { StateTolerance = value },
        "maxsteps" when IsPositive(value) => options with { MostSteps = value },
        "gmin" when value >= 0 && double.IsFinite(value) => options with { MinimumConductance = value },
        "itl1" when IsCount(value) => options with { OperatingPointIterations = (int)value },
        "itl2" when IsCount(value) => options with { SweepIterations = (int)value },
        "itl4" when IsCount(value) => options with { TransientIterations = (int)value },
        "temp" when IsTemperature(value) => options with { Temperature = value },
        "tnom" when IsTemperature(value) => options with { NominalTemperature = value },
        _ => null,
    };

    public static string Range(string name) => name.ToLowerInvariant() switch
    {
        "reltol" or "statetol" => "above 0 and below 1",
        "gmin" => "finite and not negative",
        "itl1" or "itl2" or "itl4" => "a whole number from 1 to 1000000",
        "temp" or "tnom" => "above -273.15 and at most 1000 degrees Celsius",
        _ => "finite and above zero",
    };

    /// <summary>Those that differ from the defaults, by name.</summary>
    public static IEnumerable<(string Name, double Value)> Changed(SimulatorOptions options)
    {
        var all = Values(options);
        var defaults = Values(SimulatorOptions.Default);
        for (var k = 0; k < Numeric.Length; k++)
        {
            if (all[k] != defaults[k])
                yield return (Numeric[k], all[k]);
        }
    }

    private static double[] Values(SimulatorOptions o) =>
    [
        o.RelativeTolerance, o.CurrentTolerance, o.VoltageTolerance, o.ChargeTolerance, o.TruncationFactor, o.StateTolerance, o.MostSteps, o.MinimumConductance,
        o.OperatingPointIterations, o.SweepIterations, o.TransientIterations, o.Temperature, o.NominalTemperature,
    ];

    private static bool IsPositive(double value) => value > 0 && double.IsFinite(value);

    private static bool IsCount(double value) => value is >= 1 and <= 1_000_000 && double.IsInteger(value);

    private static bool IsTemperature(double value) => value is > -273.15 and <= 1000;
}
