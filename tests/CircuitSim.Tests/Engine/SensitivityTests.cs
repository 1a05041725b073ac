using System.Numerics;
using CircuitSim.Devices;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>Slopes by parameters against closed forms and laws; netlists/conformance compares them with ngspice.</summary>
public class SensitivityTests
{
    private const string Tight = ".options reltol=1e-9 vntol=1e-12 abstol=1e-16 gmin=1e-15\n";

    /// <summary>v = (V/R₁ + I) R₁R₂/(R₁ + R₂).</summary>
    [Fact]
    public void Divider_AtItsOperatingPoint_HasTheSlopesOfItsClosedForm()
    {
        var (waveforms, statistics) = Slopes("V1 in 0 5\nR1 in a 1k\nR2 a 0 2k\nI1 0 a 0.4m\n.sens v(a)");
        const double v = 3.6, r1 = 1e3, r2 = 2e3, parallel = r1 * r2 / (r1 + r2);
        Close.Equal(v, waveforms["v(a)"][0], rtol: 1e-12);
        Close.Equal(parallel / r1, waveforms["d(v(a))/d(V1:dcv0)"][0], rtol: 1e-9);
        Close.Equal(parallel, waveforms["d(v(a))/d(I1:dcv0)"][0], rtol: 1e-9);
        Close.Equal(-(5 - v) / (r1 * r1) * parallel, waveforms["d(v(a))/d(R1:r)"][0], rtol: 1e-9);
        Close.Equal(v / (r2 * r2) * parallel, waveforms["d(v(a))/d(R2:r)"][0], rtol: 1e-9);
        Assert.Equal(["V1:dcv0", "R2:r", "R1:r", "I1:dcv0"], statistics.Sensitivities.Select(s => s.Parameter.Name));
        Assert.Equal(["V/V", "V/Ω", "V/Ω", "V/A"], statistics.Sensitivities.Select(s => s.SlopeVector.Unit));
        foreach (var s in statistics.Sensitivities)
        {
            Close.Equal(s.Slope * s.Value / 100, s.Share, rtol: 1e-15);
            Assert.Equal(s.Share, waveforms[$"v(a) per % of {s.Parameter.Name}"][0]);
        }
    }

    /// <summary>Rates of all kinds of a gain: scaled with every source, an output of a linear circuit is the sum of its slopes times the sources (Euler).</summary>
    [Fact]
    public void LinearCircuit_ByItsSources_IsTheSumOfItsShares()
    {
        var (waveforms, _) = Slopes("V1 in 0 5\nI1 0 a 1m\nR1 in a 1k\nE1 e 0 a 0 2\nR2 e a 3k\nF1 a 0 V1 0.2\nH1 h 0 V1 100\nG1 a 0 h 0 1m\nR3 a 0 700\n.sens v(a)");
        Close.Equal(waveforms["v(a)"][0], 5 * waveforms["d(v(a))/d(V1:dcv0)"][0] + 1e-3 * waveforms["d(v(a))/d(I1:dcv0)"][0], rtol: 1e-9);
        // Resistances and inverse transconductances a times as large leave voltages of voltage sources alone, and make a times those of current sources.
        var scaled = new[] { ("R1:r", 1e3), ("R2:r", 3e3), ("R3:r", 700), ("H1:gain", 100.0) }.Sum(p => waveforms[$"d(v(a))/d({p.Item1})"][0] * p.Item2)
            - waveforms["d(v(a))/d(G1:gain)"][0] * 1e-3;
        Close.Equal(1e-3 * waveforms["d(v(a))/d(I1:dcv0)"][0], scaled, rtol: 1e-8);
    }

