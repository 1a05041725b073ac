using CircuitSim.Engine;
using CircuitSim.Experiments.Runs;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

/// <summary>
/// One small input for each thing that netlists of others need. Values are Ohm's law and closed forms, of the transistor, of the state in a
/// .ic of its own and of the vertical edge ngspice 39's, of the Joglekar window SciPy's solve_ivp.
/// </summary>
public class SmallInputTests
{
    [Theory]
    // A parameter with an expression, first used inside a .func.
    [InlineData(".param k={2*3}\n.func f(q) {k*q+10}\nV1 1 0 1\nE1 2 0 value={f(V(1))}\nR1 2 0 1\n.op", "v(2)", 16, 1e-9)]
    // .ic inside a subcircuit, its value from the call.
    [InlineData(".subckt m p n x0=0.3\nCx x 0 1\n.ic v(x)=x0\nGx 0 x p n 0.1\n.ends\nV1 a 0 1\nX1 a 0 m x0=0.2\n.tran 1m 1\n.meas tran xe find v(x1.x) at=0.5", "xe", 0.25, 1e-6)]
    // Resistances that follow their voltage, and their current.
    [InlineData("V1 a 0 2\n.subckt rr p n\nR1 p n r='1k*(1+0.1*abs(v(p,n)))'\n.ends\nX1 a b rr\nX2 b 0 rr\n.op", "v(b)", 1, 1e-9)]
    [InlineData("V1 a 0 2\n.subckt rr p n\nR1 p n r='1k*(1+0.1*abs(v(p,n)))'\n.ends\nX1 a b rr\nX2 b 0 rr\n.op", "i(V1)", -1 / 1100.0, 1e-9)]
    // The current of a resistor.
    [InlineData("V1 a 0 1\nR1 a 0 1k\nB1 b 0 V=1000*i(R1)\nR2 b 0 1k\n.op", "v(b)", 1, 1e-9)]
    // SINE and a .tran without a step.
    [InlineData("V1 a 0 SINE(0 1.2 1)\nR1 a 0 1k\n.tran 0 1 0 1m\n.meas tran m max v(a)", "m", 1.2, 1e-5)]
    // Options of other simulators.
    [InlineData("V1 a 0 1\nR1 a 0 1k\n.options savecurrents rshunt=1e12 maxord=2\n.op", "i(V1)", -1e-3, 1e-9)]
    // The analysis inside .control.
    [InlineData("V1 a 0 1\nR1 a b 1k\nR2 b 0 1k\n.control\nop\nprint v(b)\n.endc", "v(b)", 0.5, 1e-9)]
    // HSPICE's function by .param.
    [InlineData(".param wn(x)='1-pow(2*x-1,2)'\nV1 a 0 0.25\nE1 b 0 vol='wn(V(a))'\nR1 b 0 1k\n.op", "v(b)", 0.75, 1e-9)]
    // A port named gnd.
    [InlineData(".subckt inv in out vdd gnd\nR1 in out 1k\nR2 out gnd 1k\n.ends\nV1 a 0 1\nVd vdd 0 1\nX1 a b vdd gnd inv\n.op", "v(b)", 0.5, 1e-9)]
    [InlineData(".subckt inv in out vdd gnd\nR1 in out 1k\nR2 out gnd 1k\n.ends\nV1 a 0 1\nVd vdd 0 1\nX1 a b vdd gnd inv\n.op", "i(V1)", -0.5e-3, 1e-9)]
    // & and | of LTspice and PSpice.
    [InlineData("V1 a 0 3\nB1 b 0 V=IF((V(a)>1)&(V(a)<4),5,0)\nR1 b 0 1k\n.op", "v(b)", 5, 1e-9)]
    // A function named as the state of a memristor.
    [InlineData(".func w(x) {1-(2*x-1)^2}\nV1 a 0 0.25\nE1 b 0 value={w(v(a))}\nR1 b 0 1\n.op", "v(b)", 0.75, 1e-9)]
    // A vertical edge in PWL.
    [InlineData("V1 a 0 PWL(0 0 1n 0 1n 10 4n 10 4n 0)\nR1 a 0 1k\n.tran .1n 5n\n.meas tran m find v(a) at=2n", "m", 10, 1e-9)]
    // Level 1 whose card has a doping.
    [InlineData("V1 bl 0 0.2\nV2 wl 0 3\nR1 bl x 10k\nM1 x wl 0 0 nm W=5u L=0.5u\n.model nm nmos level=1 vto=0.7 gamma=0.45 phi=0.9 nsub=9e14 ld=0.08e-6 uo=350 lambda=0.1 tox=9e-9\n.op", "v(x)", 4.310507e-3, 1e-6)]
    [InlineData("V1 bl 0 0.2\nV2 wl 0 3\nR1 bl x 10k\nM1 x wl 0 0 nm W=5u L=0.5u\n.model nm nmos level=1 vto=0.7 gamma=0.45 phi=0.9 nsub=9e14 ld=0.08e-6 uo=350 lambda=0.1 tox=9e-9\n.op", "i(V1)", -19.5689e-6, 5e-6)]
    // What .print names.
    [InlineData("V1 a 0 2\nR1 a b 1k\nR2 b 0 1k\n.op\n.print op v(a,b) v(b)*i(V1)", "print 0", 1, 1e-9)]
    [InlineData("V1 a 0 2\nR1 a b 1k\nR2 b 0 1k\n.op\n.print op v(a,b) v(b)*i(V1)", "print 1", -1e-3, 1e-9)]
    // Xyce's levels of memristors.
    [InlineData("V1 1 0 SIN(0 1.2 1)\nYMEMRISTOR mr1 1 0 m R_init=11000\n.model m memristor(level=4 Roff=16000 Ron=100 D=10e-9 uv=10e-15 p=1)\n.tran 1m 1\n.meas tran im min i(V1)", "im", -180.6e-6, 1e-4)]
    // A memristor and a transistor of one name; as with two names.
    [InlineData("V1 bl 0 0.1\nVg g 0 1.8\nYMEMRISTOR M1 bl x cell\nM1 x g 0 0 nm W=1u L=0.13u\n.model nm nmos(level=1 vto=0.5 kp=200u)\n.model cell MEMRISTOR(ron=1k roff=100k kon=-216.2 koff=0.091 aon=4 aoff=4 von=-1.5 voff=0.3 won=0 woff=3n)\n.op", "i(V1)", -995e-9, 1e-3)]
    // A resistance of zero is a short circuit.
    [InlineData("V1 a 0 2\nR1 a b 1k\nR2 b c 0\nR3 c 0 {1-1}\n.op", "i(R2)", 2e-3, 1e-9)]
    [InlineData("V1 a 0 2\nR1 a b 1k\nR2 b c 0\nR4 c 0 1k\n.op", "v(b)", 1, 1e-9)]
    public void Run_OfASmallInput_HasTheValue(string cards, string quantity, double value, double tolerance)
    {
        var run = new NetlistRun(SpiceReader.Read($"t\n{cards}\n.end\n").Flat, [new BuiltInSimulator()], (_, _) => null, keepWaveforms: true).Execute().Runs[0];
        var found = run.Measured.FirstOrDefault(m => m.Name == quantity)?.Value
            ?? (quantity.StartsWith("print ", StringComparison.Ordinal) ? run.Printed.Single().Rows.Single()[quantity[^1] - '0'] : run.Waveforms![quantity][^1]);
        Close.Equal(value, found, rtol: tolerance, where: quantity);
    }

