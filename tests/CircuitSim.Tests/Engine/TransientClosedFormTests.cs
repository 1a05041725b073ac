using CircuitSim.Netlists;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

public class TransientClosedFormTests
{
    private const string Accurate = ".options reltol=1e-5 vntol=1e-9 abstol=1e-14 chgtol=1e-18";

    [Theory]
    [InlineData("")]
    [InlineData(" method=gear")]
    public void RcLowPass_DrivenByARamp_FollowsTheClosedForm(string method)
    {
        // For t < T a ramp t/T; behind it, the discharge of what is missing.
        const double Tau = 1e-6, Ramp = 0.2e-6;
        var (waveforms, _) = Spice.Transient($"{Accurate}{method}\nV1 in 0 pwl(0 0 0.2u 1)\nR1 in a 1k\nC1 a 0 1n\n.tran 20n 5u 0 10n");
        var error = waveforms.LargestError("v(a)", t => t <= Ramp
            ? (t - Tau * (1 - Math.Exp(-t / Tau))) / Ramp
            : 1 - Tau / Ramp * (Math.Exp(Ramp / Tau) - 1) * Math.Exp(-t / Tau));
        Assert.InRange(error, 0, 3e-5);
    }

    [Fact]
    public void RlCircuit_ReleasedFromACurrent_DecaysWithItsTimeConstant()
    {
        var (waveforms, _) = Spice.Transient($"{Accurate}\nL1 a 0 1m ic=10m\nR1 a 0 100\n.tran 0.1u 50u 0 0.1u uic");
        Assert.InRange(waveforms.LargestError("i(L1)", t => 10e-3 * Math.Exp(-t / 10e-6)), 0, 1e-6);
        // The node has no capacitance: its voltage is there at the first point.
        Close.Equal(-1, waveforms["v(a)"][0], 1e-5);
    }

    [Theory]
    [InlineData(20, "underdamped")]
    [InlineData(200, "critical")]
    [InlineData(2000, "overdamped")]
    public void RlcCircuit_OfAnyDamping_FollowsTheClosedForm(double ohm, string damping)
    {
        // Series RLC, 100 µH and 10 nF from 1 V: v'' + 2α v' + ω² v = 0, v(0) = 1, v'(0) = 0.
        const double Inductance = 100e-6, Capacitance = 10e-9;
        var (waveforms, _) = Spice.Transient($"{Accurate}\nR1 c b {SiText.Exact(ohm)}\nL1 b 0 100u\nC1 c 0 10n ic=1\n.tran 20n 30u 0 20n uic");
        var alpha = ohm / (2 * Inductance);
        var omega2 = 1 / (Inductance * Capacitance);
        var root = Math.Sqrt(Math.Abs(alpha * alpha - omega2));
        Func<double, double> exact = damping switch
        {
            "underdamped" => t => Math.Exp(-alpha * t) * (Math.Cos(root * t) + alpha / root * Math.Sin(root * t)),
            "critical" => t => Math.Exp(-alpha * t) * (1 + alpha * t),
            _ => t => Math.Exp(-alpha * t) * (Math.Cosh(root * t) + alpha / root * Math.Sinh(root * t)),
        };
        Assert.InRange(waveforms.LargestError("v(c)", exact), 0, 2e-4);
    }

    /// <summary>1 V at many times the corner frequency, in steps of one period and more: v'τ + v = sin ωt.</summary>
    [Theory]
    [InlineData(100e3)]
    [InlineData(333e3)]
    [InlineData(500e3)]
    public void RcLowPass_DrivenByASineFasterThanTheStep_FollowsTheClosedForm(double frequency)
    {
        const double Tau = 1e-3;
        var (waveforms, _) = Spice.Transient($"V1 in 0 sin(0 1 {SiText.Exact(frequency)})\nR1 in a 1k\nC1 a 0 1u\n.tran 1e-5 1e-3 0 1e-5");
        var omegaTau = 2 * Math.PI * frequency * Tau;
        var error = waveforms.LargestError("v(a)", t =>
            (Math.Sin(omegaTau * t / Tau) - omegaTau * Math.Cos(omegaTau * t / Tau) + omegaTau * Math.Exp(-t / Tau)) / (1 + omegaTau * omegaTau));
        Assert.InRange(error, 0, 0.02 / omegaTau);
        // A straight line between two points misses the source by 1 - cos(π/20) at most.
        var (time, source) = (waveforms.Axis, waveforms["v(in)"]);
        for (var k = 1; k < waveforms.Points; k++)
            Close.Equal(Math.Sin(omegaTau * 0.5 * (time[k - 1] + time[k]) / Tau), 0.5 * (source[k - 1] + source[k]), 0, 0.0125, $"between points {k - 1} and {k}");
    }

