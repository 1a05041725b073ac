using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Experiments.Options;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Experiments.ReadOuts;

/// <summary>What the read-out around an array is made of, for all studies that have one.</summary>
public static class ReadOutOptions
{
    private static readonly NumberRule UpToOne = new("from 0 to 1", v => v is >= 0 and <= 1);

    public static TextOption Stages { get; } = new() { Name = "--stages", Key = "stages", Standard = "ideal", Placeholder = "words", Description = "Stages of the read that are circuits: ideal, circuit, or some of dac,driver,array,tia,subtractor,sample-hold,adc." };

    public static ChoiceOption<bool> Transient { get; } = new() { Name = "--analysis", Key = "analysis", Standard = false, Choices = [("dc", "dc", false), ("transient", "transient", true)], Description = "Whether the circuits settle in time, or are found at rest." };

    public static QuantityOption Wire { get; } = new() { Name = "--read-wire", Key = "read_wire_resistance_ohm", Subject = "read wire resistance", Unit = "Ω", Standard = 2, Rule = new NumberRule("from 0 to 1e30 Ω", r => r is >= 0 and <= 1e30), Description = "Wire resistance per segment of the array that the read-out reads" };

    public static QuantityOption Capacitance { get; } = new() { Name = "--segment-capacitance", Key = "segment_capacitance_f", Subject = "segment capacitance", Unit = "F", Standard = 1e-15, Description = "Capacitance of a wire segment, in transient" };

    public static QuantityOption Scale { get; } = new() { Name = "--conductance-scale", Key = "conductance_scale", Subject = "conductance scale", Unit = "1", Standard = 0, Description = "One factor of all conductances, so that amplifiers can read them; 0 chooses the power of ten that brings full scale to at most 100 µA" };

    public static QuantityOption FullScale { get; } = new() { Name = "--tia-full-scale", Key = "tia_full_scale_v", Subject = "TIA full scale", Unit = "V", Standard = 0.5, Rule = NumberRule.Positive, Description = "What a TIA gives for the full-scale current; R_f follows" };

    public static ChoiceOption<string> OpAmp { get; } = new() { Name = "--op-amp", Key = "op_amp", Standard = "1v8", Choices = [("1v8", "1v8", "1v8"), ("5v", "5v", "5v"), ("ideal", "ideal", "ideal")], Description = "Op-amp of drivers, TIAs and subtractors: two-stage CMOS at 1.8 V (gain 1500, 50 MHz) or at ±2.5 V (gain 10900, 5.6 MHz), or ideal." };

    public static QuantityOption OffsetSigma { get; } = new() { Name = "--offset-sigma", Key = "offset_sigma_v", Subject = "offset sigma", Unit = "V", Standard = 0.5e-3, Description = "Standard deviation of every op-amp's offset" };

    public static QuantityOption ResistorSigma { get; } = new() { Name = "--resistor-sigma", Key = "resistor_sigma", Subject = "resistor sigma", Unit = "1", Standard = 1e-3, Rule = UpToOne, Description = "Relative standard deviation of every resistor of DACs, TIAs and subtractors" };

    public static ChoiceOption<AdcKind> Adc { get; } = new() { Name = "--adc", Key = "adc", Standard = AdcKind.Sar, Choices = [("sar", "sar", AdcKind.Sar), ("flash", "flash", AdcKind.Flash), ("ramp", "ramp", AdcKind.Ramp)], Description = "Kind of the ADCs, one for each converted line." };

    public static QuantityOption AdcSigma { get; } = new() { Name = "--adc-sigma", Key = "adc_sigma", Subject = "ADC sigma", Unit = "1", Standard = 5e-3, Rule = UpToOne, Description = "Relative standard deviation of an ADC's unit capacitors or resistors" };

    public static QuantityOption ComparatorSigma { get; } = new() { Name = "--comparator-sigma", Key = "comparator_sigma_v", Subject = "comparator sigma", Unit = "V", Standard = 0.5e-3, Description = "Standard deviation of every comparator's offset" };

    public static QuantityOption FeedbackCapacitance { get; } = new() { Name = "--feedback-capacitance", Key = "feedback_capacitance_f", Subject = "feedback capacitance", Unit = "F", Standard = 200e-15, Description = "C_f beside the R_f of every TIA, which keeps it from ringing" };

