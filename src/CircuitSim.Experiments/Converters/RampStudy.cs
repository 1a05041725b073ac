using CircuitSim.Experiments.Options;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Experiments.Converters;

/// <summary>A single-slope converter.</summary>
public sealed class RampStudy : AdcStudy
{
    private const int Compared = 4;

    public static QuantityOption ClockPeriod { get; } = new() { Name = "--clock-period", Key = "clock_period_s", Subject = "clock period", Unit = "s", Standard = 10e-9, Rule = NumberRule.Any, Description = "Period of the clock that is counted" };

    public static QuantityOption CurrentError { get; } = new() { Name = "--current-error", Key = "current_error", Subject = "current error", Unit = "1", Standard = 0, Rule = NumberRule.Any, Description = "Error of the current that makes the ramp, relative" };

    public static QuantityOption SourceResistance { get; } = new() { Name = "--source-resistance", Key = "source_resistance_ohm", Subject = "source resistance", Unit = "Ω", Standard = 0, Rule = NumberRule.Any, Description = "Output resistance of the source of that current, which bends the ramp; 0 for none" };

    public static QuantityOption Delay { get; } = new() { Name = "--delay", Key = "comparator_delay_s", Subject = "comparator delay", Unit = "s", Standard = 0, Rule = NumberRule.Any, Description = "Delay of the comparator" };

    public override string Name => "adc-ramp";

    public override string Description => """
        A ramp converter: a current charges a capacitor, and a counter in C# stops when the comparator flips.

        Examples:
          circuitsim convert adc-ramp --bits 5
          circuitsim convert adc-ramp --bits 5 --source-resistance 1meg --delay 4n --offset 10m --engine all --out results/ramp
        """;

    public override IReadOnlyList<StudyOption> Options { get; } =
    [
        ConverterOptions.Bits, ConverterOptions.Range, ConverterOptions.Lowest, ClockPeriod, CurrentError, SourceResistance, ConverterOptions.Offset, Delay,
        ConverterOptions.Line, ConverterOptions.Ramp, ConverterOptions.Resolution, ConverterOptions.SinePoints, ConverterOptions.Seed, IntegerOption.Jobs,
    ];

    public override SimulatorUse Simulators { get; } = new(ICircuitSimulator.BuiltIn, "Another engine runs some conversions, too");

    protected override IAnalogToDigital Build(StudyValues values) => new RampConverter(new RampDesign
    {
        Bits = values.Get(ConverterOptions.Bits),
        Lowest = values.Get(ConverterOptions.Lowest),
        Range = values.Get(ConverterOptions.Range),
        ClockPeriod = values.Get(ClockPeriod),
        CurrentError = values.Get(CurrentError),
        SourceResistance = values.Get(SourceResistance) is var r && r == 0 ? null : r,
        ComparatorOffset = values.Get(ConverterOptions.Offset),
        ComparatorDelay = values.Get(Delay),
    });

    protected override (double Inl, double Dnl)? Spread(StudyValues values) => null;

    private protected override Netlist? CircuitOf(IAnalogToDigital converter) => ((RampConverter)converter).TestBench(Inputs(converter, 1)[0]);

    private protected override IReadOnlyList<(string Quantity, string Key, double Value, string Unit)> More(IAnalogToDigital converter, CancellationToken cancellationToken)
    {
        var ramp = (RampConverter)converter;
        return [("longest conversion", "conversion_time_s", ramp.StartTime + (1 << ramp.Bits) * ramp.Design.ClockPeriod, "s")];
    }

    private protected override EngineDifference? Compare(IAnalogToDigital converter, ICircuitSimulator engine, CancellationToken cancellationToken)
    {
        var ramp = (RampConverter)converter;
        var period = ramp.Design.ClockPeriod;
        var largest = Inputs(ramp, Compared).Max(v =>
        {
            var bench = ramp.TestBench(v);
            var waveforms = new Waveforms();
            engine.RunTransient(bench, (TransientAnalysis)bench.Analyses[0] with { MaximumStep = period / 20 }, waveforms, cancellationToken);
            var flip = waveforms.Axis.Zip(waveforms[$"v({RampConverter.FlipOf("adc")})"]).FirstOrDefault(p => p.First > ramp.StartTime && p.Second > 0.5, (double.PositiveInfinity, 1)).Item1;
            return Math.Abs(Math.Min((1 << ramp.Bits) - 1, Math.Floor((flip - ramp.StartTime) / period)) - ramp.Convert(v, cancellationToken));
        });
        return new EngineDifference(engine.Name, Compared, "codes", largest, 0);
    }
}
