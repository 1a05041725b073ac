using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

public class CurrentSwitchTests
{
    /// <summary>1 mA flows through Vc, in the middle of the band: the divider of 10 Ω or 1 MΩ and 1 kΩ says which state was kept.</summary>
    [Theory]
    [InlineData("ON", 10.0)]
    [InlineData("OFF", 1e6)]
    [InlineData("", 1e6)]
    public void Switch_WithinItsHysteresis_StaysAsItsLineSays(string word, double resistance)
    {
        var point = new BuiltInSimulator().SolveOperatingPoint(Spice.Read(
            $"V1 in 0 10\nRc in c 10k\nVc c 0 0\nW1 in a Vc ww {word}\nR1 a 0 1k\n.model ww csw(it=1m ih=0.5m ron=10 roff=1meg)"));
        Close.Equal(10 * 1e3 / (1e3 + resistance), point.Voltage(new NodeId("a")), rtol: 1e-9);
    }

    /// <summary>A ramp of 1 A/s meets it + ih at 0.7 s, and on its way down it − ih at 1.7 s.</summary>
    [Fact]
    public void Switch_DrivenByATriangle_TogglesWhereTheCurrentCrossesItsThresholds()
    {
        var netlist = Spice.Read(
            "I1 0 c PWL(0 0 1 1 2 0)\nVc c 0 0\nV1 in 0 1\nW1 in a Vc ww\nR1 a 0 1\n.model ww csw(it=0.5 ih=0.2 ron=1 roff=1e9)\n.tran 10m 2");
        var (waveforms, _) = Spice.Transient(netlist);
        Close.Equal(0.7, Crossing(waveforms, rising: true), rtol: 0, atol: 1e-5);
        Close.Equal(1.7, Crossing(waveforms, rising: false), rtol: 0, atol: 1e-5);
    }

    [Fact]
    public void Writer_ForNgspice_RefusesAnInitialStateThatItDoesNotFollow()
    {
        var netlist = Spice.Read("V1 a 0 1\nW1 a 0 V1 ww ON\n.model ww csw");
        var e = Assert.Throws<NetlistException>(() => SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice }));
        Assert.Contains("W1: ngspice does not follow ON", e.Message, StringComparison.Ordinal);
    }

    private static double Crossing(Waveforms waveforms, bool rising)
    {
        var v = waveforms["v(a)"];
        for (var k = 1; k < v.Count; k++)
        {
            if (rising ? v[k - 1] < 0.25 && v[k] >= 0.25 : v[k - 1] >= 0.25 && v[k] < 0.25)
                return waveforms.Axis[k];
        }

        return double.NaN;
    }
}
