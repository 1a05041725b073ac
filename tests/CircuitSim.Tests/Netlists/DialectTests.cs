using System.Text;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

/// <summary>One word, five readings: what the manuals of the five simulators say of it.</summary>
public class DialectTests
{
    [Theory]
    [InlineData("2A", 2, 2, 2, 2e-18, 2)]
    [InlineData("2x", 2, 2, 2, 2e6, 2e6)]
    [InlineData("3M", 3e-3, 3e-3, 3e-3, 3e-3, 3e-3)]
    [InlineData("3Meg", 3e6, 3e6, 3e6, 3e6, 3e6)]
    [InlineData("{log(100)}", 4.605170185988092, 4.605170185988092, 4.605170185988092, 4.605170185988092, 2)]
    [InlineData("{3^2}", 9, 0, 0, 9, 0)]
    [InlineData("{1+(3^0)}", 2, 2, 2, 2, 2)]
    [InlineData("{2 ^ 2 > 1}", 1, 0, 0, 1, 0)]
    [InlineData("{3**2}", 9, 9, 9, 9, 9)]
    [InlineData("{pwr(-2,2)}", -4, 4, 4, -4, 4)]
    [InlineData("{2*temper}", 54, 54, 54, 50, 54)]
    public void Value_InEachDialect_IsWhatItsManualSays(string value, double ngspice, double ltspice, double pspice, double hspice, double xyce)
    {
        foreach (var (dialect, volts) in Dialect.All.Zip([ngspice, ltspice, pspice, hspice, xyce]))
        {
            var reading = SpiceReader.Read($"t\n.param x={value}\nI1 0 a {value}\nR1 a 0 1\nB1 b 0 V=x\nR2 b 0 1\n.op\n", new SpiceReaderOptions { Dialect = dialect });
            Assert.Empty(reading.Notes);
            var point = new BuiltInSimulator().SolveOperatingPoint(reading.Netlist);
            Close.Equal(volts, point.Voltage(new NodeId("a")), rtol: 1e-12);
            Close.Equal(volts, point.Voltage(new NodeId("b")), rtol: 1e-12);
        }
    }

    /// <summary>LTspice's own opamp.sub, as a follower: 1/(1 + 1/A + jf/GBW). ngspice 39 has "Undefined parameter [aol]" for it.</summary>
    [Fact]
    public void Call_WithParametersThatItsSubcircuitDoesNotDeclare_IsKnownInsideInLTspiceAndPSpice()
    {
        const string text = "t\nV1 p 0 1 AC 1\nX1 out p out opamp Aol=100K GBW=10Meg\n.subckt opamp 1 2 3\nG1 0 3 2 1 {Aol}\nR3 3 0 1.\nC3 3 0 {Aol/GBW/6.28318530717959}\n.ends\n.op\n.ac lin 1 10meg 10meg\n";
        foreach (var dialect in new[] { Dialect.LTspice, Dialect.PSpice })
        {
            var netlist = SpiceReader.Read(text, new SpiceReaderOptions { Dialect = dialect }).Netlist;
            Close.Equal(1 / (1 + 1e-5), new BuiltInSimulator().SolveOperatingPoint(netlist).Voltage(new NodeId("out")), rtol: 1e-9);
            var waveforms = new Waveforms();
            new BuiltInSimulator().RunAc(netlist, netlist.Analyses.OfType<AcAnalysis>().Single(), waveforms);
            var exact = 1 / new System.Numerics.Complex(1 + 1e-5, 1);
            Close.Equal(exact.Real, waveforms["vr(out)"][0], rtol: 1e-9);
            Close.Equal(exact.Imaginary, waveforms["vi(out)"][0], rtol: 1e-9);
        }

        foreach (var dialect in new[] { null, Dialect.Ngspice, Dialect.Hspice, Dialect.Xyce })
        {
            var e = Assert.Throws<NetlistException>(() => SpiceReader.Read(text, new SpiceReaderOptions { Dialect = dialect }));
            Assert.Contains("'Aol' is neither a parameter nor a known constant. X1 gives it, but the .subckt line of opamp does not declare it: write Aol=", e.Message, StringComparison.Ordinal);
            Assert.Equal(5, e.Line);
        }
    }