    /// <summary>(V − v)/R = Is (e^(v/nVt) − 1), differentiated.</summary>
    [Fact]
    public void Diode_InSeriesWithAResistance_HasTheSlopesOfItsEquation()
    {
        var (waveforms, _) = Slopes($"{Tight}V1 in 0 5\nR1 in a 1k\nD1 a 0 d\n.model d d(is=1e-14 n=1.5)\n.sens objfunc={{v(a)}} param=R1:R,d:is,d:n,D1,V1");
        const double n = 1.5, r = 1e3;
        var thermal = PhysicalConstants.ThermalVoltage(PhysicalConstants.ReferenceTemperature);
        var v = waveforms["v(a)"][0];
        var current = (5 - v) / r;
        var conductance = 1 / r + (current + 1e-14) / (n * thermal);
        Close.Equal(-current / r / conductance, waveforms["d(v(a))/d(R1:r)"][0], rtol: 1e-8);
        Close.Equal(-current / 1e-14 / conductance, waveforms["d(v(a))/d(d:is)"][0], rtol: 1e-6);
        Close.Equal(current * v / (n * n * thermal) / conductance, waveforms["d(v(a))/d(d:n)"][0], rtol: 1e-6);
        Close.Equal(-current / conductance, waveforms["d(v(a))/d(D1:m)"][0], rtol: 1e-6);
        Close.Equal(1 / r / conductance, waveforms["d(v(a))/d(V1:dcv0)"][0], rtol: 1e-8);
    }

    /// <summary>Every kind of device and card against the operating points of circuits with other values.</summary>
    [Theory]
    [InlineData("Q1 a b 0 q\nRb in b 100k\n.model q npn(is=1f bf={P} vaf=50 rb=100 re=1)", 120)]
    [InlineData("Q1 a b 0 q {P}\nRb in b 100k\n.model q npn(is=1f bf=100 vaf=50 rc=5)", 2)]
    [InlineData("Q1 a b 0 q\nRb in b 100k\n.model q npn(is=1f bf=100 va={P})", 50)]
    [InlineData("M1 a in 0 0 n w={P} l=2u\n.model n nmos(vto=0.7 kp=100u lambda=0.02 gamma=0.4 phi=0.7)", 20e-6)]
    [InlineData("M1 a in s 0 n w=20u l=2u\nRs s 0 1k\n.model n nmos(vto=0.7 kp=100u lambda=0.02 gamma={P} phi=0.7)", 0.4)]
    [InlineData("D1 a 0 d\n.model d d(is=1e-14 n=1.2 rs={P} bv=5)", 7)]
    [InlineData("S1 a 0 in 0 s\n.model s sw(vt=1 vh=0.1 ron={P} roff=1meg)", 300)]
    [InlineData("B1 a 0 I={P}*v(a)^3+tanh(v(in))*1u", 1e-3)]
    [InlineData("YMEMRISTOR m1 a 0 m w0={P}\n.model m memristor(ron=1k roff=100k kon=-50 koff=0.5 aon=3 aoff=3 von=-1 voff=0.5 won=0 woff=3n iv=exponential)", 1e-9)]
    public void Slope_ByAParameter_IsThatOfOperatingPoints(string cards, double value)
    {
        const double Part = 1e-4;
        string Circuit(double p) => $"{Tight}V1 in 0 1.5\nVp p 0 3\nR1 p a 10k\n.param P={p:R}\n{cards}";
        double At(double p) => Spice.OperatingPoint(Circuit(p)).Voltage(new NodeId("a"));
        var expected = (8 * (At(value * (1 + Part)) - At(value * (1 - Part))) - (At(value * (1 + 2 * Part)) - At(value * (1 - 2 * Part)))) / (12 * Part * value);
        var (waveforms, _) = Slopes($"{Circuit(value)}\n.sens objfunc={{v(a)}} param=P");
        Close.Equal(expected, waveforms["d(v(a))/d(P)"][0], rtol: 1e-6);
    }

    [Fact]
    public void Parameters_OfACallAndOfACard_AreNamedByTheirPath()
    {
        var (waveforms, _) = Slopes("V1 in 0 0.3\nX1 in out part\nR9 out 0 1k\n.subckt part a b\nR1 a b 2k\nD1 b 0 off\n.model off d\n.ends\n.op\n.sens objfunc={v(out)} param=X1.R1.R,x1:off:n,v1:dc");
        Close.Equal(-0.3e3 / 9e6, waveforms["d(v(out))/d(X1.R1:r)"][0], rtol: 1e-4);
        Close.Equal(1.0 / 3, waveforms["d(v(out))/d(V1:dcv0)"][0], rtol: 1e-4);
        // The card says nothing of n, whose default is 1; the slope of a conducting diode's voltage is positive.
        Assert.True(waveforms["d(v(out))/d(X1.off:n)"][0] > 0);
    }