    public static QuantityOption SampleTime { get; } = new() { Name = "--sample-time", Key = "sample_time_s", Subject = "sample time", Unit = "s", Standard = 300e-9, Rule = NumberRule.Positive, Description = "When outputs are sampled behind the change of the inputs, in transient" };

    /// <summary>Of networks whose layers are all read; a study of one layer reads its whole test set.</summary>
    public static IntegerOption Samples { get; } = new() { Name = "--read-samples", Key = "read_samples", Subject = "read samples", Standard = 100, Reduced = 20, Description = "Samples that are read through circuits, the first of the test set." };

    /// <summary>In the order of the help; bits of the ADC and wires have options of their own in each study.</summary>
    public static IReadOnlyList<StudyOption> Parts { get; } = [Transient, Wire, WiringOptions.WordWire, WiringOptions.BitWire, Capacitance, Scale, FullScale, FeedbackCapacitance, OpAmp, OffsetSigma, ResistorSigma, Adc, AdcSigma, ComparatorSigma, SampleTime];

    /// <summary>Of every converter of a network; a study whose converters have a use besides has an option of its own.</summary>
    public static IntegerOption ConverterBits { get; } = new() { Name = "--adc-bits", Key = "adc_bits", Subject = "ADC bits", Standard = 8, Rule = new NumberRule("from 1 to 24", n => n is >= 1 and <= 24), Description = "Bits of the ADCs of the read-out." };

    /// <summary>Of a study whose network is read in all its layers.</summary>
    public static IReadOnlyList<StudyOption> OfNetworks { get; } = [Stages, Samples, ConverterBits, .. Parts];

    /// <summary>Refuses stages that are none, or that a chain does not have, before any work.</summary>
    /// <exception cref="InvalidParameterException">Names them.</exception>
    internal static void Check(StudyValues values, bool hasSubtractor, int adcBits)
    {
        var stages = StageSet.Parse(values.Get(Stages));
        if (!stages.IsIdeal)
            CheckConverter(values, adcBits);
        if (!hasSubtractor && stages != StageSet.Circuit && stages.Has(ReadOutStage.Subtractor))
            throw ReadOut.NothingToSubtract();
        if (stages.IsIdeal && values.Get(Transient))
            throw ReadOut.NothingTakesTime();
    }

    /// <summary>Refuses bits that a kind of converter cannot have.</summary>
    /// <exception cref="InvalidParameterException">Names kind and bits.</exception>
    internal static void CheckConverter(StudyValues values, int adcBits)
    {
        var kind = values.Get(Adc);
        var most = kind switch { AdcKind.Flash => FlashConverter.MostBits, AdcKind.Ramp => RampDesign.MostBits, _ => SarDesign.MostBits };
        if (adcBits > most)
            throw InvalidParameterException.OutOfRange("ADC bits", adcBits, "", FormattableString.Invariant($"from 1 to {most} for a converter of the kind {Adc.WrittenOf(kind)}"));
    }

    /// <param name="inputCodes">Code of the input 1.</param>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public static ReadOutDesign Design(StudyValues values, int inputCodes, int rows, int columns, int adcBits)
    {
        var scale = values.Get(Scale);
        return new ReadOutDesign
        {
            InputCodes = inputCodes,
            Wiring = WiringOptions.Wired(CrossbarWiring.Uniform(rows, columns, 0), values, values.Get(Wire)) with { SegmentCapacitance = values.Get(Capacitance) },
            FeedbackCapacitance = values.Get(FeedbackCapacitance),
            ConductanceScale = scale > 0 ? scale : null,
            FullScaleVoltage = values.Get(FullScale),
            Amplifier = values.Get(OpAmp) switch
            {
                // Between supplies that lie evenly about ground, where the array rests.
                "1v8" => OperationalAmplifier.Cmos1V8 with { PositiveSupply = 0.9, NegativeSupply = -0.9 },
                "5v" => OperationalAmplifier.Cmos5V,
                _ => new IdealAmplifier(),
            },
            OffsetSigma = values.Get(OffsetSigma),
            ResistorSigma = values.Get(ResistorSigma),
            Hold = new SampleAndHold { ClockHigh = 0.9, ClockLow = -0.9, Feedthrough = 1e-15 },
            AdcKind = values.Get(Adc),
            AdcBits = adcBits,
            AdcSigma = values.Get(AdcSigma),
            ComparatorSigma = values.Get(ComparatorSigma),
        };
    }
}
