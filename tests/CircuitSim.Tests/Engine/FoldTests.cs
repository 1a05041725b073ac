using CircuitSim.Netlists.Results;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>Loops without memory that feed themselves: an amplifier of ideal sources, clamped by diodes, holds its output by its output, until it cannot.</summary>
public class FoldTests
{
    private const double Gain = 1e4, Output = 100, Saturation = 1e-14, Clamp = 5, Vt = 1.380649e-23 * 300.15 / 1.602176634e-19;

    private const string Clamped = "D1 out vp d\nD2 vn out d\nVp vp 0 5\nVn vn 0 -5\n.model d d(is=1e-14)\n";

    private const string Trigger = "R1 in p 10k\nR2 p out 20k\nE1 o p1 p 0 10k\nVx p1 0 0\nRo o out 100\n" + Clamped;

    [Fact]
    public void OperatingPoint_OfASchmittTrigger_IsOnTheBranchThatIsLeft()
    {
        var op = Spice.OperatingPoint("V1 in 0 3.1\n" + Trigger);
        // Currents at the output, which fall where it rises, above the clamp.
        var (low, high) = (Clamp, 7.0);
        for (var k = 0; k < 100; k++)
        {
            var middle = (low + high) / 2;
            var p = (2 * 3.1 + middle) / 3;
            var current = (Gain * p - middle) / Output - Diode(middle) - (middle - p) / 20e3;
            (low, high) = current > 0 ? (middle, high) : (low, middle);
        }

        Close.Equal(low, op.Voltage(new("out")), rtol: 1e-7);
    }

    /// <summary>A branch ends where the input that it needs is greatest; the input rises and falls by 1 V in 1 ms.</summary>
    [Fact]
    public void SchmittTrigger_UnderATriangle_FallsWhereItsBranchEnds()
    {
        var (waveforms, _) = Spice.Transient("V1 in 0 pwl(0 0 4m 4 12m -4 16m 0)\n.nodeset v(out)=-5.9\n" + Trigger + ".tran 10u 16m");
        var end = Enumerable.Range(1, 4000).Max(k => InputFor(Clamp + 0.5 + k * 1e-4));
        var falls = Falls(waveforms);
        Assert.Equal(2, falls.Count);
        Close.Equal(end * 1e-3, falls[0], rtol: 0, atol: 3e-6);
        Close.Equal((8 + end) * 1e-3, falls[1], rtol: 0, atol: 3e-6);

        static double InputFor(double output)
        {
            // Of the lower branch, mirrored: what the amplifier sinks, and its input behind it.
            var p = -(output + Output * Diode(output)) / Gain;
            return (3 * p + output) / 2;
        }
    }

    /// <summary>
    /// An astable multivibrator: half a period is ∫ RC dv/(out − v) from fold to fold, out going from its clamp down; its capacitor keeps
    /// its voltage while the output falls.
    /// </summary>
    [Fact]
    public void Multivibrator_OfAnIdealAmplifier_HasItsPeriodByQuadrature()
    {
        var (waveforms, _) = Spice.Transient(
            "E1 o p1 p n 10k\nVx p1 0 0\nRo o out 100\n" + Clamped + "R1 out n 10k\nC1 n 0 10n ic=0.1\nR2 out p 10k\nR3 p 0 10k\n.tran 0.2u 1.2m uic");
        // Along the upper branch its output tells all: what the clamp takes, so the amplifier's input, so the capacitor's voltage.
        var outputs = Enumerable.Range(0, 20_001).Select(k => Clamp + 1.2 - k * 5e-5).ToList();
        var capacitor = outputs.Select(o => (o / 2 - (o + Output * (Diode(o) + o / 20e3 + o / 10e3)) / Gain) / (1 - Output / 10e3 / Gain)).ToList();
        var top = capacitor.IndexOf(capacitor.Max());
        var bottom = capacitor.FindLastIndex(top, v => v < -capacitor[top]);
        var half = Enumerable.Range(bottom, top - bottom).Sum(k => (capacitor[k + 1] - capacitor[k]) * 1e-4 * 0.5 * (1 / (outputs[k] - capacitor[k]) + 1 / (outputs[k + 1] - capacitor[k + 1])));
        var falls = Falls(waveforms);
        Assert.InRange(falls.Count, 8, 12);
        Close.Equal(half, (falls[^1] - falls[0]) / (falls.Count - 1), rtol: 1e-3);
        var (n, o) = (waveforms["v(n)"], waveforms["v(out)"]);
        foreach (var k in Enumerable.Range(1, waveforms.Points - 1).Where(k => o[k] * o[k - 1] < 0 && k > 1))
            Close.Equal(n[k - 1], n[k], rtol: 0, atol: 1e-3);
    }

    /// <summary>What takes a minute from nowhere must not take it at every step: the search has an end.</summary>
    [Fact]
    public void Loop_WithoutAnotherBranch_NamesItsPlace()
    {
        // Beyond 0.25 nothing solves v = x + v².
        var e = Assert.Throws<ConvergenceException>(() => Spice.Transient("V1 x 0 pwl(0 0 1m 1)\nB1 a 0 V=v(x)+v(a)*v(a)\nR1 a 0 1k\n.tran 1u 1m"));
        Assert.Contains("at t = 250", e.Message, StringComparison.Ordinal);
        Assert.Contains("does not converge", e.Message, StringComparison.Ordinal);
    }

    private static double Diode(double output) => Saturation * (Math.Exp((output - Clamp) / Vt) - 1);

    /// <summary>Times at which the output passes zero.</summary>
    private static List<double> Falls(Waveforms waveforms)
    {
        var (t, v) = (waveforms.Axis, waveforms["v(out)"]);
        return [.. Enumerable.Range(2, waveforms.Points - 2).Where(k => v[k] * v[k - 1] < 0).Select(k => t[k])];
    }
}