    /// <summary>va and vaf are one key, and what a .param sets is what the card holds.</summary>
    [Fact]
    public void Key_OfACardByItsAlias_HasTheSlopeOfItsParameter()
    {
        var (waveforms, _) = Slopes($"{Tight}V1 b 0 0.7\nVp p 0 3\nR1 p a 1k\nQ1 a b 0 q\n.param early=50\n.model q npn(is=1f va={{early}})\n.sens objfunc={{v(a)}} param=q:vaf,early,q:bf");
        Close.Equal(waveforms["d(v(a))/d(early)"][0], waveforms["d(v(a))/d(q:vaf)"][0], rtol: 1e-9);
        Assert.True(waveforms["d(v(a))/d(early)"][0] > 0);
    }

    /// <summary>R = rsh l/w, and follows temperature.</summary>
    [Fact]
    public void Resistance_OfACard_HasTheSlopeOfItsKeys()
    {
        var (waveforms, _) = Slopes(".temp 127\nV1 in 0 3\nR1 in a film l=20u w=2u\nR2 a 0 2k tc1=1m\n.model film r(rsh=100)\n.sens objfunc={v(a)} param=film:rsh,R2:tc1");
        // v = 3 R₂/(R₁ + R₂) with 1 kΩ and 2.2 kΩ.
        Close.Equal(-3 * 2.2e3 / (3.2e3 * 3.2e3) * 10, waveforms["d(v(a))/d(film:rsh)"][0], rtol: 1e-9);
        Close.Equal(3 * 1e3 / (3.2e3 * 3.2e3) * 2e3 * 100, waveforms["d(v(a))/d(R2:tc1)"][0], rtol: 1e-9);
    }

    /// <summary>v = V R₂/(R₁ + R₂), and its square.</summary>
    [Theory]
    [InlineData(".dc V1 1 3 1")]
    [InlineData(".dc V1 list 3 1 2")]
    [InlineData(".dc R2 1k 4k 1k")]
    [InlineData(".dc V1 1 2 1 R1 1k 2k 500")]
    public void Divider_AlongASweep_HasItsSlopesAtEveryPoint(string sweep)
    {
        var (waveforms, _) = Slopes($"V1 in 0 5\nR1 in a 1k\nR2 a 0 2k\n{sweep}\n.sens objfunc={{v(a)}},{{v(a)*v(a)}} param=V1:DCV0,R1:R,R2:R");
        Assert.True(waveforms.Points > 2);
        for (var k = 0; k < waveforms.Points; k++)
        {
            double Value(string name, double otherwise) => waveforms.Header.Axis.Name == name ? waveforms.Axis[k] : waveforms.Contains(name) ? waveforms[name][k] : otherwise;
            var (v, r1, r2) = (Value("V1", 5), Value("R1", 1e3), Value("R2", 2e3));
            var (output, sum) = (v * r2 / (r1 + r2), r1 + r2);
            Close.Equal(output, waveforms["v(a)"][k], rtol: 1e-12);
            foreach (var (parameter, slope) in new[] { ("V1:dcv0", r2 / sum), ("R1:r", -v * r2 / (sum * sum)), ("R2:r", v * r1 / (sum * sum)) })
            {
                Close.Equal(slope, waveforms[$"d(v(a))/d({parameter})"][k], rtol: 1e-9);
                Close.Equal(2 * output * slope, waveforms[$"d(v(a) * v(a))/d({parameter})"][k], rtol: 1e-9);
            }
        }
    }

