using CircuitSim.Experiments.Options;
using CircuitSim.Files;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Experiments.Converters;

/// <summary>A converter that is nothing but its transitions.</summary>
public sealed class BehavioralStudy : AdcStudy
{
    public static QuantityOption GainError { get; } = new() { Name = "--gain-error", Key = "gain_error", Subject = "gain error", Unit = "1", Standard = 0, Rule = NumberRule.Any, Description = "By how much transitions lie farther apart, relative" };

    public static QuantityOption Dnl { get; } = new() { Name = "--dnl", Key = "dnl_sigma_lsb", Subject = "DNL", Unit = "LSB", Standard = 0.1, Rule = NumberRule.Any, Description = "Standard deviation of the codes' widths" };

    public static QuantityOption Inl { get; } = new() { Name = "--inl", Key = "inl_sigma_lsb", Subject = "INL", Unit = "LSB", Standard = 0, Rule = NumberRule.Any, Description = "Standard deviation of each transition by itself" };

    public static TextOption Table { get; } = new()
    {
        Name = "--table",
        Key = "table",
        Standard = "",
        Placeholder = "file",
        MayBePath = true,
        Description = "Transitions from a .npy, .npz or .csv file: 2^bits − 1 voltages [V], T_1 first, in place of drawn ones.",
    };

    public override string Name => "adc-behavioral";

    public override string Description => """
        A converter of drawn errors, or of the transitions in a file, such as those that someone measured.

        Examples:
          circuitsim convert adc-behavioral
          circuitsim convert adc-behavioral --bits 8 --offset 2m --gain-error 10m --dnl 0.3 --inl 0.1 --out results/drawn
          circuitsim convert adc-behavioral --bits 4 --table examples/transitions.csv
        """;

    public override IReadOnlyList<StudyOption> Options { get; } =
    [
        ConverterOptions.Bits, ConverterOptions.Range, ConverterOptions.Lowest, ConverterOptions.Offset, GainError, Dnl, Inl, Table,
        ConverterOptions.Line, ConverterOptions.Ramp, ConverterOptions.Resolution, ConverterOptions.SinePoints, ConverterOptions.Seed, IntegerOption.Jobs,
    ];

    protected override IAnalogToDigital Build(StudyValues values)
    {
        var (bits, lowest, range, file) = (values.Get(ConverterOptions.Bits), values.Get(ConverterOptions.Lowest), values.Get(ConverterOptions.Range), values.Get(Table));
        return file.Length > 0
            ? new BehavioralConverter(bits, lowest, range, ArrayFile.Read(file, "transitions", unit: ColumnUnit.Volt).Values.ToArray())
            : BehavioralConverter.Draw(bits, lowest, range, values.Get(ConverterOptions.Offset), values.Get(GainError), values.Get(Dnl), values.Get(Inl), Random(values));
    }

    protected override (double Inl, double Dnl)? Spread(StudyValues values) => null;
}