    /// <summary>Pulses of 500 kHz from 0 to 1 V, in steps of five periods: half a volt behind a low-pass, and a ripple of T/8τ to each side.</summary>
    [Fact]
    public void RcLowPass_DrivenByPulsesFasterThanTheStep_StandsAtTheirMean()
    {
        var (waveforms, _) = Spice.Transient("V1 in 0 pulse(0 1 0 1n 1n 999n 2u)\nR1 in a 1k\nC1 a 0 10n\n.tran 1e-5 2e-4 1e-4 1e-5");
        const double Ripple = 2e-6 / (8 * 1e-5);
        Assert.InRange(waveforms["v(a)"].Max(), 0.5 + 0.98 * Ripple, 0.5 + 1.02 * Ripple);
        Assert.InRange(waveforms["v(a)"].Min(), 0.5 - 1.02 * Ripple, 0.5 - 0.98 * Ripple);
    }

    /// <summary>
    /// A capacitor of a converter takes 0.6 V, then its other plate is grounded while the top floats beside 64 fF: v = −0.6 C/(C + C_p).
    /// Within the instant in which ideal switches toggle more charge moves than the tolerance allows a step.
    /// </summary>
    [Theory]
    [InlineData("1e-19")]
    [InlineData("1e-20")]
    [InlineData("1e-22")]
    [InlineData("1e-24")]
    public void Capacitors_BehindIdealSwitches_ShareTheirChargeAtAnyTolerance(string chgtol)
    {
        var (waveforms, _) = Spice.Transient($"""
            Vin in 0 0.6
            Vsx gx 0 pulse(1 0 10n 0.2n 0.2n 1 2)
            Vs gs 0 pulse(1 0 15n 0.2n 0.2n 1 2)
            Sx x 0 gx 0 sw
            Cp x 0 64f
            S1 b in gs 0 sw
            Bm md 0 V=1-v(gs)
            S3 b 0 md 0 sw
            C1 x b 640f
            .model sw sw(vt=0.5 vh=0.1 ron=1k roff=1t)
            .options reltol=1e-6 vntol=1e-9 abstol=1e-16 chgtol={chgtol} gmin=1e-15
            .tran 0.1n 40n 0 0.1n
            """);
        Close.Equal(-0.6 * 640 / 704, waveforms["v(x)"][^1], 1e-6);
    }

    /// <summary>
    /// 1 nF at 3.06 V on a diode of 1 Ω and 5 ns: a junction at that voltage would hold 1e29 C. The values are SciPy's Radau (rtol 1e-10)
    /// on the two equations of the circuit, with junctions that start at 0 V and 0.7 V: the first digits are those of both.
    /// </summary>
    [Fact]
    public void CapacitorOnAForwardDiode_FromAnInitialNodeVoltage_DischargesThroughIt()
    {
        var (waveforms, _) = Spice.Transient(
            "R1 a 0 2e5\nC1 a 0 1n\nD1 0 a dm\n.model dm d(is=1e-14 rs=1 tt=5n cjo=2p)\n.ic v(a)=-3.06\n.tran 0.1n 1u 0 0.1n uic");
        foreach (var (time, volt) in new[] { (1e-8, -0.7734), (1e-7, -0.63272), (1e-6, -0.560746) })
        {
            var k = Enumerable.Range(0, waveforms.Points).MinBy(k => Math.Abs(waveforms.Axis[k] - time));
            Close.Equal(volt, waveforms["v(a)"][k], 2e-3, where: $"{time} s");
        }
    }

