using CircuitSim.Engine;
using CircuitSim.Experiments.Runs;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

/// <summary>What ngspice, LTspice, PSpice, HSPICE and Xyce write and mean alike; values by Ohm's law or closed forms.</summary>
public class OtherDialectsTests
{
    [Theory]
    [InlineData("V1 a 0 1\nR1 a 0 1k\nB1 b 0 V=1000*i(R1)\nR2 b 0 1k", "b", 1)]
    [InlineData("V1 a 0 2\nX1 a b rr\nX2 b 0 rr\n.subckt rr p n\nR1 p n r='1k*(1+0.1*abs(v(p,n)))'\n.ends", "b", 1)]
    [InlineData(".param wn(x)='1-pow(2*x-1,2)' two=2\nV1 a 0 0.25\nE1 b 0 vol='two*wn(V(a))'\nR1 b 0 1k", "b", 1.5)]
    [InlineData(".subckt inv in out vdd gnd\nR1 in out 1k\nR2 out gnd 1k\n.ends\nV1 a 0 1\nVd vdd 0 1\nX1 a b vdd gnd inv", "b", 0.5)]
    [InlineData("V1 a 0 3\nB1 b 0 V=IF((V(a)>1)&(V(a)<4),5,0)\nR1 b 0 1k", "b", 5)]
    [InlineData("V1 a 0 3\nB1 b 0 V=(V(a)<1|V(a)<4)+2*~(V(a)<4)\nR1 b 0 1k", "b", 1)]
    [InlineData(".func w(x) {1-(2*x-1)^2}\nV1 a 0 0.25\nE1 b 0 value={w(v(a))}\nR1 b 0 1", "b", 0.75)]
    [InlineData(".func w(x) {3*x}\n.param p=2\nV1 b 0 {w(p)}\nR1 b 0 1", "b", 6)]
    [InlineData(".func limit(a) {7*a}\nV1 b 0 {limit(2)}\nR1 b 0 1", "b", 14)]
    [InlineData(".global_param r=3\nV1 a 0 4\nR1 a b 1\nR2 b 0 {r}", "b", 3)]
    [InlineData(".param r=agauss(3, 1, 3)\nV1 a 0 4\nR1 a b {unif(1, 0.5)}\nR2 b 0 {r}\n.options timeint method=7", "b", 3)]
    [InlineData("V1 a 0 1\nR1 a b 1\nR2 b 0 1\n.model q npn(bf=100)\n.model m nmos(level=1 xj=1u)", "b", 0.5)]
    [InlineData(".subckt s p w=2*3 l={w}+1\nR1 p 0 {w+l-6}\n.ends\n.param k=2\nV1 a 0 3\nRa a b 1\nX1 b s w=2*k+1 l=k", "b", 1.5)]
    [InlineData(".subckt s p gnd!\nR1 p gnd! 1\n.ends\nV1 $N_0001 0 4 $ 4 V\nR1 $N_0001 b 1 $four\nX1 b 0 s", "b", 2)]
    // kT/q at 27 °C with CODATA's constants, and the option.
    [InlineData("B1 b 0 V={vt}\nR1 b 0 1", "b", 0.025864925786328753)]
    [InlineData("V1 b 0 {1e12*gmin}\nR1 b 0 1\n.options gmin=3e-12", "b", 3)]
    // ngspice 39 has these resistances, too.
    [InlineData(".subckt s p r=1 q=1\nR1 p 0 {q}\n.ends\n.param r=10\nV1 a 0 4\nR1 a b 1\nX1 b s q={r+1} r=2", "b", 3)]
    [InlineData(".subckt s p r=1 q=1\nR1 p 0 {q}\n.ends\n.param r=10\nV1 a 0 12\nR1 a b 1\nX1 b s r={r+1} q={r}", "b", 11)]
    [InlineData(".subckt s p q=2\n.param q=3\nR1 p 0 {q}\n.ends\nV1 a 0 4\nR1 a b 1\nX1 b s", "b", 3)]
    [InlineData(".subckt s p q=2\n.param q=3\nR1 p 0 {q}\n.ends\nV1 a 0 4\nR1 a b 1\nX1 b s q=1", "b", 2)]
    // (2 Ω + 1 Ω) beside 6 Ω.
    [InlineData("V1 a 0 3\nR1 a b 1\nR2 b 0 2 rser=1 rpar=6 cpar=1p", "b", 2)]
    [InlineData("V1 b 0 1\nR1 b 0 1\n.mc 10 dc v(b) ymax\n.wcase dc v(b) ymax\n.alter second\nR1 b 0 2\nR1 b 0 3", "b", 1)]
    public void OperatingPoint_OfOtherSpellings_IsWhatTheyMean(string cards, string node, double voltage)
    {
        var flat = SpiceReader.Read($"t\n{cards}\n.op\n.end\n").Flat;
        Assert.Equal(voltage, new BuiltInSimulator().SolveOperatingPoint(flat).Voltage(new NodeId(node)), 1e-9);
    }