    /// <summary>X = 1/(1 + jωRC).</summary>
    [Fact]
    public void LowPass_OverFrequency_HasTheSlopesOfItsClosedForm()
    {
        var (waveforms, _) = Slopes("V1 in 0 ac 2\nR1 in a {res}\n.param res=1k\nC1 a 0 1u\n.ac dec 4 1 100k\n.sens acobjfunc={v(a)},{vp(a)},{vm(a)} param=res,C1:C,V1:acmag");
        for (var k = 0; k < waveforms.Points; k++)
        {
            Complex omega = 2 * Math.PI * waveforms.Axis[k] * Complex.ImaginaryOne, one = 1 + 1e-3 * omega, x = 2 / one;
            foreach (var (parameter, slope) in new[] { ("res", -2 * omega * 1e-6 / (one * one)), ("C1:c", -2 * omega * 1e3 / (one * one)), ("V1:acmag", 1 / one) })
            {
                var scale = slope.Magnitude;
                Close.Equal(slope.Real, waveforms[$"d(vr(a))/d({parameter})"][k], rtol: 0, atol: 1e-9 * scale);
                Close.Equal(slope.Imaginary, waveforms[$"d(vi(a))/d({parameter})"][k], rtol: 0, atol: 1e-9 * scale);
                Close.Equal((slope / x).Imaginary, waveforms[$"d(vp(a))/d({parameter})"][k], rtol: 0, atol: 1e-9 * scale / x.Magnitude);
                Close.Equal((slope / x).Real * x.Magnitude, waveforms[$"d(vm(a))/d({parameter})"][k], rtol: 0, atol: 1e-9 * scale);
            }
        }
    }

    /// <summary>A phase that lies at half a turn goes on there.</summary>
    [Fact]
    public void Phase_OfAnInverter_HasNoSlopeOfAWholeTurn()
    {
        var (waveforms, _) = Slopes("V1 in 0 ac 1\nE1 a 0 in 0 -5\nR1 a b 1k\nC1 b 0 1p\n.ac lin 1 1 1\n.sens acobjfunc={vp(b)} param=R1:R,E1:gain");
        Close.Equal(-2 * Math.PI * 1e-12, waveforms["d(vp(b))/d(R1:r)"][0], rtol: 1e-3);
        Close.Equal(0, waveforms["d(vp(b))/d(E1:gain)"][0], rtol: 0, atol: 1e-9);
    }

    /// <summary>
    /// A diode that a current I biases has r = nVt/(I + Is) beside C = tt/r: its small signals depend on I, on Is and on n through the
    /// operating point. X = 1/(1/r + jωtt/r).
    /// </summary>
    [Fact]
    public void SmallSignals_OfABiasedDiode_MoveWithItsOperatingPoint()
    {
        var (waveforms, _) = Slopes($"{Tight}I1 0 a 1m ac 1\nD1 a 0 d\n.model d d(is=1e-14 n=1.5 tt=1u)\n.ac dec 2 10k 10meg\n.sens acobjfunc={{v(a)}} param=I1:DCV0,d:n,d:tt,d:is");
        var thermal = PhysicalConstants.ThermalVoltage(PhysicalConstants.ReferenceTemperature);
        for (var k = 0; k < waveforms.Points; k++)
        {
            Complex s = 2 * Math.PI * waveforms.Axis[k] * Complex.ImaginaryOne, x = 1.5 * thermal / 1e-3 / (1 + s * 1e-6);
            foreach (var (parameter, slope) in new[] { ("I1:dcv0", -x / 1e-3), ("d:n", x / 1.5), ("d:tt", -x * s / (1 + s * 1e-6)) })
            {
                Close.Equal(slope.Real, waveforms[$"d(vr(a))/d({parameter})"][k], rtol: 0, atol: 1e-6 * slope.Magnitude);
                Close.Equal(slope.Imaginary, waveforms[$"d(vi(a))/d({parameter})"][k], rtol: 0, atol: 1e-6 * slope.Magnitude);
            }

            // At a fixed current the saturation current moves the voltage alone.
            Assert.True(Math.Abs(waveforms["d(vr(a))/d(d:is)"][k]) * 1e-14 < 1e-6 * x.Magnitude);
        }
    }

