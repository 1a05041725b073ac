using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Numerics;
using CircuitSim.Tests.Conformance;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

public class NonlinearOperatingPointTests
{
    /// <summary>kT/q at 27 °C [V].</summary>
    private const double ThermalVoltage = 300.15 * 1.38064852e-23 / 1.6021766208e-19;

    [Theory]
    [InlineData(0.3, 1e3, 0)]
    [InlineData(5, 1e3, 0)]
    [InlineData(5, 10, 25)]
    [InlineData(100, 0.1, 0.5)]
    [InlineData(1000, 1e-3, 0)]
    public void Diode_BehindAResistor_IsLambertsFunction(double volt, double ohm, double seriesOhm)
    {
        var point = Spice.OperatingPoint(
            $".options reltol=1e-9 abstol=1e-18 vntol=1e-12 gmin=1e-30\nV1 in 0 {SiText.Exact(volt)}\nR1 in a {SiText.Exact(ohm)}\nD1 a 0 dm\n.model dm d(is=1e-14 n=1.3 rs={SiText.Exact(seriesOhm)})");
        // i = (n V_t / R) W(I_s R / (n V_t) e^((V + I_s R) / (n V_t))) − I_s
        var (slope, resistance) = (1.3 * ThermalVoltage, ohm + seriesOhm);
        var logarithm = Math.Log(1e-14 * resistance / slope) + (volt + 1e-14 * resistance) / slope;
        Close.Equal(-(slope / resistance * LambertOfExponential(logarithm) - 1e-14), point.Current("V1"), 1e-11);
    }

    [Fact]
    public void Diodes_InALongStack_ShareTheVoltage()
    {
        var cards = string.Join('\n', Enumerable.Range(0, 50).Select(k => $"D{k} n{k} n{k + 1} dm"));
        var point = Spice.OperatingPoint($".options reltol=1e-9\nV1 n0 0 40\nV2 n50 0 0\n{cards}\n.model dm d(is=1e-14)");
        for (var k = 0; k <= 50; k++)
            Close.Equal(40 - 0.8 * k, point.Voltage(new NodeId($"n{k}")), 1e-7, 1e-7, $"n{k}");
    }

    [Fact]
    public void Mosfet_InSaturation_FollowsTheSquareLaw()
    {
        var point = Spice.OperatingPoint("Vd d 0 5\nVg g 0 2\nM1 d g 0 0 nm w=20u l=2u\n.model nm nmos(vto=0.7 kp=100u lambda=0.02)");
        Close.Equal(-0.5 * 1e-3 * 1.3 * 1.3 * (1 + 0.02 * 5), point.Current("Vd"), 1e-8);
        Close.Equal(0, point.Current("Vg"), 0, 1e-18);
    }

    [Fact]
    public void Mosfets_WithDrainAndSourceExchanged_CarryTheSameCurrent()
    {
        const string Card = ".model nm nmos(vto=0.7 kp=100u lambda=0.02 gamma=0.4)";
        var forward = Spice.OperatingPoint($"Vd d 0 1\nVg g 0 2\nM1 d g 0 0 nm\n{Card}").Current("Vd");
        var backward = Spice.OperatingPoint($"Vd d 0 1\nVg g 0 2\nM1 0 g d 0 nm\n{Card}").Current("Vd");
        Close.Equal(forward, backward, 1e-12);
    }

    [Fact]
    public void Pmos_MirroredAtGround_CarriesTheOppositeCurrent()
    {
        var n = Spice.OperatingPoint("Vd d 0 2\nVg g 0 1.5\nVb b 0 -1\nM1 d g 0 b m\n.model m nmos(vto=0.6 kp=90u lambda=0.03 gamma=0.5 phi=0.7)").Current("Vd");
        var p = Spice.OperatingPoint("Vd d 0 -2\nVg g 0 -1.5\nVb b 0 1\nM1 d g 0 b m\n.model m pmos(vto=-0.6 kp=90u lambda=0.03 gamma=0.5 phi=0.7)").Current("Vd");
        Close.Equal(-n, p, 1e-12);
    }

    [Theory]
    [InlineData("v(a)=5 v(b)=0", 5, 0)]
    [InlineData("v(a)=0 v(b)=5", 0, 5)]
    public void Latch_WithANodeset_SettlesThere(string nodeset, double a, double b)
    {
        var point = Spice.OperatingPoint(
            "Vdd vdd 0 5\nM1 a b 0 0 nm\nM2 a b vdd vdd pm\nM3 b a 0 0 nm\nM4 b a vdd vdd pm\n"
            + $".model nm nmos(vto=0.7 kp=100u)\n.model pm pmos(vto=-0.7 kp=100u)\n.nodeset {nodeset}");
        Close.Equal(a, point.Voltage(new NodeId("a")), 1e-6, 1e-6);
        Close.Equal(b, point.Voltage(new NodeId("b")), 1e-6, 1e-6);
    }