    /// <summary>
    /// LTspice's help: the operating point is that of sources that are off, and they are turned on in the first 20 µs. A ramp of T = 20 µs on an RC
    /// of τ = 10 µs is at 1 − τ/T (1 − e^(−T/τ)) when it ends, and falls short by e^(−t/τ) of the rest from then on; a sine is a part of itself.
    /// </summary>
    [Theory]
    [InlineData("find v(b) at=20u", 0.56766764)]
    [InlineData("find v(b) at=30u", 0.84095387)]
    [InlineData("find v(b) at=0", 0)]
    [InlineData("find v(c) at=10u", 0.5)]
    [InlineData("find v(c) at=50u", 1)]
    [InlineData("find v(d) at=10u", -0.5)]
    public void Transient_WithStartup_TurnsItsSourcesOn(string measure, double expected)
    {
        var netlist = Spice.Read($"V1 a 0 1\nR1 a b 1k\nC1 b 0 10n\nV2 c 0 SIN(0 1 25k)\nR2 c 0 1\nX1 d s\n.subckt s p\nI1 p 0 {{i}}\nR1 p 0 1\n.param i=1\n.ends\n.options reltol=1e-6\n.op\n.tran 0.1u 60u startup\n.meas tran m {measure}");
        Close.Equal(expected, MeasurementSink.Evaluate(netlist.Flatten(), Spice.Transient(netlist).Waveforms).Single().Value!.Value, rtol: 0, atol: 1e-4);
        Close.Equal(1, new BuiltInSimulator().SolveOperatingPoint(netlist).Voltage(new NodeId("b")), rtol: 1e-9);
    }

    [Theory]
    [InlineData("V1 a 0 SINE(0 1.2 1)\nR1 a 0 1k\n.tran 0 1 0 1m\n.meas tran m max v(a)", 1.2, 1e-4)]
    [InlineData("V1 a 0 SIN(0 1.2 1)\nR1 a 0 1k\n.tran 1 skipbp startup\n.meas tran m max v(a)", 1.2, 0.02)]
    [InlineData("V1 a 0 PWL(0 0 1n 0 1n 10 4n 10 4n 0)\nR1 a 0 1k\n.tran .1n 5n\n.meas tran m find v(a) at=2n", 10, 1e-9)]
    [InlineData("V1 a 0 PWL(0 0 1n 0 1n 10 4n 10 4n 0)\nR1 a 0 1k\n.tran .1n 5n\n.meas tran m find v(a) at=4.5n", 0, 1e-9)]
    [InlineData("B1 b 0 V=spice_pulse(1,2,1n,1n,1n,5n,20n)\nR1 b 0 1\n.tran 1n 40n\n.meas tran m find v(b) at=21.5n", 1.5, 1e-9)]
    [InlineData("B1 b 0 V=1+spice_sin(0,2,1k)\nR1 b 0 1\n.tran 1m 2m\n.meas tran m max v(b)", 3, 0.03)]
    [InlineData(".param k=2n\nV1 b 0 PWL TIME_SCALE_FACTOR={k} VALUE_SCALE_FACTOR=3 (0 0 1 1 2 0)\nR1 b 0 1\n.tran 0.1n 4n\n.meas tran m find v(b) at=1n", 1.5, 1e-9)]
    // Two points of the output that Xyce keeps of its tests of PAT, and the same without end.
    [InlineData("V1 b 0 PAT (5 0 0n 1n 2n 5n b1010)\nR1 b 0 1\n.tran 0.1n 50n\n.meas tran m find v(b) at=4.5n", 3.75, 1e-9)]
    [InlineData("V1 b 0 pat 5 0 -7.5n 2n 1n 5n b1010 R=1\nR1 b 0 1\n.tran 0.1n 50n\n.meas tran m find v(b) at=23n", 3.75, 1e-9)]
    [InlineData("I1 0 b DC 0 PAT(5 0 0 1n 1n 5n b1010 r=-1)\nR1 b 0 1\n.tran 0.1n 50n\n.meas tran m find v(b) at=30.25n", 3.75, 1e-9)]
    // Time zero shows what .ic holds.
    [InlineData("V1 a 0 1\nR1 a c 1\nL1 c b 1u\nR2 b 0 1\n.ic v(b)=0.9\n.tran 1n 10n\n.meas tran m find v(b) at=0", 0.9, 1e-9)]
    // e^(−t/RC) from the .ic of the call: C = 1, G = 0.1, towards V1 is dv/dt = 0.1 (1 − v) ... here the source drives 0.1·v(p,n) alone.
    [InlineData(".subckt m p n x0=0.3\nCx x 0 1\n.ic v(x)=x0\nGx 0 x p n 0.1\n.ends\nV1 a 0 1\nX1 a 0 m x0=0.2\n.tran 1m 1\n.meas tran m find v(x1.x) at=0.5", 0.25, 1e-6)]
    [InlineData("V1 a 0 1\nC1 a 0 1u\nR1 a 0 1k\nI1 0 b 2m\nR2 b 0 1\n.tran 1u 1m\n.meas tran m max 'i(I1)+i(R1)+i(C1)'", 3e-3, 1e-9)]
    public void Transient_OfOtherSpellings_IsWhatTheyMean(string cards, double value, double tolerance)
    {
        var (runs, failures) = Run(cards);
        Assert.Empty(failures);
        Assert.Equal(value, Assert.Single(runs[0].Measured).Value!.Value, tolerance);
    }

