using CircuitSim.Devices;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Options;
using CircuitSim.Programming;

namespace CircuitSim.Experiments.Programming;

/// <summary>The writing of one array, as a user describes it; <see cref="ProgramCase.Load"/> makes it concrete. Rules without a word are those of what takes the value.</summary>
public static class ProgramOptions
{
    /// <summary>Side of a square array of random targets for which no size is given.</summary>
    public const int StandardSize = 16;

    public static TextOption Target { get; } = new() { Name = "--target", Key = "target", Standard = "", Placeholder = "file", MayBePath = true, Description = $"Conductances [rows × columns] in S, .npy, .npz (the array {ProgramCase.TargetsName}, or the only one) or .csv. Default: random." };

    public static TextOption Network { get; } = new() { Name = "--network", Standard = "", Placeholder = "file", MayBePath = true, Description = "Write a layer of this trained network (.npz) instead; its bias is the last row." };

    public static OptionalIntegerOption Rows { get; } = new() { Name = "--rows", Key = "rows", Subject = "rows", Standard = null, Description = $"Word lines. Default: as the file of --target has, else {StandardSize}." };

    public static OptionalIntegerOption Columns { get; } = new() { Name = "--columns", Key = "columns", Subject = "columns", Standard = null, Description = $"Bit lines. Default: as the file of --target has, else {StandardSize}." };

    public static QuantityOption Wire { get; } = Quantity("--wire", "wire_resistance_ohm", "wire resistance", "Ω", 2, "Resistance of every wire segment");

    public static ChoiceOption<CellStructure> Cell { get; } = new()
    {
        Name = "--cell",
        Key = "cell",
        Standard = CellStructure.Transistor,
        Choices = [("1r", "1R", CellStructure.Memristor), ("1s1r", "1S1R", CellStructure.Selector), ("1t1r", "1T1R", CellStructure.Transistor)],
        Description = "The memristor alone, with a selector, or with a transistor.",
    };

    public static ChoiceOption<bool> HasThresholdSelector { get; } = new()
    {
        Name = "--selector",
        Standard = false,
        Choices = [("sinh", "sinh", false), ("threshold", "threshold", true)],
        OnlyWith = (Cell, "1s1r"),
        Description = "Of a 1s1r cell: i = 1 nA · sinh(10 v), or 0.8 V and 500 Ω beyond.",
    };

    public static QuantityOption Compliance { get; } = Quantity("--compliance", "compliance_a", "compliance current", "A", 0, "Compliance current of a limiter in every cell; 0: none");

    public static QuantityOption Gate { get; } = new() { Name = "--gate", Key = "gate_v", Subject = "gate voltage", Unit = "V", Standard = 3.3, Rule = NumberRule.Any, OnlyWith = (Cell, "1t1r"), Description = "Select-line voltage of a 1t1r cell" };

    public static TextOption Card { get; } = new() { Name = "--model", Standard = "vteam_magic", Description = "Memristor card of the library, or FILE.lib:NAME." };

    public static IntegerOption Layer { get; } = new() { Name = "--layer", Key = "layer", Subject = "layer", Standard = 1, Rule = NumberRule.Any, OnlyWith = (Network, null), Description = "Which layer of --network." };

    public static ChoiceOption<bool> IsTwosComplement { get; } = new()
    {
        Name = "--encoding",
        Key = "encoding",
        Standard = false,
        Choices = [(OffsetColumn.Word, OffsetColumn.Word, false), (TwosComplement.Word, TwosComplement.Word, true)],
        OnlyWith = (Network, null),
        Description = "How its weights become conductances between 1/r-high and 1/r-low.",
    };

    public static IntegerOption Bits { get; } = new() { Name = "--bits", Key = "bits", Subject = "bits", Standard = 4, Rule = NumberRule.Any, OnlyWith = (IsTwosComplement, TwosComplement.Word), Description = "Bits of a weight in two's complement, one column each." };

    public static QuantityOption Low { get; } = new() { Name = "--r-low", Key = "r_low_ohm", Subject = "r-low", Unit = "Ω", Standard = 10e3, Rule = NumberRule.Positive, NotWith = Target, Description = "Least resistance of a random or encoded target" };

    public static QuantityOption High { get; } = new() { Name = "--r-high", Key = "r_high_ohm", Subject = "r-high", Unit = "Ω", Standard = 100e3, Rule = NumberRule.Positive, NotWith = Target, Description = "Greatest resistance of a random or encoded target; random ones are log-uniform" };

    public static ChoiceOption<BiasScheme?> Scheme { get; } = new()
    {
        Name = "--scheme",
        Key = "scheme",
        Standard = null,
        Choices = [("floating", "floating", BiasScheme.Floating), ("v2", "V/2", BiasScheme.HalfVoltage), ("v3", "V/3", BiasScheme.ThirdVoltage), ("select", "select", BiasScheme.Select)],
        Description = "Lines that are not written: open, at V/2, at V/3; select for 1t1r. Default: select for 1t1r, else v2.",
    };

    public static ChoiceOption<WriteOrder> Order { get; } = new()
    {
        Name = "--order",
        Key = "order",
        Standard = WriteOrder.Row,
        Choices = [("row", "row", WriteOrder.Row), ("cell", "cell", WriteOrder.Cell)],
        Description = "All cells of a row at once, or one cell after another.",
    };

