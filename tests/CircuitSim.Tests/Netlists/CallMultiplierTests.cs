using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

/// <summary>m of a call: the oracle is the same call written so many times.</summary>
public class CallMultiplierTests
{
    /// <summary>Every kind of element that can be multiplied, and currents that control others.</summary>
    private const string Definitions = """
        .subckt outer p q
        R1 p x 1k
        {0}
        .ends
        .subckt leaf p q
        V1 p p1 0
        R1 p1 q 2k
        F1 p q V1 0.5
        H1 h 0 V1 100
        Rh h q 1k
        D1 p q d
        B1 p q I=1m*v(p,q)+0.1*i(V1)
        B2 b2 0 V=100*i(V1)
        R2 b2 q r='3k*(1+v(p,q)^2)'
        S1 p q p q sw
        W1 p q V1 csw
        I1 p q DC 2u AC 1u SIN(1u 1u 1meg)
        C1 p q 1n
        L1 p q2 1m
        L2 q3 0 1m
        K1 L1 L2 0.5
        R8 q3 q 1k
        R9 q2 q 1k
        G1 p q p q 1m
        E1 e 0 p q 0.5
        R10 e q 1k
        M1 p p q q nm
        Q1 p b q n
        Rb p b 100k
        Rm p m1 rm w=2u l=20u
        Cm m1 q cm
        J1 p p q jf
        .ends
        .model rm r(rsh=1k)
        .model cm c(cap=1n)
        .model jf njf(beta=1m vto=-1)
        .model d d(is=1e-14 cjo=1p)
        .model sw sw(vt=0.1 ron=5k roff=1e6)
        .model csw csw(it=10u ih=1u ron=7k roff=1e6)
        .model nm nmos(vto=0.2 kp=50u)
        .model n npn(is=1e-15)
        """;

    [Fact]
    public void Run_OfACallThatStandsForSeveral_IsThatOfSoManyCalls()
    {
        var one = Read("X1 a b outer m=3", "X2 x q leaf m={1+1}");
        var written = Read("X1 a b outer\nX2 a b outer\nX3 a b outer", "X2 x q leaf\nX3 x q leaf");
        var engine = new BuiltInSimulator();
        var (expected, actual) = (engine.SolveOperatingPoint(written.Flat), engine.SolveOperatingPoint(one.Flat));
        Close.Equal(expected.Voltage(new NodeId("b")), actual.Voltage(new NodeId("b")), rtol: 1e-9);
        Close.Equal(6 * expected.Current("X1.X2.V1"), actual.Current("X1.X2.V1"), rtol: 1e-8);
        Waveforms[] Both(Action<SpiceReading, Waveforms> run)
        {
            var (first, second) = (new Waveforms(), new Waveforms());
            run(written, first);
            run(one, second);
            return [first, second];
        }

        var ac = Both((r, w) => engine.RunAc(r.Flat, (AcAnalysis)r.Flat.Analyses[0], w));
        Close.Equal([.. ac[0]["vr(b)"]], [.. ac[1]["vr(b)"]], rtol: 1e-8, where: "vr(b)");
        Close.Equal([.. ac[0]["vi(b)"]], [.. ac[1]["vi(b)"]], rtol: 1e-8, where: "vi(b)");
        var noise = Both((r, w) => engine.RunNoise(r.Flat, (NoiseAnalysis)r.Flat.Analyses[1], w));
        // A current that is mirrored inside, as by F and H, has the same noise in one as that of all in all.
        Close.Equal([.. noise[0]["onoise_spectrum"]], [.. noise[1]["onoise_spectrum"]], rtol: 1e-7, where: "onoise");
        var transient = Both((r, w) => engine.RunTransient(r.Flat, (TransientAnalysis)r.Flat.Analyses[2], w));
        Assert.InRange(WaveformDifference.Between(transient[0], transient[1]).First(d => d.Name == "v(b)").Largest, 0, 1e-6);
    }

    [Theory]
    [InlineData("X1 a b outer m=0", "X1: m 0 must be finite and above zero")]
    [InlineData("X1 a b outer m=-1", "X1: m -1 must be finite and above zero")]
    [InlineData("X1 a b mem m=2\n.subckt mem p q\nYMEMRISTOR M1 p q c\n.ends\n.model c memristor(ron=1k roff=100k kon=-216.2 koff=0.091 aon=4 aoff=4 von=-1.5 voff=0.3 won=0 woff=3n)", "memristor X1.M1 cannot be multiplied; write the call as many times")]
    public void Read_OfMultipliersThatCannotBe_SaysWhat(string call, string what) =>
        Assert.Contains(what, Assert.Throws<NetlistException>(() => Read(call, "R2 x q 1k")).Message, StringComparison.Ordinal);

    [Fact]
    public void Flatten_OfAParameterCalledM_IsNoMultiplier()
    {
        var flat = SpiceReader.Read("t\nV1 a 0 1\nX1 a s m=5\n.subckt s a m=1\nR1 a 0 {m*1k}\n.ends\n.end\n").Flat;
        Assert.Equal(5e3, flat.Elements.OfType<CircuitSim.Netlists.Elements.Resistor>().Single().Resistance.Number);
    }

    private static SpiceReading Read(string calls, string inner) => SpiceReader.Read(
        $"t\nV1 a 0 DC 1 AC 1\n{calls}\nRl b 0 1k\n{Definitions.Replace("{0}", inner, StringComparison.Ordinal)}\n.ac dec 3 1k 10meg\n.noise v(b) V1 dec 3 10 1k\n.tran 10n 2u 0 10n\n.options reltol=1e-6\n.end\n");
}