    [Fact]
    public void Run_OfASteppedParameter_IsOhmsLaw()
    {
        var reading = SpiceReader.Read("t\n.param rm=1k\nV1 a 0 1\nR1 a 0 {rm}\n.step param rm list 1k 2k 5k\n.op\n.print op i(V1)\n.end\n");
        var rows = new SteppedRun(reading.Netlist, [new BuiltInSimulator()], keepWaveforms: false).Execute((_, _) => { }).Rows;
        Close.Equal([-1e-3, -0.5e-3, -0.2e-3], [.. rows.Select(r => r.Values.Single().Value!.Value)], rtol: 1e-9, where: "i(V1)");
    }

    /// <summary>1 − e⁻¹ where IC= counts, as in PSpice; 1 V and a note where it does not.</summary>
    [Theory]
    [InlineData(null, 1, "ic= of C1 counts only with uic")]
    [InlineData("pspice", 0.632121, null)]
    public void Run_OfAnInitialVoltageWithoutUic_IsTheDialectsOrNoted(string? dialect, double value, string? note)
    {
        var reading = SpiceReader.Read("t\nV1 a 0 1\nR1 a b 1k\nC1 b 0 1u ic=0\n.tran 10u 5m\n.meas tran m find v(b) at=1m\n.end\n", new SpiceReaderOptions { Dialect = dialect is null ? null : Dialect.Of(dialect) });
        Assert.Equal(note is not null, reading.Notes.Any(n => n.Contains(note ?? "ic=", StringComparison.Ordinal)));
        var run = new NetlistRun(reading.Flat, [new BuiltInSimulator()], (_, _) => null, keepWaveforms: true).Execute().Runs[0];
        Close.Equal(value, run.Measured.Single().Value!.Value, rtol: 1e-3, where: "m");
    }
}
