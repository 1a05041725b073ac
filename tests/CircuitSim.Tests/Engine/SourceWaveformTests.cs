using CircuitSim.Netlists;
using CircuitSim.Netlists.Spice;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>Courses of sources by their closed forms at every point of a transient, and that steps end at their corners.</summary>
public class SourceWaveformTests
{
    [Fact]
    public void FrequencyModulation_InATransient_IsItsFormulaInSteepEnoughSteps()
    {
        var (waveforms, _) = Spice.Transient("V1 a 0 sffm(0.5 2 100k 3 10k)\nR1 a 0 1k\n.tran 1m 1m");
        Assert.InRange(waveforms.LargestError("v(a)", t => 0.5 + 2 * Math.Sin(2 * Math.PI * 1e5 * t + 3 * Math.Sin(2 * Math.PI * 1e4 * t))), 0, 1e-9);
        // A twentieth of the period of 100 kHz and three times 10 kHz.
        Assert.InRange(LongestStep(waveforms.Axis), 0, 1.0001 / 130e3 / 20);
    }

    [Fact]
    public void AmplitudeModulation_InATransient_IsItsFormulaFromItsDelayOn()
    {
        var (waveforms, _) = Spice.Transient("V1 a 0 am(2 0.5 10k 100k 30u)\nR1 a 0 1k\n.tran 1m 1m");
        Assert.InRange(waveforms.LargestError("v(a)", t => Math.Max(t - 30e-6, 0) is var u ? 2 * (0.5 + Math.Sin(2 * Math.PI * 1e4 * u)) * Math.Sin(2 * Math.PI * 1e5 * u) : 0), 0, 1e-9);
        Assert.Contains(waveforms.Axis, t => Math.Abs(t - 30e-6) < 1e-12);
        Assert.InRange(LongestStep(waveforms.Axis), 0, 1.0001 / 110e3 / 20);
    }

    [Theory]
    [InlineData("pwl(0 0 1u 1 3u -1 4u 0) r=0", 0, 0)]
    [InlineData("pwl(0 0 1u 1 3u -1 4u 0 r=0 td=2.5u)", 2.5e-6, 0)]
    [InlineData("pwl(0 0 1u 1 3u -1 4u 0) r=2u", 0, 2e-6)]
    [InlineData("pwl(0 0 1u 1 3u -1 4u 0) td=0.3u r=0.5u", 0.3e-6, 0.5e-6)]
    [InlineData("pwl(0 0 1u 1 3u -1 4u 0) r=-1 td=1u", 1e-6, double.NaN)]
    public void Lines_ThatRepeat_AreThoseOfTheCycle(string waveform, double delay, double from)
    {
        var (waveforms, _) = Spice.Transient($"V1 a 0 {waveform}\nR1 a 0 1k\n.tran 0.1u 200u 0 10u");
        double Once(double t) => t <= 0 ? 0 : t <= 1e-6 ? t / 1e-6 : t <= 3e-6 ? 1 - (t - 1e-6) / 1e-6 : t <= 4e-6 ? -1 + (t - 3e-6) / 1e-6 : 0;
        double Course(double t) => t - delay <= 4e-6 || double.IsNaN(from) ? Once(t - delay) : Once(from + (t - delay - from) % (4e-6 - from));
        // Where the cycle ends elsewhere than it begins, the edge takes a millionth of it.
        bool IsAtEdge(double t) => t - delay > 3.99e-6 && (t - delay - from + 1e-9) % (4e-6 - from) < 2e-9;
        for (var k = 0; k < waveforms.Points; k++)
        {
            if (!IsAtEdge(waveforms.Axis[k]))
                Close.Equal(Course(waveforms.Axis[k]), waveforms["v(a)"][k], 1e-6, 1e-6, $"at {waveforms.Axis[k]}");
        }

        // Every corner is a point: between points, steps of up to 10 µs could miss whole cycles.
        if (!double.IsNaN(from))
            Assert.InRange(LongestStep(waveforms.Axis), 0, 2.0001e-6 + delay);
    }

    [Fact]
    public void Lines_ThatRepeatAnEdgeAtTheirEnd_KeepTheirPeriod()
    {
        var (waveforms, _) = Spice.Transient("V1 a 0 pwl(0 0 1u 0 1u 1 2u 1 2u 0) r=0\nR1 a 0 1k\n.tran 0.1u 2m 0 1u");
        for (var k = 0; k < waveforms.Points; k++)
        {
            var part = waveforms.Axis[k] / 2e-6 % 1;
            if (Math.Abs(part - 0.5) > 1e-4 && part is > 1e-4 and < 1 - 1e-4)
                Close.Equal(part < 0.5 ? 0 : 1, waveforms["v(a)"][k], 0, 1e-6, $"at {waveforms.Axis[k]}");
        }
    }

