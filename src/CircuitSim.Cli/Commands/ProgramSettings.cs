using System.CommandLine;
using CircuitSim.Devices;
using CircuitSim.Experiments.Programming;
using CircuitSim.Netlists.Results;
using CircuitSim.Programming;

namespace CircuitSim.Cli.Commands;

/// <summary>What <c>circuitsim program</c> asks: the array, its cells, what is written and how, which engine, where to.</summary>
internal sealed class ProgramSettings
{
    private static readonly ProgramOptions Standard = new();

    private readonly Option<int?> rows = CommonOptions.OptionalInteger("--rows", $"Word lines. Default: as the file of --target has, else {ProgramOptions.StandardSize}.");
    private readonly Option<int?> columns = CommonOptions.OptionalInteger("--columns", $"Bit lines. Default: as the file of --target has, else {ProgramOptions.StandardSize}.");
    private readonly Option<SpiceNumber> wire = CommonOptions.Quantity("--wire", "Resistance of every wire segment", Standard.WireResistance, "Ω");
    private readonly Option<SpiceNumber> driver = CommonOptions.Quantity("--driver", "Output resistance of every driver", Standard.DriverResistance, "Ω");
    private readonly Option<string> cell = CommonOptions.Choice("--cell", "The memristor alone, with a selector, or with a transistor.", "1t1r", ["1r", "1s1r", "1t1r"]);
    private readonly Option<string> selector = CommonOptions.Choice("--selector", "Of a 1s1r cell: i = 1 nA · sinh(10 v), or 0.8 V and 500 Ω beyond.", "sinh", ["sinh", "threshold"]);
    private readonly Option<SpiceNumber> compliance = CommonOptions.Quantity("--compliance", "Compliance current of a limiter in every cell; 0: none", 0, "A");
    private readonly Option<SpiceNumber> gate = CommonOptions.Quantity("--gate", "Select-line voltage of a 1t1r cell", Standard.GateVoltage, "V");
    private readonly Option<string> model = new("--model") { Description = "Memristor card of the library, or FILE.lib:NAME.", DefaultValueFactory = _ => Standard.Card, HelpName = "name" };
    private readonly Option<string?> target = new("--target")
    {
        Description = $"Conductances [rows × columns] in S, .npz (the array {ProgramCase.TargetsName}, or the only one) or .csv. Default: random.",
        HelpName = "file",
    };
    private readonly Option<string?> network = new("--network") { Description = "Write a layer of this trained network (.npz) instead; its bias is the last row.", HelpName = "file" };
    private readonly Option<int> layer = CommonOptions.Integer("--layer", "Which layer of --network.", 1);
    private readonly Option<string> encoding = CommonOptions.Choice("--encoding", "How its weights become conductances between 1/r-high and 1/r-low.", "offset-column", ["offset-column", "twos-complement"]);
    private readonly Option<int> bits = CommonOptions.Integer("--bits", "Bits of a weight in two's complement, one column each.", 4);
    private readonly Option<SpiceNumber> low = CommonOptions.Quantity("--r-low", "Least resistance of a random or encoded target", Standard.LeastResistance, "Ω");
    private readonly Option<SpiceNumber> high = CommonOptions.Quantity("--r-high", "Greatest resistance of a random or encoded target; random ones are log-uniform", Standard.GreatestResistance, "Ω");
    private readonly Option<string?> scheme = CommonOptions.Choice<string?>("--scheme", "Lines that are not written: open, at V/2, at V/3; select for 1t1r. Default: select for 1t1r, else v2.", null, ["floating", "v2", "v3", "select"]);
    private readonly Option<string> order = CommonOptions.Choice("--order", "All cells of a row at once, or one cell after another.", "row", ["row", "cell"]);
    private readonly Option<bool> verify = new("--verify") { Description = "Read behind every pulse and go on until the cell is within the tolerance; the default." };
    private readonly Option<bool> open = new("--no-verify") { Description = "One pulse per cell by the nominal card, without a look at what it did." };
    private readonly Option<int?> passes = CommonOptions.OptionalInteger("--passes", "How often the array is gone through; a later pass finds what writes since have changed. Default: 2, or 1 with --no-verify.");
    private readonly Option<SpiceNumber> tolerance = CommonOptions.Quantity("--tolerance", "Error of a conductance that is good enough, relative to the target", Standard.Tolerance, "1");
    private readonly Option<int> pulses = CommonOptions.Integer("--max-pulses", "Most pulses that a cell may have in a pass.", Standard.PulseLimit);
    private readonly Option<string> ladder = CommonOptions.Choice("--ladder", "What changes from pulse to pulse.", "amplitude", ["amplitude", "width"]);
    private readonly Option<SpiceNumber> width = CommonOptions.Quantity("--pulse-width", "Width of pulses; of --ladder width the longest is 20 times that", Standard.PulseWidth, "s");
    private readonly Option<SpiceNumber> edge = CommonOptions.Quantity("--pulse-edge", "Length of every edge of a pulse", Standard.PulseEdge, "s");
    private readonly Option<SpiceNumber> read = CommonOptions.Quantity("--v-read", "Word-line voltage of a read; 0: one that the card can bear", 0, "V");
    private readonly Option<SpiceNumber> variability = CommonOptions.Quantity("--variability", "Relative standard deviation of ron, roff, kon and koff from device to device", Standard.Variability, "1");
    private readonly Option<SpiceNumber> cycles = CommonOptions.Quantity("--cycle-variability", "Relative standard deviation of the speed of a device from pulse to pulse, of every one that a pulse moves", Standard.CycleVariability, "1");
    private readonly Option<SpiceNumber> stuckLrs = CommonOptions.Quantity("--stuck-lrs", "Probability that a cell is stuck in the LRS", 0, "1");
    private readonly Option<SpiceNumber> stuckHrs = CommonOptions.Quantity("--stuck-hrs", "Probability that a cell is stuck in the HRS", 0, "1");
    private readonly Option<SpiceNumber> openCells = CommonOptions.Quantity("--open", "Probability that a cell is open", 0, "1");
    private readonly Option<SpiceNumber> shortCells = CommonOptions.Quantity("--short", "Probability that a cell is a short of 1 Ω", 0, "1");
    private readonly Option<SpiceNumber> noise = CommonOptions.Quantity("--read-noise", "Relative standard deviation of every read current", Standard.ReadNoise, "1");
    private readonly Option<ulong> seed = CommonOptions.Seed(Standard.Seed);
    private readonly Option<string> engine = CommonOptions.Engine(ICircuitSimulator.BuiltIn, "Another engine runs one write of a small array as a reference");
    private readonly Option<string?> ngspice = CommonOptions.Ngspice();
    private readonly Option<string> output = CommonOptions.Out("results/program");
    private readonly Option<bool> resume = new("--resume") { Description = "Go on where an interrupted run with the same options and --out stopped." };
    private readonly Option<double?> required = CommonOptions.OptionalQuantity("--require", "Part of the cells that must end within the tolerance; exit code 1 if fewer do. Default: none", "1");

