using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Ngspice;

public class NgspiceWaveformTests
{
    private static readonly NgspiceSimulator Simulator = new(new NgspiceOptions { Executable = NgspiceLocation.Find() });

    [NgspiceFact]
    public void RunTransient_OfAnRc_FollowsTheExponential()
    {
        var waves = Transient("""
            rc
            V1 in 0 PULSE(0 1 0 1p)
            R1 in out 1k
            C1 out 0 1n
            .options reltol=1e-6
            .tran 10n 5u
            """);
        Assert.True(waves.IsComplete);
        Assert.Equal(["v(in)", "v(out)", "i(V1)"], waves.Header.Vectors.Select(v => v.Name));
        for (var k = 0; k < waves.Points; k++)
            Close.Equal(1 - Math.Exp(-waves.Axis[k] / 1e-6), waves["v(OUT)"][k], 0, 2e-5, $"t = {waves.Axis[k]}");
    }

    [NgspiceFact]
    public void RunTransient_WithAnInductorInASubcircuit_ReportsItsCurrentByPath()
    {
        var waves = Transient("""
            rl
            V1 in 0 1
            X1 in load rr=1k
            .subckt load p rr=1
            R1 p m {rr}
            L1 m 0 1m ic=0
            .ends
            .options reltol=1e-6
            .save v(X1.m) v(in,X1.m) i(x1.l1)
            .tran 10n 5u uic
            """);
        Assert.Equal(["v(X1.m)", "v(in,X1.m)", "i(X1.L1)"], waves.Header.Vectors.Select(v => v.Name));
        for (var k = 0; k < waves.Points; k++)
        {
            Close.Equal(1e-3 * (1 - Math.Exp(-waves.Axis[k] / 1e-6)), waves["i(X1.L1)"][k], 0, 2e-7, $"t = {waves.Axis[k]}");
            Close.Equal(1 - waves["v(X1.m)"][k], waves["v(in,x1.m)"][k], 1e-12);
        }
    }

    [NgspiceFact]
    public void RunDcSweep_OfTwoSources_GivesTheOuterFirst()
    {
        var netlist = SpiceReader.Read("""
            two
            V1 a 0 0
            I1 0 b 0
            R1 a b 1k
            R2 b 0 1k
            .dc V1 0 1 0.25 I1 0 2m 1m
            """).Netlist;
        var waves = new Waveforms();
        Simulator.RunDcSweep(netlist, (DcSweepAnalysis)netlist.Analyses[0], waves);
        Assert.Equal(15, waves.Points);
        Assert.Equal("I1", waves.Header.Vectors[0].Name);
        for (var k = 0; k < 15; k++)
        {
            Close.Equal(0.25 * (k % 5), waves.Axis[k], 1e-12);
            Close.Equal(1e-3 * (k / 5), waves["I1"][k], 1e-12);
            Close.Equal(waves.Axis[k] / 2 + waves["I1"][k] * 500, waves["v(b)"][k], 1e-9, 1e-12);
        }
    }

