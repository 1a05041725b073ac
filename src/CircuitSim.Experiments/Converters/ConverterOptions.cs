using CircuitSim.Experiments.Options;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Experiments.Converters;

/// <summary>Options of the studies of converters. Whoever builds a converter checks its values.</summary>
public static class ConverterOptions
{
    public static IntegerOption Bits { get; } = new() { Name = "--bits", Key = "bits", Subject = "bits", Standard = 6, Rule = NumberRule.Any, Description = "Bits: 2^bits codes." };

    public static QuantityOption Range { get; } = new() { Name = "--range", Key = "range_v", Subject = "range", Unit = "V", Standard = 1, Rule = NumberRule.Any, Description = "Full scale: the reference of a DAC, the input range of an ADC" };

    public static QuantityOption Lowest { get; } = new() { Name = "--lowest", Key = "lowest_v", Subject = "lowest", Unit = "V", Standard = 0, Rule = NumberRule.Any, Description = "Where the input range begins" };

    public static QuantityOption Mismatch { get; } = new() { Name = "--mismatch", Key = "mismatch", Subject = "mismatch", Unit = "1", Standard = 0.01, Rule = NumberRule.Any, Description = "Standard deviation of each resistor or unit capacitor, relative" };

    public static QuantityOption UnitResistance { get; } = new() { Name = "--unit-resistance", Key = "unit_resistance_ohm", Subject = "unit resistance", Unit = "Ω", Standard = 10e3, Rule = NumberRule.Any, Description = "Resistance of a unit" };

    public static QuantityOption SwitchResistance { get; } = new() { Name = "--switch-resistance", Key = "switch_resistance_ohm", Subject = "switch resistance", Unit = "Ω", Standard = 100, Rule = NumberRule.Any, Description = "Resistance of a switch that is on" };

    public static QuantityOption Load { get; } = new() { Name = "--load", Key = "load_ohm", Subject = "load", Unit = "Ω", Standard = 0, Description = "Resistance from the output to ground; 0 for none" };

    public static QuantityOption UnitCapacitance { get; } = new() { Name = "--unit-capacitance", Key = "unit_capacitance_f", Subject = "unit capacitance", Unit = "F", Standard = 20e-15, Rule = NumberRule.Any, Description = "Capacitance of a unit" };

    public static QuantityOption Parasitic { get; } = new() { Name = "--parasitic", Key = "parasitic_capacitance_f", Subject = "parasitic capacitance", Unit = "F", Standard = 0, Rule = NumberRule.Any, Description = "Capacitance of the common plate to ground" };

    public static QuantityOption Offset { get; } = new() { Name = "--offset", Key = "comparator_offset_v", Subject = "comparator offset", Unit = "V", Standard = 0, Rule = NumberRule.Any, Description = "Offset of the comparator, or of all transitions: raises them" };

    public static QuantityOption OffsetSigma { get; } = new() { Name = "--offset-sigma", Key = "comparator_offset_sigma_v", Subject = "comparator offset sigma", Unit = "V", Standard = 0, Rule = NumberRule.Any, Description = "Standard deviation of the comparators' offsets" };

    public static ChoiceOption<LinearityLine> Line { get; } = new()
    {
        Name = "--line",
        Key = "line",
        Standard = LinearityLine.EndPoint,
        Choices = [("ends", "end-point", LinearityLine.EndPoint), ("fit", "best-fit", LinearityLine.BestFit)],
        Description = "The straight line that INL, DNL, offset and gain refer to: through the ends, or of least squares.",
    };

    public static ChoiceOption<bool> Ramp { get; } = new()
    {
        Name = "--transitions",
        Key = "transitions",
        Standard = false,
        Choices = [("bisection", "bisection", false), ("ramp", "ramp", true)],
        Description = "How transitions are found: by bisection, or along a rising ramp.",
    };

    public static IntegerOption Resolution { get; } = new() { Name = "--per-lsb", Key = "steps_per_lsb", Subject = "steps per LSB", Standard = 128, Description = "How finely transitions are resolved: parts of an LSB." };

    public static IntegerOption SinePoints { get; } = new() { Name = "--sine-points", Key = "sine_points", Subject = "sine points", Standard = 1024, Rule = new NumberRule("a power of two from 64 up", n => n >= 64 && int.IsPow2((int)n)), Description = "Samples of the sine that gives the ENOB of more than 5 bits; a power of two." };

    public static SeedOption Seed { get; } = SeedOption.Of(1);
}