    public static FlagOption OpenLoop { get; } = new() { Name = "--no-verify", Standard = false, Description = "One pulse per cell by the nominal card, without a look at what it did." };

    public static FlagOption Verify { get; } = new() { Name = "--verify", Standard = false, NotWith = OpenLoop, Description = "Read behind every pulse and go on until the cell is within the tolerance; the default." };

    public static OptionalIntegerOption Passes { get; } = new() { Name = "--passes", Key = "passes", Subject = "passes", Standard = null, Description = "How often the array is gone through; a later pass finds what writes since have changed. Default: 2, or 1 with --no-verify." };

    public static QuantityOption Tolerance { get; } = Quantity("--tolerance", "tolerance", "tolerance", "1", 0.02, "Error of a conductance that is good enough, relative to the target");

    public static IntegerOption PulseLimit { get; } = new() { Name = "--max-pulses", Key = "max_pulses", Subject = "pulse limit", Standard = 20, Rule = NumberRule.Any, NotWith = OpenLoop, Description = "Most pulses that a cell may have in a pass." };

    public static ChoiceOption<PulseLadder> Ladder { get; } = new()
    {
        Name = "--ladder",
        Key = "ladder",
        Standard = PulseLadder.Amplitude,
        Choices = [("amplitude", "amplitude", PulseLadder.Amplitude), ("width", "width", PulseLadder.Width)],
        Description = "What changes from pulse to pulse.",
    };

    public static QuantityOption PulseWidth { get; } = new() { Name = "--pulse-width", Key = "pulse_width_s", Subject = "pulse width", Unit = "s", Standard = 50e-9, Rule = NumberRule.Positive, Description = "Width of pulses; of --ladder width the longest is 20 times that" };

    public static QuantityOption PulseEdge { get; } = new() { Name = "--pulse-edge", Key = "pulse_edge_s", Subject = "pulse edge", Unit = "s", Standard = 1e-9, Rule = NumberRule.Positive, Description = "Length of every edge of a pulse" };

    public static QuantityOption ReadVoltage { get; } = Quantity("--v-read", "read_v", "read voltage", "V", 0, "Word-line voltage of a read; 0: one that the card can bear");

    public static QuantityOption Variability { get; } = Quantity("--variability", "variability", "variability", "1", 0, "Relative standard deviation of ron, roff, kon and koff from device to device");

    public static QuantityOption CycleVariability { get; } = Quantity("--cycle-variability", "cycle_variability", "cycle variability", "1", 0, "Relative standard deviation of the speed of a device from pulse to pulse, of every one that a pulse moves");

    public static QuantityOption StuckAtLrs { get; } = Quantity("--stuck-lrs", "stuck_lrs", "probability of a cell stuck in the LRS", "1", 0, "Probability that a cell is stuck in the LRS");

    public static QuantityOption StuckAtHrs { get; } = Quantity("--stuck-hrs", "stuck_hrs", "probability of a cell stuck in the HRS", "1", 0, "Probability that a cell is stuck in the HRS");

    public static QuantityOption Open { get; } = Quantity("--open", "open", "probability of an open cell", "1", 0, "Probability that a cell is open");

    public static QuantityOption Shorted { get; } = Quantity("--short", "shorted", "probability of a shorted cell", "1", 0, "Probability that a cell is a short of 1 Ω");

    public static QuantityOption ReadNoise { get; } = Quantity("--read-noise", "read_noise", "read noise", "1", 0, "Relative standard deviation of every read current");

    /// <summary>Of targets, devices and noise.</summary>
    public static SeedOption Seed { get; } = SeedOption.Of(1);

    /// <summary>In the order of the help and of the result.json.</summary>
    public static IReadOnlyList<StudyOption> All { get; } =
    [
        Rows, Columns, Wire, WiringOptions.WordWire, WiringOptions.BitWire, WiringOptions.Driver, Cell, HasThresholdSelector, Compliance, Gate, Card, Target, Network, Layer, IsTwosComplement, Bits, Low, High, Scheme, Order, Verify, OpenLoop, Passes, Tolerance,
        PulseLimit, Ladder, PulseWidth, PulseEdge, ReadVoltage, Variability, CycleVariability, StuckAtLrs, StuckAtHrs, Open, Shorted, ReadNoise, Seed,
    ];

    /// <summary>Probabilities that a cell is stuck, open or shorted.</summary>
    public static CellFaultRates FaultsOf(StudyValues values) => new()
    {
        StuckAtLrs = values.Get(StuckAtLrs),
        StuckAtHrs = values.Get(StuckAtHrs),
        Open = values.Get(Open),
        Shorted = values.Get(Shorted),
    };

    /// <summary>A layer of a trained network to be written, between the two resistances; null: none.</summary>
    public static EncodedLayer? LayerOf(StudyValues values) => values.Get(Network) is not { Length: > 0 } file ? null : new EncodedLayer
    {
        NetworkFile = file,
        Layer = values.Get(Layer),
        IsTwosComplement = values.Get(IsTwosComplement),
        Bits = values.Get(Bits),
    };

    private static QuantityOption Quantity(string name, string key, string subject, string unit, double standard, string description) =>
        new() { Name = name, Key = key, Subject = subject, Unit = unit, Standard = standard, Description = description };
}