    [NgspiceFact]
    public void SolveOperatingPoint_OfEveryElement_IsAccepted()
    {
        var netlist = SpiceReader.Read("""
            every element
            V1 in 0 DC 1 PULSE(0 1 1n 1n 1n 5n 20n)
            R1 in a 1k
            C1 a 0 1p
            L1 a b 1n
            R2 b 0 1k
            E1 e 0 a 0 2
            Re e 0 1k
            G1 0 g a 0 1m
            Rg g 0 1k
            F1 0 f V1 2
            Rf f 0 1k
            H1 h 0 V1 1k
            Rh h 0 1k
            B1 bv 0 V=v(a)^2 + i(V1)*{k}
            Rb bv 0 1k
            B2 0 bi I=1m*v(a)
            Rbi bi 0 1k
            S1 e sw e 0 ss
            Rs sw 0 1k
            D1 a dk dd area=2
            Rd dk 0 1k
            M1 md in 0 0 nn w=10u l=1u
            Rm e md 1k
            X1 in xo half
            .param k=1k
            .model ss sw vt=0.5 ron=1 roff=1meg
            .subckt half p q
            .model dd d is={1e-14*f}
            .param f=2
            R1 p q 1k
            R2 q 0 1k
            D1 q m dd
            V1 m 0 0
            H1 h 0 V1 1
            Rh h 0 1
            .ends
            .model dd d is=1e-14
            .model nn nmos level=1 vto=0.5 kp=100u
            """).Netlist;
        var op = Simulator.SolveOperatingPoint(netlist);
        Close.Equal(0.5, op.Voltage(new NodeId("a")), 1e-2);
        var a = op.Voltage(new NodeId("a"));
        Close.Equal(2 * a, op.Voltage(new NodeId("e")), 1e-9);
        Close.Equal(a * a + 1e3 * op.Current("V1"), op.Voltage(new NodeId("bv")), 1e-6, 1e-9);
        Close.Equal(a, op.Voltage(new NodeId("bi")), 1e-6);
        Close.Equal(2 * a / 1.001, op.Voltage(new NodeId("sw")), 1e-6);
        Close.Equal(op.Voltage(new NodeId("X1.h")), op.Current("X1.V1"), 1e-6, 1e-15);
        Close.Equal(a / 1e3, op.Current("L1"), 1e-6);
    }

    public static TheoryData<string, string> Cards()
    {
        const string Common = "ron=1k roff=100k kon=-216.2 koff=0.091 aon=4 aoff=4 von=-1.5 voff=0.3 won=0 woff=3n";
        var data = new TheoryData<string, string>();
        foreach (var iv in new[] { "linear", "exponential" })
        {
            foreach (var window in new[] { "none", "biolek p=2", "joglekar p=1 w0=1.5n", "prodromakis p=1 w0=1.5n", "exponential waoff=2.9n waon=0.1n wc=0.1n" })
                data.Add($"{Common} iv={iv} window={window}", window.Contains("w0", StringComparison.Ordinal) ? "" : "w0=1.5n");
        }

        return data;
    }

    [NgspiceTheory]
    [MemberData(nameof(Cards))]
    [Trait("Category", "slow")]
    public void RunTransient_OfASwitchingMemristor_StartsWhereItShouldAndStaysInRange(string card, string start)
    {
        var waves = Transient($"""
            memristor
            V1 in 0 PULSE(0 -3 0.2u 10n 10n 1u 4u)
            V2 top in PULSE(0 1.2 2u 10n 10n 1u 4u)
            Vm top a 0
            YMEMRISTOR Y1 a 0 cell {start}
            .model cell MEMRISTOR({card})
            .tran 5n 8u
            """);
        Assert.True(waves.IsComplete);
        double Resistance(double atTime)
        {
            var k = Enumerable.Range(0, waves.Points).First(k => waves.Axis[k] >= atTime);
            return waves["v(a)"][k] / waves["i(Vm)"][k];
        }

        var (low, high) = (double.MaxValue, 0.0);
        for (var k = 0; k < waves.Points; k++)
        {
            if (Math.Abs(waves["v(a)"][k]) < 0.01)
                continue;
            var r = waves["v(a)"][k] / waves["i(Vm)"][k];
            (low, high) = (Math.Min(low, r), Math.Max(high, r));
        }

        Assert.InRange(low, 999, 100_100);
        Assert.InRange(high, 999, 100_100);
        // The set pulse brings it towards R_on.
        Assert.True(Resistance(1.15e-6) < Resistance(0.206e-6) || Resistance(1.15e-6) < 1001);
    }

