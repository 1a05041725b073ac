using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>sdt, ddt and idtmod, and what is made of them: capacitors and inductors that follow voltages, currents and time.</summary>
public class MemoryFunctionTests
{
    private const string Accurate = ".options reltol=1e-6 vntol=1e-9 abstol=1e-12 chgtol=1e-18";

    [Fact]
    public void Transient_IntegralAndSlopeOfASine_FollowTheClosedForms()
    {
        const double Omega = 2 * Math.PI * 0.5;
        var (w, _) = Spice.Transient($"{Accurate}\nV1 1 0 SIN(0.3 1 0.5)\nB1 2 0 V={{ddt(v(1))}}\nB2 3 0 V={{sdt(v(1), 0.25)}}\nB3 4 0 V={{idtmod(v(1), 0, 0.2, -0.05)}}\nR1 2 0 1\n.tran 1m 2");
        static double Integral(double t) => 0.3 * t + (1 - Math.Cos(Omega * t)) / Omega;
        Assert.InRange(w.LargestError("v(3)", t => 0.25 + Integral(t)), 0, 3e-6);
        // A slope that jumps at the start rings before it settles.
        Assert.InRange(w.LargestError("v(2)", t => t < 0.01 ? Value(w, "v(2)", t) : Omega * Math.Cos(Omega * t)), 0, 1e-3);
        // Within one modulus above the offset, and the integral up to whole moduli.
        Assert.All(w["v(4)"], v => Assert.InRange(v, -0.05 - 1e-9, 0.15 + 1e-9));
        Assert.InRange(w.LargestError("v(4)", t => Integral(t) - 0.2 * Math.Round((Integral(t) - Value(w, "v(4)", t)) / 0.2)), 0, 3e-6);
    }

    [Fact]
    public void OperatingPoint_OfMemory_IsTheStartOfAnIntegralAndNoSlope()
    {
        var point = Spice.OperatingPoint("V1 1 0 2\nB1 2 0 V={ddt(v(1))+3*sdt(v(1), 0.5)}\nC1 1 0 c={1n*(1+v(1))}\nL1 1 3 l={1m*(1+i(L1))}\nR1 3 0 1k");
        Close.Equal(1.5, point.Voltage(new NodeId("2")), rtol: 1e-9);
        Close.Equal(2, point.Voltage(new NodeId("3")), rtol: 1e-9);
    }

    [Theory]
    [InlineData("C1 a 0 c='1n*(1+v(a)*v(a))' ic=1\nR1 a 0 1k", "v(a)", "")]
    [InlineData("C1 a 0 q='1n*(v(a)+v(a)^3/3)' ic=1\nR1 a 0 1k", "v(a)", "")]
    [InlineData("C1 a 0 Q=1n*x+1n*x*x*x/3\nR1 a 0 1k", "v(a)", ".ic v(a)=1")]
    [InlineData("C1 0 a q='1n*(v(0,a)+v(0,a)^3/3)' ic=-1\nR1 a 0 1k", "v(a)", "")]
    [InlineData("L1 a 0 l='1m*(1+i(L1)*i(L1))' ic=1\nR1 a 0 1k", "i(L1)", "")]
    [InlineData("X1 a 0 s\nR1 a 0 1k\n.subckt s p n\nL1 p n flux='1m*(i(L1)+i(L1)^3/3)' ic=1\n.ends", "i(X1.L1)", "")]
    [InlineData("X1 a 0 s\nR1 a 0 1k\n.subckt s p n c0=1n\nC1 p n q={c0*(v(p,n)+v(p,n)^3/3)} ic=1 m=1\n.ends", "v(a)", "")]
    public void Transient_ReleasedNonlinearStorage_FollowsTheClosedForm(string circuit, string quantity, string start)
    {
        // (1 + y²) y' = −y/τ: ln y + y²/2 falls evenly in time.
        var (w, _) = Spice.Transient($"{Accurate}\n{circuit}\n{start}\n.tran 10n 3u uic");
        for (var k = 0; k < w.Points; k++)
        {
            var y = w[quantity][k];
            Close.Equal(0.5 - w.Axis[k] / 1e-6, Math.Log(y) + 0.5 * y * y, rtol: 0, atol: 2e-5);
        }
    }

    [Fact]
    public void Transient_ChargeOfAVoltageAndATime_IsConservedOverACycle()
    {
        var (w, _) = Spice.Transient($"{Accurate}\nV1 in 0 SIN(0 1 1k)\nR1 in a 1m\nC1 a b q='100n*(v(a)+v(a)^3/3)*(2+cos(2k*pi*time))'\nR2 b 0 1\nB1 q 0 V={{1meg*sdt(v(b))}}\n.tran 2u 3m");
        // What flowed in within a period has flowed out.
        Close.Equal(Value(w, "v(q)", 1.25e-3), Value(w, "v(q)", 2.25e-3), rtol: 0, atol: 1e-5);
        Assert.InRange(w["v(q)"].Max(), 0.2, 0.5);
    }

    [Fact]
    public void PrintAndMeasure_WithMemory_AreOfTheSameIntegral()
    {
        var (w, _) = Spice.Transient("V1 2 0 SIN(0 5 5)\nR1 2 0 1k\nB1 1 0 V={sdt(v(2))}\nR2 1 0 1\n.func f(x) {sdt(x*x)}\n.print tran {v(1)-sdt(v(2))} {f(v(2))}\n.measure tran e find sdt(v(2)) at=0.1\n.tran 1m 0.2");
        Assert.DoesNotContain(w.Header.Vectors, v => v.Name.Contains("sdt", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(".param k={sdt(1)}\nR1 1 0 {k}", "sdt() remembers")]
    [InlineData("R1 1 0 1\nB1 1 0 I={ddt(v(1), 1, 2)}", "ddt() takes 1 to 2 arguments, not 3.")]
    [InlineData("R1 1 0 1\nB1 1 0 I={idtmod(v(1))}", "idtmod() takes 3 to 4 arguments, not 1.")]
    [InlineData("R1 1 0 1\nB1 1 0 I={sdt(v(1), v(1))}", "where only a number can stand")]
    [InlineData("R1 1 0 1\nB1 1 0 I={hypot(v(1))}", "hypot() takes 2 arguments, not 1.")]
    [InlineData("R1 1 0 1\nB1 1 0 I={cbrd(v(1))}", "cbrt")]
    public void Flatten_MemoryOrFunctionThatCannotBe_IsRefusedWithTheReason(string cards, string expected)
    {
        var e = Assert.Throws<NetlistException>(() => Spice.OperatingPoint(cards));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Function_OfTheNetlist_HidesAStandardOneAndThoseInItsBody()
    {
        var point = Spice.OperatingPoint(".func stp(x) {7*x}\n.func sgn(x) {100}\nV1 1 0 2\nB1 2 0 V={stp(v(1))+round(v(1)*1.3)}\nR1 2 0 1");
        Close.Equal(17, point.Voltage(new NodeId("2")), rtol: 1e-9);
    }

    private static double Value(Waveforms w, string vector, double time)
    {
        var k = w.Axis.TakeWhile(t => t < time).Count();
        return k == 0 ? w[vector][0] : w[vector][k - 1] + (w[vector][k] - w[vector][k - 1]) * (time - w.Axis[k - 1]) / (w.Axis[k] - w.Axis[k - 1]);
    }
}
