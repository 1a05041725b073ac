using CircuitSim.Engine;
using CircuitSim.Experiments.Runs;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

public class SteppedRunTests
{
    [Theory]
    [InlineData(".step param r list 1k 2k 5k", new[] { 1e3, 2e3, 5e3 })]
    [InlineData(".step param r 1k 3k 1k", new[] { 1e3, 2e3, 3e3 })]
    [InlineData(".step lin param r 3k 1k 1k", new[] { 3e3, 2e3, 1e3 })]
    [InlineData(".step dec param r 1k 100k 1", new[] { 1e3, 1e4, 1e5 })]
    [InlineData(".step oct param r 1k 4k 2", new[] { 1e3, 1414.2135623730951, 2e3, 2828.4271247461902, 4e3 })]
    [InlineData(".step dec r 1k 100k 1", new[] { 1e3, 1e4, 1e5 })]
    [InlineData(".step R2:R list 1k 2k", new[] { 1e3, 2e3 })]
    [InlineData(".step R2 {r} {2*r} {r}", new[] { 1e3, 2e3 })]
    public void Execute_OfADivider_IsOhmsLawAtEveryStep(string step, double[] resistances)
    {
        var result = Execute($".param r=1k\nV1 a 0 1\nR1 a b 1k\nR2 b 0 {{r}}\n.op\n.print op v(b)\n{step}");
        Assert.Equal(resistances.Length, result.Rows.Count);
        for (var k = 0; k < resistances.Length; k++)
        {
            Close.Equal(resistances[k], result.Rows[k].At[0], rtol: 1e-12);
            Close.Equal(resistances[k] / (1e3 + resistances[k]), result.Rows[k].Values.Single().Value!.Value, rtol: 1e-9);
        }
    }

    /// <summary>The drop of a diode at 1 mA grows with its emission coefficient and falls with its saturation current: n V_t ln(I/I_s).</summary>
    [Fact]
    public void Execute_OfCardTemperatureAndSource_VariesEachWithTheFirstFastest()
    {
        var result = Execute("I1 0 a 1m\nD1 a 0 d\n.model d d(is=1e-14)\n.options reltol=1e-6\n.op\n.print op v(a)\n.step d d(n) list 1 2\n.step I1 list 1m 2m\n.step temp list 27");
        double[][] at = [[1, 1e-3, 27], [2, 1e-3, 27], [1, 2e-3, 27], [2, 2e-3, 27]];
        Assert.Equal(at, result.Rows.Select(r => r.At.ToArray()));
        foreach (var row in result.Rows)
            Close.Equal(row.At[0] * CircuitSim.Devices.PhysicalConstants.ThermalVoltage(300.15) * Math.Log(row.At[1] / 1e-14), row.Values.Single().Value!.Value, rtol: 1e-5);
    }

    /// <summary>Saturated, a level 1 carries ½ kp w/l (v_gs − v_to)²; a source of an area and a diode of one, and what a waveform gives, go with their number.</summary>
    [Theory]
    [InlineData("M1:w", "list 1u 3u", "i(Vm)", new[] { -5e-6, -15e-6 })]
    [InlineData("M1:L", "list 1u 2u", "i(Vm)", new[] { -10e-6, -5e-6 })]
    [InlineData("J1:area", "list 1 2.5", "i(Vj)", new[] { -1e-4, -2.5e-4 })]
    [InlineData("Vs:v1", "list 1 4", "v(s)", new[] { 1.0, 4 })]
    public void Execute_OfAKeyOfAnElement_VariesIt(string what, string values, string quantity, double[] expected)
    {
        var result = Execute($"Vm d 0 3\nVg g 0 2\nM1 d g 0 0 n w=1u l={{len}}\n.param len=2u\n.model n nmos(vto=1 kp=20u)\nVj e 0 5\nJ1 e 0 0 j area=1\n.model j njf(vto=-1 beta=1e-4 is=1e-30)\nVs s 0 PULSE(1 2 1 1 1 1)\nRs s 0 1\n.options gmin=1e-18\n.op\n.print op {quantity}\n.step {what} {values}");
        Close.Equal(expected, [.. result.Rows.Select(r => r.Values.Single().Value!.Value)], rtol: 1e-6, where: what);
    }

    [Theory]
    [InlineData("M1", "name one of its keys, as in M1:w")]
    [InlineData("M1:kp", "MOSFET M1 gives no kp")]
    [InlineData("R1:w", "resistor R1 gives no w")]
    public void Read_OfAStepOfWhatAnElementDoesNotGive_IsRefused(string what, string message) =>
        Assert.Contains(message, Assert.Throws<NetlistException>(() => SpiceReader.Read($"t\nV1 d 0 3\nR1 d 0 1\nM1 d d 0 0 n w=1u l=1u\n.model n nmos(vto=1)\n.op\n.step {what} list 1 2\n.end\n")).Message, StringComparison.Ordinal);

