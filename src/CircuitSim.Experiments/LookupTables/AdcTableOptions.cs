using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>Options of <see cref="AdcTableStudy"/> that no other study has.</summary>
internal static class AdcTableOptions
{
    private static readonly NumberRule Levels = new("from 2 to 64", n => n is >= 2 and <= 64);

    private static readonly NumberRule Density = new("from 0 to 1", v => v is >= 0 and <= 1);

    private static readonly NumberRule CodeBits = new("from 1 to 16", n => n is >= 1 and <= 16);

    public static IntegerOption Rows { get; } = new() { Name = "--rows", Key = "rows", Subject = "rows", Standard = 64, Reduced = 16, Rule = new NumberRule("from 2 to 1024", n => n is >= 2 and <= 1024), Description = "Rows that are read at a time." };

    public static IntegerOption Columns { get; } = new() { Name = "--columns", Key = "columns", Subject = "columns", Standard = 32, Reduced = 8, Rule = new NumberRule("from 1 to 512", n => n is >= 1 and <= 512), Description = "Columns of the array, without the reference." };

    public static IntegerOption CellLevels { get; } = new() { Name = "--cell-levels", Key = "cell_levels", Subject = "cell levels", Standard = 2, Rule = Levels, Description = "Levels of a cell, evenly from R_off to R_on." };

    public static IntegerOption InputLevels { get; } = new() { Name = "--input-levels", Key = "input_levels", Subject = "input levels", Standard = 2, Rule = Levels, Description = "Levels of an input in one read: 2 is bit by bit." };

    public static QuantityOption CellDensity { get; } = new() { Name = "--cell-density", Key = "cell_density", Subject = "cell density", Unit = "1", Standard = 0.5, Rule = Density, Description = "Share of drawn cells that are not zero" };

    public static QuantityOption InputDensity { get; } = new() { Name = "--input-density", Key = "input_density", Subject = "input density", Unit = "1", Standard = 0.5, Rule = Density, Description = "Share of drawn inputs that are not zero" };

    public static IntegerOption WeightBits { get; } = new() { Name = "--weight-bits", Key = "weight_bits", Subject = "weight bits", Standard = 8, Rule = CodeBits, Description = "Bits of a network's weights, cut into cells." };

    public static IntegerOption InputBits { get; } = new() { Name = "--input-bits", Key = "input_bits", Subject = "input bits", Standard = 8, Rule = CodeBits, Description = "Bits of a network's inputs, cut into reads." };

    public static IntegerOption Images { get; } = new() { Name = "--images", Key = "images", Subject = "images", Standard = 100, Reduced = 20, Description = "Inputs of a network, the first of its set." };

    public static IntegerOption Samples { get; } = new() { Name = "--samples", Key = "samples", Subject = "samples", Standard = 200, Reduced = 50, Description = "Samples of each sum, on average." };

    public static IntegerOption Dies { get; } = new() { Name = "--dies", Key = "dies", Subject = "dies", Standard = 4, Reduced = 2, Rule = new NumberRule("from 1 to 1000", n => n is >= 1 and <= 1000), Description = "Dies, each with its own amplifiers and converters; patterns take turns among them." };

    public static ChoiceOption<bool> Reference { get; } = new() { Name = "--reference", Key = "reference", Standard = true, Choices = [("column", "column", true), ("none", "none", false)], Description = "Whether a column of cells at R_off is subtracted from every other, or what zeros conduct stays in the codes." };

    public static QuantityOption OnResistance { get; } = new() { Name = "--r-on", Key = "r_on_ohm", Subject = "R_on", Unit = "Ω", Standard = 200e3, Rule = NumberRule.Positive, Description = "Resistance of a cell at its last level" };

    public static QuantityOption OffResistance { get; } = new() { Name = "--r-off", Key = "r_off_ohm", Subject = "R_off", Unit = "Ω", Standard = 20e6, Rule = NumberRule.Positive, Description = "Resistance of a cell at zero" };

    public static QuantityOption Variation { get; } = new() { Name = "--variation", Key = "variation", Subject = "variation", Unit = "1", Standard = 0.02, Description = "Standard deviation of every cell's conductance relative to its target, normal, drawn anew each time that cells are programmed" };

    public static QuantityOption Voltage { get; } = new() { Name = "--v-read", Key = "read_voltage_v", Subject = "read voltage", Unit = "V", Standard = 0.2, Rule = NumberRule.Positive, Description = "Row voltage of the last input level" };

    public static TextOption Stages { get; } = new() { Name = "--stages", Key = "stages", Standard = "circuit", Placeholder = "words", Description = "Stages of the read that are circuits: ideal, circuit, or some of dac,driver,array,tia,subtractor,sample-hold,adc." };

    public static OptionalIntegerOption AdcBits { get; } = new() { Name = "--adc-bits", Key = "adc_bits", Subject = "ADC bits", Standard = null, Description = "Bits of the ADCs. Default: as few as give every sum a code." };

    public static QuantityOption SumPerCode { get; } = new() { Name = "--sum-per-code", Key = "sum_per_code", Subject = "sum per code", Unit = "1", Standard = 0, Description = "What a code counts; sums beyond the last code saturate. 0: 1, or what the largest sum asks for" };

    public static ChoiceOption<bool> Converters { get; } = new() { Name = "--converters", Key = "converters", Standard = false, Choices = [("each", "one-each", false), ("shared", "shared", true)], Description = "Whether every column has a converter, or one converts all columns of a die in turn, with the same errors." };

    public static IntegerOption CompareDies { get; } = new() { Name = "--compare-dies", Key = "compare_dies", Subject = "dies to compare", Standard = 0, Rule = new NumberRule("from 0 to 10000", n => n is >= 0 and <= 10000), Description = "Dies of the Digits network that are read with a converter for each column, and with one drawn for all: how its error spreads. 0 for none." };

    public static TextOption Formats { get; } = new() { Name = "--formats", Key = "formats", Standard = "all", Placeholder = "words", Description = "Formats beside the native one: all, none, or words as in docs/lookup-tables.md." };

    public static SeedOption Seed { get; } = SeedOption.Of(1);
}