    [NgspiceFact]
    public void RunTransient_OfAMemristorWithoutWindow_AgreesWithTheClosedForm()
    {
        // dw/dt is constant at a constant voltage: 216.2 (2/1.5 − 1)^4 m/s.
        var waves = Transient("""
            set
            V1 a 0 PWL(0 0 10n 0 10.001n -2)
            YMEMRISTOR Y1 a 0 cell w0=2n
            .model cell MEMRISTOR(ron=1k roff=100k kon=-216.2 koff=0.091 aon=4 aoff=4 von=-1.5 voff=0.3 won=0 woff=3n)
            .options reltol=1e-6
            .tran 1p 10.5n 0 1p
            """);
        var rate = 216.2 * Math.Pow(2 / 1.5 - 1, 4);
        var checkedPoints = 0;
        for (var k = 0; k < waves.Points; k++)
        {
            var t = waves.Axis[k] - 10.001e-9;
            if (t < 1e-12)
                continue;
            var w = Math.Max(2e-9 - rate * t, 0);
            Close.Equal(-2 / (1e3 + 99e3 * w / 3e-9), waves["i(V1)"][k] * -1, 5e-3, where: $"t = {t}");
            checkedPoints++;
        }

        Assert.True(checkedPoints > 100);
    }

    [NgspiceTheory]
    [InlineData("v(a)^3 - 2^-v(a) + (-v(a))^3")]
    [InlineData("log(v(a)) + ln(v(a)) + log10(v(a)) + sqrt(v(a)) + exp(v(a))")]
    [InlineData("sin(v(a)) + cos(v(a)) + tan(v(a)) + asin(v(a)/4) + acos(v(a)/4) + atan(v(a)) + arctan(v(a))")]
    [InlineData("sinh(v(a)) + cosh(v(a)) + tanh(v(a)) + asinh(v(a)) + acosh(v(a)) + atanh(v(a)/4)")]
    [InlineData("min(v(a), 1, 3) + 10*max(v(a), 5) + 100*limit(v(a), 0, 1) + abs(-v(a))")]
    [InlineData("int(-v(a)-0.5) + 10*nint(v(a)+0.5) + 100*floor(v(a)+0.5) + 1000*ceil(v(a)+0.5)")]
    [InlineData("sgn(v(a)-2) + sgn(v(a)) + u(v(a)) + uramp(v(a)) + uramp(-v(a)) + u(v(a)-2)")]
    [InlineData("v(a) > 1 && v(a) < 3 ? 5 : 7")]
    [InlineData("!v(a) + (v(a)==2) + (v(a)!=2) + (v(a)>=2) + (v(a)<=2) + (v(a) || 0)")]
    [InlineData("pow(-v(a), 3) + pwr(-v(a), 2) + pow(v(a), 0.5) + 2**3**2")]
    [InlineData("atan2(v(a), -1) + atan2(-v(a), -1) + atan2(v(a), 1)")]
    [InlineData("table(v(a), 0, 0, 1, 10, 3, 20) + pwl(10*v(a), 0, 0, 1, 10) + table(-v(a), 0, 5, 1, 10)")]
    [InlineData("temper + time + pi + e + boltz*1e23 + if(v(a) > 1, 3, 4)")]
    [InlineData("sqrt(-v(a)) + ln(-v(a))")]
    [InlineData("-v(a)^2 + 1/(v(a)+1e-3) - -3")]
    public void SolveOperatingPoint_OfAnExpression_GivesWhatTheBoundOneGives(string text)
    {
        var netlist = SpiceReader.Read($"t\nV1 a 0 2\nR1 a 0 1\nB1 o 0 V={text}\nRo o 0 1\n").Netlist;
        var bound = CircuitSim.Netlists.Expressions.BoundExpression.Bind(NetlistFlattening.Flatten(netlist).Elements.OfType<BehavioralSource>().Single().Value);
        var controls = bound.Controls.Select(_ => 2.0).ToArray();
        var ours = bound.Evaluate(controls, 0, 27, new double[controls.Length]);
        Close.Equal(Simulator.SolveOperatingPoint(netlist).Voltage(new NodeId("o")), ours, 1e-9, 1e-12);
    }

    private static Waveforms Transient(string text)
    {
        var netlist = SpiceReader.Read(text).Netlist;
        var waves = new Waveforms();
        Simulator.RunTransient(netlist, (TransientAnalysis)netlist.Analyses[0], waves);
        return waves;
    }
}
