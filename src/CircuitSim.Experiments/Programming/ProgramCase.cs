using CircuitSim.Devices;
using CircuitSim.Experiments.Devices;
using CircuitSim.Experiments.Options;
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
public sealed record ProgramCase(StudyValues Options, ProgrammingCase Job, CardProvenance Card)
{
    /// <summary>Name of the targets in an archive.</summary>
    public const string TargetsName = "conductances";

    public static ThresholdSelector StandardThresholdSelector { get; } = new(0.8, 500, 1e9);

    /// <summary>Reads the files that the options name and draws what they leave to chance.</summary>
    /// <exception cref="InvalidParameterException">An option, a shape or a value in a file is not valid.</exception>
    /// <exception cref="DataFileException">A file is missing or cannot be read.</exception>
    /// <exception cref="NetlistException">There is no such card.</exception>
    public static ProgramCase Load(StudyValues options)
    {
        foreach (var option in ProgramOptions.All)
            option.Check(options);
        var model = DeviceModel.Load(options.Get(ProgramOptions.Card), []);
        var nominal = model.Device;
        var layer = ProgramOptions.LayerOf(options);
        if (layer is not null && options.Get(ProgramOptions.Target).Length > 0)
            throw InvalidParameterException.Because("target", "a file of targets and a network both say what is to be written; give one of them.");
        var targets = options.Get(ProgramOptions.Target) is { Length: > 0 } file ? ReadTargets(file, options) : layer is not null ? EncodeTargets(layer, options) : null;
        var rows = targets?.Shape[0] ?? options.Get(ProgramOptions.Rows) ?? ProgramOptions.StandardSize;
        var columns = targets?.Shape[1] ?? options.Get(ProgramOptions.Columns) ?? ProgramOptions.StandardSize;
        var wiring = WiringOptions.Of(options, rows, columns, options.Get(ProgramOptions.Wire)) with { SenseInputs = options.Get(WiringOptions.Driver) };
        var random = new RandomStream(options.Get(ProgramOptions.Seed));
        var conductances = targets?.Values.ToArray() ?? RandomTargets(rows * columns, options, random.Child("targets"));
        var cell = new CellDesign
        {
            Structure = options.Get(ProgramOptions.Cell),
            Selector = options.Get(ProgramOptions.HasThresholdSelector) ? StandardThresholdSelector : CellDesign.Memristor.Selector,
            ComplianceCurrent = NullIfZero(options.Get(ProgramOptions.Compliance)),
        };
        var verifies = !options.Get(ProgramOptions.OpenLoop);
        var law = Variability.Normal(options.Get(ProgramOptions.Variability));
        var scatter = new DeviceVariability { Parameters = new DeviceScatter { ROn = law, ROff = law, KOn = law, KOff = law }, Faults = ProgramOptions.FaultsOf(options) };
        var faults = scatter.Faults == CellFaultRates.None ? [] : scatter.FaultMap(random, rows * columns);
        var array = new MemristorArray
        {
            Wiring = wiring,
            Cell = cell,
            Card = model.Card,
            Devices = law.Sigma == 0 && faults.Length == 0 ? [nominal] : scatter.Devices(nominal, random, rows * columns, faults),
            Faults = faults,
        };
        var start = new double[rows * columns];
        Array.Fill(start, nominal.StandardStart);
        for (var k = 0; k < faults.Length; k++)
        {
            if (faults[k] != CellFault.None)
                start[k] = faults[k] is CellFault.StuckAtHrs or CellFault.Open ? nominal.HighestState : nominal.LowestState;
        }

        var job = new ProgrammingCase
        {
            Array = array,
            Drive = new ArrayDrive
            {
                Scheme = options.Get(ProgramOptions.Scheme) ?? (options.Get(ProgramOptions.Cell) == CellStructure.Transistor ? BiasScheme.Select : BiasScheme.HalfVoltage),
                ReadVoltage = NullIfZero(options.Get(ProgramOptions.ReadVoltage)) ?? cell.SafeReadVoltage(nominal, conductances),
                SetGateVoltage = options.Get(ProgramOptions.Gate),
                ResetGateVoltage = options.Get(ProgramOptions.Gate),
                ReadGateVoltage = options.Get(ProgramOptions.Gate),
            },
            Pulses = PulsePlan.For(nominal, cell, conductances.Max(), new PulsePlan
            {
                Ladder = options.Get(ProgramOptions.Ladder),
                Width = options.Get(ProgramOptions.PulseWidth),
                LongestWidth = 20 * options.Get(ProgramOptions.PulseWidth),
                Edge = options.Get(ProgramOptions.PulseEdge),
            }),
            Targets = conductances,
            Start = start,
            Order = options.Get(ProgramOptions.Order),
            Verifies = verifies,
            Passes = options.Get(ProgramOptions.Passes) ?? (verifies ? 2 : 1),
            Tolerance = options.Get(ProgramOptions.Tolerance),
            PulseLimit = options.Get(ProgramOptions.PulseLimit),
            ReadNoise = options.Get(ProgramOptions.ReadNoise),
            CycleToCycle = Variability.LogNormal(options.Get(ProgramOptions.CycleVariability)),
            Seed = options.Get(ProgramOptions.Seed),
        };
        return new ProgramCase(options, job.Validated(), model.Provenance);
    }

    private static NpzArray ReadTargets(string file, StudyValues options)
    {
        var targets = ArrayFile.Read(file, TargetsName, unit: ColumnUnit.Siemens);
        if (targets.Shape.Count != 2)
            throw InvalidParameterException.WrongShape($"{file}: {targets.Name}", $"[{string.Join(" × ", targets.Shape)}]", "[rows × columns]");
        return RequireShape(targets, file, options);
    }

    private static NpzArray EncodeTargets(EncodedLayer layer, StudyValues options)
    {
        var (low, high) = Resistances(options);
        var encoded = layer.Encode(1 / low, 1 / high);
        return RequireShape(new NpzArray(TargetsName, [encoded.Rows, encoded.Columns], encoded.Conductances.ToArray()), layer.NetworkFile, options);
    }

    private static NpzArray RequireShape(NpzArray targets, string file, StudyValues options)
    {
        if (targets.Shape[0] != (options.Get(ProgramOptions.Rows) ?? targets.Shape[0]) || targets.Shape[1] != (options.Get(ProgramOptions.Columns) ?? targets.Shape[1]))
        {
            throw InvalidParameterException.Because("target",
                $"{file}: {targets.Name} has shape [{targets.Shape[0]} × {targets.Shape[1]}], but other numbers of rows and columns are asked for; leave them out to take the file's.");
        }

        return targets;
    }

    private static (double Low, double High) Resistances(StudyValues options)
    {
        var (low, high) = (options.Get(ProgramOptions.Low), options.Get(ProgramOptions.High));
        return high >= low ? (low, high) : throw InvalidParameterException.OutOfRange("r-high", high, "Ω", $"at least r-low = {SiText.Format(low, "Ω")}");
    }

    /// <summary>Log-uniform resistances.</summary>
    private static double[] RandomTargets(int count, StudyValues options, RandomStream random)
    {
        var (low, high) = Resistances(options);
        return [.. Enumerable.Range(0, count).Select(_ => 1 / (low * Math.Pow(high / low, random.NextUniform())))];
    }

    /// <summary>An option at zero is one that was left out.</summary>
    private static double? NullIfZero(double value) => value == 0 ? null : value;
}