    [Theory]
    [InlineData("OFF", "", "a", "b")]
    [InlineData("", "OFF", "b", "a")]
    public void Latch_WithATransistorThatIsOff_SettlesThere(string first, string second, string high, string low)
    {
        var point = Spice.OperatingPoint(
            $"Vdd vdd 0 5\nR1 vdd a 100k\nR2 vdd b 100k\nM1 a b 0 0 nm {first}\nM2 b a 0 0 nm {second}\n.model nm nmos(vto=0.7 kp=100u)");
        Close.Equal(5, point.Voltage(new NodeId(high)), 1e-6, 1e-6);
        // 5 V − 100 kΩ i = v with i = 100 µA/V² (4.3 V v − v²/2).
        Close.Equal(44 - Math.Sqrt(44 * 44 - 100), point.Voltage(new NodeId(low)) * 10, 1e-5);
    }

    [Fact]
    public void Diode_ThatIsOff_ConductsInTheEndAllTheSame()
    {
        const string Cards = ".options reltol=1e-9\nV1 in 0 5\nR1 in a 1k\nD1 a 0 dm{0}\n.model dm d(is=1e-14 rs=5)";
        var node = new NodeId("a");
        Close.Equal(
            Spice.OperatingPoint(Cards.Replace("{0}", "", StringComparison.Ordinal)).Voltage(node),
            Spice.OperatingPoint(Cards.Replace("{0}", " OFF", StringComparison.Ordinal)).Voltage(node), 1e-12);
    }

    [Fact]
    public void BehavioralSource_OfAPowerLaw_IsSolvedByItsRoot()
    {
        // 1 mA = 1e-3 v³ + v / 1 kΩ: v³ + v = 1.
        var point = Spice.OperatingPoint(".options reltol=1e-9\nI1 0 a 1m\nR1 a 0 1k\nB1 a 0 I=1m*v(a)^3");
        Close.Equal(0.682327803828019, point.Voltage(new NodeId("a")), 1e-12);
    }

    [Fact]
    public void StiffExponentialSources_NeedSourceStepping_AndGetIt()
    {
        // No limiting knows this exponential; full Newton steps overflow.
        var point = Spice.OperatingPoint(".options reltol=1e-9\nV1 in 0 50\nR1 in a 1\nB1 a b I=1e-14*(exp(40*v(a,b))-1)\nB2 b 0 I=1e-14*(exp(40*v(b))-1)\nR2 b 0 1k");
        var (a, b) = (point.Voltage(new NodeId("a")), point.Voltage(new NodeId("b")));
        var current = 50 - a;
        Close.Equal(current, 1e-14 * (Math.Exp(40 * (a - b)) - 1), 1e-6);
        Close.Equal(current, 1e-14 * (Math.Exp(40 * b) - 1) + b / 1e3, 1e-6);
    }

    [Fact]
    public void OperatingPoint_OfAMemristor_IsItsResistanceAtTheStart()
    {
        const string Card = ".model m memristor(ron=1k roff=100k kon=-10 koff=0.1 aon=3 aoff=3 von=-1 voff=1 won=0 woff=3n)";
        Close.Equal(-0.5 / (1e3 + 99e3 / 3), Spice.OperatingPoint($"V1 a 0 0.5\nYMEMRISTOR m1 a 0 m w0=1n\n{Card}").Current("V1"), 1e-9);
        // Even above the threshold: at an operating point the state stands still.
        Close.Equal(-5 / 100e3, Spice.OperatingPoint($"V1 a 0 5\nYMEMRISTOR m1 a 0 m\n{Card}").Current("V1"), 1e-9);
    }