    [Fact]
    public void Capacitor_WithIcAndWithoutUic_StartsThereInPSpiceAndXyce()
    {
        // The step response of 1 kΩ and 1 µF after a time constant, if it starts at all.
        const string text = "t\nV1 a 0 1\nR1 a b 1k\nX1 b s\n.subckt s p\n.param u=0\nC1 p 0 1u ic={u}\n.ends\n.tran 10u 5m\n.meas tran m find v(b) at=1m\n";
        foreach (var dialect in Dialect.All)
        {
            var reading = SpiceReader.Read(text, new SpiceReaderOptions { Dialect = dialect });
            var isHeld = dialect == Dialect.PSpice || dialect == Dialect.Xyce;
            Assert.Equal(isHeld ? 1 : 0, reading.Flat.InitialConditions.Count);
            Assert.Equal(isHeld ? 0 : 1, reading.Notes.Count);
        }
    }

    [Fact]
    public void Phase_OfEachDialect_HasItsUnit() =>
        Assert.Equal([false, true, true, true, false], Dialect.All.Select(d =>
            SpiceReader.Read("t\nV1 a 0 AC 1\nR1 a 0 1\n.ac lin 1 1 1\n.print ac vp(a)\n", new SpiceReaderOptions { Dialect = d }).Flat.Options.PhasesInDegrees));

    [Theory]
    [InlineData("R1 a 0 1k\nB1 b 0 V=v(a)^2\nV1 a 0 1\nR2 b 0 1\n.backanno", "LTspice", ".backanno looks like LTspice, where ^ is an exclusive or; here ^ is a power.")]
    [InlineData("V1 a 0 1 Rser=1\nB1 b 0 V=pwr(2,2)^2\nR2 b 0 1", "LTspice", "rser looks like LTspice, where ^ is an exclusive or, pwr has no sign; here ^ is a power, pwr has the sign of x.")]
    [InlineData("V1 a 0 2x\nR2 a 0 1\n.preprocess replaceground true", "Xyce", ".preprocess looks like Xyce, where x behind a number is 10^6; here x behind a number is a unit.")]
    [InlineData("I1 0 a 2a\nR2 a 0 1\n.option post", "HSPICE", "post looks like HSPICE, where a behind a number is atto; here a behind a number is a unit.")]
    public void Netlist_ThatLooksLikeAnothers_IsNotedOnce(string cards, string dialect, string note)
    {
        var reading = SpiceReader.Read($"t\n{cards}\n");
        Assert.Equal(dialect, reading.Resembled!.Name);
        Assert.Contains(reading.Notes, n => n.Contains(note, StringComparison.Ordinal));
        Assert.Null(SpiceReader.Read($"t\n{cards}\n", new SpiceReaderOptions { Dialect = Dialect.Of(dialect) }).Resembled);
        Assert.Null(SpiceReader.Read("t\nR1 a 0 1k\nV1 a 0 1\n.backanno\n").Resembled);
    }

    [Theory]
    [InlineData("4k7", 4700)]
    [InlineData("-1m5V", -1.5e-3)]
    [InlineData("2µ", 2e-6)]
    [InlineData("2\u03bc5F", 2.5e-6)]
    [InlineData("3kΩ", 3e3)]
    [InlineData("5Vdc", 5)]
    [InlineData("{1k5*2}", 3e3)]
    public void Value_AsLTspiceWritesIt_IsRead(string value, double expected) =>
        Close.Equal(expected, Spice.Read($"V1 a 0 {value}\nR1 a 0 1").Flatten().Elements.OfType<CircuitSim.Netlists.Elements.VoltageSource>().Single().Voltage.Dc!.Value.Number, rtol: 1e-15);

