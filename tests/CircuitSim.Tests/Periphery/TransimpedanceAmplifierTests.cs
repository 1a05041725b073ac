using System.Numerics;
using CircuitSim.Netlists.Elements;
using CircuitSim.Periphery;
using CircuitSim.Tests.Support;
using static CircuitSim.Tests.Periphery.StageCircuits;

namespace CircuitSim.Tests.Periphery;

/// <summary>The closed forms are those of docs/read-out.md.</summary>
public class TransimpedanceAmplifierTests
{
    private const double Resistance = 10e3;

    [Theory]
    [InlineData(30e-6, 0)]
    [InlineData(-30e-6, 0)]
    [InlineData(30e-6, 0.9)]
    public void Circuit_WithAnIdealAmplifier_IsTheIdealTransfer(double current, double commonMode)
    {
        var stage = new TransimpedanceAmplifier { FeedbackResistance = Resistance, CommonMode = commonMode };
        Close.Equal(stage.Ideal(current), Terminate(stage, current, 1e-3, commonMode), rtol: 1e-9);
        var ground = new VirtualGround { Transresistance = Resistance, CommonMode = commonMode };
        Close.Equal(stage.Ideal(current), ground.Ideal(current), rtol: 0);
        Close.Equal(ground.Ideal(current), Terminate(ground, current, 1e-3, commonMode), rtol: 1e-12);
    }