    /// <summary>
    /// A switch that shorts the load of a diode opens at 0.8 V and 0.7 A: Newton's iteration comes down from there by one thermal voltage
    /// a step, further than itl4. Behind it the load's current is the diode's.
    /// </summary>
    [Fact]
    public void SwitchAcrossALoad_OpeningAtAmperes_LeavesItToTheDiode()
    {
        const double Thermal = 1.38064852e-23 * 300.15 / 1.6021766208e-19;
        var (waveforms, _) = Spice.Transient("""
            V1 a 0 sin(0 5 200k)
            D1 a b dm
            R1 b 0 12.4k
            S1 b 0 a 0 sw
            .model dm d(is=1e-12 rs=0.1)
            .model sw sw(vt=1 vh=0.2 ron=0.01 roff=1e12)
            .options reltol=1e-5 chgtol=1e-18
            .tran 20n 2.5u uic
            """);
        var (a, b) = (waveforms["v(a)"], waveforms["v(b)"]);
        var points = Enumerable.Range(0, waveforms.Points).Where(k => waveforms.Axis[k] > 2.375e-6).ToList();
        Assert.NotEmpty(points);
        foreach (var k in points)
        {
            var current = b[k] / 12.4e3;
            Close.Equal(1e-12 * (Math.Exp((a[k] - b[k] - 0.1 * current) / Thermal) - 1), current, 1e-3, 1e-11, $"{waveforms.Axis[k]} s");
        }
    }

    [Fact]
    public void Transient_WithASineThatIsTooFast_IsRefusedWithItsName()
    {
        var e = Assert.Throws<NetlistException>(() => Spice.Transient("V1 a 0 sin(0 1 1e15)\nR1 a 0 1\n.tran 1m 1"));
        Assert.Contains("the sine of V1 being that fast, takes at least 2e16 steps", e.Message, StringComparison.Ordinal);
    }

    /// <summary>A gigaohm discharges some picofarads in milliseconds; within 100 ns next to nothing changes.</summary>
    [Theory]
    [InlineData("D1 a 0 dm\n.model dm d(cjo=1p rs=1)", -1.64)]
    [InlineData("M1 a 0 0 0 nm\n.model nm nmos(vto=0.7 cbd=1p cbs=1p rd=10 rs=20)", 1.64)]
    [InlineData("M1 0 0 a 0 nm\n.model nm nmos(vto=0.7 cbd=1p cbs=1p rd=10 rs=20)", 1.64)]
    [InlineData("X1 a 0 sub\n.subckt sub p n\nD1 p n dm\n.ends\n.model dm d(cjo=1p rs=1)", -1.64)]
    public void JunctionBehindAResistance_WithAnInitialNodeVoltage_KeepsIt(string cards, double volt)
    {
        var (waveforms, _) = Spice.Transient($"{cards}\nR1 a 0 1g\n.ic v(a)={SiText.Exact(volt)}\n.tran 1n 100n uic");
        Assert.InRange(waveforms.LargestError("v(a)", _ => volt), 0, 1e-3);
    }

    /// <summary>
    /// A junction that discharges itself, and its cosine forced onto a capacitor: i = 500 pF sin(x) dx/dt with
    /// dx/dt = −I_s (e^(x/V_t) − 1) / C_j(x). The jump at the start sends amperes through the capacitor, of which nothing may remain.
    /// </summary>
    [Fact]
    public void CapacitorWithAForcedVoltage_BehindAJump_DoesNotRing()
    {
        const double ThermalVoltage = 300.15 * 1.38064852e-23 / 1.6021766208e-19;
        var (waveforms, _) = Spice.Transient("B1 e 0 V=cos(v(x))\nC1 e 0 500p\nD1 x 0 d\n.model d d(cjo=1p)\n.ic v(x)=1.91\n.tran 10n 3u");
        var (time, x, current) = (waveforms.Axis, waveforms["v(x)"], waveforms["i(B1)"]);
        for (var k = 0; k < waveforms.Points; k++)
        {
            if (time[k] < 0.3e-6)
                continue;
            var rate = -1e-14 * Math.Exp(x[k] / ThermalVoltage) / (1e-12 / Math.Sqrt(1 - x[k]));
            Close.Equal(500e-12 * Math.Sin(x[k]) * rate, current[k], 0.05, 1e-8, $"t = {time[k]}");
        }
    }