    [Fact]
    public void Run_CurrentOfADevice_KeepsItsNameAndItsNodes()
    {
        var (runs, _) = Run("V1 a 0 1\nR1 a b 1k\nX1 b s\n.subckt s p\nD1 p 0 d\n.model d d\n.ends\n.op\n.print op i(X1.D1) i(R1)\n.save v(b) i(X1.D1)");
        Assert.Equal(["v(b)", "i(X1.D1)", "i(R1)"], runs[0].Waveforms!.Header.Vectors.Select(v => v.Name));
        var row = Assert.Single(Assert.Single(runs[0].Printed).Rows);
        Assert.Equal((1 - runs[0].Waveforms!["v(b)"][0]) / 1e3, row[0], 1e-12);
        Assert.Equal(row[0], row[1], 1e-15);
    }

    [Fact]
    public void Read_OfWhatChangesNothing_SaysSoInOneNote()
    {
        const string Cards = "V1 a 0 1\nR1 a 0 1\n.options savecurrents post=2 runlvl=6 reltoll=1\n.probe v(a)\n.width out=80\n.backanno\n.op\n.print disto hd2(a)\n.plot tran v(a) (0,5)\n.print op v(a) @r1[i] file=\"a b\"";
        var note = Assert.Single(SpiceReader.Read($"t\n{Cards}\n.end\n").Notes);
        Assert.Contains("(4,10): passed over, here first: option savecurrents, option post, option runlvl, option reltoll (did you mean reltol?), .probe, .width, .backanno, .print disto, a quantity of .print.", note, StringComparison.Ordinal);
        var strict = Assert.Throws<NetlistException>(() => SpiceReader.Read($"t\n{Cards}\n.end\n", new SpiceReaderOptions { IsStrict = true }));
        Assert.Contains("option savecurrents is without effect here, which a strict reader refuses", strict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".ic v(q)=1", ".ic of a node that is not there", ".ic refers to node q, which no element connects")]
    [InlineData(".nodeset q 1", ".nodeset of a node that is not there", ".nodeset refers to node q")]
    [InlineData(".save v(q) v(a)", "v(q) of .save, which the circuit does not have", ".save refers to node q")]
    [InlineData(".print tran v(q) v(a) none(R1) p(R1)", "v(q) of .print, which the circuit does not have, none(R1) of .print, which the circuit does not have.", ".print refers to node q")]
    [InlineData(".print tran R1:R v(a)", "a value of an element in .print", "a quantity of .print is without effect here")]
    [InlineData(".subckt s a\n.ic v(q)=1\nR1 a 0 1\n.ends\nX1 a s", ".ic of a node that is not there", ".ic refers to node X1.q")]
    public void Read_RequestOfWhatIsNotThere_LeavesItOutUnlessStrict(string request, string note, string refusal)
    {
        var text = $"t\nV1 a 0 1\nR1 a 0 1\n{request}\n.tran 1 2\n.end\n";
        var reading = SpiceReader.Read(text);
        Assert.Contains(note, Assert.Single(reading.Notes), StringComparison.Ordinal);
        Assert.All(reading.Netlist.Prints.SelectMany(p => p.Quantities).Concat(reading.Netlist.Saves.Select(s => s.Quantity)), q => Assert.Contains(q.ToString(), (string[])["v(a)", "p(R1)"]));
        var strict = Assert.Throws<NetlistException>(() => SpiceReader.Read(text, new SpiceReaderOptions { IsStrict = true }));
        Assert.StartsWith(refusal, strict.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("max")]
    [InlineData("min")]
    [InlineData("avg")]
    public void Measurement_OfAnOperatingPoint_IsItsValue(string kind)
    {
        var (runs, failures) = Run($"V1 a 0 3\nR1 a b 1k\nR2 b 0 2k\n.op\n.meas op m {kind} v(b)");
        Assert.Empty(failures);
        Assert.Equal(2, Assert.Single(runs[0].Measured).Value!.Value, 1e-9);
    }

    [Theory]
    [InlineData("v(X1:mid)", 1.5)]
    [InlineData("v(x1.out)", 1)]
    [InlineData("v(X1:X2:hi,X1:X2.lo)", 0.5)]
    [InlineData("1000*i(X1:X2:R1)", 0.5)]
    public void Measurement_ByAnotherPath_IsOfTheNodeOrElementThatItMeans(string quantity, double value)
    {
        // Three resistances in series; mid lies behind the first.
        var (runs, failures) = Run($"V1 a 0 2\nR1 a 0 1\n.subckt div in out\nR1 in mid 1k\nX2 mid out one\n.ends\n.subckt one hi lo\nR1 hi lo 1k\n.ends\nX1 a b div\nR2 b 0 2k\n.op\n.meas op m find {quantity}\n.print op {quantity}");
        Assert.Empty(failures);
        Assert.Equal(value, Assert.Single(runs[0].Measured).Value!.Value, 1e-9);
        Assert.Equal(value, Assert.Single(Assert.Single(runs[0].Printed).Rows)[0], 1e-9);
    }

    [Theory]
    // Names as schematics and converters make them.
    [InlineData("VIN+ +5V 0 5\nR1#2 +5V a/1 1k\nX$1 a/1 U1/OP#0\n.subckt U1/OP#0 p*\nRa p* 0 1k\n.ends\nE^ b 0 a/1 0 2\nR9 b 0 1", "b", 5)]
    [InlineData("I1 0 b 2\nB1 b 0 I=v(b)*0.5 m=4", "b", 1)]
    [InlineData("I1 0 b 2\nG1 b 0 cur='v(b)*0.5' m='2*two'\n.param two=1 two=2", "b", 1)]
    [InlineData(".model d1 d is 1e-14 n=2 rs 1\nV1 b 0 DC 3 AC 1 DISTOF1 1 30 DISTOF2 2 SIN(0 1 1)\nR1 b 0 1\nD1 0 b d1", "b", 3)]
    [InlineData("V1 a 0 1\nR1 a 0 1\nV2 b 0 {temp + 2*exp - 2*e}\nR2 b 0 1\n.temp 30", "b", 30)]
    [InlineData(".model d1 d(is=1e-14 DEV 10% n=2 LOT/uniform=5% rs=1 dev/gauss {tol})\nV1 b 0 -3\nR1 b 0 1\nD1 b 0 d1", "b", -3)]
    [InlineData("V1 a 0 2\nR1 a 0 1\nV2 b 0 {3*v(a)+i(V1)}\nR2 b 0 1", "b", 4)]
    [InlineData("V1 a 0 2\nR1 a 0 1\nI2 0 b VALUE = { I(V1) + 2*V(a) }\nR2 b 0 1", "b", 2)]
    [InlineData("V1 a 0 2\nR1 a 0 1\nV2 b 0 value {v(a,0)^2}\nR2 b 0 1", "b", 4)]
    public void OperatingPoint_OfOtherNamesAndForms_IsWhatTheyMean(string cards, string node, double voltage)
    {
        var reading = SpiceReader.Read($"t\n{cards}\n.op\n.end\n");
        Assert.Equal(voltage, new BuiltInSimulator().SolveOperatingPoint(reading.Flat).Voltage(new NodeId(node)), 1e-9);
        var again = SpiceReader.Read(SpiceWriter.ToText(reading.Netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Native }));
        Assert.Equal(voltage, new BuiltInSimulator().SolveOperatingPoint(again.Flat).Voltage(new NodeId(node)), 1e-9);
    }