    /// <summary>v = V (1 − e^(−t/RC)) behind a step, at every accepted point.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("method=gear")]
    public void Charging_OverTime_HasTheSlopesOfItsClosedForm(string method)
    {
        var (waveforms, statistics) = Slopes($".options reltol=1e-6 {method}\nV1 in 0 pulse(0 2 0 1n 1n 1 2)\nR1 in a 1k\nC1 a 0 1u\n.tran 1u 5m\n.sens objfunc={{v(a)}} param=R1:R,C1:C,V1:V2");
        Assert.Equal(waveforms.Points, statistics.Points);
        for (var k = 0; k < waveforms.Points; k++)
        {
            var t = waveforms.Axis[k] / 1e-3;
            Close.Equal(-2 * t * Math.Exp(-t) / 1e3, waveforms["d(v(a))/d(R1:r)"][k], rtol: 0, atol: 1e-5 * 2e-3);
            Close.Equal(-2 * t * Math.Exp(-t) / 1e-6, waveforms["d(v(a))/d(C1:c)"][k], rtol: 0, atol: 1e-5 * 2e6);
            Close.Equal(1 - Math.Exp(-t), waveforms["d(v(a))/d(V1:v2)"][k], rtol: 0, atol: 1e-5);
        }
    }

    /// <summary>i = (V/R)(1 − e^(−tR/L)) from a current that the netlist prescribes: by uic and by ic.</summary>
    [Fact]
    public void Inductor_FromAnInitialCurrent_HasTheSlopesOfItsClosedForm()
    {
        var (waveforms, _) = Slopes(".options reltol=1e-6\nR1 0 a 100\nL1 a 0 1m ic=0.5\n.tran 0.1u 50u uic\n.sens objfunc={i(L1)} param=R1:R,L1:L,L1:ic");
        for (var k = 0; k < waveforms.Points; k++)
        {
            var t = waveforms.Axis[k];
            var decay = Math.Exp(-t * 1e5);
            Close.Equal(-t / 1e-3 * 0.5 * decay, waveforms["d(i(L1))/d(R1:r)"][k], rtol: 0, atol: 1e-5 * 5e-3);
            Close.Equal(t * 1e8 * 0.5 * decay, waveforms["d(i(L1))/d(L1:l)"][k], rtol: 0, atol: 1e-5 * 500);
            Close.Equal(decay, waveforms["d(i(L1))/d(L1:ic)"][k], rtol: 0, atol: 1e-5);
        }
    }

    /// <summary>Linear ion drift at a constant current: the state is w = w₀ + µ Ron/D · I t, whatever the voltage, and v = I (Ron w/D + Roff (1 − w/D)).</summary>
    [Fact]
    public void Memristor_AtAConstantCurrent_CarriesTheSlopeOfItsState()
    {
        var (waveforms, _) = Slopes(".options reltol=1e-6\nI1 0 a 1u\nYMEMRISTOR m1 a 0 hp w0=4n\n.model hp memristor(level=4 ron=100 roff=16k d=10n uv=10f p=100)\n.tran 1u 1m\n.sens objfunc={w(m1)},{v(a)} param=hp:uv,hp:roff,m1:w,I1:DCV0");
        for (var k = 0; k < waveforms.Points; k++)
        {
            var moved = 1e-14 * 100 / 1e-8 * 1e-6 * waveforms.Axis[k];
            Close.Equal(4e-9 + moved, waveforms["w(m1)"][k], rtol: 1e-6);
            Close.Equal(moved / 1e-14, waveforms["d(w(m1))/d(hp:uv)"][k], rtol: 1e-4, atol: 1e-6);
            Close.Equal(1, waveforms["d(w(m1))/d(m1:w)"][k], rtol: 1e-4);
            Close.Equal(1e-6 * (1 - waveforms["w(m1)"][k] / 1e-8), waveforms["d(v(a))/d(hp:roff)"][k], rtol: 1e-6);
        }
    }

