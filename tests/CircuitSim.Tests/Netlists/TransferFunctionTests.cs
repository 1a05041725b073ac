using System.Numerics;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

/// <summary>Sources with LAPLACE against H(jω), and in time against closed forms.</summary>
public class TransferFunctionTests
{
    private const string LowPass = "1/(1+s*1m)";

    private static readonly Dictionary<string, Func<Complex, Complex>> Functions = new()
    {
        [LowPass] = s => 1 / (1 + s * 1e-3),
        ["s*tau/(1+s*tau)"] = s => s * 1e-3 / (1 + s * 1e-3),
        ["1/((1+s*1u)*(1+s*1m)*(1+s*1))"] = s => 1 / ((1 + s * 1e-6) * (1 + s * 1e-3) * (1 + s)),
        ["-(1+s/w)^2/(1+2*0.1*s/w+(s/w)**2)+3"] = s => -(1 + s / 1e3) * (1 + s / 1e3) / (1 + 0.2 * s / 1e3 + s * s / 1e6) + 3,
        ["low(tau)*low(2*tau)"] = s => 1 / ((1 + s * 1e-3) * (1 + s * 2e-3)),
        ["s*1m"] = s => s * 1e-3,
        ["(1+s*1m)^2/(1+s*1u)"] = s => (1 + s * 1e-3) * (1 + s * 1e-3) / (1 + s * 1e-6),
        ["(1+s*1n)^-7"] = s => Complex.Pow(1 + s * 1e-9, -7),
        ["pow(1+s*1m, -3)"] = s => Complex.Pow(1 + s * 1e-3, -3),
        ["5"] = _ => 5,
        ["s/s*2"] = _ => 2,
        ["(s^2-1e6)/(s+1000)^2"] = s => (s * s - 1e6) / ((s + 1e3) * (s + 1e3)),
    };

