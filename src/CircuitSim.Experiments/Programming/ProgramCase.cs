using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Experiments.Arrays;
using CircuitSim.Experiments.Studies;
using CircuitSim.Files;
using CircuitSim.Netlists;
using CircuitSim.Numerics;
using CircuitSim.Programming;

namespace CircuitSim.Experiments.Programming;

/// <summary>The writing of one array, made concrete.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Job">What will be done.</param>
/// <param name="Card">Which devices.</param>
public sealed record ProgramCase(ProgramOptions Options, ProgrammingCase Job, CardProvenance Card)
{
    /// <summary>Name of the targets in an archive.</summary>
    public const string TargetsName = "conductances";

    public static ThresholdSelector StandardThresholdSelector { get; } = new(0.8, 500, 1e9);

    /// <summary>Reads the files that the options name and draws what they leave to chance.</summary>
    /// <exception cref="InvalidParameterException">An option, a shape or a value in a file is not valid.</exception>
    /// <exception cref="DataFileException">A file is missing or cannot be read.</exception>
    /// <exception cref="NetlistException">There is no such card.</exception>
    public static ProgramCase Load(ProgramOptions options)
    {
        var found = DeviceModelLibrary.Find(options.Card);
        var nominal = VteamCard.ToParameters(found.Card);
        var targets = options.TargetFile is { } file ? ReadTargets(file, options) : null;
        var rows = targets?.Shape[0] ?? options.Rows ?? ProgramOptions.StandardSize;
        var columns = targets?.Shape[1] ?? options.Columns ?? ProgramOptions.StandardSize;
        var wiring = CrossbarWiring.Uniform(rows, columns, options.WireResistance, options.DriverResistance, options.DriverResistance);
        var random = new RandomStream(options.Seed);
        var conductances = targets?.Values.ToArray() ?? RandomTargets(rows * columns, options, random.Child("targets"));
        var cell = new CellDesign
        {
            Structure = options.Structure,
            Selector = options.HasThresholdSelector ? StandardThresholdSelector : CellDesign.Memristor.Selector,
            ComplianceCurrent = options.ComplianceCurrent,
        };
        var array = new MemristorArray { Wiring = wiring, Cell = cell, Card = found.Card, Devices = Draw(nominal, rows * columns, options, random) };
        var start = new double[rows * columns];
        Array.Fill(start, nominal.W0 ?? nominal.WOff);
        var job = new ProgrammingCase
        {
            Array = array,
            Drive = new ArrayDrive
            {
                Scheme = options.Scheme ?? (options.Structure == CellStructure.Transistor ? BiasScheme.Select : BiasScheme.HalfVoltage),
                ReadVoltage = options.ReadVoltage ?? StandardReadVoltage(nominal, cell, conductances),
                SetGateVoltage = options.GateVoltage,
                ResetGateVoltage = options.GateVoltage,
                ReadGateVoltage = options.GateVoltage,
            },
            Pulses = PulsePlan.For(nominal, cell, conductances.Max(), new PulsePlan
            {
                Ladder = options.Ladder,
                Width = InvalidParameterException.RequirePositive(options.PulseWidth, "s", "pulse width"),
                LongestWidth = 20 * options.PulseWidth,
                Edge = InvalidParameterException.RequirePositive(options.PulseEdge, "s", "pulse edge"),
            }),
            Targets = conductances,
            Start = start,
            Order = options.Order,
            Verifies = options.Verifies,
            Passes = options.Passes ?? (options.Verifies ? 2 : 1),
            Tolerance = options.Tolerance,
            PulseLimit = options.PulseLimit,
            ReadNoise = options.ReadNoise,
            Seed = options.Seed,
        };
        return new ProgramCase(options, job.Validated(), new CardProvenance(found.Card.Name, found.File, found.Sha256, found.Card.Parameters));
    }

    private static IReadOnlyList<VteamParameters> Draw(VteamParameters nominal, int count, ProgramOptions options, RandomStream random)
    {
        if (options.Variability == 0)
            return [nominal];
        var law = Variability.Normal(options.Variability);
        var scatter = new DeviceVariability { Parameters = new VteamScatter { ROn = law, ROff = law, KOn = law, KOff = law } };
        return [.. Enumerable.Range(0, count).Select(k => scatter.Device(nominal, random, k))];
    }

    private static double StandardReadVoltage(VteamParameters nominal, CellDesign cell, double[] conductances)
    {
        var least = Math.Min(nominal.VOff, -nominal.VOn);
        if (cell.Structure != CellStructure.Selector)
            return Math.Min(0.2, 2 * least / 3);
        // The selector takes more or less of it according to the cell, so the device's part stays far from its threshold.
        var part = Math.Min(0.2, 0.4 * least);
        return part + cell.Selector.VoltageAt(part * Math.Sqrt(conductances.Min() * conductances.Max()));
    }

    private static NpzArray ReadTargets(string file, ProgramOptions options)
    {
        var targets = MatrixFile.Read(file, TargetsName);
        if (targets.Shape.Count != 2)
            throw InvalidParameterException.WrongShape($"{file}: {targets.Name}", $"[{string.Join(" × ", targets.Shape)}]", "[rows × columns]");
        if (targets.Shape[0] != (options.Rows ?? targets.Shape[0]) || targets.Shape[1] != (options.Columns ?? targets.Shape[1]))
        {
            throw InvalidParameterException.Because("target",
                $"{file}: {targets.Name} has shape [{targets.Shape[0]} × {targets.Shape[1]}], but --rows and --columns ask for another; leave them out to take the file's.");
        }

        return targets;
    }

    /// <summary>Log-uniform resistances.</summary>
    private static double[] RandomTargets(int count, ProgramOptions options, RandomStream random)
    {
        var low = InvalidParameterException.RequirePositive(options.LeastResistance, "Ω", "r-low");
        var high = InvalidParameterException.RequirePositive(options.GreatestResistance, "Ω", "r-high");
        if (high < low)
            throw InvalidParameterException.OutOfRange("r-high", high, "Ω", $"at least r-low = {SiText.Format(low, "Ω")}");
        return [.. Enumerable.Range(0, count).Select(_ => 1 / (low * Math.Pow(high / low, random.NextUniform())))];
    }
}