    [Fact]
    public void LcTank_IntegratedByTrapezoids_KeepsItsEnergyAndPeriod()
    {
        // 1 µH and 1 nF: 198.7 ns; the trapezoidal rule turns ω h into 2 atan(ω h / 2).
        var (waveforms, _) = Spice.Transient("L1 a 0 1u\nC1 a 0 1n ic=1\n.tran 1n 4u 0 1n uic");
        var (v, i) = (waveforms["v(a)"], waveforms["i(L1)"]);
        double Energy(int k) => 0.5e-9 * v[k] * v[k] + 0.5e-6 * i[k] * i[k];
        // The first step is a backward Euler step and may lose a little.
        Close.Equal(0.5e-9, Energy(1), 1e-6);
        for (var k = 1; k < waveforms.Points; k++)
            Close.Equal(Energy(1), Energy(k), 1e-12, where: $"point {k}");
        var crossings = Enumerable.Range(1, waveforms.Points - 1).Where(k => v[k - 1] < 0 && v[k] >= 0)
            .Select(k => waveforms.Axis[k - 1] - v[k - 1] * (waveforms.Axis[k] - waveforms.Axis[k - 1]) / (v[k] - v[k - 1])).ToArray();
        var period = (crossings[^1] - crossings[0]) / (crossings.Length - 1);
        Close.Equal(2 * Math.PI * Math.Sqrt(1e-15), period, 2e-4);
    }

    [Fact]
    public void LcTank_IntegratedByGear_LosesEnergy()
    {
        var (waveforms, _) = Spice.Transient(".options method=gear\nL1 a 0 1u\nC1 a 0 1n ic=1\n.tran 1n 4u 0 1n uic");
        var (v, i) = (waveforms["v(a)"][^1], waveforms["i(L1)"][^1]);
        Assert.InRange(0.5e-9 * v * v + 0.5e-6 * i * i, 0.4e-9, 0.4999e-9);
    }

    [Fact]
    public void Capacitors_JoinedAtTheStart_ShareTheirCharge()
    {
        // 1 nF at 2 V and 3 nF at −1 V through 1 kΩ: −0.25 V in the end, and no charge is lost on the way.
        var (waveforms, _) = Spice.Transient($"{Accurate}\nC1 a 0 1n ic=2\nR1 a b 1k\nC2 b 0 3n ic=-1\n.tran 10n 10u 0 20n uic");
        for (var k = 0; k < waveforms.Points; k++)
            Close.Equal(-1e-9, 1e-9 * waveforms["v(a)"][k] + 3e-9 * waveforms["v(b)"][k], 1e-9, where: $"charge at point {k}");
        Assert.InRange(waveforms.LargestError("v(a)", t => -0.25 + 2.25 * Math.Exp(-t / 0.75e-6)), 0, 2e-4);
    }

    [Fact]
    public void Diode_ReleasedFromItsInitialVoltage_DischargesLikeTheCapacitorThatItIs()
    {
        // Without grading its capacitance is constant; next to no current flows backwards.
        var (waveforms, _) = Spice.Transient($"{Accurate}\n.options gmin=1e-15\nD1 0 a dm ic=-3\nR1 a 0 1k\n.model dm d(is=1e-18 cjo=1n m=0)\n.tran 10n 5u 0 10n uic");
        Assert.InRange(waveforms.LargestError("v(a)", t => 3 * Math.Exp(-t / 1e-6)), 0, 1e-4);
    }

    [Theory]
    [InlineData("nmos", 1, "vto=0.7")]
    [InlineData("pmos", -1, "vto=-0.7")]
    public void Mosfet_ReleasedFromItsInitialVoltages_StartsWhereItsNodesWould(string kind, int sign, string threshold)
    {
        // The same charges, told to the device or to its nodes. The bulk is at ground.
        string Cards(string ic, string nodes) =>
            $"{Accurate}\nM1 d g s 0 m w=20u l=2u {ic}\nRd d 0 20k\nRg g 0 50k\nRs s 0 1k\n{nodes}\n"
            + $".model m {kind}({threshold} kp=100u tox=20n cgso=0.3n cgdo=0.3n cgbo=0.2n cbd=30f cbs=30f)\n.tran 10p 5n 0 10p uic";
        var (told, _) = Spice.Transient(Cards($"ic={sign},{2 * sign},{-0.2 * sign}", ""));
        var (held, _) = Spice.Transient(Cards("", $".ic v(s)={0.2 * sign} v(d)={1.2 * sign} v(g)={2.2 * sign}"));
        Assert.Equal(held.Points, told.Points);
        Close.Equal(held["v(g)"][0], told["v(g)"][0], 1e-9);
        Assert.InRange(Math.Abs(told["v(d)"][0]), 1, 1.3);
        foreach (var node in new[] { "v(d)", "v(g)", "v(s)" })
            Close.Equal([.. held[node]], told[node].ToArray(), 1e-6, 1e-7, node);
    }

