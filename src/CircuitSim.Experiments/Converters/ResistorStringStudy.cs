using CircuitSim.Experiments.Options;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Experiments.Converters;

/// <summary>A resistor string with its tree of switches.</summary>
public sealed class ResistorStringStudy : DacStudy
{
    public override string Name => "dac-string";

    public override string Description => """
        A string of 2^bits unequal resistors and a tree of switches. It never falls, and what it drives loads its taps unequally.

        Examples:
          circuitsim convert dac-string
          circuitsim convert dac-string --bits 4 --mismatch 0 --unit-resistance 1k --load 10k --line fit --out results/string
          circuitsim convert dac-string --bits 5 --engine all
        """;

    public override IReadOnlyList<StudyOption> Options { get; } =
    [
        ConverterOptions.Bits, ConverterOptions.Range, ConverterOptions.Mismatch, ConverterOptions.UnitResistance, ConverterOptions.SwitchResistance, ConverterOptions.Load,
        ConverterOptions.Line, ConverterOptions.Seed, IntegerOption.Jobs,
    ];

    protected override IDigitalToAnalog Build(StudyValues values)
    {
        var bits = values.Get(ConverterOptions.Bits);
        return new ResistorString(bits, values.Get(ConverterOptions.Range), values.Get(ConverterOptions.UnitResistance), values.Get(ConverterOptions.SwitchResistance),
            bits is >= 1 and <= ResistorString.MostBits ? PartErrors.Draw(ResistorString.PartsOf(bits), values.Get(ConverterOptions.Mismatch), Random(values)) : null);
    }

    protected override (double Inl, double Dnl)? Spread(StudyValues values)
    {
        var (count, sigma) = (Math.Pow(2, values.Get(ConverterOptions.Bits)), values.Get(ConverterOptions.Mismatch));
        return (sigma * Math.Sqrt(count) / 2, sigma * Math.Sqrt(1 - 1 / count));
    }
}
