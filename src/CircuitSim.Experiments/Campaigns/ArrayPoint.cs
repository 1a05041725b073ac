using CircuitSim.Crossbars;
using CircuitSim.Experiments.Arrays;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>One read of one array with its wires, as <c>array solve</c> does it, for campaigns over its options.</summary>
public sealed class ArrayPoint : Study
{
    private static readonly ArrayCaseOptions Standard = new();

    private static readonly OptionalIntegerOption Rows = new() { Name = "--rows", Key = "rows", Subject = "rows", Standard = null, Description = "Word lines." };

    private static readonly OptionalIntegerOption Columns = new() { Name = "--columns", Key = "columns", Subject = "columns", Standard = null, Description = "Bit lines." };

    private static readonly QuantityOption Wire = new() { Name = "--wire", Key = "wire_resistance_ohm", Subject = "wire resistance", Unit = "Ω", Standard = Standard.WireResistance, Description = "Resistance of every wire segment" };

    private static readonly ChoiceOption<BitLineSensing> Sensing = new()
    {
        Name = "--sense-ends",
        Key = "sensing",
        Standard = BitLineSensing.OneEnd,
        Choices = [("one", "one-end", BitLineSensing.OneEnd), ("both", "both-ends", BitLineSensing.BothEnds)],
        Description = "Bit lines sensed at their lower end or at both.",
    };

    private static readonly TextOption Cells = new() { Name = "--cells", Key = "cells", Standard = "", MayBePath = true, Placeholder = "file", Description = "Conductances in S. Default: random cells." };

    private static readonly ChoiceOption<bool> Unit = new()
    {
        Name = "--unit",
        Key = "cells_unit",
        Standard = false,
        Choices = [("siemens", "siemens", false), ("ohm", "ohm", true)],
        OnlyWith = (Cells, null),
        Description = "Of the numbers in the file of the cells.",
    };

    private static readonly QuantityOption Low = new() { Name = "--r-low", Key = "r_low_ohm", Subject = "r-low", Unit = "Ω", Standard = Standard.LeastResistance, NotWith = Cells, Description = "Least resistance of a random cell" };

    private static readonly QuantityOption High = new() { Name = "--r-high", Key = "r_high_ohm", Subject = "r-high", Unit = "Ω", Standard = Standard.GreatestResistance, NotWith = Cells, Description = "Greatest resistance of a random cell" };

    private static readonly TextOption Voltages = new() { Name = "--voltages", Key = "voltages", Standard = "", MayBePath = true, Placeholder = "file", Description = "Voltage of every row." };

    private static readonly TextOption BitVoltages = new() { Name = "--bit-voltages", Key = "bit_voltages", Standard = "", MayBePath = true, Placeholder = "file", Description = "Voltage at which every column is held." };

    private static readonly QuantityOption ReadVoltage = new() { Name = "--v-read", Key = "read_voltage_v", Subject = "read voltage", Unit = "V", Standard = Standard.ReadVoltage, Rule = NumberRule.Any, NotWith = Voltages, Description = "Voltage of every row" };

    private static readonly QuantityOption Curvature = new() { Name = "--curvature", Key = "curvature_per_v", Subject = "curvature", Unit = "1/V", Standard = 0, Description = "Cells conduct as i = G/b · sinh(b v); this is b" };

    private static readonly SeedOption Seed = SeedOption.Of(Standard.Seed);

    private readonly SpareSolver spare = new();

    public override string Name => "array-solve";

    public override string Description => "One read of one array, every wire in place.";

    public override IReadOnlyList<StudyOption> Options { get; } =
        [Rows, Columns, Wire, WiringOptions.WordWire, WiringOptions.BitWire, WiringOptions.Driver, WiringOptions.Sense, WiringOptions.Drive, Sensing, Cells, Unit, Low, High, Voltages, BitVoltages, ReadVoltage, Curvature, Seed, IntegerOption.Jobs];

    protected override StudyResult Find(StudyRun run)
    {
        string? FileOf(TextOption option) => run.Get(option) is { Length: > 0 } file ? file : null;
        var solution = ArraySolve.Run(ArrayCase.Load(Standard with
        {
            Rows = run.Get(Rows),
            Columns = run.Get(Columns),
            WireResistance = run.Get(Wire),
            WordWireResistance = run.Get(WiringOptions.WordWire),
            BitWireResistance = run.Get(WiringOptions.BitWire),
            DriverResistance = run.Get(WiringOptions.Driver),
            SenseResistance = run.Get(WiringOptions.Sense),
            Drive = run.Get(WiringOptions.Drive),
            Sensing = run.Get(Sensing),
            CellsFile = FileOf(Cells),
            HoldsResistances = run.Get(Unit),
            LeastResistance = run.Get(Low),
            GreatestResistance = run.Get(High),
            VoltagesFile = FileOf(Voltages),
            BitVoltagesFile = FileOf(BitVoltages),
            ReadVoltage = run.Get(ReadVoltage),
            Curvature = run.Get(Curvature),
            Seed = run.Get(Seed),
        }), new CrossbarSolverOptions { Threads = run.Get(IntegerOption.Jobs) }, spare);
        return new StudyResult
        {
            Figures = ArraySolutionFiles.Figures(solution),
            Tables = [ArraySolutionFiles.Currents(solution)],
            Report = new HtmlReport(Name),
            Timing = [],
        };
    }
}
