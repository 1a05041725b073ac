using CircuitSim.Experiments.Options;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Experiments.Converters;

/// <summary>A converter by successive approximation.</summary>
public sealed class SarStudy : AdcStudy
{
    private const int Compared = 4;

    /// <summary>How closely engines agree on what the comparator sees [LSB].</summary>
    private const double Tolerance = 0.01;

    public static FlagOption Split { get; } = new() { Name = "--split", Key = "split", Standard = false, Description = "Split the capacitor of the highest bit into an array like the rest." };

    public static QuantityOption SampleTime { get; } = new() { Name = "--sample-time", Key = "sample_time_s", Subject = "sample time", Unit = "s", Standard = 0, Rule = NumberRule.Any, Description = "How long the input charges the array; 0 for as long as it takes" };

    public static QuantityOption TrialTime { get; } = new() { Name = "--trial-time", Key = "trial_time_s", Subject = "trial time", Unit = "s", Standard = 0, Rule = NumberRule.Any, Description = "From a trial to its decision; 0 for as long as it takes" };

    public override string Name => "adc-sar";

    public override string Description => """
        A SAR converter: an array of unequal capacitors in a transient circuit, driven and decided bit by bit by logic in C#.

        Examples:
          circuitsim convert adc-sar
          circuitsim convert adc-sar --bits 5 --mismatch 50m --split --parasitic 64f --engine all --out results/sar
          circuitsim convert adc-sar --bits 4 --mismatch 0 --trial-time 1n
        """;

    public override IReadOnlyList<StudyOption> Options { get; } =
    [
        ConverterOptions.Bits, ConverterOptions.Range, ConverterOptions.Lowest, ConverterOptions.Mismatch, ConverterOptions.UnitCapacitance, ConverterOptions.Parasitic, ConverterOptions.SwitchResistance, Split,
        ConverterOptions.Offset, SampleTime, TrialTime, ConverterOptions.Line, ConverterOptions.Ramp, ConverterOptions.Resolution, ConverterOptions.SinePoints, ConverterOptions.Seed, IntegerOption.Jobs,
    ];

    public override SimulatorUse Simulators { get; } = new(ICircuitSimulator.BuiltIn, "Another engine runs some conversions, with the gates as they were driven here, too");

    protected override IAnalogToDigital Build(StudyValues values)
    {
        var bits = values.Get(ConverterOptions.Bits);
        static double? Given(double time) => time == 0 ? null : time;
        var design = new SarDesign
        {
            Bits = bits,
            Lowest = values.Get(ConverterOptions.Lowest),
            Range = values.Get(ConverterOptions.Range),
            UnitCapacitance = values.Get(ConverterOptions.UnitCapacitance),
            ParasiticCapacitance = values.Get(ConverterOptions.Parasitic),
            SwitchResistance = values.Get(ConverterOptions.SwitchResistance),
            ComparatorOffset = values.Get(ConverterOptions.Offset),
            IsSplit = values.Get(Split),
            SampleTime = Given(values.Get(SampleTime)),
            TrialTime = Given(values.Get(TrialTime)),
        };
        return new SarConverter(bits is >= 1 and <= SarDesign.MostBits ? design with { Errors = design.DrawErrors(values.Get(ConverterOptions.Mismatch), Random(values)) } : design);
    }

    protected override (double Inl, double Dnl)? Spread(StudyValues values)
    {
        var (count, sigma) = (Math.Pow(2, values.Get(ConverterOptions.Bits)), values.Get(ConverterOptions.Mismatch));
        return (sigma * Math.Sqrt(count) / 2, sigma * Math.Sqrt((count - 1) / (values.Get(Split) ? 2 : 1)));
    }

    private protected override Netlist? CircuitOf(IAnalogToDigital converter) => ((SarConverter)converter).TestBench(Inputs(converter, 1)[0]);

    private protected override IReadOnlyList<(string Quantity, string Key, double Value, string Unit)> More(IAnalogToDigital converter, CancellationToken cancellationToken)
    {
        var sar = (SarConverter)converter;
        var energy = Inputs(sar, Math.Min(1 << sar.Bits, 64)).Average(v =>
        {
            sar.Convert(v, cancellationToken);
            return sar.Energy;
        });
        return [("conversion time", "conversion_time_s", sar.ConversionTime, "s"), ("energy from the references, mean", "mean_energy_j", energy, "J")];
    }

    private protected override EngineDifference? Compare(IAnalogToDigital converter, ICircuitSimulator engine, CancellationToken cancellationToken)
    {
        var sar = (SarConverter)converter;
        var (compared, largest) = (0, 0.0);
        foreach (var v in Inputs(sar, Compared))
        {
            var bench = sar.TestBench(v, cancellationToken);
            var waveforms = new Waveforms();
            engine.RunTransient(bench, (TransientAnalysis)bench.Analyses[0], waveforms, cancellationToken);
            var (times, plate) = (waveforms.Axis, waveforms[$"v({SarConverter.PlateOf("adc")})"]);
            foreach (var (k, trial) in sar.Trials.Index())
            {
                var end = sar.SampleTime + sar.HoldTime + (k + 1) * sar.TrialTime;
                var last = Enumerable.Range(0, times.Count).Last(i => times[i] <= end * (1 + 1e-12));
                largest = Math.Max(largest, Math.Abs(plate[last] - trial.Voltage));
                compared++;
            }
        }

        return new EngineDifference(engine.Name, compared, "trials", largest / sar.Range * (1 << sar.Bits), Tolerance);
    }
}