    public ProgramSettings(Command command)
    {
        _ = (selector.OnlyWith(cell, "1s1r"), gate.OnlyWith(cell, "1t1r"), layer.OnlyWith(network), encoding.OnlyWith(network), bits.OnlyWith(encoding, "twos-complement"), low.NotWith(target), high.NotWith(target), pulses.NotWith(open), resume.OnlyWith(engine, ICircuitSimulator.BuiltIn), required.OnlyWith(engine, ICircuitSimulator.BuiltIn));
        foreach (var option in (Option[])
        [
                rows, columns, wire, driver, cell, selector, compliance, gate, model, target, network, layer, encoding, bits, low, high, scheme, order, verify, open, passes, tolerance, pulses,
                ladder, width, edge, read, variability, cycles, stuckLrs, stuckHrs, openCells, shortCells, noise, seed, engine, ngspice, output, resume, required,
        ])
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="InvalidParameterException">Options exclude each other, or one is out of range.</exception>
    public ProgramOptions Read(ParseResult parsed)
    {
        if (parsed.GetValue(verify) && parsed.GetValue(open))
            throw InvalidParameterException.Because("--verify", "--verify and --no-verify exclude each other; give one of them.");
        var options = Standard with
        {
            Rows = parsed.GetValue(rows),
            Columns = parsed.GetValue(columns),
            WireResistance = parsed.GetValue(wire),
            DriverResistance = parsed.GetValue(driver),
            Structure = parsed.GetValue(cell) switch { "1r" => CellStructure.Memristor, "1s1r" => CellStructure.Selector, _ => CellStructure.Transistor },
            HasThresholdSelector = parsed.GetValue(selector) == "threshold",
            ComplianceCurrent = NullIfZero(parsed.GetValue(compliance)),
            GateVoltage = parsed.GetValue(gate),
            Card = parsed.GetValue(model)!,
            TargetFile = parsed.GetValue(target),
            Layer = parsed.GetValue(network) is { } file
                ? new EncodedLayer
                {
                    NetworkFile = file,
                    Layer = parsed.GetValue(layer),
                    IsTwosComplement = parsed.GetValue(encoding) == "twos-complement",
                    Bits = parsed.GetValue(bits),
                }
                : null,
            LeastResistance = parsed.GetValue(low),
            GreatestResistance = parsed.GetValue(high),
            Scheme = parsed.GetValue(scheme) switch
            {
                "floating" => BiasScheme.Floating,
                "v2" => BiasScheme.HalfVoltage,
                "v3" => BiasScheme.ThirdVoltage,
                "select" => BiasScheme.Select,
                _ => null,
            },
            Order = parsed.GetValue(order) == "cell" ? WriteOrder.Cell : WriteOrder.Row,
            Verifies = !parsed.GetValue(open),
            Passes = parsed.GetValue(passes),
            Tolerance = parsed.GetValue(tolerance),
            PulseLimit = parsed.GetValue(pulses),
            Ladder = parsed.GetValue(ladder) == "width" ? PulseLadder.Width : PulseLadder.Amplitude,
            PulseWidth = parsed.GetValue(width),
            PulseEdge = parsed.GetValue(edge),
            ReadVoltage = NullIfZero(parsed.GetValue(read)),
            Variability = InvalidParameterException.RequireNonNegative(parsed.GetValue(variability), "", "variability"),
            CycleVariability = InvalidParameterException.RequireNonNegative(parsed.GetValue(cycles), "", "cycle variability"),
            Faults = new CellFaultRates
            {
                StuckAtLrs = parsed.GetValue(stuckLrs),
                StuckAtHrs = parsed.GetValue(stuckHrs),
                Open = parsed.GetValue(openCells),
                Shorted = parsed.GetValue(shortCells),
            },
            ReadNoise = parsed.GetValue(noise),
            Seed = parsed.GetValue(seed),
        };
        if (parsed.GetValue(required) is { } part and not (> 0 and <= 1))
            throw InvalidParameterException.OutOfRange("--require", part, "", "above 0 and at most 1");
        return options;
    }

    /// <summary>Engines that run one write as a reference instead; null where the array is written.</summary>
    public IReadOnlyList<ICircuitSimulator>? References(ParseResult parsed) =>
        parsed.GetValue(engine) is { } choice and not ICircuitSimulator.BuiltIn ? Simulators.SelectAvailable(choice, parsed.GetValue(ngspice)) : null;

    public string Output(ParseResult parsed) => parsed.GetValue(output)!;

    public bool Resumes(ParseResult parsed) => parsed.GetValue(resume);

    /// <summary>Part of the cells that must end within the tolerance; null for none.</summary>
    public double? RequiredYield(ParseResult parsed) => parsed.GetValue(required);

    /// <summary>An option at zero is one that was left out.</summary>
    private static double? NullIfZero(double value) => value == 0 ? null : value;
}
