using CircuitSim.Netlists;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Tests.Netlists;

public class SpiceReaderTests
{
    [Fact]
    public void Read_EveryElement_GivesTheModel()
    {
        var netlist = Read("""
            all elements
            R1 a b 1kOhm
            c1 a 0 10pF ic=0.5
            L1 a 0 {2*lx} IC = 1m
            V1 a 0 DC 1 AC 1 PULSE(0 1.8 1n 10p 10p 5n 10n)
            V2 x1 0 sin 0 1 1meg
            I1 0 a PWL(0 0, 1u 1m)
            I2 0 a EXP(0 1m 1u 2u)
            E1 e 0 a b 10
            F1 0 b v1 2
            G1 0 b a 0 1m
            H1 h 0 V1 50
            B1 bb 0 V={v(a)*2} + i(v1)*lx
            B2 0 bb I = v(a,b) > 0.5 ? 1m : 0
            S1 a b bb 0 sw1 ON
            D1 a 0 dd 2 m=3
            M1 a b 0 0 nn w=2u l = 1u ad={1p*2}
            YMEMRISTOR Ym a b cell w0=1n
            X1 a e half PARAMS: r=2k
            .param lx=1u
            .model sw1 sw ron=1 roff=1meg vt=0.5
            .model dd D(is=1e-14)
            .model nn nmos(level=1 vto={lx*1e6})
            .model cell MEMRISTOR(ron=1k roff=100k kon=-216 koff=0.1 aon=4 aoff=4 von=-1.5 voff=0.3 won=0 woff=3n)
            .subckt half p q r=1k
            R1 p q {r/2}
            .ends half
            .end
            """);
        Assert.Equal(18, netlist.Elements.Count);
        Assert.Equal(new Resistor("R1", new NodeId("a"), new NodeId("b"), 1e3), netlist.Elements[0]);
        Assert.Equal(new Capacitor("c1", new NodeId("A"), NodeId.Ground, 10e-12, 0.5), netlist.Elements[1]);
        var flat = NetlistFlattening.Flatten(netlist);
        Assert.Equal(2e-6, flat.Elements.OfType<Inductor>().Single().Inductance.Number);
        Assert.Equal(1e3, flat.Elements.OfType<Resistor>().Single(r => r.Name == "X1.R1").Resistance.Number);
        Assert.Equal("1", flat.Models.Single(m => m.Name == "nn").Parameters["vto"]);
    }

    [Theory]
    [InlineData("K1 L1 L2 0.9", "K1: coupled inductors (K) are not supported")]
    [InlineData("Q1 a b c qq", "Q1: bipolar transistors (Q) are not supported")]
    [InlineData(".ac dec 10 1 1k", ".ac is not supported: there is no AC analysis")]
    [InlineData("R1 a b 1k\nR1 a b 2k", "element R1 is defined twice")]
    [InlineData("X1 a b nosuch", "X1 calls subcircuit nosuch, which is not defined")]
    [InlineData("D1 a 0 nosuch", "D1 refers to model card nosuch, which is not there")]
    [InlineData("R1 a 0 0", "R1: resistance 0 Ω must be finite and above zero")]
    [InlineData("C1 a 0 -1p", "C1: capacitance -1 pF must be finite and not negative")]
    [InlineData("R1 a 0 {2*x}", "R1: 'x' is neither a parameter nor a known constant")]
    [InlineData(".param a={b} b={a}\nR1 a 0 {a}", "parameter a depends on b depends on a")]
    [InlineData("R1 a 0 1.2.3k", "expected the resistance, found '1.2.3k'")]
    [InlineData("R1 a 0 1e999", "expected the resistance, found '1e999'")]
    [InlineData(".include foo.lib", "this text came without a folder")]
    [InlineData("B1 a 0 V=v(nosuch)", "B1 refers to node nosuch, which no element connects")]
    public void Read_Fault_PointsAtTheLine(string text, string what)
    {
        var e = Assert.Throws<NetlistException>(() => Read("title\n" + text + "\n.end\n"));
        Assert.True(e.Line >= 2, e.Message);
        Assert.StartsWith(what, e.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1+2*3", 7)]
    [InlineData("-2^2", -4)]
    [InlineData("2^3^2", 512)]
    [InlineData("2**-1", 0.5)]
    [InlineData("(1<2) + (2<=2) + !(1==2) + (1!=2)", 4)]
    [InlineData("1 ? 2 : 3 ? 4 : 5", 2)]
    [InlineData("min(3,1,2) + max(3,1,2)", 4)]
    [InlineData("limit(5, 3, 0)", 3)]
    [InlineData("table(1.5, 1, 10, 2, 20)", 15)]
    [InlineData("pwl(9, 1, 10, 2, 20)", 20)]
    [InlineData("pow(-3, 3)", -27)]
    [InlineData("pwr(-3, 2)", -9)]
    [InlineData("if(0, 1/0, 7)", 7)]
    [InlineData("1k*2meg/1mil", 2e9 / 25.4e-6)]
    [InlineData("atan2(1, 0)/pi", 0.5)]
    [InlineData("int(-2.5) + nint(2.5) + floor(-0.5) + ceil(0.5)", 0)]
    public void Constant_OfAnExpression_FollowsMathematics(string text, double expected) =>
        Support.Close.Equal(expected, BoundExpression.Constant(ExpressionOf(text)), 1e-14, 1e-15);

    private static Expression ExpressionOf(string text) =>
        ((BehavioralSource)Read($"t\nB1 a 0 V={text}\n").Elements[0]).Value;

    private static Netlist Read(string text) => SpiceReader.Read(text).Netlist;
}