    [Fact]
    public void BehavioralSources_ThatDifferInAConstantAlone_KeepTheirOwn()
    {
        // So many evaluations that what they share is compiled on the way.
        var cards = string.Join('\n', Enumerable.Range(1, 8).Select(k => $"C{k} n{k} 0 1n ic=1\nB{k} n{k} 0 I={k}m*v(n{k})*(1 + 0*v(n{k})*v(n{k}))"));
        var (waveforms, statistics) = Spice.Transient($"{Accurate}\n{cards}\n.tran 1n 2u 0 1n uic");
        Assert.True(8 * statistics.NewtonIterations > 30_000);
        for (var k = 1; k <= 8; k++)
            Assert.InRange(waveforms.LargestError($"v(n{k})", t => Math.Exp(-k * t / 1e-6)), 0, 1e-4);
    }

    [Fact]
    public void Capacitors_ShortedByAnIdealLoop_JumpAtOnce()
    {
        // Both capacitors hang on the same node: their initial voltages cannot both hold.
        var (waveforms, _) = Spice.Transient("C1 a 0 1n ic=2\nC2 a 0 3n ic=-1\nR1 a 0 1meg\n.tran 10n 1u uic");
        Close.Equal(-0.25, waveforms["v(a)"][0], 1e-6);
    }

    [Fact]
    public void SwitchedCapacitors_ClosingTheSwitch_ShareTheirCharge()
    {
        var (waveforms, _) = Spice.Transient(
            $"{Accurate}\nVc c 0 pulse(0 1 1u 1n 1n 10u)\nC1 a 0 1p ic=1\nS1 a b c 0 sw\nC2 b 0 3p ic=0\nR1 a 0 1e15\nR2 b 0 1e15\n"
            + ".model sw sw(vt=0.5 ron=1k roff=1e15)\n.tran 10n 2u uic");
        Close.Equal(0.25, waveforms["v(a)"][^1], 1e-4);
        Close.Equal(0.25, waveforms["v(b)"][^1], 1e-4);
    }

    [Fact]
    public void Switch_DrivenByARamp_TogglesAtTheCrossing()
    {
        // The control passes 0.5 V at 0.5 µs; from there the capacitor charges with 1 µs.
        var (waveforms, _) = Spice.Transient(
            ".options reltol=1e-4\nVc c 0 pwl(0 0 1u 1)\nV1 in 0 1\nS1 in a c 0 sw\nC1 a 0 1n\n.model sw sw(vt=0.5 ron=1k roff=1e12)\n.ic v(a)=0\n.tran 20n 3u");
        Assert.InRange(waveforms.LargestError("v(a)", t => t < 0.5e-6 ? 0 : 1 - Math.Exp(-(t - 0.5e-6) / 1e-6)), 0, 1e-3);
    }

