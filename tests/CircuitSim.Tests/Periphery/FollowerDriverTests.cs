using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Periphery;
using CircuitSim.Tests.Support;
using static CircuitSim.Tests.Periphery.StageCircuits;

namespace CircuitSim.Tests.Periphery;

public class FollowerDriverTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(-1.5)]
    public void Circuit_WithAnIdealAmplifier_IsTheIdealTransfer(double voltage)
    {
        var stage = new FollowerDriver();
        Close.Equal(stage.Ideal(voltage), Drive(stage, voltage, 1e3), rtol: 1e-9);
    }

    [Theory]
    [InlineData(10e3)]
    [InlineData(100e3)]
    public void Circuit_WithALoad_ErrsByGainAndOutputResistance(double load)
    {
        var amplifier = OperationalAmplifier.Cmos5V with { Offset = 0 };
        var expected = -(1 / (1 + amplifier.Gain) + amplifier.OutputResistance / (amplifier.Gain * load));
        // A small signal: the closed form is linear.
        Close.Equal(expected, Drive(new FollowerDriver { Amplifier = amplifier }, 1e-3, load) / 1e-3 - 1, rtol: 0.01);
    }

    [Fact]
    public void Circuit_WithASeriesResistance_DividesByTheLoad() =>
        Close.Equal(0.2 * 1000 / 1050, Drive(new FollowerDriver { SeriesResistance = 50 }, 0.2, 1000), rtol: 1e-9);

    [Fact]
    public void Step_InTheLargeAndInTheSmall_ShowsSlewAndBandwidth()
    {
        var amplifier = OnePole with { RisingSlew = 20e6, FallingSlew = 10e6, GainBandwidth = 10e6 };
        var draft = new CircuitDraft();
        draft.Add(new VoltageSource("Vin", In, NodeId.Ground, new PulseWaveform(0, 2, 10e-9, 1e-12, 1e-12, 400e-9)));
        new FollowerDriver { Amplifier = amplifier }.AddTo(draft, "1", In, Out);
        var waveforms = Transient(draft, 0.5e-9, 700e-9);
        Close.Equal(20e6, Slope(0.4, 1.2, 0), rtol: 0.01, where: "rising");
        Close.Equal(-10e6, Slope(1.6, 0.8, 410e-9), rtol: 0.01, where: "falling");

        draft = new CircuitDraft();
        draft.Add(new VoltageSource("Vin", In, NodeId.Ground, new PulseWaveform(0, 1e-3, 10e-9, 1e-12, 1e-12)));
        new FollowerDriver { Amplifier = amplifier }.AddTo(draft, "1", In, Out);
        waveforms = Transient(draft, 0.1e-9, 200e-9);
        // One pole: 1 − e^{−2π GBW t}.
        Assert.InRange(waveforms.LargestError("v(out)", t => t < 10e-9 ? 0 : 1e-3 / 1.001 * -Math.Exp(-2 * Math.PI * 10.01e6 * (t - 10e-9)) + 1e-3 / 1.001), 0, 1e-5);

        double Slope(double from, double to, double after)
        {
            var v = waveforms["v(out)"];
            return (to - from) / (Crossing(to) - Crossing(from));

            double Crossing(double level)
            {
                var k = Enumerable.Range(1, waveforms.Points - 1).First(n => waveforms.Axis[n] > after && (v[n] - level) * (v[n - 1] - level) <= 0);
                return waveforms.Axis[k - 1] + (level - v[k - 1]) / (v[k] - v[k - 1]) * (waveforms.Axis[k] - waveforms.Axis[k - 1]);
            }
        }
    }

    [Theory]
    [InlineData(0.5e-12)]
    [InlineData(10e-12)]
    [InlineData(60e-12)]
    public void PhaseMargin_OfACapacitiveLoad_ForetellsTheRinging(double load)
    {
        // A pair of poles of damping ζ ≈ margin/100° rings as e^(−ζω₀t): two maxima in a row are a factor e^(−2πζ/√(1−ζ²)) apart.
        var stage = new FollowerDriver { Amplifier = OperationalAmplifier.Cmos1V8 with { Offset = 0 } };
        var margin = stage.PhaseMargin(0, load);
        var draft = new CircuitDraft();
        draft.Add(new VoltageSource("Vin", In, NodeId.Ground, new PulseWaveform(0.899, 0.901, 10e-9, 1e-12, 1e-12)));
        stage.AddTo(draft, "1", In, Out);
        draft.Add(new Capacitor("Cload", Out, NodeId.Ground, load));
        var waveforms = Transient(draft, 0.2e-9, 1500e-9);
        var v = waveforms["v(out)"];
        var final = v[^1];
        double[] maxima = [.. Enumerable.Range(1, waveforms.Points - 2).Where(k => waveforms.Axis[k] > 11e-9 && v[k] > v[k - 1] && v[k] >= v[k + 1] && v[k] - final > 2e-6).Select(k => v[k] - final)];
        if (margin > 60)
        {
            Assert.InRange(maxima.FirstOrDefault(), 0, 0.1 * 2e-3);
            return;
        }

        var decay = Math.Log(maxima[0] / maxima[1]) / (2 * Math.PI);
        Close.Equal(Math.Atan(2 * Zeta() / Math.Sqrt(Math.Sqrt(1 + 4 * Math.Pow(Zeta(), 4)) - 2 * Zeta() * Zeta())) * 180 / Math.PI, margin, rtol: 0.15);

        double Zeta() => decay / Math.Sqrt(1 + decay * decay);
    }

    [Fact]
    public void Stability_OfTooLargeALoad_IsRefusedWithTheResistanceThatHelps()
    {
        var stage = new FollowerDriver { Amplifier = OperationalAmplifier.Cmos1V8 };
        stage.RequireStable(1e-4, 5e-12);
        var refused = Assert.Throws<InvalidParameterException>(() => stage.RequireStable(1e-5, 300e-12));
        Assert.StartsWith("driver: the loop of its op-amp has a phase margin of ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("with 300 pF on the word line and rings; raise the series resistance from 0 Ω to ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Range_OutsideTheSupplies_NamesTheStageAndTheRemedy()
    {
        var stage = new FollowerDriver { Amplifier = OperationalAmplifier.Cmos1V8 };
        stage.RequireRange(0.9, 1.1);
        Assert.Equal(
            "driver: its op-amp cannot drive a word line to 0 V; it follows from 780 mV to 1.607 V: move the read voltages there by a common mode, or choose an op-amp of more supply.",
            Assert.Throws<InvalidParameterException>(() => stage.RequireRange(0, 0.2)).Message);
        Assert.Equal(
            "driver: a word line gives it 600 µA, more than the 152 µA that its op-amp can sink; scale the conductances down or choose a stronger op-amp.",
            Assert.Throws<InvalidParameterException>(() => stage.RequireRange(0.8, 1.1, 2e-3, 1.1)).Message);
    }
}
