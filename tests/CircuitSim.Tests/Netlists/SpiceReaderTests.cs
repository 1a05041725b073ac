using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Spice;

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
    [InlineData("K1 L1 L2 0.9", "K1 couples L1, which is no inductor of the circuit")]
    [InlineData("V1 a 0 1\nL1 a 0 1\nK1 L1 V1 0.9", "K1 couples V1, which is no inductor of the circuit")]
    [InlineData("L1 a 0 1\nL2 b 0 1\nK1 L1 L2 1.5", "K1: coupling 1.5 must be from -1 to 1 and not zero")]
    [InlineData("L1 a 0 1\nL2 b 0 1\nK1 L1 L2 0", "K1: coupling 0 must be from -1 to 1 and not zero")]
    [InlineData("L1 a 0 1\nK1 L1 l1 0.5", "K1 couples l1 with itself")]
    [InlineData("L1 a 0 1\nL2 b 0 1\nK1 L1 L2 0.5\nK2 L2 L1 0.5", "K2 couples L2 and L1, which another K couples, too")]
    [InlineData("L1 a 0 1\nL2 b 0 1\nL3 c 0 1\nK1 L1 L2 0.9\nK2 L2 L3 0.9\nK3 L3 L1 0.5", "K1: L1, L2, L3 cannot be coupled like this: some currents would store less than no energy")]
    [InlineData("L1 a 0 1\nL2 b 0 1\nL3 c 0 1\nK1 L1 L2 L3 -0.51", "K1: L1, L2, L3 cannot be coupled like this")]
    [InlineData("K1 L1 1 tx", "K1: 'tx' is the card of a magnetic core, and cores are not supported")]
    [InlineData("K1 L1 L2 0.9 tx", "K1: 'tx' is the card of a magnetic core")]
    [InlineData("K1 L1", "the statement ends where an inductor is expected")]
    [InlineData("K1 L1 L2", "the statement ends where the coupling is expected")]
    [InlineData("Q1 a b c qq", "Q1 refers to model card qq, which is not there")]
    [InlineData("Q1 a b c", "the statement ends where the substrate or the model card is expected")]
    [InlineData("Q1 a b c s t qq", "Q1: 'qq' behind the card t; a bipolar transistor has three nodes and perhaps a substrate")]
    [InlineData("Q1 a b c qq w=2\n.model qq npn", "Q1: w is not supported; the keys are area, areab, areac, m, temp, dtemp, ic and OFF")]
    [InlineData("Q1 a b c qq 0\n.model qq npn", "Q1: area 0 must be finite and above zero")]
    [InlineData("Q1 a b c qq temp=-300\n.model qq npn", "Q1: temperature -300 °C must be finite and above absolute zero")]
    [InlineData("Q1 a b c qq\n.model qq npn(bf=0)", "model qq: bf = 0 must be")]
    [InlineData("Q1 a b c qq\n.model qq npn(level=4)", "model qq: level: bipolar transistors of level 1 (Gummel-Poon) are known here")]
    [InlineData("Q1 a b c qq\n.model qq pnp(xcjc=2)", "model qq: xcjc = 2 must be from 0 to 1")]
    [InlineData(".ac 10 1 1k", "'10' is no spacing of frequencies; write dec, oct or lin")]
    [InlineData("R1 a b 1k\nR1 a b 2k", "element R1 is defined twice")]
    [InlineData("X1 a b nosuch", "X1 calls subcircuit nosuch, which is not defined")]
    [InlineData("D1 a 0 nosuch", "D1 refers to model card nosuch, which is not there")]
    [InlineData("R1 a 0 -1", "R1: resistance -1 Ω must be finite and above zero")]
    [InlineData("C1 a 0 -1p", "C1: capacitance -1 pF must be finite and not negative")]
    [InlineData("R1 a 0 {2*x}", "R1: 'x' is neither a parameter nor a known constant")]
    [InlineData(".param a={b} b={a}\nR1 a 0 {a}", "parameter a depends on b depends on a")]
    [InlineData("R1 a 0 1.2.3k", "expected the resistance, found '1.2.3k'")]
    [InlineData("R1 a 0 1e999", "expected the resistance, found '1e999'")]
    [InlineData(".include foo.lib", "this text came without a folder")]
    [InlineData("B1 a 0 V=v(nosuch)", "B1 refers to node nosuch, which no element connects")]
    [InlineData("B1 a 0 V=i(R9)\nR1 a 0 1", "B1 refers to the current of R9")]
    [InlineData("F1 a 0 V9 2", "F1 refers to the current of V9")]
    [InlineData("B1 a 0 V=ddx(v(a))", "ddx() is not supported: write the derivative out")]
    [InlineData("B1 a 0 V=rnd(1)", "rnd() is not supported: it draws anew in every step")]
    [InlineData("W1 a 0 V1 ww", "W1 refers to model card ww, which is not there")]
    [InlineData("W1 a 0 V1 ww\n.model ww sw", "W1 refers to model card ww, which is of kind sw; it needs one of kind CSW")]
    [InlineData("W1 a 0 V1 ww\n.model ww csw", "W1 refers to the current of V1")]
    [InlineData("W1 a 0 V1", "the statement ends where the model card is expected")]
    [InlineData(".model ww csw vt=1", "model ww: has no key 'vt'; did you mean it?")]
    [InlineData(".model ww csw ih=-1m", "model ww: ih = -1 mA must be")]
    [InlineData("T1 a 0 b 0 z0=50", "T1: transmission lines (T) are not supported")]
    [InlineData("F1 a 0 POLY(1) V1 5", "F1: a POLY(1) with one coefficient is a constant to ngspice")]
    [InlineData("F1 a 0 POLY(1) V9 0 1", "F1 refers to the current of V9")]
    [InlineData("H1 a 0 POLY(2) V1", "the statement ends where a controlling voltage source is expected")]
    [InlineData("E1 a 0 DELAY b 0 td=1", "E1: DELAY is not supported here; use a ladder of L and C")]
    [InlineData("E1 a 0 b 0 1 nosuch=2", "E1: nosuch is not supported; the keys are max, min, scale, laplace, and m of a current")]
    [InlineData("E1 a 0 TABLE {v(a)} = (0,0) (1)", "E1: the last point of the table has no y.")]
    [InlineData("E1 a 0 POLY(1) b 0 5", "E1: a POLY(1) with one coefficient is a constant to ngspice and a gain to SPICE2")]
    [InlineData("E1 a 0 POLY(99) b 0 5", "E1: POLY takes 1 to 20 variables")]
    [InlineData("E1 a 0 cur='v(b)'", "E1: an E source has a voltage, VOL")]
    [InlineData("G1 a 0 vol={v(b)}", "G1: a G source has a current, CUR")]
    [InlineData("E1 a 0 VALUE=", "the statement ends where the expression of E1 is expected")]
    [InlineData("E1 a 0 VALUE={v(nosuch)}", "E1 refers to node nosuch")]
    [InlineData("E1 a 0 TABLE {v(a)} =", "E1: TABLE has no points")]
    [InlineData("E1 a 0 TABLE {v(a)} = (0,0) (0,1)", "E1: the points of 'table(v(a), 0, 0, 0, 1)' are not in order")]
    [InlineData(".global", "the statement ends where a global node is expected")]
    [InlineData(".global X1.a", ".global X1.a: a dot leads into a subcircuit")]
    [InlineData(".subckt s a\n.global b\n.ends", ".global inside subcircuit s")]
    [InlineData(".global vdd\n.subckt s vdd\nR1 vdd 0 1\n.ends\nR1 a 0 1\nX1 a s", "X1 joins port vdd of subcircuit s to node a, but .global makes vdd the same node everywhere")]
    [InlineData("E1 a 0 a 0 2 m=2", "E1: m is not supported; the keys are max, min, scale, laplace, and m of a current")]
    [InlineData("V1 a 0 TRNOISE(1)", "V1: TRNOISE takes 2 to 7 values, not 1")]
    [InlineData("V1 a 0 TRNOISE(1 1n 3 1)", "V1: trnoise nalpha 3 must be from 0 to 2")]
    [InlineData("V1 a 0 TRNOISE(0 0 0 0 1 1u)", "V1: trnoise rtsemt 0 s must be above zero beside rtsam")]
    [InlineData("V1 a 0 TRNOISE(0 -1n)", "V1: trnoise nt -1 ns must be finite and not negative")]
    [InlineData("V1 a 0 TRRANDOM(5 1n)", "V1: trrandom type 5 must be 1 (uniform), 2 (normal), 3 (exponential) or 4 (Poisson)")]
    [InlineData("V1 a 0 TRRANDOM(1 0)", "V1: trrandom ts 0 s must be finite and above zero")]
    [InlineData("V1 a 0 TRRANDOM(4 1n 0 1e9)", "V1: trrandom p1 1 G must be from 0 to 10000 of a Poisson law")]
    [InlineData("V1 a 0 EXTERNAL", "V1: EXTERNAL is not supported; PULSE, SIN, EXP, PWL, SFFM, AM, TRNOISE and TRRANDOM are")]
    [InlineData("V1 a 0 AM(0 1 2)", "V1: AM takes 4 to 5 values, not 3")]
    [InlineData("V1 a 0 PWL(0 1 1 2) rep=1", "V1: rep is not supported in PWL; r, td and file are")]
    [InlineData("V1 a 0 PWL(0 1 1 2 r=1)", "V1: pwl r 1 s must be a time from zero to before the last one")]
    [InlineData("V1 a 0 PWL file=x.txt", "this text came without a folder, so it cannot name files")]
    [InlineData("V1 a 0 PULSE(0 1 0 1n 1n 1n 4n -1.5)", "V1: pulse np -1.5 must be a number from zero on")]
    [InlineData("V1 a 0 1 2", "V1 has two DC values")]
    [InlineData("V1 a 0 PULSE(1)", "V1: PULSE takes 2 to 8 values, not 1")]
    [InlineData("V1 a 0 PWL(0 1 2)", "V1: PWL takes pairs of time and value; the last value is missing")]
    [InlineData("V1 a 0 PWL(1 1 0 2)", "V1: pwl time 0 s must be finite and later")]
    [InlineData("R1 a 0 1k tcx=1", "R1: tcx is not supported; the keys are r, m, w, l, scale, tc1, tc2 or tc, tce, temp or dtemp")]
    [InlineData("R1 a 0 1k temp=50 dtemp=1", "R1: dtemp is not supported")]
    [InlineData("R1 a 0 1k r=2k", "R1: r is not supported")]
    [InlineData("R1 a 0 m=2", "the statement ends where the resistance is expected")]
    [InlineData("R1 a 0 1k 2k", "'2k' is not understood behind a value; a model card or keys follow it")]
    [InlineData("R1 a 0 1k m=0", "R1: resistance Infinity Ω must be")]
    [InlineData("R1 a 0 1k tc1=-20m temp=127", "R1: resistance at its temperature -1 kΩ must be finite and above zero")]
    [InlineData("C1 a 0 l=1p", "w, l and nt say something together with a model card")]
    [InlineData("L1 a 0 0", "L1: inductance 0 H must be finite and above zero")]
    [InlineData("M1 a b 0 0 nn\n.model nn nmos level=8 vth0=1", "model nn: level = 8 (BSIM3); MOSFETs of levels 1, 2 and 3 are known here")]
    [InlineData("D1 a 0 nn\n.model nn nmos", "D1 refers to model card nn, which is of kind nmos; it needs one of kind D")]
    [InlineData("D1 a 0 q\n.model q npn", "D1 refers to model card q, which is of kind npn; it needs one of kind D")]
    [InlineData(".model d d iss=1", "model d: has no key 'iss'; did you mean is?")]
    [InlineData(".model s sw ron=0", "model s: ron = 0 Ω must be")]
    [InlineData(".subckt s a\nR1 a 0 1\nX1 a s\n.ends\nX1 b s", "subcircuit s calls s: a subcircuit cannot contain itself")]
    [InlineData(".subckt s a\nR1 a 0 1", "subcircuit s has no .ends")]
    [InlineData(".ends", ".ends without a .subckt before it")]
    [InlineData(".subckt s a\n.op\n.ends", ".op inside subcircuit s")]
    [InlineData(".subckt s a\nR1 a 0 {q}\n.ends\nX1 b s", "X1.R1: 'q' is neither a parameter nor a known constant")]
    [InlineData(".func f(x) {g(x)}\n.func g(x) {f(x)}\nR1 a 0 {f(1)}", "function f calls g calls f: a function cannot call itself")]
    [InlineData(".func f(x,y) {x+y}\nR1 a 0 {f(1)}", "R1: f() takes 2 arguments, not 1")]
    [InlineData(".func v(x) {x}", "v() is a voltage or a current; choose another name")]
    [InlineData(".param a=1/0\nR1 a 0 {a}", "a: '1 / 0' divides by zero")]
    [InlineData("C1 a 0 1n ic={v(a)}", "C1: the expression depends on the circuit's voltages")]
    [InlineData("R1 a 0 {v(b)}", "R1 refers to node b, which no element connects")]
    [InlineData("R1 a 0 {1k+v(a)} tc1=1m", "R1: a resistance that follows voltages or currents has no temperature coefficients")]
    [InlineData("R1 a 0 {1+}", "expected a value, found '}'")]
    [InlineData("R1 a 0 {1+2", "'}' is missing")]
    [InlineData("R1 a 0 {(1+2}", "expected ')', found '}'")]
    [InlineData(".options reltol=2", "reltol = 2 is out of range: above 0 and below 1")]
    [InlineData(".options method=euler", "method euler is not supported")]
    [InlineData(".dc V9 0 1 1", ".dc sweeps V9, which is no V, I, R or top-level parameter")]
    [InlineData("V1 a 0 1\n.dc V1 0 1 -1", "the sweep of V1 never leads from 0 to 1 in steps of -1")]
    [InlineData(".dc C1 0 1 1", ".dc sweeps C1, which is no V, I, R or top-level parameter")]
    [InlineData(".tran 1n 0", ".tran: stop 0 s must be finite and above zero")]
    [InlineData(".measure tran m median v(a)", "'median' is no measurement that is supported")]
    [InlineData(".measure op m rms v(a)", "rms needs an analysis with an axis, dc or tran")]
    [InlineData("R1 a 0 1\n.measure tran m param='n+1'\n.tran 1 2", ".measure m: n is no parameter and no measurement of this analysis that stands before it; there is none.")]
    [InlineData(".endc", ".endc is not supported: there is no .control before it")]
    [InlineData(".nosuch", "'.nosuch' is not understood")]
    [InlineData("#1 a b", "'#1' cannot be the name of an element")]
    [InlineData("R1 a 0 1 \u00e9", "character U+00E9 outside a comment")]
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

    [Theory]
    [InlineData("E1 e 0 VALUE={v(a)*k}", "v(a) * k")]
    [InlineData("E1 e 0 value = 'v(a)*k'", "v(a) * k")]
    [InlineData("E1 e 0 VALUE {v(a)*k}", "v(a) * k")]
    [InlineData("E1 e 0 vol=v(a)*k", "v(a) * k")]
    [InlineData("G1 e 0 cur='v(a)*k'", "v(a) * k")]
    [InlineData("G1 e 0 TABLE {v(a)} = (-1,0) (1,{k})", "table(v(a), -1, 0, 1, k)")]
    [InlineData("E1 e 0 table 'v(a)' -1,0 1,k", "table(v(a), -1, 0, 1, k)")]
    [InlineData("E1 e 0 TABLE=v(a) (0 0),(1 2)", "table(v(a), 0, 0, 1, 2)")]
    [InlineData("F1 e 0 POLY(2) V1 V1 (0, 2, 3)", "2 * i(V1) + 3 * i(V1)")]
    [InlineData("H1 e 0 POLY {1} V1 1 k", "1 + k * i(V1)")]
    [InlineData("E1 e 0 VCVS POLY(1) a 0 1 2", "1 + 2 * v(a)")]
    [InlineData("E1 e 0 VCVS a 0 5 max=2 min=-1", "max(min(5 * v(a), 2), -1)")]
    [InlineData("E1 e 0 VCVS PWL(1) a 0 0,1 1,3", "table(v(a), 0, 1, 1, 3)")]
    [InlineData("G1 e 0 VCR PWL(1) a 0 0,1 1,3", "v(e) / table(v(a), 0, 1, 1, 3)")]
    [InlineData("G1 e 0 VCR a 0 2k", "v(e) / (2000 * v(a))")]
    [InlineData("G1 e 0 cur='v(a)*2' M=10", "v(a) * 2 * 10")]
    [InlineData("G1 e 0 VALUE 2*v(a)", "2 * v(a)")]
    [InlineData("E1 e 0 VOL='v(a)' MAX=2", "min(v(a), 2)")]
    [InlineData("E1 e 0 TABLE {v(a)} = ((0,1),(1,3))", "table(v(a), 0, 1, 1, 3)")]
    [InlineData("E1 e 0 TABLE v(a) (0,1) (1,3)", "table(v(a), 0, 1, 1, 3)")]
    [InlineData("E1 e 0 POLY(1) a 0 1 k 3", "1 + k * v(a) + 3 * v(a) * v(a)")]
    [InlineData("E1 e 0 POLY(2) (a,0) (b,a) 0 1 2 0 4 5 6", "1 * v(a) + 2 * v(b,a) + 4 * v(a) * v(b,a) + 5 * v(b,a) * v(b,a) + 6 * v(a) * v(a) * v(a)")]
    [InlineData("G1 e 0 POLY(3) a 0 b 0 e 0 0 0 0 0 4 5 6 7 8 9", "4 * v(a) * v(a) + 5 * v(a) * v(b) + 6 * v(a) * v(e) + 7 * v(b) * v(b) + 8 * v(b) * v(e) + 9 * v(e) * v(e)")]
    public void Read_OfAControlledSourceWithALaw_IsABehavioralSource(string line, string law)
    {
        var source = Assert.IsType<BehavioralSource>(Read($"t\n{line}\n.param k=2\nR1 e a 1\nR2 a b 1\nR3 b 0 1\nV1 b 0 1\n").Elements[0]);
        Assert.Equal(line[..2], source.Name);
        Assert.Equal(line[0] is 'E' or 'H' ? BehavioralQuantity.Voltage : BehavioralQuantity.Current, source.Quantity);
        Assert.Equal(law, source.Value.ToString());
    }

    [Fact]
    public void Read_OfPassiveElements_TakesTheValueAsAKeyAndAMultiplier()
    {
        var netlist = Read("t\nR1 a 0 r=1k m=2\nR2 a 0 1k m={k}\nC1 a 0 c=1n m=2 ic=1\nL1 a 0 L={k*1u} m=2\nR3 a 0 1k tc=1m,2u\nR4 a 0 1k tc=1m dtemp=5\n.param k=4\n");
        var flat = NetlistFlattening.Flatten(netlist).Elements;
        Assert.Equal(500, ((Resistor)flat[0]).Resistance.Number);
        Assert.Equal(250, ((Resistor)flat[1]).Resistance.Number);
        Assert.Equal(2e-9, ((Capacitor)flat[2]).Capacitance.Number);
        Assert.Equal(2e-6, ((Inductor)flat[3]).Inductance.Number);
        Assert.Equal(new ValueTemperature { Linear = 1e-3, Quadratic = 2e-6 }, ((Resistor)flat[4]).Temperature);
        Assert.Equal(new ValueTemperature { Linear = 1e-3, Difference = 5 }, ((Resistor)flat[5]).Temperature);
    }

    [Theory]
    [InlineData("D1 a 0 dd OFF", 1, true, null)]
    [InlineData("D1 a 0 dd 2 off", 2, true, null)]
    [InlineData("D1 a 0 dd OFF IC=0.2", 1, true, 0.2)]
    [InlineData("D1 a 0 dd area=2 ic = -0.2 OFF m=1", 2, true, -0.2)]
    [InlineData("D1 a 0 off", 1, false, null)]
    public void Read_OfADiode_TakesOffAndItsInitialVoltage(string line, double area, bool isOff, double? initial)
    {
        var diode = (Diode)Read($"t\n{line}\n.model dd D\n.model off D\n").Elements[0];
        Assert.Equal(area, diode.Area?.Number ?? 1);
        Assert.Equal(isOff, diode.InitiallyOff);
        Assert.Equal(initial, diode.InitialVoltage?.Number);
    }

    [Theory]
    [InlineData("OFF w=1u", true, null, null, null)]
    [InlineData("w=1u IC=1,2,-0.5", false, 1.0, 2.0, -0.5)]
    [InlineData("IC=1 2 OFF w=1u", true, 1.0, 2.0, null)]
    [InlineData("w=1u ic=1 off", true, 1.0, null, null)]
    [InlineData("icvgs=2 w=1u", false, null, 2.0, null)]
    public void Read_OfAMosfet_TakesOffAndItsInitialVoltages(string keys, bool isOff, double? vds, double? vgs, double? vbs)
    {
        var m = (Mosfet)Read($"t\nM1 d g 0 0 nn {keys}\n.model nn NMOS\n").Elements[0];
        Assert.Equal(isOff, m.InitiallyOff);
        Assert.Equal((vds, vgs, vbs), (m.InitialDrainSource?.Number, m.InitialGateSource?.Number, m.InitialBulkSource?.Number));
    }

    [Fact]
    public void Read_OfControllingNodes_TakesParenthesesMultipliersAndANodeNamedValue()
    {
        var netlist = Read("t\nE1 e 0 (a,0) 2\nE2 value 0 value e 3\nG1 e 0 a 0 1m m=3\nF1 e 0 V1 2 m={k}\nV1 a 0 1\n.param k=2\n");
        Assert.Equal(new VoltageControlledVoltageSource("E1", new NodeId("e"), NodeId.Ground, new NodeId("a"), NodeId.Ground, 2), netlist.Elements[0]);
        Assert.Equal(new NodeId("value"), ((VoltageControlledVoltageSource)netlist.Elements[1]).ControlPositive);
        Assert.Equal(3e-3, ((VoltageControlledCurrentSource)netlist.Elements[2]).Transconductance.Number);
        Assert.Equal(4, ((CurrentControlledCurrentSource)NetlistFlattening.Flatten(netlist).Elements[3]).Gain.Number);
    }

    [Theory]
    [InlineData(".op\n.print op w(M1)", ".print")]
    [InlineData(".dc V1 0 1 0.5\n.print dc v(a) {2*w(M1)}", ".print")]
    [InlineData(".dc V1 0 1 0.5\n.measure dc top max w(M1)", ".measure top")]
    public void Read_OfAStateWithoutTime_SaysThatItBelongsToTransients(string requests, string where)
    {
        var e = Assert.Throws<NetlistException>(() => Read($"t\nV1 a 0 1\nYMEMRISTOR M1 a 0 m\n.model m memristor(ron=1k roff=100k kon=-50 koff=0.5 aon=3 aoff=3 von=-1 voff=0.5 won=0 woff=3n)\n{requests}\n"));
        Assert.Equal($"{where}: w(M1) is a quantity of transients; without time the state of M1 stands still. Ask for it behind tran, or leave it out.", e.What);
        Assert.Equal(6, e.Line);
    }

    private static Expression ExpressionOf(string text) =>
        ((BehavioralSource)Read($"t\nB1 a 0 V={text}\n").Elements[0]).Value;

    private static Netlist Read(string text) => SpiceReader.Read(text).Netlist;
}
