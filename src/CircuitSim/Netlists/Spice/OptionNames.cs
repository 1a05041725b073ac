using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Spice;

/// <summary>The table of SPICE's names of the options that <see cref="SimulatorOptions"/> has.</summary>
internal static class OptionNames
{
    /// <summary>Options of ours, which no other simulator knows.</summary>
    public static readonly string[] Own = ["statetol", "maxsteps"];

    /// <summary>Options of other simulators whose names lie close to ours: no slips of the pen.</summary>
    private static readonly string[] Foreign =
    [
        "acct", "noacct", "list", "nolist", "node", "nonode", "nopage", "nomod", "opts", "noopts", "noinit", "numdgt", "nosym", "post", "probe", "pivtol", "pivrel", "itl3", "itl5", "itl6",
        "maxord", "rshunt", "cshunt", "gshunt", "seed", "runlvl", "klu", "sparse", "brief", "ingold", "limpts", "limtim", "cptime", "relv", "reli",
        "absv", "absi", "delmax", "lvltim", "mu", "xmu", "interp", "plotwinsize", "savecurrents", "gminsteps", "srcsteps", "noopiter", "keepopinfo", "warn", "wnflag", "tstep", "stepgmin",
    ];

    private static readonly Rule
        Part = new("above 0 and below 1", value => value is > 0 and < 1),
        Positive = new("finite and above zero", value => value > 0 && double.IsFinite(value)),
        NotNegative = new("finite and not negative", value => value >= 0 && double.IsFinite(value)),
        Count = new("a whole number from 1 to 1000000", value => value is >= 1 and <= 1_000_000 && double.IsInteger(value)),
        Celsius = new("above -273.15 and at most 1000 degrees Celsius", value => value is > -273.15 and <= 1000);

    private static readonly Option[] All =
    [
        new("reltol", Part, o => o.RelativeTolerance, (o, value) => o with { RelativeTolerance = value }),
        new("abstol", Positive, o => o.CurrentTolerance, (o, value) => o with { CurrentTolerance = value }),
        new("vntol", Positive, o => o.VoltageTolerance, (o, value) => o with { VoltageTolerance = value }),
        new("chgtol", Positive, o => o.ChargeTolerance, (o, value) => o with { ChargeTolerance = value }),
        new("trtol", Positive, o => o.TruncationFactor, (o, value) => o with { TruncationFactor = value }),
        new("statetol", Part, o => o.StateTolerance, (o, value) => o with { StateTolerance = value }),
        new("maxsteps", Positive, o => o.MostSteps, (o, value) => o with { MostSteps = value }),
        new("gmin", NotNegative, o => o.MinimumConductance, (o, value) => o with { MinimumConductance = value }),
        new("itl1", Count, o => o.OperatingPointIterations, (o, value) => o with { OperatingPointIterations = (int)value }),
        new("itl2", Count, o => o.SweepIterations, (o, value) => o with { SweepIterations = (int)value }),
        new("itl4", Count, o => o.TransientIterations, (o, value) => o with { TransientIterations = (int)value }),
        new("nfreqs", new Rule("a whole number from 2 to 1000", value => value is >= 2 and <= 1000 && double.IsInteger(value)), o => o.FourierFrequencies, (o, value) => o with { FourierFrequencies = (int)value }),
        new("fft_mode", new Rule("0 or 1", value => value is 0 or 1), o => o.HasPeriodicWindows ? 1 : 0, (o, value) => o with { HasPeriodicWindows = value == 1 }),
        new("scale", Positive, o => o.GeometryScale, (o, value) => o with { GeometryScale = value }),
        new("defw", Positive, o => o.DefaultWidth, (o, value) => o with { DefaultWidth = value }),
        new("defl", Positive, o => o.DefaultLength, (o, value) => o with { DefaultLength = value }),
        new("defad", NotNegative, o => o.DefaultDrainArea, (o, value) => o with { DefaultDrainArea = value }),
        new("defas", NotNegative, o => o.DefaultSourceArea, (o, value) => o with { DefaultSourceArea = value }),
        new("temp", Celsius, o => o.Temperature, (o, value) => o with { Temperature = value }),
        new("tnom", Celsius, o => o.NominalTemperature, (o, value) => o with { NominalTemperature = value }),
    ];

    /// <summary>All with a number; method has a word.</summary>
    public static IReadOnlyList<string> Numeric { get; } = [.. All.Select(row => row.Name)];

    /// <summary>
    /// The options of one of Xyce's groups that are ours, too; null if the word is no group. Its abstol is of voltages in timeint, and of
    /// residuals in nonlin.
    /// </summary>
    public static IReadOnlyList<string>? OfGroup(string group) => group.ToLowerInvariant() switch
    {
        "timeint" => ["reltol"],
        "device" => ["temp", "tnom", "gmin"],
        "parser" => ["scale"],
        "output" or "nonlin" or "nonlin-tran" or "nonlin-hb" or "nonlin-twolevel" or "linsol" or "linsol-hb" or "linsol-ac" or "linsol-es" or "sensitivity" or "measure" or "hbint"
            or "samples" or "embeddedsamples" or "loca" or "fft" or "restart" or "pces" or "mpdeint" or "mpde" or "diagnostic" or "topology" or "dist" or "parallel" => [],
        _ => null,
    };

    public static bool IsForeign(string name) => Foreign.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The options with one changed; null if the value is out of its <see cref="Range"/>.</summary>
    public static SimulatorOptions? Set(SimulatorOptions options, string name, double value) =>
        Find(name) is var row && row.Rule.Holds(value) ? row.With(options, value) : null;

    public static string Range(string name) => Find(name).Rule.Requirement;

    /// <summary>Those that differ from the defaults, by name.</summary>
    public static IEnumerable<(string Name, double Value)> Changed(SimulatorOptions options) =>
        All.Where(row => row.Get(options) != row.Get(SimulatorOptions.Default)).Select(row => (row.Name, row.Get(options)));

    private static Option Find(string name) => Array.Find(All, row => row.Name.Equals(name, StringComparison.OrdinalIgnoreCase))!;

    private sealed record Rule(string Requirement, Func<double, bool> Holds);

    private sealed record Option(string Name, Rule Rule, Func<SimulatorOptions, double> Get, Func<SimulatorOptions, double, SimulatorOptions> With);
}
