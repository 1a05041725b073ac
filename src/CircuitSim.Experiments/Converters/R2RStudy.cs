using CircuitSim.Experiments.Options;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Experiments.Converters;

/// <summary>An R-2R ladder.</summary>
public sealed class R2RStudy : DacStudy
{
    public override string Name => "dac-r2r";

    public override string Description => """
        An R-2R ladder with unequal resistors and switches. Its worst place is the middle, where all bits change.

        Examples:
          circuitsim convert dac-r2r
          circuitsim convert dac-r2r --bits 8 --mismatch 2m --load 1meg --seed 3 --out results/r2r
          circuitsim convert dac-r2r --engine all
        """;

    public override IReadOnlyList<StudyOption> Options { get; } =
    [
        ConverterOptions.Bits, ConverterOptions.Range, ConverterOptions.Mismatch, ConverterOptions.UnitResistance, ConverterOptions.SwitchResistance, ConverterOptions.Load,
        ConverterOptions.Line, ConverterOptions.Seed, IntegerOption.Jobs,
    ];

    protected override IDigitalToAnalog Build(StudyValues values)
    {
        var bits = values.Get(ConverterOptions.Bits);
        return new R2RLadder(bits, values.Get(ConverterOptions.Range), values.Get(ConverterOptions.UnitResistance), values.Get(ConverterOptions.SwitchResistance),
            bits is >= 1 and <= R2RLadder.MostBits ? PartErrors.Draw(R2RLadder.PartsOf(bits), values.Get(ConverterOptions.Mismatch), Random(values)) : null);
    }

    protected override (double Inl, double Dnl)? Spread(StudyValues values)
    {
        var all = (1 << values.Get(ConverterOptions.Bits)) * values.Get(ConverterOptions.Mismatch) / Math.Sqrt(3);
        return (all / 2, all);
    }
}