    [Fact]
    public void Sine_ByItsWaveform_HasTheSlopesOfItsClosedForm()
    {
        var (waveforms, _) = Slopes("V1 a 0 sin(0.5 2 1k 0.1m 50 30)\nR1 a 0 1\n.tran 1u 2m\n.sens objfunc={v(a)} sensdevicename=V1");
        for (var k = 0; k < waveforms.Points; k++)
        {
            var t = waveforms.Axis[k] - 1e-4;
            if (Math.Abs(t) < 1e-8)
                continue;
            var (angle, decay) = t > 0 ? (2e3 * Math.PI * t + Math.PI / 6, Math.Exp(-50 * t)) : (Math.PI / 6, 1);
            Close.Equal(1, waveforms["d(v(a))/d(V1:v0)"][k], rtol: 1e-7);
            Close.Equal(decay * Math.Sin(angle), waveforms["d(v(a))/d(V1:va)"][k], rtol: 0, atol: 1e-7);
            Close.Equal(t > 0 ? 2 * decay * Math.Cos(angle) * 2 * Math.PI * t : 0, waveforms["d(v(a))/d(V1:freq)"][k], rtol: 0, atol: 1e-6 * 0.03);
            Close.Equal(2 * decay * Math.Cos(angle) * Math.PI / 180, waveforms["d(v(a))/d(V1:phase)"][k], rtol: 0, atol: 1e-7);
            Close.Equal(t > 0 ? -2 * t * decay * Math.Sin(angle) : 0, waveforms["d(v(a))/d(V1:theta)"][k], rtol: 0, atol: 1e-8);
        }
    }

    /// <summary>Two things that hold whatever the steps are: the slope of a fixed voltage is exact, and a run again gives the same bits.</summary>
    [Fact]
    public void Rectifier_RunTwice_GivesTheSameBits()
    {
        const string Cards = "V1 in 0 sin(0 5 1k)\nD1 in a d\nC1 a 0 1u\nR1 a 0 10k\n.model d d(is=1e-14 cjo=10p rs=1 tt=1n)\n.tran 10u 3m\n.sens objfunc={v(a)},{v(in)} param=R1:R,d:is,C1:C,V1:VA";
        var (first, second) = (Slopes(Cards).Waveforms, Slopes(Cards).Waveforms);
        foreach (var vector in first.Header.Vectors)
            Assert.Equal(first[vector.Name].ToArray(), second[vector.Name].ToArray());
        for (var k = 0; k < first.Points; k++)
            Close.Equal(Math.Sin(2e3 * Math.PI * first.Axis[k]), first["d(v(in))/d(V1:va)"][k], rtol: 0, atol: 1e-9);
    }

    [Fact]
    public void Read_OfXycesForm_GoesAlongWithTheAnalysesOfTheNetlist()
    {
        var netlist = Spice.Read("V1 a 0 pulse(0 1) ac 1\nR1 a b 1k\nC1 b 0 1n\n.sens objfunc={v(b),v(a)} acobjfunc={v(b)} objvars=a,b param=R1:R, {C1:C}\n.tran 1n 1u\n.ac dec 1 1k 10k\n.dc V1 0 1 0.5\n.print sens v(b) R1:R vm(b)\n.options sensitivity direct=1 adjoint=0");
        var along = netlist.Analyses.OfType<SensitivityAnalysis>().ToList();
        Assert.Equal([AnalysisKind.Transient, AnalysisKind.SmallSignal, AnalysisKind.DcSweep], along.Select(s => s.Along.Kind));
        Assert.All(along, s => Assert.Equal(["R1:R", "C1:C"], s.Parameters));
        Assert.All(along, s => Assert.Equal(2, s.Outputs.Count));
        Assert.Equal([AnalysisKind.Transient, AnalysisKind.SmallSignal, AnalysisKind.DcSweep, AnalysisKind.Sensitivity], netlist.Prints.Select(p => p.Analysis));
        Assert.Equal([1, 2, 1, 0], netlist.Prints.Select(p => p.Quantities.Count));
    }

