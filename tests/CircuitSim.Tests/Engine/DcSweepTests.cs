using CircuitSim.Netlists;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>.dc of everything that it sweeps, in every form that simulators write, by Ohm's law.</summary>
public class DcSweepTests
{
    [Theory]
    [InlineData("V1 list 1 -2 5", new[] { 1.0, -2, 5 })]
    [InlineData("V1 poi 3 1 -2 5", new[] { 1.0, -2, 5 })]
    [InlineData("V1 list 1 {2*two}", new[] { 1.0, 4 })]
    [InlineData("dec V1 1 100 2", new[] { 1, 3.1622776601683795, 10, 31.622776601683793, 100 })]
    [InlineData("V1 dec 2 1 100", new[] { 1, 3.1622776601683795, 10, 31.622776601683793, 100 })]
    [InlineData("oct V1 8 1 1", new[] { 8.0, 4, 2, 1 })]
    [InlineData("dec V1 -1 -10 1", new[] { -1.0, -10 })]
    [InlineData("lin V1 0 2 1", new[] { 0.0, 1, 2 })]
    [InlineData("V1 lin 5 0 2", new[] { 0, 0.5, 1, 1.5, 2 })]
    [InlineData("V1 lin 1 3 3", new[] { 3.0 })]
    public void Sweep_OfASource_TakesTheValuesOfEveryForm(string sweep, double[] values)
    {
        var waveforms = Spice.Sweep($".param two=2\nV1 a 0 1\nR1 a b 1k\nR2 b 0 1k\n.dc {sweep}");
        Assert.Equal(values.Length, waveforms.Points);
        for (var k = 0; k < values.Length; k++)
        {
            Close.Equal(values[k], waveforms.Axis[k], 1e-14);
            Close.Equal(values[k] / 2, waveforms["v(b)"][k], 1e-12);
        }
    }

    [Theory]
    [InlineData("R2 1k 3k 1k", "Ω")]
    [InlineData("R2:R list 1k 2k 3k", "Ω")]
    [InlineData("X1.R2 lin 3 1k 3k", "Ω")]
    [InlineData("param rr 1k 3k 1k", "")]
    [InlineData("rr 1k 3k 1k", "")]
    public void Sweep_OfAResistorOrParameter_FollowsTheDivider(string sweep, string unit)
    {
        var waveforms = Spice.Sweep($"V1 a 0 6\nR1 a b 1k\n{(sweep[0] == 'X' ? "X1 b s\n.subckt s p\nR2 p 0 5k\n.ends" : sweep[0] == 'R' ? "R2 b 0 5k" : "R2 b 0 {rr}\n.param rr=5k")}\n.dc {sweep}\n.save v(b) i(R1)");
        Assert.Equal(unit, waveforms.Header.Axis.Unit);
        double[] ohms = [1e3, 2e3, 3e3];
        Assert.Equal(ohms, waveforms.Axis);
        for (var k = 0; k < ohms.Length; k++)
        {
            Close.Equal(6 * ohms[k] / (1e3 + ohms[k]), waveforms["v(b)"][k], 1e-9);
            Close.Equal(6 / (1e3 + ohms[k]), waveforms["i(R1)"][k], 1e-9);
        }
    }

    [Fact]
    public void Sweep_OfTheTemperature_FollowsResistorsParametersAndExpressions()
    {
        var waveforms = Spice.Sweep(".param warm={temper}\nI1 0 a 1m\nR1 a 0 1k tc1=1e-3 tc2=1e-6\nV1 b 0 {warm}\nB1 c 0 V=temper\n.dc temp -40 125 33\n.options tnom=27");
        Assert.Equal(("temp", "°C", 6), (waveforms.Header.Axis.Name, waveforms.Header.Axis.Unit, waveforms.Points));
        for (var k = 0; k < waveforms.Points; k++)
        {
            var t = -40 + 33 * k;
            Close.Equal(1 + 1e-3 * (t - 27) + 1e-6 * (t - 27) * (t - 27), waveforms["v(a)"][k], 1e-9);
            Close.Equal(t, waveforms["v(b)"][k], 1e-12);
            Close.Equal(t, waveforms["v(c)"][k], 1e-9);
        }
    }

