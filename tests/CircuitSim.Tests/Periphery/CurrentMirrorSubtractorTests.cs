using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Periphery;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

public class CurrentMirrorSubtractorTests
{
    private const double Common = 0.9, Subtracted = 20e-6, Whole = 60e-6;

    [Fact]
    public void Circuit_WithAnIdealAmplifier_IsTheIdealDifference()
    {
        var point = Solve(new CurrentMirrorSubtractor { CommonMode = Common }, 0, 0);
        Close.Equal(CurrentMirrorSubtractor.Ideal(Whole, Subtracted), Left(point), rtol: 1e-9);
        Close.Equal(Common, point.Voltage(new NodeId("minus")), rtol: 1e-12);
    }

    [Fact]
    public void Copy_OfAWiderTransistor_IsLargerByThatPart() =>
        Close.Equal(Whole - 1.02 * Subtracted, Left(Solve(new CurrentMirrorSubtractor { CommonMode = Common }, 0, 0.02)), rtol: 1e-9);

    [Fact]
    public void Copy_OfAHigherThreshold_LosesTwiceItsPartOfTheOverdrive()
    {
        var matched = Solve(new CurrentMirrorSubtractor { CommonMode = Common }, 0, 0);
        var overdrive = matched.Voltage(new NodeId("gate_0")) - 0.48;
        const double Error = 1e-4;
        var shifted = Left(Solve(new CurrentMirrorSubtractor { CommonMode = Common }, Error, 0));
        Close.Equal(2 * Error / overdrive, (shifted - Left(matched)) / Subtracted, rtol: 0.01);
    }

    [Fact]
    public void Copy_OfALineAtAnotherVoltage_DiffersByChannelLengthModulation()
    {
        var stage = new CurrentMirrorSubtractor { CommonMode = Common };
        // λ = 0.2/V of the card, 100 mV.
        Close.Equal(Whole - Subtracted * (1 + 0.2 * 1.0) / (1 + 0.2 * 0.9), Left(Solve(stage, 0, 0, line: 1.0)), rtol: 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Circuit_OfARealAmplifier_ErrsByItsGainAndOffset(bool transistors)
    {
        IAmplifier amplifier = transistors ? TransistorAmplifier.Cmos1V8 : OperationalAmplifier.Cmos1V8;
        var point = Solve(new CurrentMirrorSubtractor { CommonMode = Common, Amplifier = amplifier }, 0, 0);
        // The minus line is off by the gate's distance from rest over the gain, and by the offset: what the line then takes is the error.
        var off = point.Voltage(new NodeId("minus")) - Common;
        Assert.InRange(Math.Abs(off), 0, 1e-3);
        Close.Equal(Whole - (Subtracted - off * 2e-4) * (1 + 0.2 * Common) / (1 + 0.2 * (Common + off)), Left(point), rtol: 1e-6);
    }

    private static double Left(OperatingPoint point) => point.Current("Vline");

    private static OperatingPoint Solve(CurrentMirrorSubtractor stage, double thresholdError, double widthError, double line = Common)
    {
        var draft = new CircuitDraft();
        var (minus, held, common) = (new NodeId("minus"), new NodeId("held"), draft.Rail("vcm", Common));
        draft.Add(new CurrentSource("Iminus", common, minus, Subtracted));
        draft.Add(new Resistor("Rminus", minus, common, 5e3));
        draft.Add(new CurrentSource("Iline", NodeId.Ground, held, Whole));
        draft.Add(new VoltageSource("Vline", held, NodeId.Ground, line));
        stage.AddCopy(draft, "1", stage.AddReference(draft, "0", minus), held, thresholdError, widthError);
        return StageCircuits.Solve(draft);
    }
}
