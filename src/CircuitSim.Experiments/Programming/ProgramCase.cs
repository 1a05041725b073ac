using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Experiments.Arrays;
using CircuitSim.Experiments.Devices;
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
        var model = DeviceModel.Load(options.Card, []);
        var nominal = model.Parameters;
        if (options.Layer is not null && options.TargetFile is not null)
            throw InvalidParameterException.Because("target", "--target and --network both say what is to be written; give one of them.");
        var targets = options.TargetFile is { } file ? ReadTargets(file, options) : options.Layer is { } layer ? EncodeTargets(layer, options) : null;
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
        var faults = options.Faults == CellFaultRates.None ? [] : new DeviceVariability { Faults = options.Faults }.FaultMap(random, rows * columns);
        var array = new MemristorArray
        {
            Wiring = wiring,
            Cell = cell,
            Card = model.Card,
            Devices = Draw(nominal, rows * columns, faults, options, random),
            Faults = faults,
        };
        var start = new double[rows * columns];
        Array.Fill(start, nominal.W0 ?? nominal.WOff);
        for (var k = 0; k < faults.Length; k++)
        {
            if (faults[k] != CellFault.None)
                start[k] = faults[k] is CellFault.StuckAtHrs or CellFault.Open ? nominal.WOff : nominal.WOn;
        }

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
            CycleToCycle = Variability.LogNormal(options.CycleVariability),
            Seed = options.Seed,
        };
        return new ProgramCase(options, job.Validated(), model.Provenance);
    }

    private static IReadOnlyList<VteamParameters> Draw(VteamParameters nominal, int count, CellFault[] faults, ProgramOptions options, RandomStream random)
    {
        if (options.Variability == 0 && faults.Length == 0)
            return [nominal];
        var law = Variability.Normal(options.Variability);
        var scatter = new DeviceVariability { Parameters = new VteamScatter { ROn = law, ROff = law, KOn = law, KOff = law } };
        return [.. Enumerable.Range(0, count).Select(k => Faulty(scatter.Device(nominal, random, k), faults.Length == 0 ? CellFault.None : faults[k], options.Faults))];
    }

    /// <summary>A device whose state stands still where its fault puts it: at either end of its range, or of one far beyond.</summary>
    private static VteamParameters Faulty(VteamParameters device, CellFault fault, CellFaultRates rates)
    {
        const double OpenResistance = 1e12;
        if (fault == CellFault.None)
            return device;
        // Without a window that may refuse a start at a limit.
        device = device with { Window = StateWindow.None, W0 = null };
        return fault switch
        {
            CellFault.Open => device with { ROn = 0.5 * OpenResistance, ROff = OpenResistance },
            CellFault.Shorted => device with { ROn = rates.ShortResistance, ROff = 2 * rates.ShortResistance },
            _ => device,
        };
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
        return RequireShape(targets, file, options);
    }

    private static NpzArray EncodeTargets(EncodedLayer layer, ProgramOptions options)
    {
        var (low, high) = Resistances(options);
        var encoded = layer.Encode(1 / low, 1 / high);
        return RequireShape(new NpzArray(TargetsName, [encoded.Rows, encoded.Columns], encoded.Conductances.ToArray()), layer.NetworkFile, options);
    }

    private static NpzArray RequireShape(NpzArray targets, string file, ProgramOptions options)
    {
        if (targets.Shape[0] != (options.Rows ?? targets.Shape[0]) || targets.Shape[1] != (options.Columns ?? targets.Shape[1]))
        {
            throw InvalidParameterException.Because("target",
                $"{file}: {targets.Name} has shape [{targets.Shape[0]} × {targets.Shape[1]}], but --rows and --columns ask for another; leave them out to take the file's.");
        }

        return targets;
    }

    private static (double Low, double High) Resistances(ProgramOptions options)
    {
        var low = InvalidParameterException.RequirePositive(options.LeastResistance, "Ω", "r-low");
        var high = InvalidParameterException.RequirePositive(options.GreatestResistance, "Ω", "r-high");
        return high >= low ? (low, high) : throw InvalidParameterException.OutOfRange("r-high", high, "Ω", $"at least r-low = {SiText.Format(low, "Ω")}");
    }

    /// <summary>Log-uniform resistances.</summary>
    private static double[] RandomTargets(int count, ProgramOptions options, RandomStream random)
    {
        var (low, high) = Resistances(options);
        return [.. Enumerable.Range(0, count).Select(_ => 1 / (low * Math.Pow(high / low, random.NextUniform())))];
    }
}