    /// <summary>The source of 1 A sees, at each frequency, a resistance of that many ohms.</summary>
    [Theory]
    [InlineData("R1 b 0 {freq}")]
    [InlineData("R1 b 0 {r}\n.global_param r={hertz}")]
    [InlineData("B1 b 0 I=v(b)/hertz")]
    [InlineData("X1 b s\n.subckt s p\nG1 p 0 p 0 {1/freq}\n.ends")]
    public void Ac_OfAValueThatFollowsTheFrequency_HasThatOfEach(string element)
    {
        var (runs, failures) = Run($"I1 0 b AC 1\n{element}\n.ac lin 3 100 300\n.print ac vr(b) freq\n.meas ac m find vr(b) at=200");
        Assert.Empty(failures);
        Assert.Equal(200, Assert.Single(runs[0].Measured).Value!.Value, 1e-9);
        Assert.All(Assert.Single(runs[0].Printed).Rows, row => Assert.Equal(row[^1], row[^2], 1e-9));
    }

    [Theory]
    [InlineData(".noise v(b) I1 lin 3 100 300", "follows freq, which only .ac knows")]
    [InlineData(".sens v(b) ac lin 3 100 300", "follows freq, which only .ac knows")]
    [InlineData(".ac dec 1meg 1 2", "20000 points are the most")]
    public void Read_OfAValueThatFollowsTheFrequencyOfAnotherAnalysisOrOfTooManyPoints_IsRefused(string analysis, string words)
    {
        var e = Assert.Throws<NetlistException>(() => SpiceReader.Read($"t\nI1 0 b AC 1\nR1 b 0 {{1+freq}}\n{analysis}\n.end\n").Flat);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("D1 0 a d\n.model d d", "D1")]
    [InlineData("Q1 a a 0 q\n.model q npn", "Q1")]
    [InlineData("R1 a 0 1k tc1=0.01", "R1")]
    public void Step_OfTheTemperatureOfAnElement_IsWhatItsLineWouldSay(string element, string name)
    {
        string Text(string more, string of) => $"t\nI1 0 a 1m\n{element.Replace("\n.model", $"{of}\n.model", StringComparison.Ordinal)}{(element.Contains(".model", StringComparison.Ordinal) ? "" : of)}\n.op\n{more}\n.end\n";
        var plan = StepPlan.Of(SpiceReader.Read(Text($".step lin {name}:TEMP 50 70 20", "")).Netlist);
        var expected = new BuiltInSimulator().SolveOperatingPoint(SpiceReader.Read(Text("", " temp=70")).Flat).Voltage(new NodeId("a"));
        Assert.Equal(expected, new BuiltInSimulator().SolveOperatingPoint(plan.At(1).Flatten()).Voltage(new NodeId("a")), 1e-12);
    }

