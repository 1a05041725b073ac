using CircuitSim.Experiments.Options;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Experiments.Converters;

/// <summary>A flash converter.</summary>
public sealed class FlashStudy : AdcStudy
{
    private const int Compared = 15;

    public override string Name => "adc-flash";

    public override string Description => """
        A flash converter: a ladder of unequal resistors, and a comparator with an offset of its own at each tap.

        Examples:
          circuitsim convert adc-flash
          circuitsim convert adc-flash --bits 4 --mismatch 20m --offset-sigma 5m --engine all --out results/flash
          circuitsim convert adc-flash --bits 3 --lowest -0.5 --transitions ramp --per-lsb 16
        """;

    public override IReadOnlyList<StudyOption> Options { get; } =
    [
        ConverterOptions.Bits, ConverterOptions.Range, ConverterOptions.Lowest, ConverterOptions.Mismatch, ConverterOptions.UnitResistance, ConverterOptions.OffsetSigma,
        ConverterOptions.Line, ConverterOptions.Ramp, ConverterOptions.Resolution, ConverterOptions.SinePoints, ConverterOptions.Seed, IntegerOption.Jobs,
    ];

    public override SimulatorUse Simulators { get; } = new(ICircuitSimulator.BuiltIn, "Another engine converts some voltages at rest, too");

    protected override IAnalogToDigital Build(StudyValues values)
    {
        var (bits, random) = (values.Get(ConverterOptions.Bits), Random(values));
        var isPossible = bits is >= 1 and <= FlashConverter.MostBits;
        InvalidParameterException.RequireNonNegative(values.Get(ConverterOptions.OffsetSigma), "V", ConverterOptions.OffsetSigma.Subject);
        return new FlashConverter(bits, values.Get(ConverterOptions.Lowest), values.Get(ConverterOptions.Range), values.Get(ConverterOptions.UnitResistance),
            isPossible ? PartErrors.Draw(1 << bits, values.Get(ConverterOptions.Mismatch), random.Child("ladder")) : null,
            isPossible ? PartErrors.Draw((1 << bits) - 1, values.Get(ConverterOptions.OffsetSigma), random.Child("comparators")) : null);
    }

    protected override (double Inl, double Dnl)? Spread(StudyValues values)
    {
        var (count, sigma) = (Math.Pow(2, values.Get(ConverterOptions.Bits)), values.Get(ConverterOptions.Mismatch));
        var offset = values.Get(ConverterOptions.OffsetSigma) * count / values.Get(ConverterOptions.Range);
        return (Math.Sqrt(sigma * sigma * count / 4 + offset * offset), Math.Sqrt(sigma * sigma * (1 - 1 / count) + 2 * offset * offset));
    }

    private protected override Netlist? CircuitOf(IAnalogToDigital converter) => ((FlashConverter)converter).TestBench(converter.Lowest + 0.5 * converter.Range);

    private protected override EngineDifference? Compare(IAnalogToDigital converter, ICircuitSimulator engine, CancellationToken cancellationToken)
    {
        var flash = (FlashConverter)converter;
        var difference = Inputs(flash, Compared).Max(v => Math.Abs(flash.CodeIn(engine.SolveOperatingPoint(flash.TestBench(v), cancellationToken)) - flash.Convert(v, cancellationToken)));
        return new EngineDifference(engine.Name, Compared, "codes", difference, 0);
    }
}