    [Theory]
    [InlineData(".sens v(a) ac dec 3 1k 1meg")]
    [InlineData(".sens i(V1)")]
    [InlineData(".sens objfunc={v(a)}{2 * v(a)} param=R1:r,res\n.dc V1 0 1 0.5\n.op")]
    public void Write_OfASensitivity_IsReadBack(string statement)
    {
        var netlist = Spice.Read($"V1 a 0 1\nR1 a 0 1k\n.param res=1\n{statement}");
        var again = SpiceReader.Read(SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Native })).Netlist;
        Assert.Equal(netlist.Analyses.Count, again.Analyses.Count);
        Assert.Equal(
            netlist.Analyses.OfType<SensitivityAnalysis>().Select(s => (s.Along.Kind, string.Join(' ', s.Outputs), string.Join(' ', s.Parameters))),
            again.Analyses.OfType<SensitivityAnalysis>().Select(s => (s.Along.Kind, string.Join(' ', s.Outputs), string.Join(' ', s.Parameters))));
    }

    [Theory]
    [InlineData(".sens v(b)", "node b")]
    [InlineData(".sens v(a)*2", ".sens takes v(node), v(node,node), i(source) or keys such as objfunc=…")]
    [InlineData(".sens objfunc={v(a)}", ".sens names no parameter; write param=R1:R,C1:C")]
    [InlineData(".sens param=R1:R", ".sens names no output; write objfunc={v(out)}")]
    [InlineData(".sens objfunc={v(a)} params=R1:R", "'params' is no key of .sens; objfunc, acobjfunc, objvars, param and sensdevicename are.")]
    [InlineData(".sens acobjfunc={v(a)} param=R1:R", "this .sens goes along with .ac, and there is none")]
    [InlineData(".sens objfunc={v(a)} param=R2:R", "R2:R is neither a parameter nor an element or model card")]
    [InlineData(".sens objfunc={v(a)} param=R1:W", "R1 has no W that .sens varies; did you mean r?")]
    [InlineData(".sens objfunc={v(a)} param=d:vaf", "model card d gives no vaf")]
    [InlineData(".sens objfunc={v(a) param=R1:R", "is missing behind the outputs of .sens")]
    [InlineData(".sens v(a) ac per 3 1 2", "'per' is no spacing of frequencies")]
    public void Read_OfASensitivityThatCannotBe_IsRefusedWithItsPlace(string cards, string message)
    {
        var e = Assert.Throws<NetlistException>(() => Spice.Read($"V1 a 0 1\nR1 a 0 1k\nD1 a 0 d\n.model d d(is=1e-14)\n{cards}"));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.True(e.Line >= 5, e.Message);
    }

    [Fact]
    public void Sensitivity_ByAParameterAtTheEndOfItsRange_IsRefusedByName()
    {
        var e = Assert.ThrowsAny<CircuitSimException>(() => Slopes("V1 a 0 1\nR1 a b 1k\nD1 b 0 d\n.model d d(is=1e-14 rs=0)\n.sens objfunc={v(b)} param=d:rs"));
        Assert.Contains(".sens cannot vary d:rs around 0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sensitivity_ByMoreParametersThanThereIsRoomFor_IsRefusedBeforeItStarts()
    {
        var ladder = string.Join('\n', Enumerable.Range(1, 1500).Select(k => $"R{k} n{k - 1} n{k} 1k\nC{k} n{k} 0 1p"));
        var e = Assert.ThrowsAny<CircuitSimException>(() => Slopes($"V1 n0 0 1\n{ladder}\n.tran 1n 1u\n.sens objfunc={{v(n1500)}} param={string.Join(',', Enumerable.Range(1, 1500).Select(k => $"R{k}:R"))}"));
        Assert.Contains("name fewer parameters", e.Message, StringComparison.Ordinal);
    }

    private static (Waveforms Waveforms, SimulationStatistics Statistics) Slopes(string cards)
    {
        var netlist = Spice.Read(cards);
        var waveforms = new Waveforms();
        return (waveforms, new BuiltInSimulator().RunSensitivity(netlist, netlist.Analyses.OfType<SensitivityAnalysis>().Single(), waveforms));
    }
}
