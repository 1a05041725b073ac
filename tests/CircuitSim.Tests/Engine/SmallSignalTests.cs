using System.Numerics;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>Small signals against closed forms, exact laws and operating points; netlists/conformance compares them with ngspice.</summary>
public class SmallSignalTests
{
    private static readonly double[] Frequencies = [.. Enumerable.Range(0, 31).Select(k => 10 * Math.Pow(10, k / 5.0))];

    [Fact]
    public void LowPass_OverFrequency_IsItsClosedForm() =>
        AssertAmplitudes("V1 in 0 ac 1\nR1 in out 1k\nC1 out 0 1u", "out", s => 1 / (1 + 1e-3 * s));

    [Fact]
    public void SeriesResonance_DrivenWithAPhase_IsItsClosedForm() => AssertAmplitudes(
        "V1 in 0 ac 2 -30\nR1 in a 10\nL1 a b 10m\nC1 b 0 100n", "b",
        s => Complex.FromPolarCoordinates(2, -Math.PI / 6) / (1 + 1e-6 * s + 1e-9 * s * s));

    [Fact]
    public void Transformer_WithALoad_IsItsClosedForm() => AssertAmplitudes(
        "V1 in 0 ac 1\nR0 in p 10\nL1 p 0 1m\nL2 s 0 4m\nK1 L1 L2 0.5\nR1 s 0 100", "s",
        // v = (R₀ + s L₁) i₁ + s M i₂ and 0 = s M i₁ + (R + s L₂) i₂ with M = k √(L₁L₂); v_s = −R i₂.
        s => 100 * 1e-3 * s / ((10 + 1e-3 * s) * (100 + 4e-3 * s) - 1e-6 * s * s));

    [Fact]
    public void CurrentSource_IntoAResistanceAndACapacitance_FlowsOutOfItsSecondNode() =>
        AssertAmplitudes("I1 0 a dc 1m ac 1m\nR1 a 0 1k\nC1 a 0 1n", "a", s => 1 / (1 + 1e-6 * s));

    /// <summary>At zero frequency an amplitude is the derivative of the operating point by the source.</summary>
    [Theory]
    [InlineData("D1 a 0 d\n.model d d(is=1e-14 n=1.2 cjo=1p tt=1n rs=3)", 0.6)]
    [InlineData("Vd d 0 3\nR2 d a 10k\nM1 a in 0 0 n w=10u l=1u\n.model n nmos(vto=0.7 kp=100u lambda=0.02 gamma=0.4)", 1.1)]
    [InlineData("Q1 a in 0 q\nVc c 0 5\nR2 c a 300\n.model q npn(is=1f bf=80 rb=400 rbm=20 irb=30u ikf=10m tf=0.1n)", 0.85)]
    [InlineData("Q1 0 a c q\nVc c 0 3\n.model q pnp(is=1f bf=60 rb=400 rbm=20 ikf=1m vaf=30 var=5 rc=10)", 1)]
    [InlineData("B1 a 0 I=1m*v(a)^3+tanh(v(in))*1u", 0.8)]
    [InlineData("YMEMRISTOR m1 a 0 m w0=1n\n.model m memristor(ron=1k roff=100k kon=-50 koff=0.5 aon=3 aoff=3 von=-1 voff=0.5 won=0 woff=3n iv=exponential)", 0.3)]
    public void Amplitude_AtZeroFrequency_IsTheSlopeOfTheOperatingPoint(string cards, double bias)
    {
        const double Step = 1e-5;
        double At(double v) => Spice.OperatingPoint($".options reltol=1e-9 vntol=1e-12 abstol=1e-15\nV1 in 0 {v:R}\nR1 in a 1k\n{cards}").Voltage(new NodeId("a"));
        var slope = (At(bias + Step) - At(bias - Step)) / (2 * Step);
        var waveforms = SmallSignals($".options reltol=1e-9 vntol=1e-12 abstol=1e-15\nV1 in 0 {bias} ac 1\nR1 in a 1k\n{cards}\n.ac lin 1 0 0");
        Close.Equal(slope, waveforms["vr(a)"][0], rtol: 1e-6);
        Assert.Equal(0, waveforms["vi(a)"][0]);
    }

    [Fact]
    public void Capacitance_OfFemtofaradBesideAnOhm_KeepsItsDigits()
    {
        // The current that a source sees is jωC, fourteen decades below the conductance at the same node.
        var waveforms = SmallSignals("V1 in 0 ac 1\nR1 in a 1\nC1 a 0 1f\n.ac lin 1 1 1");
        Close.Equal(-2 * Math.PI * 1e-15, waveforms["ii(V1)"][0], rtol: 1e-9);
    }

    [Fact]
    public void TransferImpedance_OfALinearNetwork_IsReciprocal()
    {
        const string Network = "R1 a b 1k\nC1 b 0 1n\nL1 b c 1m\nR2 c 0 50\nC2 a c 200p\nL2 a 0 2m\nK1 L1 L2 0.4\n.ac dec 5 1k 10meg";
        var (forward, backward) = (SmallSignals($"I1 0 a ac 1\n{Network}"), SmallSignals($"I1 0 c ac 1\n{Network}"));
        for (var k = 0; k < forward.Points; k++)
        {
            Close.Equal(forward["vr(c)"][k], backward["vr(a)"][k], rtol: 1e-10, atol: 1e-9);
            Close.Equal(forward["vi(c)"][k], backward["vi(a)"][k], rtol: 1e-10, atol: 1e-9);
        }
    }

