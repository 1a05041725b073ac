using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Emulation;
using CircuitSim.Encodings;
using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Tests.Emulation;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cosimulation;

[Collection(TrainedDigitsGroup.Name)]
public class ReadOutTests(TrainedDigits digits)
{
    private const double ReadVoltage = 0.2;

    private static readonly OperationalAmplifier Amplifier = OperationalAmplifier.Cmos1V8 with { PositiveSupply = 0.9, NegativeSupply = -0.9 };

    [Fact]
    public void RunAtRest_AllIdeal_IsTheEmulatorBitByBit()
    {
        var (readOut, inputs) = Digits(new IdealAmplifier());
        var layer = readOut.Layer;
        Assert.Equal(layer.Outputs(inputs, layer.Currents(inputs)), readOut.RunAtRest(inputs, StageSet.Ideal, isQuantized: false).Outputs);
        var quantizer = new ColumnQuantizer(8, layer.FullScale(InputBatch.Of(digits.Images.Train, ReadVoltage)));
        Assert.Equal(layer.Outputs(inputs, layer.Currents(inputs), quantizer), readOut.RunAtRest(inputs, StageSet.Ideal, isQuantized: true).Outputs);
    }

    // Ideal op-amps, equal resistors, no wires: every tap of the circuit is that of the ideal chain.
    [Fact]
    public void RunAtRest_EveryStageACircuitOfIdealParts_IsTheIdealTransferTo1EMinus9()
    {
        var (readOut, inputs) = Digits(new IdealAmplifier());
        AssertIdeal(readOut, inputs.Count == 297 ? InputBatch.Of(digits.Images.Test.Slice(0, 20), ReadVoltage) : inputs);
    }

    [Fact]
    public void RunAtRest_ReferenceColumnAndSubtractorsOfIdealParts_AreTheIdealTransferTo1EMinus9()
    {
        var (readOut, inputs) = Offset(new IdealAmplifier());
        Assert.True(readOut.HasSubtractor);
        Assert.Equal(19, readOut.Lines);
        AssertIdeal(readOut, inputs);
    }

    // Row 1 of docs/read-out.md: a TIA of gain A errs by −(1 + R_f G_in)/A, G_in the column's cells, to first order in 1/A.
    [Fact]
    public void RunAtRest_TiaOfFiniteGainAlone_ErrsByTheClosedForm()
    {
        const double Gain = 1e4;
        var (readOut, inputs) = Digits(new IdealAmplifier { Gain = Gain });
        var run = readOut.RunAtRest(inputs, StageSet.Of(ReadOutStage.Tia), isQuantized: false);
        var tap = run.Taps.Single(t => t.Behind == ReadOutStage.Tia);
        var weights = readOut.Layer.Weights;
        for (var j = 0; j < weights.Columns; j++)
        {
            var sum = Enumerable.Range(0, weights.Rows).Sum(i => weights.Conductances[i * weights.Columns + j]) * readOut.ConductanceScale;
            var expected = 1 / (1 + (1 + readOut.FeedbackResistance * sum) / Gain);
            Close.Equal(expected, tap.Circuit[j] / tap.Ideal[j], rtol: 1e-9, where: $"column {j}");
        }
    }

    [Fact]
    [Trait("Category", "slow")]
    public void RunAtRest_AnyNumberOfThreads_GivesTheSameBits()
    {
        var (readOut, inputs) = Offset(Amplifier, sigma: 1e-3);
        var stages = StageSet.Of(readOut.Stages);
        Assert.Equal(readOut.RunAtRest(inputs, stages, true, jobs: 1).Outputs, readOut.RunAtRest(inputs, stages, true, jobs: 3).Outputs);
    }

    [Fact]
    public void ConductanceScale_NotGiven_IsThePowerOfTenBelow100MicroAmpere()
    {
        var (readOut, _) = Digits(Amplifier);
        Assert.Equal(0.01, readOut.ConductanceScale, 15);
        Assert.InRange(readOut.FullScaleCurrent, 10e-6, 100e-6);
        Close.Equal(0.5, readOut.FeedbackResistance * readOut.FullScaleCurrent, rtol: 1e-14);
    }