    public static TheoryData<string> Laws => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Laws))]
    public void SmallSignal_OfATransferFunction_IsItsValueAtJOmega(string law)
    {
        foreach (var dialect in new[] { Dialect.Ngspice, Dialect.LTspice })
        {
            var netlist = SpiceReader.Read(
                $"t\n.param tau=1m w=1k\n.func low(t) {{1/(1+s*t)}}\nV1 a 0 0.5 AC 1\nE1 b 0 LAPLACE {{2*v(a)}} = {{{law}}}\nR1 b c 1k\nVs c 0 0\nG1 0 d a 0 laplace={law}\nR2 d 0 1\nB1 e 0 V=v(a) Laplace=({law})\nR3 e 0 1\n.ac dec 1 1 10meg\n.op\n",
                new SpiceReaderOptions { Dialect = dialect }).Netlist;
            var h = Functions[law];
            var engine = new BuiltInSimulator();
            var point = engine.SolveOperatingPoint(netlist);
            Close.Equal(h(0).Real, point.Voltage(new NodeId("b")), rtol: 1e-9, atol: 1e-9);
            Close.Equal(h(0).Real / 1000, point.Current("E1") * -1, rtol: 1e-9, atol: 1e-12);
            var waveforms = new Waveforms();
            engine.RunAc(netlist, netlist.Analyses.OfType<AcAnalysis>().Single(), waveforms);
            for (var k = 0; k < waveforms.Points; k++)
            {
                var value = h(new Complex(0, 2 * Math.PI * waveforms.Axis[k]));
                foreach (var (node, factor) in new[] { ("b", 2), ("d", 1), ("e", 1) })
                {
                    Close.Equal(factor * value.Real, waveforms[$"vr({node})"][k], rtol: 1e-9, atol: 1e-9 * value.Magnitude);
                    Close.Equal(factor * value.Imaginary, waveforms[$"vi({node})"][k], rtol: 1e-9, atol: 1e-9 * value.Magnitude);
                }
            }
        }
    }

    /// <summary>HSPICE's coefficients by rising power, the same filter as 1/(1+s·1m)².</summary>
    [Theory]
    [InlineData("E1 b 0 LAPLACE a 0 1 / 1 2m 1u", 1)]
    [InlineData("E1 b 0 LAPLACE (a,0) 1,0 / 1,2m,1u scale=1", 1)]
    [InlineData("G1 0 b LAPLACE a 0 2 / 1 2m 1u", 2)]
    public void Step_OfTwoEqualPoles_IsItsClosedForm(string source, double gain)
    {
        var w = Spice.Transient($"V1 a 0 PULSE(0 1 0 1n)\n{source.Replace(" scale=1", "", StringComparison.Ordinal)}\nR1 b 0 1\n.options reltol=1e-6\n.tran 10u 5m 0 10u").Waveforms;
        for (var k = 0; k < w.Points; k++)
        {
            var t = w.Axis[k] / 1e-3;
            Close.Equal(gain * (1 - (1 + t) * Math.Exp(-t)), w["v(b)"][k], rtol: 0, atol: 1e-4);
        }
    }

    /// <summary>Damping 0.2 at 1 krad/s.</summary>
    [Fact]
    public void Step_OfAResonance_IsItsClosedForm()
    {
        var w = Spice.Transient("V1 a 0 PULSE(0 1 0 1n)\nE1 b 0 LAPLACE {v(a)} {1/(1+0.4*s/1k+s^2/1meg)}\nR1 b 0 1\n.options reltol=1e-6\n.tran 10u 20m 0 10u").Waveforms;
        const double damping = 0.2, omega = 1000;
        var ringing = omega * Math.Sqrt(1 - damping * damping);
        for (var k = 0; k < w.Points; k++)
        {
            var t = w.Axis[k];
            var expected = 1 - Math.Exp(-damping * omega * t) * (Math.Cos(ringing * t) + damping * omega / ringing * Math.Sin(ringing * t));
            Close.Equal(expected, w["v(b)"][k], rtol: 0, atol: 5e-4);
        }
    }

    /// <summary>An integrator in a loop follows its input with one time constant, and rests where its input is zero.</summary>
    [Fact]
    public void Integrator_InALoop_RestsAndFollows()
    {
        const string cards = "V1 a 0 PULSE(0.5 1.5 1m 1n)\nE1 b 0 LAPLACE {v(a)-v(b)} = {1/(s*1m)}\nR1 b 0 1\n.options reltol=1e-6";
        Close.Equal(0.5, Spice.OperatingPoint(cards).Voltage(new NodeId("b")), rtol: 1e-9);
        var w = Spice.Transient($"{cards}\n.tran 10u 5m 0 10u").Waveforms;
        for (var k = 0; k < w.Points; k++)
            Close.Equal(w.Axis[k] < 1e-3 ? 0.5 : 1.5 - Math.Exp(-(w.Axis[k] - 1e-3) / 1e-3), w["v(b)"][k], rtol: 0, atol: 2e-4);
    }

    /// <summary>s · 1 ms of a sine is its derivative.</summary>
    [Fact]
    public void Derivative_OfASine_IsACosine()
    {
        var w = Spice.Transient("V1 a 0 SIN(0 1 100)\nE1 b 0 LAPLACE {v(a)} = {s*1m}\nR1 b 0 1\n.options reltol=1e-6 method=gear\n.tran 10u 30m 0 10u").Waveforms;
        for (var k = 0; k < w.Points; k++)
        {
            if (w.Axis[k] > 1e-3)
                Close.Equal(0.2 * Math.PI * Math.Cos(200 * Math.PI * w.Axis[k]), w["v(b)"][k], rtol: 0, atol: 5e-3);
        }
    }

    [Fact]
    public void Source_InASubcircuit_WritesItselfBack()
    {
        var netlist = Spice.Read("V1 a 0 PULSE(0 1 0 1n)\nX1 a b s tau=2m\n.subckt s p q tau=1m\nE1 q 0 LAPLACE {v(p)} = {1/(1+s*tau)}\n.ends\nR1 b 0 1\n.tran 10u 2m 0 10u");
        var text = SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Native });
        var w = Spice.Transient(SpiceReader.Read(text).Netlist).Waveforms;
        Close.Equal(1 - Math.Exp(-1), w["v(b)"][w.Points - 1], rtol: 0, atol: 1e-3);
    }

    /// <summary>Its states are elements that ngspice has.</summary>
    [NgspiceFact]
    public void Source_OnNgspice_IsTheSame()
    {
        var netlist = Spice.Read("V1 a 0 PULSE(0 1 0 1n) AC 1\nX1 a b s\n.subckt s p q\nE1 q 0 LAPLACE {v(p)} = {(1+s*1u)/(1+0.4*s/1k+s^2/1meg)}\n.ends\nR1 b 0 1\n.ac dec 5 1 1meg");
        var analysis = netlist.Analyses.OfType<AcAnalysis>().Single();
        var (own, other) = (new Waveforms(), new Waveforms());
        new BuiltInSimulator().RunAc(netlist, analysis, own);
        new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }).RunAc(netlist, analysis, other);
        for (var k = 0; k < own.Points; k++)
        {
            Close.Equal(other["vr(b)"][k], own["vr(b)"][k], rtol: 1e-6, atol: 1e-9);
            Close.Equal(other["vi(b)"][k], own["vi(b)"][k], rtol: 1e-6, atol: 1e-9);
        }
    }

    /// <summary>ngspice's own transfer functions, of a code model.</summary>
    [NgspiceFact]
    public void Source_AgainstNgspicesCodeModel_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        var (file, raw) = (Path.Combine(folder.Path, "a.cir"), Path.Combine(folder.Path, "a.raw"));
        File.WriteAllText(file, "s_xfer\nV1 a 0 0 AC 1\nA1 a b h\n.model h s_xfer(gain=3 num_coeff=[1m 1] den_coeff=[1u 0.4m 1] int_ic=[0 0])\nR1 b 0 1\n.ac dec 5 1 100k\n.end\n");
        using (var ngspice = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(NgspiceLocation.Find()!, ["-b", "-r", raw, file]) { RedirectStandardOutput = true, RedirectStandardError = true })!)
        {
            ngspice.StandardOutput.ReadToEnd();
            ngspice.WaitForExit();
        }

        var plot = CircuitSim.Files.RawFile.Read(raw)[0];
        var netlist = Spice.Read("V1 a 0 0 AC 1\nE1 b 0 LAPLACE {3*v(a)} = {(1+s*1m)/(1+0.4m*s+1u*s^2)}\nR1 b 0 1\n.ac dec 5 1 100k");
        var own = new Waveforms();
        new BuiltInSimulator().RunAc(netlist, netlist.Analyses.OfType<AcAnalysis>().Single(), own);
        var reference = plot.Find("v(b)")!;
        Assert.Equal(plot.Points, own.Points);
        for (var k = 0; k < own.Points; k++)
        {
            Close.Equal(reference.Real[k], own["vr(b)"][k], rtol: 1e-6, atol: 1e-9);
            Close.Equal(reference.Imaginary![k], own["vi(b)"][k], rtol: 1e-6, atol: 1e-9);
        }
    }

    [Theory]
    [InlineData("E1 b 0 LAPLACE {v(a)} = {exp(-s*1m)}", "E1: exp() of s is no quotient of polynomials; of a delay exp(-s*T), write its Padé approximation")]
    [InlineData("E1 b 0 LAPLACE {v(a)} = {1/sqrt(1+s)}", "E1: sqrt() of s is no quotient of polynomials")]
    [InlineData("E1 b 0 LAPLACE {v(a)} = {s^0.5}", "E1: a power of s is a whole number")]
    [InlineData("E1 b 0 LAPLACE {v(a)} = {2^s}", "E1: a power of s is a whole number")]
    [InlineData("E1 b 0 LAPLACE {v(a)} = {(1+s)^1e6}", "E1: a transfer function of degree 1000000; 32 are allowed.")]
    [InlineData("E1 b 0 LAPLACE {v(a)} = {1/s^1e300}", "E1: a transfer function of degree 1E+300; 32 are allowed.")]
    [InlineData("E1 b 0 LAPLACE {v(a)} = {1/(1+s)^20/(2+s)^20}", "E1: a transfer function of degree 40; 32 are allowed.")]
    [InlineData("E1 b 0 LAPLACE {v(a)} = {1/(s-s)}", "E1: the denominator of the transfer function is zero.")]
    [InlineData("E1 b 0 LAPLACE {v(a)} = {(1e-200*s)^20}", "E1: a coefficient of the transfer function is too small for a number")]
    [InlineData("E1 b 0 LAPLACE {v(a)} = {s>1}", "E1: a transfer function is a quotient of polynomials in s")]
    [InlineData("E1 b 0 LAPLACE {v(a)} = {1/(1+s*nosuch)}", "E1: 'nosuch' is neither a parameter")]
    [InlineData("E1 b 0 LAPLACE {v(a)} =", "the statement ends where the transfer function of E1 is expected")]
    [InlineData("E1 b 0 LAPLACE a 0 1 2", "E1: LAPLACE takes controlling nodes, then b0 b1 … / a0 a1 …")]
    [InlineData("E1 b 0 LAPLACE a 0 1 / 2 / 3", "E1: LAPLACE has one slash")]
    [InlineData("E1 b 0 FREQ {v(a)} = (0,0,0)(1k,1,1)", "E1: FREQ is not supported here; write the table's law as LAPLACE")]
    [InlineData("G1 b 0 CHEBYSHEV {v(a)} = LP 800", "G1: CHEBYSHEV is not supported here")]
    [InlineData("G1 b 0 FOSTER a 0 1 2 / 3", "G1: FOSTER is not supported here")]
    [InlineData("B1 b 0 V=v(a) nosuch=1", "B1: nosuch is not supported; the keys are laplace, rpar, cpar, m of a current")]
    public void Law_ThatIsNone_IsRefusedByName(string source, string what) =>
        Assert.Contains(what, Assert.Throws<NetlistException>(() => Spice.Read($"V1 a 0 1\n{source}\nR1 b 0 1")).What, StringComparison.Ordinal);

    [Fact]
    public void Coefficients_WithoutEnd_AreRefusedInOneLine()
    {
        var e = Assert.Throws<NetlistException>(() => Spice.Read($"V1 a 0 1\nE1 b 0 LAPLACE a 0 1 / {string.Concat(Enumerable.Repeat("1 ", 500_000))}\nR1 b 0 1"));
        Assert.Contains("E1: a transfer function of a degree above 32", e.What, StringComparison.Ordinal);
        Assert.True(e.Message.Length < 1000);
    }
}
