using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Cosimulation;

/// <summary>
/// The parts of a <see cref="ReadOut"/> as they were drawn: every line has its own, and every set of stages meets the same ones.
/// Each kind draws from a stream of its own, so that a new kind shifts no other.
/// </summary>
internal sealed class ReadOutParts
{
    private readonly ReadOut readOut;
    private readonly RandomStream mismatch;

    public ReadOutParts(ReadOut readOut, RandomStream mismatch)
    {
        (this.readOut, this.mismatch) = (readOut, mismatch);
        var weights = readOut.Layer.Weights;
        Dacs = [.. Enumerable.Range(0, weights.Rows).Select(Dac)];
        Drivers = [.. Enumerable.Range(0, weights.Rows).Select(i => new FollowerDriver { Amplifier = Amplifier("driver", i) })];
        Terminations = [.. Enumerable.Range(0, weights.Columns).Select(Termination)];
        Subtractors = readOut.HasSubtractor ? [.. Enumerable.Range(0, weights.Outputs).Select(Subtractor)] : [];
        Converters = [.. Enumerable.Range(0, readOut.Lines).Select(Converter)];
    }

    /// <summary>[rows]</summary>
    public IReadOnlyList<IDigitalToAnalog> Dacs { get; }

    /// <summary>[rows]</summary>
    public IReadOnlyList<FollowerDriver> Drivers { get; }

    /// <summary>[columns]</summary>
    public IReadOnlyList<TransimpedanceAmplifier> Terminations { get; }

    /// <summary>[outputs]; none where nothing is subtracted.</summary>
    public IReadOnlyList<DifferenceAmplifier> Subtractors { get; }

    /// <summary>[lines]; each thread takes copies.</summary>
    public IReadOnlyList<IAnalogToDigital> Converters { get; }

    private ReadOutDesign Design => readOut.Design;

    private R2RLadder Dac(int row)
    {
        var bits = 1;
        while ((1 << bits) <= Design.InputCodes)
            bits++;
        var reference = readOut.Layer.ReadVoltage * (1 << bits) / Design.InputCodes;
        return new R2RLadder(bits, reference, Design.DacResistance, Design.DacSwitchResistance, PartErrors.Draw(R2RLadder.PartsOf(bits), Design.ResistorSigma, mismatch.Child("dac", row)));
    }

    private TransimpedanceAmplifier Termination(int column) => new()
    {
        FeedbackResistance = readOut.FeedbackResistance * (1 + Design.ResistorSigma * mismatch.Child("feedback", column).NextNormal()),
        FeedbackCapacitance = Design.FeedbackCapacitance,
        Amplifier = Amplifier("tia", column),
    };

    private DifferenceAmplifier Subtractor(int output) => new DifferenceAmplifier
    {
        InputResistance = Design.SubtractorResistance,
        Amplifier = Amplifier("subtractor", output),
    }.WithMismatch(Design.ResistorSigma, mismatch.Child("subtractor-resistors", output));

    private IAmplifier Amplifier(string purpose, int line) => Design.Amplifier is OperationalAmplifier amplifier
        ? amplifier with { Offset = amplifier.Offset + Design.OffsetSigma * mismatch.Child($"{purpose}-offset", line).NextNormal() }
        : Design.Amplifier;

    private SarConverter Sar(SarDesign design, RandomStream stream) => new(design with { Errors = design.DrawErrors(Design.AdcSigma, stream) });

    private IAnalogToDigital Converter(int line)
    {
        var (bits, lowest, range) = (Design.AdcBits, readOut.AdcLowest, readOut.AdcRange);
        var own = Design.SharesConverter ? 0 : line;
        var (parts, offsets) = (mismatch.Child("adc", own), mismatch.Child("comparator", own));
        return Design.AdcKind switch
        {
            AdcKind.Flash => new FlashConverter(bits, lowest, range, 1e3, PartErrors.Draw(1 << bits, Design.AdcSigma, parts),
                [.. PartErrors.Draw((1 << bits) - 1, 1, offsets).Select(n => n * Design.ComparatorSigma)]),
            AdcKind.Ramp => new RampConverter(new RampDesign { Bits = bits, Lowest = lowest, Range = range, CurrentError = Design.AdcSigma * parts.NextNormal(), ComparatorOffset = Design.ComparatorSigma * offsets.NextNormal() }),
            _ => Sar(new SarDesign { Bits = bits, Lowest = lowest, Range = range, ComparatorOffset = Design.ComparatorSigma * offsets.NextNormal() }, parts),
        };
    }
}