    [Fact]
    public void SenseResistor_OfAnUnloadedLine_IsItsIdealTransferAndDividesOtherwise()
    {
        var stage = new SenseResistor { Resistance = 100 };
        Close.Equal(stage.Ideal(1e-3), Terminate(stage, 1e-3), rtol: 1e-12);
        Close.Equal(0.1 / (1 + 100 * 2e-3), Terminate(stage, 1e-3, 2e-3), rtol: 1e-12);
    }

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(1000, 1e-3)]
    [InlineData(200, 5e-3)]
    public void Circuit_OfFiniteGain_ErrsAsTheLoopGainSays(double gain, double conductance)
    {
        var stage = new TransimpedanceAmplifier { FeedbackResistance = Resistance, Amplifier = new IdealAmplifier { Gain = gain } };
        Close.Equal(-1e-6 * Resistance / (1 + (1 + Resistance * conductance) / gain), Terminate(stage, 1e-6, conductance), rtol: 1e-11);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5e-4)]
    [InlineData(2e-3)]
    public void Circuit_OfTheMacro_ErrsAsItsGainBehindItsOutputResistanceSays(double conductance)
    {
        var amplifier = OperationalAmplifier.Cmos5V with { Offset = 0 };
        var stage = new TransimpedanceAmplifier { FeedbackResistance = Resistance, Amplifier = amplifier };
        var loaded = (amplifier.Gain * Resistance - amplifier.OutputResistance) / (Resistance + amplifier.OutputResistance);
        var expected = 1 / (1 + (1 + Resistance * conductance) / loaded) - 1;
        Close.Equal(expected, Terminate(stage, 1e-7, conductance) / stage.Ideal(1e-7) - 1, rtol: 0.01);
    }

    [Fact]
    public void Circuit_OfAnAmplifierWithOffsetAndBiasCurrent_ShiftsByBoth()
    {
        var amplifier = OnePole with { Gain = 1e6, Offset = 2e-3, BiasCurrent = 1e-7 };
        var stage = new TransimpedanceAmplifier { FeedbackResistance = Resistance, Amplifier = amplifier };
        // The offset is amplified by the noise gain 1 + R_f G_in; the bias current comes through R_f.
        Close.Equal(-2e-3 * (1 + Resistance * 1e-3) + 1e-7 * Resistance, Terminate(stage, 0, 1e-3), rtol: 1e-3);
    }

    [Theory]
    [InlineData(2e-12, 20e-15, 1e-6)]
    [InlineData(2e-12, 100e-15, 1e-6)]
    [InlineData(1e-12, 50e-15, 1e-4)]
    public void Step_OfAnUnderdampedLoop_OvershootsAndPeaksAsTheQuadraticSays(double inputCapacitance, double feedbackCapacitance, double conductance)
    {
        var stage = new TransimpedanceAmplifier { FeedbackResistance = Resistance, FeedbackCapacitance = feedbackCapacitance, Amplifier = OnePole };
        var draft = Termination(stage, new PulseWaveform(1e-6, 2e-6, 10e-9, 1e-12, 1e-12), conductance);
        draft.Add(new Capacitor("Cin", In, CircuitSim.Netlists.NodeId.Ground, inputCapacitance));
        var waveforms = Transient(draft, 0.05e-9, 400e-9);

        var wu = 2 * Math.PI * OnePole.GainBandwidth;
        var noise = 1 + Resistance * conductance;
        var c = Resistance * (inputCapacitance + feedbackCapacitance);
        var w0 = Math.Sqrt(wu * (1 + noise / OnePole.Gain) / c);
        var zeta = (Resistance * feedbackCapacitance + noise / wu + c / OnePole.Gain) * wu / (2 * w0 * c);
        var damped = Math.Sqrt(1 - zeta * zeta);

        var v = waveforms["v(out)"];
        var (start, final) = (v[0], v[^1]);
        var peak = Enumerable.Range(0, waveforms.Points).MinBy(k => v[k]);
        Close.Equal(Math.Exp(-Math.PI * zeta / damped), (v[peak] - final) / (final - start), rtol: 0.01);
        Close.Equal(Math.PI / (w0 * damped), waveforms.Axis[peak] - 10e-9, rtol: 0.01);
    }

    [Fact]
    public void Step_OfTheLoop_FollowsTheTransferFunction()
    {
        // Row 3: the step response of a second-order denominator, overdamped.
        var (cin, cf, conductance) = (0.5e-12, 1e-12, 1e-4);
        var stage = new TransimpedanceAmplifier { FeedbackResistance = Resistance, FeedbackCapacitance = cf, Amplifier = OnePole };
        var draft = Termination(stage, new PulseWaveform(1e-6, 2e-6, 10e-9, 1e-12, 1e-12), conductance);
        draft.Add(new Capacitor("Cin", In, CircuitSim.Netlists.NodeId.Ground, cin));
        var waveforms = Transient(draft, 0.1e-9, 200e-9);

        var (wu, a, noise) = (2 * Math.PI * OnePole.GainBandwidth, OnePole.Gain, 1 + Resistance * conductance);
        var c = Resistance * (cin + cf);
        var (d0, d1, d2) = (1 + noise / a, Resistance * cf + noise / wu + c / a, c / wu);
        var root = Complex.Sqrt(d1 * d1 - 4 * d0 * d2);
        var (p, q) = ((-d1 + root) / (2 * d2), (-d1 - root) / (2 * d2));
        var step = -1e-6 * Resistance;
        Assert.True(Math.Abs(p.Imaginary) < 1e-3);
        var start = waveforms["v(out)"][0];
        double Exact(double t) => t <= 10e-9
            ? start
            : start + step / d0 * (1 - (q * Complex.Exp(p * (t - 10e-9)) - p * Complex.Exp(q * (t - 10e-9))) / (q - p)).Real;
        Assert.InRange(waveforms.LargestError("v(out)", Exact), 0, 0.01 * Math.Abs(step));
    }

    [Fact]
    public void Range_OfTooLargeAFeedback_NamesStageOutputAndRemedy()
    {
        var stage = new TransimpedanceAmplifier { FeedbackResistance = Resistance, CommonMode = 0.9, Amplifier = OperationalAmplifier.Cmos1V8 };
        stage.RequireRange(-50e-6, 70e-6);
        var refused = Assert.Throws<InvalidParameterException>(() => stage.RequireRange(0, 100e-6));
        Assert.Equal("TIA: 100 µA through 10 kΩ asks for an output of -100 mV, and the op-amp saturates beyond 150 mV to 1.607 V; give it at most 7.5 kΩ, or scale the conductances down.", refused.Message);
        refused = Assert.Throws<InvalidParameterException>(() => stage.RequireRange(0, 200e-6));
        Assert.Equal("TIA: a full-scale current of 200 µA is more than the 152 µA that its op-amp can sink; scale the conductances down or choose a stronger op-amp.", refused.Message);
        refused = Assert.Throws<InvalidParameterException>(() => (stage with { CommonMode = 0 }).RequireRange(0, 1e-6));
        Assert.Equal("TIA: its op-amp gives 150 mV to 1.607 V and cannot rest at 0 V; choose a common mode near 900 mV.", refused.Message);
        Assert.True(stage.IsSaturated(Terminate(stage, 120e-6, commonMode: 0.9)));
        Assert.False(stage.IsSaturated(Terminate(stage, 70e-6, commonMode: 0.9)));
    }

    [Theory]
    [InlineData(0.02e-12)]
    [InlineData(0.1e-12)]
    public void PhaseMargin_OfAnUnderdampedLoop_IsThatOfTheQuadratic(double feedbackCapacitance)
    {
        // One pole of the op-amp, a pole and a zero of the feedback.
        var (cin, conductance) = (2e-12, 1e-6);
        var stage = new TransimpedanceAmplifier { FeedbackResistance = Resistance, FeedbackCapacitance = feedbackCapacitance, Amplifier = OnePole };
        var (wu, c) = (2 * Math.PI * OnePole.GainBandwidth, Resistance * (cin + feedbackCapacitance));
        Complex Loop(double w)
        {
            var s = new Complex(0, w);
            return 1 / (1.0 / OnePole.Gain + s / wu) * (1 + s * Resistance * feedbackCapacitance) / (1 + Resistance * conductance + s * c);
        }

        // |T| falls along ω.
        var (below, above) = (1e3, 1e12);
        for (var k = 0; k < 200; k++)
        {
            var middle = Math.Sqrt(below * above);
            (below, above) = Complex.Abs(Loop(middle)) > 1 ? (middle, above) : (below, middle);
        }

        Close.Equal(180 + Loop(below).Phase * 180 / Math.PI, stage.PhaseMargin(conductance, cin), rtol: 0.02);
    }

    [Fact]
    public void Stability_WithoutFeedbackCapacitance_IsRefusedWithTheOneThatHelps()
    {
        var stage = new TransimpedanceAmplifier { FeedbackResistance = 100e3, CommonMode = 0.9, Amplifier = OperationalAmplifier.Cmos1V8 };
        var refused = Assert.Throws<InvalidParameterException>(() => stage.RequireStable(1e-6, 5e-12));
        Assert.StartsWith("TIA: the loop of its op-amp has a phase margin of ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("with 5 pF at the bit line and ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("; raise the feedback capacitance from 0 F to ", refused.Message, StringComparison.Ordinal);
        (stage with { FeedbackCapacitance = 0.3e-12 }).RequireStable(1e-6, 5e-12);
    }
}