    /// <summary>A divider of R1 = 1 kΩ and r: r/(R1 + r), R1 + r and R1 r/(R1 + r); its noise is that of R1 ∥ r over 1 MHz, √(4kTRB).</summary>
    [Fact]
    public void Execute_OfTransferFunctionAndNoise_HasTheirFigures()
    {
        var result = Execute(".param r=1k\nV1 a 0 1\nR1 a b 1k\nR2 b 0 {r}\n.tf v(b) V1\n.noise v(b) V1 lin 101 1 1000001\n.step param r list 1k 3k");
        Assert.Equal(["transfer_function", "input_impedance", "output_impedance", "onoise_total", "inoise_total"], result.Quantities.Select(q => q.Name));
        foreach (var row in result.Rows)
        {
            var (r, gain) = (row.At[0], row.At[0] / (1e3 + row.At[0]));
            var noise = Math.Sqrt(4 * 1.380649e-23 * 300.15 * gain * 1e3 * 1e6);
            Close.Equal([gain, 1e3 + r, gain * 1e3, noise, noise / gain], [.. row.Values.Select(v => v.Value!.Value)], rtol: 1e-5);
        }
    }

    [Fact]
    public void Execute_OfATransient_HasMeasurementsAsColumnsAndPointsByRun()
    {
        var result = Execute("V1 a 0 1\nR1 a b 1k\nC1 b 0 {c} ic=0\n.options reltol=1e-6\n.tran 1u 5m uic\n.measure tran half when v(b)=0.5 rise=1\n.step param c list 1u 2u\n.save v(b)");
        Assert.Equal("half", Assert.Single(result.Quantities).Name);
        Assert.Equal("s", result.Quantities[0].Unit);
        foreach (var row in result.Rows)
            Close.Equal(Math.Log(2) * 1e3 * row.At[0], SteppedRunResult.Value(row, result.Quantities[0])!.Value, rtol: 1e-4);
        var points = SteppedRunResult.Points("tran", result.Steps, result.Curves);
        Assert.Equal(["c", "time [s]", "v(b) [V]"], points.Columns);
        Assert.Equal(result.Curves.Sum(c => c.Analysis.Waveforms!.Points), points.Rows.Count);
    }

    [Theory]
    [InlineData(".step param r 1 1e9 1", ".step r from 1 to 1000000000 by 1 has more than 100000 values")]
    [InlineData(".step param r 1 1000 1\n.step R1 1 1000 1", "all .step together ask for more than 100000 runs")]
    [InlineData(".step param r 1 2 0", ".step r from 1 to 2 by 0 has more than 100000 values")]
    [InlineData(".step dec R1 0 1 3", ".step R1 goes by factors from 0 to 1 with 3 points to each")]
    [InlineData(".step oct R1 1 1e300 1e300", ".step R1 has more than 100000 values")]
    [InlineData(".step zz 1 2 1", ".step varies zz, which is neither a parameter nor an element of the circuit")]
    [InlineData(".step V1 1 2", ".step V1: expected start stop step, or list and values; found 2 values")]
    [InlineData(".step npn q(bf) 1 2 1", ".step varies model card q, which is not there")]
    [InlineData(".step param r list", ".step r: expected start stop step, or list and values; found 0 values")]
    public void Read_OfStepsThatCannotBe_PointsAtTheStatement(string step, string what)
    {
        var e = Assert.Throws<NetlistException>(() => SpiceReader.Read($"t\n.param r=1k\nV1 a 0 1\nR1 a 0 {{r}}\n.op\n{step}\n.end\n"));
        Assert.StartsWith(what, e.What, StringComparison.Ordinal);
        Assert.True(e.Line >= 6, e.Message);
    }

    [Theory]
    [InlineData(".step param r list 1k 2k")]
    [InlineData(".step dec param r 1k 100k 2")]
    [InlineData(".step d d(is) 1 2 1\n.step temp -50 50 50")]
    public void Write_OfSteps_ReadsBackTheSame(string steps)
    {
        var netlist = SpiceReader.Read($"t\n.param r=1k\nV1 a 0 1\nR1 a 0 {{r}}\n.model d d\n.op\n{steps}\n.end\n").Netlist;
        var again = SpiceReader.Read(SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Native })).Netlist;
        Assert.Equal(StepPlan.Of(netlist).ValuesAt(1), StepPlan.Of(again).ValuesAt(1));
        Assert.Equal(netlist.Steps.Select(s => (s.Target, s.Name, s.Key, s.Spacing)), again.Steps.Select(s => (s.Target, s.Name, s.Key, s.Spacing)));
    }

    private static SteppedRunResult Execute(string cards) =>
        new SteppedRun(SpiceReader.Read($"t\n{cards}\n.end\n").Netlist, [new BuiltInSimulator()], keepWaveforms: true).Execute((_, _) => { });
}