    /// <summary>A device that is OFF must not lead the search away from where node sets put it: it goes on from zero volts.</summary>
    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 3)]
    public void OperatingPoint_ADiodeThatIsOff_LeavesALatchWhereItIsSet(double q, double qb)
    {
        double Of(string off) => Spice.OperatingPoint($"""
            V1 vdd 0 3
            M1 q qb 0 0 nm w=10u l=1u
            M2 qb q 0 0 nm w=10u l=1u
            R1 vdd q 10k
            R2 vdd qb 10k
            D1 q d dm {off}
            Rd d 0 100k
            .nodeset v(q)={q} v(qb)={qb}
            .model nm NMOS(vto=0.7 kp=100u)
            .model dm D(is=1e-14)
            """).Voltage(new NodeId("q"));
        Assert.Equal(q > qb, Of("OFF") > 1.5);
        Close.Equal(Of(""), Of("OFF"), rtol: 1e-9);
    }

    [Fact]
    public void Sweep_OfTwoSources_RunsTheInnerOneFaster()
    {
        var waveforms = Spice.Sweep("Vd d 0 0\nVg g 0 0\nM1 d g 0 0 nm w=10u l=1u\n.model nm nmos(vto=1 kp=100u)\n.dc Vd 0 2 0.5 Vg 1 3 1");
        Assert.Equal(15, waveforms.Points);
        Assert.Equal("Vd", waveforms.Header.Axis.Name, ignoreCase: true);
        Assert.Equal([1.0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3], waveforms["Vg"]);
        // Last point: saturation edge, v_ds = v_gs − v_th = 2 V.
        Close.Equal(-0.5 * 1e-3 * 4, waveforms["i(Vd)"][^1], 1e-6);
    }

    [Fact]
    public void Sweep_OfABistableSwitch_RemembersWhereItCameFrom()
    {
        const string Cards = "Vc c 0 0\nV1 in 0 1\nS1 in a c 0 sw\nR1 a 0 1k\n.model sw sw(vt=1 vh=0.35 ron=1k roff=1e9)\n";
        var up = Spice.Sweep(Cards + ".dc Vc 0 2 0.5");
        var down = Spice.Sweep(Cards + ".dc Vc 2 0 -0.5");
        Close.Equal(0, up["v(a)"][2], 0, 1e-5);
        Close.Equal(0.5, down["v(a)"][2], 1e-6);
    }

    [Fact]
    public void OperatingPoint_WithoutSolution_NamesNodeResidualAndRemedy()
    {
        // i = 1 + v² never balances a current of the other sign.
        var e = Assert.Throws<ConvergenceException>(() => Spice.OperatingPoint("I1 a 0 1\nB1 a 0 I=1+v(a)*v(a)\nR1 a 0 1t"));
        Assert.Equal("operating point", e.Analysis);
        Assert.Equal("a", e.Where);
        Assert.Contains("worst at a", e.Message, StringComparison.Ordinal);
        Assert.Contains("source stepping and a pseudo-transient all failed", e.Message, StringComparison.Ordinal);
    }

    /// <summary>The path that leads from sources at zero to those of the netlist runs to infinity before its end: v = s/(1 − s).</summary>
    [Theory]
    [InlineData("B1 a 0 V=v(a)+1\nD1 a 0 d\n.model d d")]
    [InlineData("B1 a 0 V=v(a)-1\nD1 0 a d\n.model d d")]
    [InlineData("V1 b 0 1\nB1 a 0 V=v(a)+v(b)\nR1 a c 1k\nD1 c 0 d\n.model d d")]
    [InlineData("B1 a 0 V=v(a)+1\nM1 a a 0 0 n\n.model n nmos(vto=0.7 kp=100u)")]
    [InlineData("B1 a 0 I=-1-v(a)*v(a)\nD1 a 0 d\n.model d d(rs=1)")]
    public void OperatingPoint_WhereNoneExists_EndsWithATypedFailure(string cards)
    {
        var e = Assert.ThrowsAny<CircuitSimException>(() => Spice.OperatingPoint(cards));
        Assert.True(e is ConvergenceException { Iterations: < 25_000 } or SingularMatrixException, e.ToString());
    }

    /// <summary>
    /// A loop of a gain of thousands, of which ngspice 39 finds the point by gmin stepping alone: whole Newton steps run in circles.
    /// The conformance corpus has its voltages.
    /// </summary>
    [Fact]
    public void OperatingPoint_OfAnAmplifierThatFollowsItself_NeedsNoSteppingOfConductances()
    {
        var netlist = SpiceReader.Read(File.ReadAllText(Path.Combine(ConformanceCircuit.Folder, "op-opamp-follower.cir"))).Netlist;
        Assert.InRange(new BuiltInSimulator().SolveOperatingPoint(netlist).Statistics!.NewtonIterations!.Value, 1, netlist.Options.OperatingPointIterations);
    }

    [Fact]
    public void OperatingPoint_OfALoopOfAnInductorAndASource_NamesTheElement()
    {
        var e = Assert.Throws<SingularMatrixException>(() => Spice.OperatingPoint("V1 a 0 1\nL1 a 0 1m\nR1 a 0 1"));
        Assert.Equal("V1", e.Unknown);
    }

    [Fact]
    public void OperatingPoint_OfANodeBetweenCapacitors_NamesIt()
    {
        var e = Assert.Throws<SingularMatrixException>(() => Spice.OperatingPoint("V1 a 0 1\nC1 a b 1p\nC2 b 0 1p"));
        Assert.Equal("b", e.Unknown);
    }

    /// <summary>W(e^y) by Newton's iteration on w + ln w = y.</summary>
    private static double LambertOfExponential(double y)
    {
        var w = y > 1 ? y - Math.Log(y) : Math.Exp(y);
        for (var k = 0; k < 50; k++)
            w -= (w + Math.Log(w) - y) / (1 + 1 / w);
        return w;
    }
}