    [Fact]
    public void Pulses_OfAGivenNumber_Stop()
    {
        var (waveforms, _) = Spice.Transient("V1 a 0 pulse(0 1 1u 1u 1u 2u 10u 3)\nR1 a 0 1k\n.tran 0.1u 100u");
        Assert.InRange(
            waveforms.LargestError("v(a)", t => t < 1e-6 || t >= 31e-6 ? 0 : Math.Clamp(Math.Min((t - 1e-6) % 1e-5, 4e-6 - (t - 1e-6) % 1e-5) / 1e-6, 0, 1)), 0, 1e-6);
    }

    [Fact]
    public void Pulse_ThatItsPeriodCutsOff_IsThereUntilItsEnd()
    {
        // Without capacitor, inductor or later cycle nothing but the step that ends at 10 µs could anticipate the jump there.
        var (waveforms, _) = Spice.Transient(".options reltol=1e-5\nV1 a 0 pulse(0 1 0 10n 10n 20u 10u)\nR1 a b 1k\nC1 b 0 1n\n.tran 0.1u 10u 0 20n");
        Assert.Equal(10e-6, waveforms.Axis[^1]);
        // A ramp of 10 ns and then the charging with 1 µs.
        Assert.InRange(waveforms.LargestError("v(a)", t => Math.Min(t / 10e-9, 1)), 0, 1e-9);
        Assert.InRange(waveforms.LargestError("v(b)", t => t <= 10e-9
            ? (t - 1e-6 * (1 - Math.Exp(-t / 1e-6))) / 10e-9
            : 1 - 100 * (Math.Exp(0.01) - 1) * Math.Exp(-t / 1e-6)), 0, 1e-4);
    }

    [Fact]
    public void Edge_AtTimeZero_IsSteppedLikeALaterOne()
    {
        var (first, _) = Spice.Transient("V1 a 0 pulse(-5 5 0 1n 1n 1u 2u)\nD1 a b d\nR1 b 0 1k\n.model d D\n.tran 1u 3u");
        var (later, _) = Spice.Transient("V1 a 0 pulse(-5 5 20n 1n 1n 1u 2u)\nD1 a b d\nR1 b 0 1k\n.model d D\n.tran 1u 3u");
        Assert.Equal(later.Axis.Count(t => t is > 20.0005e-9 and < 20.9995e-9), first.Axis.Count(t => t is > 0.0005e-9 and < 0.9995e-9));
    }

    [Fact]
    public void Sine_OfAGivenNumberOfCycles_GoesBackToItsStart()
    {
        var (waveforms, _) = Spice.Transient("V1 a 0 sin(0.1 1 100k 5u 0 30 2)\nR1 a 0 1k\n.tran 0.1u 60u");
        Assert.InRange(
            waveforms.LargestError("v(a)", t => 0.1 + Math.Sin(Math.PI / 6 + (t is > 5e-6 and < 25e-6 ? 2 * Math.PI * 1e5 * (t - 5e-6) : 0))), 0, 1e-9);
    }

    [Fact]
    public void Write_ForNgspiceOfWhatItDoesNotStop_IsRefused()
    {
        var netlist = Spice.Read("V1 a 0 sin(0 1 1k 0 0 0 2)\nR1 a 0 1k\n.tran 1u 1m");
        var failure = Assert.Throws<NetlistException>(() => SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice }));
        Assert.Contains("runs for ever in ngspice", failure.Message, StringComparison.Ordinal);
    }

    private static double LongestStep(IReadOnlyList<double> axis) => axis.Zip(axis.Skip(1)).Max(p => p.Second - p.First);

    /// <summary>A step of one rounding of time has no currents into capacitances: charges differ by nothing but their own rounding.</summary>
    [Fact]
    public void CornerOneRoundingBeforeTheEnd_IsTheEnd()
    {
        const double End = 1e-7;
        var corner = SiText.Exact(Math.BitDecrement(End));
        var (waveforms, _) = Spice.Transient($"V1 in 0 pwl(0 0 {corner} 1 1 1)\nR1 in a 1k\nC1 a 0 1p\nD1 a 0 d\n.model d d\n.tran 1n {SiText.Exact(End)} 0 1n");
        var time = waveforms.Axis;
        Assert.Equal(End, time[^1]);
        Assert.InRange(time[^1] - time[^2], 1e-12, 1e-9 * (1 + 1e-12));
    }
}