    [Fact]
    public void Sweep_OfThreeAxes_RunsTheFirstFastest()
    {
        var waveforms = Spice.Sweep(".param gain=1\nV1 a 0 0\nR1 a b 1k\nR2 b 0 1k\nE1 c 0 b 0 {gain}\n.dc V1 1 2 1 R2 list 1k 3k sweep gain 1 3 1");
        Assert.Equal(12, waveforms.Points);
        Assert.Equal(["R2", "gain", "v(a)"], waveforms.Header.Vectors.Take(3).Select(v => v.Name));
        for (var k = 0; k < 12; k++)
        {
            var (v, r, gain) = (1 + k % 2, k / 2 % 2 == 0 ? 1e3 : 3e3, 1 + k / 4);
            Assert.Equal((v, r, gain), (waveforms.Axis[k], waveforms["R2"][k], waveforms["gain"][k]));
            Close.Equal(gain * v * r / (1e3 + r), waveforms["v(c)"][k], 1e-9);
        }
    }

    /// <summary>A switch remembers over another resistance: on since 1 V, it goes off below 0.4 V, the voltage being r/(1k + r) V.</summary>
    [Fact]
    public void Sweep_OfAResistorDownwards_KeepsTheStateOfASwitch()
    {
        var waveforms = Spice.Sweep("V1 a 0 1\nR1 a b 1k\nR2 b 0 1k\nS1 a c b 0 s\nR3 c 0 1k\n.model s sw(vt=0.5 vh=0.1 ron=1 roff=1g)\n.dc R2 list 400 1k 2k 1k 800 600");
        Assert.Equal([false, false, true, true, true, false], waveforms["v(c)"].Select(v => v > 0.5));
    }

    [Theory]
    [InlineData(".dc Q1 0 1 1", ".dc sweeps Q1, which is no V, I, R or top-level parameter of the circuit, nor temp")]
    [InlineData(".dc V1 0 1 1 V1 0 1 1", ".dc sweeps V1 twice")]
    [InlineData(".dc R1 0 1 1", ".dc: R1 0 Ω must be finite and above zero")]
    [InlineData(".dc temp -300 0 100", ".dc: temp -300 °C must be above absolute zero")]
    [InlineData(".dc dec V1 0 1 3", "the sweep of V1 goes by factors from 0 to 1")]
    [InlineData(".dc V1 list R1 1 2 1", "the list of V1 has no values")]
    [InlineData(".dc V1 0 1 1e-7 R1 1 2 1e-7", ".dc has 1e14 points; 1e9 are the most")]
    [InlineData(".dc V1 0 1 1e-12", "the sweep of V1 has more than 100000000 steps")]
    [InlineData(".dc V1 lin 1.5 0 1", "the number of points of .dc is a whole one")]
    [InlineData(".dc V1 0 1 1 R1 1 2 1 temp 0 1 1 V1 0 1 1", ".dc has three axes at most")]
    [InlineData(".dc data=d", "there is no .data d; write it with its columns")]
    public void Read_OfASweepThatCannotBe_PointsAtIt(string sweep, string what)
    {
        var failure = Assert.Throws<NetlistException>(() => Spice.Read($"V1 a 0 1\nR1 a 0 1k\n{sweep}"));
        Assert.StartsWith(what, failure.What, StringComparison.Ordinal);
        Assert.Equal(4, failure.Line);
    }

    [Theory]
    [InlineData(".dc dec V1 1 100 2", "by decades or octaves as that of V1")]
    [InlineData(".dc V1 list 1 2", "by a list as that of V1")]
    [InlineData(".dc p 1 2 1", "cannot sweep parameter p")]
    [InlineData(".dc V1 0 1 1 R1 1 2 1 temp 0 1 1", "two axes, and temp is the third")]
    public void Write_ForNgspiceOfWhatItDoesNotSweep_IsRefused(string sweep, string what)
    {
        var netlist = Spice.Read($".param p=1\nV1 a 0 {{p}}\nR1 a 0 1k\n{sweep}");
        var failure = Assert.Throws<NetlistException>(() => SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice }));
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dec V1 1 100 2 R1 list 1 {2*p} oct param p 1 8 1")]
    [InlineData("temp -40 125 33 I1 0 1 {p}")]
    public void Read_OfWhatTheWriterWrote_IsTheSameSweep(string sweep)
    {
        var netlist = Spice.Read($".param p=1\nV1 a 0 1\nI1 a 0 1\nR1 a 0 1k\n.dc {sweep}");
        var text = SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Native });
        Assert.Contains($"\n.dc {sweep.Replace("2*p", "(2*p)", StringComparison.Ordinal)}\n".Replace("(2*p)", "2*p", StringComparison.Ordinal), text.Replace(" * ", "*", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(text, SpiceWriter.ToText(SpiceReader.Read(text).Netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Native }));
    }
}