    [Fact]
    public void CurrentSwitch_ThatIsOn_StaysOnWhateverTheAmplitude()
    {
        var waveforms = SmallSignals("V1 in 0 1 ac 100\nR1 in a 1k\nVs a 0 0\nW1 in b Vs w\nR2 b 0 1k\n.model w csw(it=0.1m ron=1k roff=1g)\n.ac lin 1 1k 1k");
        Close.Equal(50, waveforms["vr(b)"][0], rtol: 1e-12);
    }

    [Fact]
    public void Ac_OfALoopOfSources_IsRefusedAsAnOperatingPointIs() =>
        Assert.Contains("closes a loop", Assert.Throws<SingularMatrixException>(() => SmallSignals("V1 a 0 ac 1\nL1 a 0 1m\nR1 a 0 1\n.ac lin 1 1k 1k")).Message, StringComparison.Ordinal);

    /// <summary>A divider of 1 kΩ and 3 kΩ with a load of 1 kΩ behind its ammeter.</summary>
    [Theory]
    [InlineData("v(out) V1", 0.75 / 1.75, 1750, 750 / 1.75, "V/V")]
    [InlineData("i(Vs) V1", 0.75e-3 / 1.75, 1750, 1750, "S")]
    [InlineData("v(in,out) I1", 3e3 / 7, 3e3 / 7, 3e3 / 7, "Ω")]
    public void TransferFunction_OfADivider_IsItsClosedForm(string asked, double slope, double input, double output, string unit)
    {
        var netlist = Spice.Read($"V1 in 0 1\nR1 in out 1k\nR2 out 0 3k\nVs out x 0\nR3 x 0 1k\nI1 out 0 1m\n.tf {asked}");
        var waveforms = new Waveforms();
        new BuiltInSimulator().RunTransferFunction(netlist, netlist.Analyses.OfType<TransferFunctionAnalysis>().Single(), waveforms);
        Close.Equal(slope, waveforms["transfer_function"][0], rtol: 1e-12);
        Close.Equal(input, waveforms["input_impedance"][0], rtol: 1e-12);
        Close.Equal(output, waveforms["output_impedance"][0], rtol: 1e-12);
        Assert.Equal(unit, waveforms.Header.Vectors[0].Unit);
    }

    /// <summary>A source that only controls another carries nothing; ngspice has 1e20 for the resistance that it sees.</summary>
    [NgspiceFact]
    public void TransferFunction_OfASourceWithoutCurrent_SeesAnInfiniteResistanceOnBothEngines()
    {
        var netlist = Spice.Read("V1 a 0 1\nE1 b 0 a 0 2\nR1 b 0 1k\n.tf v(b) V1");
        var (own, other) = (new Waveforms(), new Waveforms());
        new BuiltInSimulator().RunTransferFunction(netlist, netlist.Analyses.OfType<TransferFunctionAnalysis>().Single(), own);
        new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }).RunTransferFunction(netlist, netlist.Analyses.OfType<TransferFunctionAnalysis>().Single(), other);
        Assert.Equal(double.PositiveInfinity, own["input_impedance"][0]);
        Assert.Equal(2, own["transfer_function"][0], 1e-12);
        Assert.All(WaveformDifference.Between(own, other), d => Assert.InRange(d.Largest, 0, 1e-9));
    }

    [Theory]
    [InlineData(".tf v(a) V9", ".tf refers to V9, which is no voltage or current source")]
    [InlineData(".tf v(b) V1", "node b")]
    [InlineData(".tf i(R1) V1", "R1")]
    [InlineData(".tf 1 V1", ".tf needs v(node), v(node,node) or i(source), then a source.")]
    public void Read_OfATransferFunctionThatCannotBe_IsRefusedWithItsPlace(string cards, string message)
    {
        var e = Assert.Throws<NetlistException>(() => Spice.Read($"V1 a 0 1\nR1 a 0 1k\n{cards}"));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Equal(4, e.Line);
    }

    private static void AssertAmplitudes(string cards, string node, Func<Complex, Complex> exact)
    {
        var waveforms = SmallSignals($"{cards}\n.ac dec 5 10 10meg");
        Assert.Equal(Frequencies.Length, waveforms.Points);
        for (var k = 0; k < waveforms.Points; k++)
        {
            Close.Equal(Frequencies[k], waveforms.Axis[k], rtol: 1e-13);
            var expected = exact(new Complex(0, 2 * Math.PI * waveforms.Axis[k]));
            var actual = new Complex(waveforms[$"vr({node})"][k], waveforms[$"vi({node})"][k]);
            Assert.True(Complex.Abs(actual - expected) <= 1e-10 * Complex.Abs(expected), $"{waveforms.Axis[k]} Hz: {actual} against {expected}");
        }
    }

    private static Waveforms SmallSignals(string cards)
    {
        var netlist = Spice.Read(cards);
        var waveforms = new Waveforms();
        new BuiltInSimulator().RunAc(netlist, netlist.Analyses.OfType<AcAnalysis>().Single(), waveforms);
        return waveforms;
    }
}