    [Fact]
    public void SineSource_IntoAnRc_ReachesTheKnownAmplitudeAndPhase()
    {
        const double Omega = 2 * Math.PI * 1e6, Tau = 1e-7;
        var (waveforms, _) = Spice.Transient($"{Accurate}\nV1 in 0 sin(0 1 1meg)\nR1 in a 100\nC1 a 0 1n\n.tran 5n 5u 0 2n");
        var gain = 1 / Math.Sqrt(1 + Omega * Omega * Tau * Tau);
        var phase = Math.Atan(Omega * Tau);
        // What is left of the start decays with τ.
        var error = waveforms.LargestError("v(a)", t => gain * (Math.Sin(Omega * t - phase) + Math.Sin(phase) * Math.Exp(-t / Tau)));
        Assert.InRange(error, 0, 5e-5);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" method=gear")]
    public void Integration_WithHalfTheStep_IsFourTimesAsExact(string method)
    {
        // Nothing but the largest step limits the steps; the short ones at the start do not count.
        double Error(double step)
        {
            var (waveforms, _) = Spice.Transient(
                $".options reltol=1e-9 vntol=1e-12 trtol=1e12{method}\nV1 in 0 sin(0 1 1meg)\nR1 in a 100\nC1 a b 1n\nL1 b 0 10u\n.tran {SiText.Exact(step)} 2u 0 {SiText.Exact(step)}");
            return waveforms.LargestError("v(a)", Exact);
        }

        var errors = new[] { 8e-9, 4e-9, 2e-9 }.Select(Error).ToArray();
        Assert.InRange(Math.Log2(errors[0] / errors[1]), 1.9, 2.1);
        Assert.InRange(Math.Log2(errors[1] / errors[2]), 1.9, 2.1);

        // L q'' + R q' + q/C = sin(ωt), q(0) = q'(0) = 0; v(a) = sin(ωt) − R q'.
        static double Exact(double t)
        {
            const double R = 100, L = 10e-6, C = 1e-9, Omega = 2 * Math.PI * 1e6;
            var (alpha, wd) = (R / (2 * L), Math.Sqrt(1 / (L * C) - R * R / (4 * L * L)));
            var (re, im) = (1 / C - L * Omega * Omega, R * Omega);
            var norm = re * re + im * im;
            // Steady state q = A sin ωt + B cos ωt; the rest makes the start right.
            var (a, b) = (re / norm, -im / norm);
            var (c, d) = (-b, (-a * Omega - b * alpha) / wd);
            var decay = Math.Exp(-alpha * t);
            var rate = Omega * (a * Math.Cos(Omega * t) - b * Math.Sin(Omega * t))
                + decay * ((d * wd - alpha * c) * Math.Cos(wd * t) - (c * wd + alpha * d) * Math.Sin(wd * t));
            return Math.Sin(Omega * t) - R * rate;
        }
    }

    [Fact]
    public void Ladder_OfFortySections_TransmitsAsItsRecursionSays()
    {
        // 1 Ω in series and 1 Ω across, forty times: v_n/v_0 = 1/F(2n + 1) of Fibonacci's numbers.
        var cards = string.Join('\n', Enumerable.Range(1, 40).Select(k => $"Ra{k} n{k - 1} n{k} 1\nRb{k} n{k} 0 1"));
        var point = Spice.OperatingPoint($"V1 n0 0 1\n{cards}");
        var (previous, fibonacci) = (1.0, 1.0);
        for (var k = 1; k <= 40; k++)
        {
            for (var twice = 0; twice < 2; twice++)
                (previous, fibonacci) = (fibonacci, previous + fibonacci);
        }

        Close.Equal(1 / previous, point.Voltage(new CircuitSim.Netlists.NodeId("n40")), 1e-14);
    }

    [Fact]
    public void LargeCapacitorOnALargeResistor_StartedWithoutOperatingPointInShortSteps_Starts()
    {
        // Over so short a start 10 µF would be 1e17 times the conductance to ground. The coils share the voltage within 50 ps.
        const double Share = 6 / 100e-6, Settling = 50e-12;
        var (waveforms, _) = Spice.Transient("V1 in 0 12\nL1 in sw 100u\nR1 sw 0 1meg\nC1 sw mid 10u\nL2 mid 0 100u\n.tran 0.1n 30n 0 0.1n uic");
        Close.Equal(6, waveforms["v(sw)"][^1], 1e-4);
        Close.Equal(Share * (30e-9 + Settling), waveforms["i(L1)"][^1], 1e-3);
    }

    [Fact]
    public void Steps_OfAKnownRun_AreAsMany()
    {
        // A slower step control shows here before anybody measures time.
        var (_, statistics) = Spice.Transient("V1 in 0 pulse(0 1 0.1u 10n 10n 1.5u 4u)\nR1 in out 1k\nC1 out 0 0.3n\n.tran 10n 4u");
        Assert.InRange(statistics.AcceptedSteps!.Value, 400, 440);
        Assert.InRange(statistics.RejectedSteps!.Value, 0, 4);
        Assert.InRange(statistics.NewtonIterations!.Value, statistics.AcceptedSteps.Value, statistics.AcceptedSteps.Value + 10);
        Assert.InRange(statistics.Factorizations!.Value, 1, 60);
    }

    [Theory]
    [InlineData("pulse(0 1 1n 1n 1n 0 40n)")]
    [InlineData("pulse(0 1 1n 1n 1n)")]
    public void Pulse_WithoutAWidth_LastsToTheStop(string pulse)
    {
        // As in ngspice: zero is no width.
        var (waveforms, _) = Spice.Transient($"V1 a 0 {pulse}\nR1 a 0 1k\n.tran 0.1n 20n");
        Assert.Equal(0, waveforms.LargestError("v(a)", t => t <= 1e-9 ? 0 : Math.Min((t - 1e-9) / 1e-9, 1)), 1e-12);
    }
}
