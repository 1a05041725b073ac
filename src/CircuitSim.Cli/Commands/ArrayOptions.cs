using System.CommandLine;
using CircuitSim.Crossbars;
using CircuitSim.Experiments.Arrays;
using CircuitSim.Experiments.Options;

namespace CircuitSim.Cli.Commands;

/// <summary>The options that describe an array and its read, the same for every <c>circuitsim array</c> command.</summary>
internal sealed class ArrayOptions
{
    private const string Siemens = "siemens", Ohm = "ohm";

    private static readonly ArrayCaseOptions Standard = new();

    private readonly Option<int?> rows = Size("--rows", "Word lines");
    private readonly Option<int?> columns = Size("--columns", "Bit lines");
    private readonly Option<SpiceNumber> wire = CommonOptions.Quantity("--wire", "Resistance of every wire segment", Standard.WireResistance, "Ω");
    private readonly Option<double?> wordWire = CommonOptions.OptionalQuantity(WiringOptions.WordWire.Name, WiringOptions.WordWire.Description, WiringOptions.WordWire.Unit);
    private readonly Option<double?> bitWire = CommonOptions.OptionalQuantity(WiringOptions.BitWire.Name, WiringOptions.BitWire.Description, WiringOptions.BitWire.Unit);
    private readonly Option<SpiceNumber> driver = CommonOptions.Quantity("--driver", "Output resistance of every driver", Standard.DriverResistance, "Ω");
    private readonly Option<SpiceNumber> sense = CommonOptions.Quantity("--sense", "Input resistance of every sensing node", Standard.SenseResistance, "Ω");
    private readonly Option<string> drive = CommonOptions.Choice("--drive", "Word lines driven from one end or from both.", "one", ["one", "both"]);
    private readonly Option<string> sensing = CommonOptions.Choice("--sense-ends", "Bit lines sensed, or held, at their lower end or at both.", "one", ["one", "both"]);
    private readonly Option<string?> cells = new("--cells")
    {
        Description = $"Conductances [rows × columns] in S, .npy, .npz (the array {ArrayCase.ConductancesName}, or the only one) or .csv. Default: random cells.",
        HelpName = "file",
    };

    private readonly Option<string> unit = CommonOptions.Choice("--unit", $"Of the numbers in the file of --cells: with {Ohm} they are resistances (of an archive the array {ArrayCase.ResistancesName}), inf for an open cell.", Siemens, [Siemens, Ohm]);

    private readonly Option<SpiceNumber> low = CommonOptions.Quantity("--r-low", "Least resistance of a random cell", Standard.LeastResistance, "Ω");
    private readonly Option<SpiceNumber> high = CommonOptions.Quantity("--r-high", "Greatest resistance of a random cell; log-uniform between the two", Standard.GreatestResistance, "Ω");
    private readonly Option<ulong> seed = CommonOptions.Seed(Standard.Seed);
    private readonly Option<string?> voltages = new("--voltages")
    {
        Description = $"Voltage of every row, .npy, .npz (the array {ArrayCase.VoltagesName}, or the only one) or .csv; '{ArrayCase.FloatingWord}' in the .csv, NaN in the others leaves a row floating. Default: --v-read on all rows.",
        HelpName = "file",
    };

    private readonly Option<string?> bitVoltages = new("--bit-voltages")
    {
        Description = $"Voltage at which every column's sensing node is held, in the same forms (the array {ArrayCase.BitVoltagesName}), floating ones included. Default: all at ground.",
        HelpName = "file",
    };

    private readonly Option<SpiceNumber> readVoltage = CommonOptions.Quantity("--v-read", "Voltage of every row", Standard.ReadVoltage, "V");
    private readonly bool hasVoltages;

    /// <param name="hasVoltages">Whether the command applies voltages, or only asks which lines float.</param>
    public ArrayOptions(Command command, bool hasVoltages = true)
    {
        this.hasVoltages = hasVoltages;
        _ = (unit.OnlyWith(cells), low.NotWith(cells), high.NotWith(cells), seed.NotWith(cells), readVoltage.NotWith(voltages));
        if (!hasVoltages)
            (voltages.Description, bitVoltages.Description) = (WhichFloat("row", ArrayCase.VoltagesName), WhichFloat("column", ArrayCase.BitVoltagesName));
        command.AddAll(rows, columns, wire, wordWire, bitWire, driver, sense, drive, sensing, cells, unit, low, high, seed, voltages, bitVoltages);
        if (hasVoltages)
            command.Options.Add(readVoltage);
    }

    /// <summary>What the lines are held at.</summary>
    public IEnumerable<Option> Applied => [voltages, bitVoltages, readVoltage];

    public ArrayCaseOptions Read(ParseResult parsed)
    {
        var options = Standard with
        {
            Rows = parsed.GetValue(rows),
            Columns = parsed.GetValue(columns),
            WireResistance = parsed.GetValue(wire),
            WordWireResistance = parsed.GetValue(wordWire),
            BitWireResistance = parsed.GetValue(bitWire),
            DriverResistance = parsed.GetValue(driver),
            SenseResistance = parsed.GetValue(sense),
            Drive = parsed.GetValue(drive) == "both" ? WordLineDrive.BothEnds : WordLineDrive.OneEnd,
            Sensing = parsed.GetValue(sensing) == "both" ? BitLineSensing.BothEnds : BitLineSensing.OneEnd,
            CellsFile = parsed.GetValue(cells),
            HoldsResistances = parsed.GetValue(unit) == Ohm,
            LeastResistance = parsed.GetValue(low),
            GreatestResistance = parsed.GetValue(high),
            Seed = parsed.GetValue(seed),
        };
        options = options with { VoltagesFile = parsed.GetValue(voltages), BitVoltagesFile = parsed.GetValue(bitVoltages) };
        return hasVoltages ? options with { ReadVoltage = parsed.GetValue(readVoltage) } : options;
    }

    /// <summary>The case, and a word on standard error where its file seems to hold the other unit.</summary>
    public static ArrayCase Load(ArrayCaseOptions options, Terminal terminal)
    {
        var loaded = ArrayCase.Load(options);
        if (loaded.LooksLikeOtherUnit)
        {
            terminal.Remark(options.HoldsResistances
                ? $"note: {options.CellsFile}: all numbers are below 1 Ω and look like siemens; leave --unit {Ohm} out."
                : $"note: {options.CellsFile}: all numbers are above 1 S and look like ohms; give --unit {Ohm}.");
        }

        return loaded;
    }

    private static string WhichFloat(string line, string name) =>
        $"Which {line}s float, .npy, .npz (the array {name}, or the only one) or .csv: '{ArrayCase.FloatingWord}' in the .csv, NaN in the others; other values do not matter. Default: none.";

    private static Option<int?> Size(string name, string what) =>
        CommonOptions.OptionalInteger(name, $"{what}. Default: as the file of --cells has, else {ArrayCaseOptions.StandardSize}.");
}