    [Fact]
    public void File_InLatin1_HasItsMicro()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.net");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes("* 10 µF\nC1 a 0 10µ\nV1 a 0 1\n.lib C:\\Program Files\\LTC\\lib\\cmp\\standard.bjt\n.backanno\n"));
        var reading = NetlistFile.Read(path);
        Assert.Equal(1e-5, reading.Flat.Elements.OfType<CircuitSim.Netlists.Elements.Capacitor>().Single().Capacitance.Number);
    }

    [Theory]
    // 50 Ω in series, 50 Ω to ground.
    [InlineData("V1 a 0 1 Rser=50 Cpar=1p\nR1 a 0 50", 0.5)]
    [InlineData("V1 a 0 PULSE(1 2 1 1 1 1 9) AC 1 Rser=50\nR1 a 0 50", 0.5)]
    [InlineData("V1 a 0 PWL(0 1 1 2) Rser=50\nR1 a 0 50", 0.5)]
    // A leak of 1 kΩ behind 1 kΩ, and 1 kΩ in series with a leak of none.
    [InlineData("V1 b 0 1\nR1 b a 1k\nC1 a 0 1u Rser=10 Rpar=1k", 0.5)]
    [InlineData("V1 b 0 1\nR1 b a 1k\nL1 a 0 1m Rser=1k Cpar=1p Rpar=1g m=1", 0.5)]
    [InlineData("I1 0 a 1m Rpar=500", 0.5)]
    public void Parasitics_OfAnElement_AreElements(string cards, double volts)
    {
        var netlist = Spice.Read(cards);
        Close.Equal(volts, new BuiltInSimulator().SolveOperatingPoint(netlist).Voltage(new NodeId("a")), rtol: 1e-5);
        var back = Spice.Read(string.Join('\n', SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Native }).Split('\n')[1..]).Replace(".end", "", StringComparison.Ordinal));
        Close.Equal(volts, new BuiltInSimulator().SolveOperatingPoint(back).Voltage(new NodeId("a")), rtol: 1e-5);
    }

    [Theory]
    [InlineData("C1 a 0 1u rser=1 rser=2", "C1: rser is given twice.")]
    [InlineData("V1 a 0 1 rser=1 rser=2", "rser is given twice.")]
    public void Parasitics_GivenTwice_AreRefused(string cards, string what) =>
        Assert.Equal(what, Assert.Throws<NetlistException>(() => Spice.Read(cards)).What);

    [Theory]
    [InlineData("B1 b 0 V={POLY(1) v(a) 1 2 3}", 17)]
    [InlineData("B1 b 0 V=POLY(2) v(a), v(a) 1, -2, k 0 -1", -1)]
    [InlineData("B1 b 0 V=f(v(a))\n.func f(x) {poly(1) x 0 k}", 6)]
    [InlineData("B1 b 0 V={TABLE {v(a)-1} = (0,1) (2,3)}", 2)]
    [InlineData("B1 b 0 V={7%v(a)}", 1)]
    [InlineData("B1 b 0 V={-7.5%4*v(a)}", -7)]
    [InlineData("E1 (b 0) (a 0) 2", 4)]
    [InlineData("B1 0 b I=v(a) m=k", 6)]
    [InlineData("B1 0 b I=v(a) m=k+2*k", 18)]
    [InlineData("R2 b a r=1/k m=k\nB1 b 0 V=3", 3)]
    [InlineData("B1 b 0 V=2*v(a) tripdv=1 rpar=1k", 4)]
    [InlineData("R2 b a 4k7 tol=5 pwr=0.1 mfg=\"A B\"\nB1 b 0 V=3", 3)]
    [InlineData("E1 b 0 VALUE {v(a)*2} smoothbsrc=1", 4)]
    [InlineData("B1 b 0 V=v($G_x)\nX1 s\n.subckt s\nV2 $G_x 0 3\n.ends", 3)]
    public void Source_AsXyceAndPySpiceWriteIt_IsRead(string cards, double volts) =>
        Close.Equal(volts, Spice.OperatingPoint($"V1 a 0 2\n.param k=3\nR1 b 0 1\n{cards}").Voltage(new NodeId("b")), rtol: 1e-12);

    [Theory]
    [InlineData("X1 b s params: k=2", 1)]
    [InlineData("X1 b c s k=2", 4)]
    [InlineData("X1 b c a s params: k=2", 3)]
    public void Port_ThatIsOptional_HasItsNodeWhereACallLeavesItOut(string call, double volts)
    {
        // A divider of what is joined to high over what is joined to low.
        var netlist = Spice.Read($"V1 $G_a 0 2\nV2 c 0 8\nV3 a 0 4\n.subckt s out optional: high=$G_a low=0 params: k=1\nR1 high out {{k}}\nR2 out low 2\n.ends\n{call}".Replace("V3 a 0 4", call.Contains(" a s", StringComparison.Ordinal) ? "V3 a 0 -2" : "V3 a 0 4", StringComparison.Ordinal));
        Close.Equal(volts, new BuiltInSimulator().SolveOperatingPoint(netlist).Voltage(new NodeId("b")), rtol: 1e-12);
        var back = SpiceReader.Read(SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Native })).Netlist;
        Close.Equal(volts, new BuiltInSimulator().SolveOperatingPoint(back).Voltage(new NodeId("b")), rtol: 1e-12);
    }

    [Theory]
    [InlineData("t\nV1 a gnd! 1\nR1 a ground 1\nB1 b 0 V=v(a,ground)\nR2 b 0 1\n.preprocess replaceground true\n", null)]
    [InlineData("t\nV1 a gnd! 1\nR1 a ground 1\nB1 b 0 V=v(a,ground)\nR2 b 0 1\n", "hspice")]
    public void Ground_ByItsOtherNames_IsGround(string text, string? dialect) =>
        Close.Equal(1, new BuiltInSimulator().SolveOperatingPoint(SpiceReader.Read(text, new SpiceReaderOptions { Dialect = dialect is null ? null : Dialect.Of(dialect) }).Netlist).Voltage(new NodeId("b")), rtol: 1e-12);

    [Theory]
    [InlineData("V1 a 0 STIMULUS=x", "V1: STIMULUS is not supported; write the waveform as PULSE or PWL")]
    [InlineData("I1 a 0 LFSR(5 0 0 1n 1n 2n 1)", "I1: LFSR is not supported")]
    [InlineData(".stimulus x pwl 0 0", ".stimulus is not supported: write the waveform on the line of its source.")]
    [InlineData("R1 a 0 1\nX1 s\n.subckt s p optional: q=0\nR1 p q 1\n.ends", "X1 joins 0 nodes to subcircuit s, which has 2 ports")]
    public void Word_ThatIsRefused_IsNamed(string cards, string what) =>
        Assert.Contains(what, Assert.Throws<NetlistException>(() => Spice.Read(cards)).What, StringComparison.Ordinal);

    /// <summary>Xyce_Regression's POLY/twoVarThirdOrd writes the products of both orders out.</summary>
    [Fact]
    public void Polynomial_OfTwoVariables_HasXycesTermsInXyce()
    {
        const string text = "t\nV1 a 0 2\nV2 b 0 3\nE1 c 0 POLY(2) a 0 b 0 0 0 0 1 10 100 1000\nB1 d 0 V={POLY(2) v(a) v(b) 0 0 0 1 10 100 1000}\nR1 c 0 1\nR2 d 0 1\n";
        double At(Dialect dialect, string node) => new BuiltInSimulator().SolveOperatingPoint(SpiceReader.Read(text, new SpiceReaderOptions { Dialect = dialect }).Netlist).Voltage(new NodeId(node));
        const double spice = 4 + 60 + 900 + 8000, xyce = 4 + 60 + 600 + 9000;
        Assert.Equal([spice, spice, spice, spice, xyce], Dialect.All.Select(d => Math.Round(At(d, "c"), 6)));
        Assert.Equal(xyce, At(Dialect.Ngspice, "d"), 6);
        Assert.Contains("looks like Xyce, where POLY has terms in all orders; here POLY has each product once.", SpiceReader.Read(text + ".preprocess replaceground true\n").Notes[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("E1 b 0 POLY(1) a 0 ", "")]
    [InlineData("B1 b 0 V={POLY(1) v(a) ", "}")]
    public void Polynomial_WithoutEnd_IsRefusedInOneLine(string start, string end)
    {
        var e = Assert.Throws<NetlistException>(() => Spice.Read($"V1 a 0 1\n{start}{string.Concat(Enumerable.Repeat("0 ", 400_000))}{end}\nR1 b 0 1"));
        Assert.Contains("POLY has 400000 coefficients; 1000 are allowed.", e.What, StringComparison.Ordinal);
        Assert.True(e.Message.Length < 1000);
    }

    [Fact]
    public void Options_OfXycesGroups_AreThoseThatMeanTheSame()
    {
        var reading = SpiceReader.Read("t\nR1 a 0 1\nV1 a 0 1\n.options timeint reltol=1e-4 abstol=1e-5 method=gear\n.options nonlin reltol=1e-2 maxstep=9\n.options device temp=50 gmin=1e-13\n.options timeint reltol=1\n.options output phase_output_radians=false\n", new SpiceReaderOptions { Dialect = Dialect.Xyce });
        var options = reading.Flat.Options;
        Assert.Equal((1e-4, 1e-12, 50, 1e-13, true), (options.RelativeTolerance, options.CurrentTolerance, options.Temperature, options.MinimumConductance, options.PhasesInDegrees));
        Assert.Equal(CircuitSim.Netlists.Analyses.IntegrationMethod.Gear, options.Method);
        Assert.Contains("option abstol, option reltol (×2), option maxstep", Assert.Single(reading.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Node_OfPSpicesSchematics_IsAName()
    {
        var reading = SpiceReader.Read("t\nV1 $N_0001 0 1\nR1 $N_0001 0 1 $ one ohm\n.op\n");
        Close.Equal(1, new BuiltInSimulator().SolveOperatingPoint(reading.Netlist).Voltage(new NodeId("$N_0001")), rtol: 1e-15);
    }
}