    [Fact]
    public void RunAtRest_CurrentsThatSaturateTheTia_AreRefusedWithTheRemedy()
    {
        var (readOut, inputs) = Digits(Amplifier, d => d with { FullScaleVoltage = 1.2 });
        var e = Assert.Throws<InvalidParameterException>(() => readOut.RunAtRest(inputs, StageSet.Of(ReadOutStage.Tia), true));
        Assert.StartsWith("TIA: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("saturates", e.Message, StringComparison.Ordinal);
        // Of R_f, which follows from the full scale, a user has no say.
        Assert.Contains("lower the full scale", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReadOutStage.Driver, "driver: the loop of its op-amp has a phase margin of ", "raise the series resistance")]
    [InlineData(ReadOutStage.Tia, "TIA: the loop of its op-amp has a phase margin of ", "raise the feedback capacitance")]
    public void RunAtRest_LinesWhoseCapacitanceMakesAnOpAmpRing_AreRefusedWithTheRemedy(ReadOutStage stage, string start, string remedy)
    {
        var (readOut, inputs) = Digits(Amplifier, d => d with { FeedbackCapacitance = 0, Wiring = d.Wiring with { SegmentCapacitance = 5e-12 } });
        var e = Assert.Throws<InvalidParameterException>(() => readOut.RunAtRest(inputs, StageSet.Of(stage), true));
        Assert.StartsWith(start, e.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RunAtRest_AReadVoltageThatNoDriverReaches_IsRefusedWithTheRemedy()
    {
        var (readOut, inputs) = Digits(Amplifier with { PositiveSupply = 0.35, NegativeSupply = -0.9 });
        var e = Assert.Throws<InvalidParameterException>(() => readOut.RunAtRest(inputs, StageSet.Of(ReadOutStage.Driver), true));
        Assert.StartsWith("driver: its op-amp cannot drive a word line to ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_SubtractorWithoutReferenceColumn_IsRefused()
    {
        var (readOut, _) = Digits(Amplifier);
        Assert.Contains("leave subtractor out", Assert.Throws<InvalidParameterException>(() => readOut.Require(StageSet.Parse("tia,subtractor"))).Message, StringComparison.Ordinal);
        Assert.Equal("dac,driver,array,tia,sample-hold,adc", readOut.Require(StageSet.Circuit).ToString());
    }

    [Fact]
    public void Constructor_AdcOf40Bits_IsRefused() =>
        Assert.Contains("from 1 to 24", Assert.Throws<InvalidParameterException>(() => Digits(Amplifier, d => d with { AdcBits = 40 })).Message, StringComparison.Ordinal);

    // A read that is waited for is the read at rest: the same taps from a transient of every wire and from the mesh of port conductances.
    [Fact]
    [Trait("Category", "slow")]
    public void RunInTime_LongAfterTheInputs_IsTheReadAtRest()
    {
        var (readOut, inputs) = Offset(Amplifier, sigma: 1e-3, images: 2);
        var stages = StageSet.Of(ReadOutStage.Dac, ReadOutStage.Driver, ReadOutStage.Array, ReadOutStage.Tia, ReadOutStage.Subtractor);
        var rest = readOut.RunAtRest(inputs, stages, isQuantized: false);
        var time = readOut.RunInTime(inputs, stages, 2e-6, isQuantized: false);
        Assert.Equal(rest.Taps.Select(t => t.Behind), time.Taps.Select(t => t.Behind));
        foreach (var (a, b) in rest.Taps.Zip(time.Taps).Where(t => t.First.Behind != ReadOutStage.Adc))
            Close.Equal(a.Circuit, b.Circuit, rtol: 0, atol: 1e-4 * a.Ideal.Max(Math.Abs), where: a.Name);
        Assert.Empty(time.Timing!.Unsettled);
        Assert.InRange(time.Timing.EarliestSample, 20e-9, 1e-6);
        Assert.All(time.Timing.Energy, e => Assert.True(e.Energy > 0, $"{e.Stage}"));
    }

    [Fact]
    [Trait("Category", "slow")]
    public void RunInTime_SampledBeforeTheTiaHasSettled_SaysSo()
    {
        var (readOut, inputs) = Offset(Amplifier, images: 1);
        var run = readOut.RunInTime(inputs, StageSet.Of(ReadOutStage.Tia, ReadOutStage.SampleHold), 15e-9, isQuantized: true);
        Assert.Contains("settle", Assert.Single(run.Timing!.Unsettled), StringComparison.Ordinal);
        Assert.True(run.Taps.Single(t => t.Behind == ReadOutStage.SampleHold).LargestInLsb > 1);
    }

    [Fact]
    public void RunInTime_IdealDacsBeforeRealDrivers_ErrOnlyBehindTheDrivers()
    {
        var (readOut, inputs) = Offset(Amplifier with { Offset = 5e-3 }, images: 1);
        var run = readOut.RunInTime(inputs, StageSet.Of(ReadOutStage.Driver), 50e-9, isQuantized: true);
        Assert.Equal(0, run.Taps.Single(t => t.Behind == ReadOutStage.Dac).Largest);
        Assert.InRange(run.Taps.Single(t => t.Behind == ReadOutStage.Driver).Largest, 3e-3, 7e-3);
    }

    [Theory]
    [InlineData(1e-12)]
    [InlineData(double.PositiveInfinity)]
    public void RunInTime_SampledBeforeInputsHaveArrivedOrNever_IsRefused(double sampleTime)
    {
        var (readOut, inputs) = Offset(Amplifier, images: 1);
        var e = Assert.Throws<InvalidParameterException>(() => readOut.RunInTime(inputs, StageSet.Of(ReadOutStage.Tia), sampleTime, true));
        Assert.Equal("sample time", e.Parameter);
    }

    // An offset of 0.1 V times the noise gain of a TIA lies far outside an ADC's range of half a volt, which the TIA itself does not leave.
    [Theory]
    [InlineData(0.1, ReadOutStage.Tia, "The ADC saturates in 5 of 5 images, first at column 0")]
    [InlineData(1.0, ReadOutStage.Driver, "The driver saturates in 5 of 5 images, first at row 0")]
    public void RunAtRest_OffsetsThatDriveAStageOutOfItsRange_AreNotHiddenInTheOutputs(double offset, ReadOutStage stage, string note)
    {
        var (readOut, _) = Digits(Amplifier with { Offset = offset });
        var run = readOut.RunAtRest(InputBatch.Of(digits.Images.Test.Slice(0, 5), ReadVoltage), StageSet.Of(stage), isQuantized: true);
        Assert.Contains(run.Saturated, s => s.StartsWith(note, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_NoStageNamed_IsRefused()
    {
        Assert.Contains("none is named", Assert.Throws<InvalidParameterException>(() => StageSet.Parse(" ,")).Message, StringComparison.Ordinal);
        Assert.Equal(StageSet.Circuit, StageSet.Parse(" circuit "));
    }

    [Fact]
    public void RunInTime_NothingACircuit_IsRefused()
    {
        var (readOut, inputs) = Offset(Amplifier);
        Assert.Contains("ideal stages take no time", Assert.Throws<InvalidParameterException>(() => readOut.RunInTime(inputs, StageSet.Ideal, 1e-7, true)).Message, StringComparison.Ordinal);
    }

    private static void AssertIdeal(ReadOut readOut, InputBatch inputs)
    {
        var run = readOut.RunAtRest(inputs, StageSet.Of(readOut.Stages.Where(s => s != ReadOutStage.Adc)), isQuantized: false);
        foreach (var tap in run.Taps.Where(t => t.Behind != ReadOutStage.Adc))
            Close.Equal(tap.Ideal, tap.Circuit, rtol: 0, atol: 1e-9 * tap.Ideal.Max(Math.Abs), where: tap.Name);
        Assert.Empty(run.Saturated);
    }

    private (ReadOut, InputBatch) Digits(IAmplifier amplifier, Func<ReadOutDesign, ReadOutDesign>? change = null)
    {
        var weights = new TwosComplement(4, digits.Quantized.ScaleFactor, 1e-3, 1e-5).Encode(65, 10, digits.Quantized.Codes);
        var design = Design(weights, 16, amplifier, 0);
        return (new ReadOut(new MappedLayer(weights, ReadVoltage), InputBatch.Of(digits.Images.Train, ReadVoltage), change?.Invoke(design) ?? design, new RandomStream(1)), InputBatch.Of(digits.Images.Test, ReadVoltage));
    }

    private static (ReadOut, InputBatch) Offset(IAmplifier amplifier, double sigma = 0, int images = 40)
    {
        var shown = DigitsFile.Split(DigitsFile.ReadEmbedded()).Test.Slice(0, images);
        var weights = new OffsetColumn(1e-3, 1e-5).Encode(DenseNetworkTrainingTests.RandomNetwork([64, 19, 10], 8).Layers[0].ToMatrix());
        return (new ReadOut(new MappedLayer(weights, ReadVoltage), InputBatch.Of(shown), Design(weights, 16, amplifier, sigma), new RandomStream(1)), InputBatch.Of(shown));
    }

    private static ReadOutDesign Design(EncodedWeights weights, int codes, IAmplifier amplifier, double sigma) => new()
    {
        InputCodes = codes,
        Wiring = CrossbarWiring.Uniform(weights.Rows, weights.Columns, sigma > 0 ? 2 : 0),
        Amplifier = amplifier,
        DacSwitchResistance = 0,
        OffsetSigma = sigma,
        ResistorSigma = sigma,
        Hold = new SampleAndHold(),
    };
}