    [Fact]
    public void Temp_OfSeveralValues_IsAStepOfThem()
    {
        var plan = StepPlan.Of(SpiceReader.Read("t\nV1 a 0 1\nR1 a 0 1\n.op\n.temp 26 27 40\n.end\n").Netlist);
        Assert.Equal([26, 27, 40], Enumerable.Range(0, plan.Runs).Select(run => plan.At(run).Options.Temperature));
    }

    [Theory]
    [InlineData("V1 a 0 PAT(5 0 0 1n 1n 5n 1010)", "written b1010")]
    [InlineData("V1 a 0 PAT(5 0 0 1n 1n 5n b10 r=1e9)", "at most")]
    [InlineData("B1 a 0 V=spice_pulse(1)", "2 to 7 arguments")]
    [InlineData("R1 a 0 {spice_sin(0,1,v(a))}", "only a number")]
    public void Read_OfAFormThatCannotBe_SaysWhatIsWrong(string card, string message)
    {
        var e = Assert.Throws<NetlistException>(() => SpiceReader.Read($"t\n{card}\nR9 a 0 1\n.op\n.end\n").Flat);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".step 1N4(is) 1f 2f 1f")]
    [InlineData(".step d 1N4(is) list 1f 2f")]
    [InlineData(".st list 1N4(is) 1f 2f")]
    [InlineData(".step 1N4:is 1f 2f 1f")]
    public void Step_OfAKeyOfACard_IsMeantByEachSpelling(string step)
    {
        // A diode at reverse bias has −is and what gmin conducts.
        var plan = StepPlan.Of(SpiceReader.Read($"t\nV1 a 0 -1\nD1 a 0 1N4\n.model 1N4 d is=7f\n.options gmin=1e-20\n.op\n{step}\n.end\n").Netlist);
        Assert.Equal(2, plan.Runs);
        for (var run = 0; run < 2; run++)
            Assert.Equal((run + 1) * 1e-15, new BuiltInSimulator().SolveOperatingPoint(plan.At(run).Flatten()).Current("V1"), 1e-18);
    }

    [Theory]
    [InlineData(".tr 1m 1 NOOP\n.ic v(a)=1")]
    [InlineData(".tran 1m 1 uic\n.dcvolt a 1")]
    [InlineData(".tran 1m 1\n.ic a {one}")]
    [InlineData(".tran 1m 1\n.ic v(a) 1")]
    public void Transient_OfOtherWordsForItsStart_StartsThere(string requests)
    {
        // v = e^(−t/RC)
        var (runs, failures) = Run($"C1 a 0 1\nR1 a 0 1\n.param one=1\n{requests}\n.meas tran m find v(a) at=0.5");
        Assert.Empty(failures);
        Assert.Equal(Math.Exp(-0.5), Assert.Single(runs[0].Measured).Value!.Value, 1e-4);
    }

    [Fact]
    public void Read_ControlBlock_TakesWhatIsPlainAndRunsNothing()
    {
        var reading = SpiceReader.Read("""
            t
            V1 a 0 1
            R1 a b 1k
            R2 b 0 1k
            .tran 1u 10u
            .control
            set xtrastuff = "a b"
            shell touch not-ours
            op
            print v(b) v(b)*2
            print all
            print nosuch v(nosuch)
            tran 1u 10u
            meas tran m max v(b)
            let x = v(b)
            foreach r 1k 2k
              alter r1 = $r
              dc v1 0 1 0.1
            end
            dc v1 0 1 0.5
            alter r1 = 2k
            dc v1 0 2 0.5
            plot v(b)
            .endc
            .end
            """);
        Assert.Equal(["Transient", "OperatingPoint", "DcSweep"], reading.Flat.Analyses.Select(a => a.Kind.ToString()));
        Assert.Equal(["v(b)", "v(b) * 2"], Assert.Single(reading.Flat.Prints).Quantities.Select(q => q.ToString()));
        Assert.Single(reading.Flat.Measurements);
        var note = Assert.Single(reading.Notes);
        Assert.Contains("shell of .control", note, StringComparison.Ordinal);
        Assert.Contains("dc of .control behind alter", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("let dt = stop/100\nlet all = 3*stop\ntran $&dt $&all uic", 1e-6, 3e-4)]
    [InlineData("set dt = 2u\nlet all=sqrt(stop*stop)\ntran $dt $&all uic", 2e-6, 1e-4)]
    [InlineData("tran $&stop 1m uic\nlet late = 2*stop\ntran $&late 1m uic\ntran $&late 1m uic", 2e-4, 1e-3)]
    public void Read_ControlBlock_TakesConstantsOfItsVariables(string script, double step, double stop)
    {
        var reading = SpiceReader.Read($"t\n.param s=0.1m\n.csparam stop={{s}}\nV1 a 0 1\nR1 a 0 1\n.control\n{script}\n.endc\n.end\n");
        var transient = (CircuitSim.Netlists.Analyses.TransientAnalysis)reading.Flat.Analyses[^1];
        Close.Equal([step, stop], [transient.Step.Number, transient.Stop.Number], rtol: 1e-12, where: "step and stop");
    }

    [Theory]
    [InlineData("let dt = v(a)\ntran $&dt 1m")]
    [InlineData("let dt = nothing/2\ntran $&dt 1m")]
    [InlineData("let dt = log(10)*1u\ntran $&dt 1m")]
    [InlineData("let dt = 1u\nrepeat 3\nlet dt = dt/2\nend\ntran $&dt 1m")]
    [InlineData("let dt = 1u\nunlet dt\ntran $&dt 1m")]
    [InlineData("set dt = 1u\nforeach dt 1u 2u\nend\ntran $dt 1m")]
    [InlineData("set dt = ( 1u 2u )\ntran $dt 1m")]
    public void Read_ControlBlock_PassesOverWhatItsVariablesLeaveOpen(string script)
    {
        var reading = SpiceReader.Read($"t\nV1 a 0 1\nR1 a 0 1\n.op\n.control\n{script}\n.endc\n.end\n");
        Assert.Equal("OperatingPoint", Assert.Single(reading.Flat.Analyses).Kind.ToString());
        Assert.Contains("tran of .control", Assert.Single(reading.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X1 a s rr=2\n.subckt s p r=1\nR1 p 0 {r}\n.ends", "rr of X1, which subcircuit s does not have (did you mean r?)", "X1 sets parameter rr, which subcircuit s does not have; did you mean r?")]
    [InlineData("R1 a 0 1\nX1 a o\n.subckt o p\nX2 p i w=1\n.ends\n.subckt i p\nR1 p 0 1\n.ends", "w of X2, which subcircuit i does not have.", "X2 sets parameter w, which subcircuit i does not have; it has none.")]
    public void Read_ParameterThatASubcircuitDoesNotHave_CountsForNothingUnlessStrict(string cards, string note, string refusal)
    {
        var text = $"t\nV1 a 0 1\n{cards}\n.op\n.end\n";
        Assert.Contains(note, Assert.Single(SpiceReader.Read(text).Notes), StringComparison.Ordinal);
        Assert.Contains(refusal, Assert.Throws<NetlistException>(() => SpiceReader.Read(text, new SpiceReaderOptions { IsStrict = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAKeyWithoutABlankBeforeIt_IsTakenApart()
    {
        var reading = SpiceReader.Read("t\nC1 a 0 C = 1IC = 2\nR1 a 0 1\n.tran 1u 2u uic\n.end\n");
        var c = Assert.IsType<CircuitSim.Netlists.Elements.Capacitor>(reading.Flat.Elements[0]);
        Assert.Equal((1, 2), (c.Capacitance.Number, c.InitialVoltage!.Value.Number));
        Assert.Contains("a blank is taken to stand before IC", Assert.Single(reading.Notes), StringComparison.Ordinal);
    }

    /// <summary>Low-pass: 1/√(1 + (2πfRC)²).</summary>
    [Fact]
    public void Ac_OfAListOfFrequencies_HasThose()
    {
        var (runs, _) = Run("V1 a 0 AC 1\nR1 a b 1k\nC1 b 0 1u\n.ac list 1 {10*10} 3k\n.meas ac m find vm(b) at=100");
        Assert.Equal(3, runs[0].Waveforms!.Axis.Count);
        Assert.Equal(1 / Math.Sqrt(1 + Math.Pow(2 * Math.PI * 100 * 1e-3, 2)), Assert.Single(runs[0].Measured).Value!.Value, 1e-12);
    }

    /// <summary>1 ms of rise, then 1 V for the rest of 0.3 periods of 10 ms: ½ + 2 ms·V.</summary>
    [Fact]
    public void Pulse_OfAPartOfAPeriod_IsCutThere()
    {
        var (runs, _) = Run("V1 a 0 PULSE(0 1 1m 1m 1m 3m 10m 0.3)\nR1 a 0 1k\n.tran 0.1m 30m\n.meas tran m integ v(a)");
        Assert.Equal(2.5e-3, Assert.Single(runs[0].Measured).Value!.Value, 2e-8);
    }

    [Theory]
    [InlineData(".tran 1n 1", true, 50)]
    [InlineData(".tran 1m 1", false, 1000)]
    [InlineData(".tran 1n 1 0 10m", false, 100)]
    public void Transient_InStepsWithoutEnd_TakesThemForTheSpacing(string transient, bool isNoted, int least)
    {
        const string Cards = "t\nV1 a 0 EXP(0 1 1u 0.1 9)\nR1 a b 1k\nC1 b 0 1u\n";
        var reading = SpiceReader.Read($"{Cards}{transient}\n.end\n");
        Assert.Equal(isNoted, reading.Notes.Any(n => n.Contains("would take 1000000000 to 1 s", StringComparison.Ordinal)));
        var (runs, _) = Run($"{Cards[2..]}{transient}\n.meas tran m find v(b) at=0.2");
        Assert.InRange(runs[0].Waveforms!.Axis.Count, least, 3 * least + 100);
        // 1 − (e^(−t/τ₁) τ₁ − e^(−t/τ₂) τ₂)/(τ₁ − τ₂), τ₂ = RC = 1 ms.
        Assert.Equal(1 - (0.1 * Math.Exp(-2) - 1e-3 * Math.Exp(-200)) / 0.099, Assert.Single(runs[0].Measured).Value!.Value, 1e-3);
        Assert.Equal(1.0 / 50, Assert.IsType<CircuitSim.Netlists.Analyses.TransientAnalysis>(SpiceReader.Read($"{Cards}.tran 1m 1\n.end\n", new SpiceReaderOptions { Dialect = CircuitSim.Netlists.Spice.Dialect.Xyce }).Flat.Analyses[0]).MaximumStep!.Value.Number);
    }

    /// <summary>Pershin and Di Ventra's rate as published, 2·10¹² (v − 1.6): within the threshold a difference of large terms, whose last bit decides nothing, and at R_off a jump.</summary>
    [Fact]
    public void Transient_OfAStateWhoseRateIsRoundingWithinTheThreshold_TakesFewSteps()
    {
        var (runs, failures) = Run("""
            .param beta=2e12
            .func f1(y) {beta*y+0.5*(0-beta)*(abs(y+1.6)-abs(y-1.6))}
            .subckt m p n
            B1 0 x I='((f1(v(p)-v(n)) > 0) && (v(x) < 10k)) ? f1(v(p)-v(n)) : ((f1(v(p)-v(n)) < 0) && (v(x) > 1k)) ? f1(v(p)-v(n)) : 0'
            Vx x y 0
            Cx y 0 1 ic=7k
            Rm p n r={v(x)}
            .ends
            V1 a 0 PWL(0 0 1n 1.5 1.01n 3 5n 3)
            Rs a b 1m
            X1 b 0 m
            .tran 0.1n 5n uic
            .meas tran before find v(X1.y) at=1n
            .meas tran half find v(X1.y) at=1.5n
            .meas tran end find v(X1.y) at=5n
            """);
        Assert.Empty(failures);
        Assert.InRange(runs[0].Waveforms!.Axis.Count, 50, 400);
        var values = runs[0].Measured.Select(m => m.Value!.Value).ToList();
        Assert.Equal(7000, values[0], 1e-3);
        // The edge passes the threshold 1.4/1.5 of its 10 ps before its end;
        Assert.Equal(7000 + 2e12 * 1.4 * (0.5 * 0.01e-9 * 1.4 / 1.5 + 0.49e-9), values[1], 1);
        Assert.Equal(10000, values[2], 0.05);
    }

    /// <summary>NSUB of a card, by hand from UCB/ERL M80/7: φ = 2 V_t ln(N/n_i), γ = √(2 ε q N)/C_ox.</summary>
    [Fact]
    public void MosfetCard_WithDoping_HasThresholdBodyEffectAndPotentialOfIt()
    {
        var card = SpiceReader.Read("t\nM1 a a 0 0 n\nV1 a 0 1\n.model n nmos(nsub=1e15 tox=100n tpg=0 nss=1e11)\n.end\n").Flat.Models[0];
        var p = CircuitSim.Netlists.Cards.MosfetCard.ToParameters(card);
        const double Vt = 0.0258649, Q = 1.602177e-19, Eps0 = 8.854215e-12;
        var (phi, cox) = (2 * Vt * Math.Log(1e15 / 1.45e10), 3.9 * Eps0 / 100e-9);
        var gamma = Math.Sqrt(2 * 11.7 * Eps0 * Q * 1e21) / cox;
        const double Gap = 1.1151;
        var flatBand = 3.2 - (3.25 + Gap / 2 + phi / 2) - Q * 1e15 / cox;
        Assert.Equal(phi, p.SurfacePotential, 1e-4);
        Assert.Equal(gamma, p.BodyEffect, 1e-4);
        Assert.Equal(flatBand + gamma * Math.Sqrt(phi) + phi, p.Threshold, 1e-3);
    }

    private static NetlistRunResult Run(string cards) =>
        new NetlistRun(SpiceReader.Read($"t\n{cards}\n.end\n").Flat, [new BuiltInSimulator()], (_, _) => null, keepWaveforms: true).Execute();
}
