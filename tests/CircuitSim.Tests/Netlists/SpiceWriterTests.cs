using System.Globalization;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Spice;
using static CircuitSim.Tests.Netlists.Circuits;

namespace CircuitSim.Tests.Netlists;

public class SpiceWriterTests
{
    private static readonly SpiceWriterOptions Ngspice = new() { Dialect = SpiceDialect.Ngspice };
    private static readonly SpiceWriterOptions Native = new() { Dialect = SpiceDialect.Native };

    [Fact]
    public void ToText_OfEverything_IsOneElementALine()
    {
        var netlist = new Netlist
        {
            Title = "all of it",
            Models = [new ModelCard("cell", "memristor", new Dictionary<string, string> { ["ron"] = "1k", ["roff"] = "100k", ["kon"] = "-216.2", ["koff"] = "0.091", ["aon"] = "4", ["aoff"] = "4", ["von"] = "-1.5", ["voff"] = "0.3", ["won"] = "0", ["woff"] = "3n", ["window"] = "biolek" })],
            Subcircuits = [Sub("half", ["p"], R("R1", "p", "0", 1.0 / 3))],
            Elements =
            [
                V("V1", "in", "GND", -0.2), I("I1", "0", "in", 1e-9), R("R1", "in", "out", 2e6), X("X1", "half", "out"),
                new Memristor("Xm", new NodeId("out"), NodeId.Ground, "cell", 1e-9), new Memristor("Ym", new NodeId("out"), NodeId.Ground, "cell"),
            ],
        };
        var options = Native with
        {
            OperatingPoint = true,
            SavedNodes = [new NodeId("out")],
            SavedCurrents = ["V1"],
            SimulatorOptions = new Dictionary<string, double> { ["vntol"] = 1e-9, ["reltol"] = 1e-6 },
        };
        Assert.Equal(
            """
            all of it
            .model cell memristor(ron=1k roff=100k kon=-216.2 koff=0.091 aon=4 aoff=4 von=-1.5 voff=0.3 won=0 woff=3n window=biolek)
            .subckt half p
            R1 p 0 0.3333333333333333
            .ends
            V1 in 0 -0.2
            I1 0 in 1E-09
            R1 in out 2000000
            X1 half_out
            YMEMRISTOR Xm out 0 cell w0=1E-09
            YMEMRISTOR Ym out 0 cell
            .options reltol=1E-06
            .options vntol=1E-09
            .save v(out) i(V1)
            .op
            .end

            """.Replace("half_out", "out half", StringComparison.Ordinal),
            SpiceWriter.ToText(netlist, options));
    }

    [Fact]
    public void ToText_WithPrintedCurrents_SweepsTheFirstOverItsOwnValue()
    {
        var netlist = Of(V("Vs_0", "a", "0", 0.25), V("Vs_1", "a", "b", 0), R("R1", "b", "0", 1));
        var text = SpiceWriter.ToText(netlist, Ngspice with { PrintedCurrents = ["vs_0", "vs_1"] });
        Assert.EndsWith(".dc Vs_0 0.25 0.25 1\n.print dc i(Vs_0) i(Vs_1)\n.end\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ToText_UnderAnotherCulture_IsTheSame()
    {
        var before = CultureInfo.CurrentCulture;
        var expected = SpiceWriter.ToText(Divider(), Ngspice);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("pt-BR");
            Assert.Equal(expected, SpiceWriter.ToText(Divider(), Ngspice));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(-5.0, "-5 Ω")]
    [InlineData(double.NaN, "NaN Ω")]
    [InlineData(double.PositiveInfinity, "Infinity Ω")]
    public void ToText_WithAResistanceThatIsNone_IsRefused(double ohm, string shown) => Refused(
        $"R1: resistance {shown} must be finite and above zero; for a short circuit, join its two nodes.", Of(R("R1", "a", "0", ohm)));

    [Theory]
    [InlineData("a\n.control")]
    [InlineData("a b")]
    [InlineData("a\"")]
    [InlineData("a'")]
    [InlineData("a;")]
    [InlineData("a$b")]
    [InlineData("a=1")]
    [InlineData("a.b")]
    [InlineData("v1#branch")]
    [InlineData("*")]
    [InlineData("+1")]
    [InlineData("ä")]
    [InlineData("{x}")]
    [InlineData("null")]
    [InlineData("Time")]
    [InlineData("inoise_1")]
    public void ToText_WithAHostileNode_IsRefused(string node) => Refused("node ", Of(R("R1", node, "0", 1)));

    [Theory]
    [InlineData("R1\n.control\nshell ls\n.endc")]
    [InlineData("R 1")]
    [InlineData("R+1")]
    [InlineData("")]
    [InlineData("RΩ")]
    public void ToText_WithAHostileElement_IsRefused(string name) => Refused("resistor ", Of(R(name, "a", "0", 1)));

    [Theory]
    [InlineData("")]
    [InlineData(".control")]
    [InlineData("*ng_script")]
    [InlineData("two\nlines")]
    [InlineData("ends in \\")]
    [InlineData("2 Ω")]
    [InlineData("\0")]
    public void ToText_WithAHostileTitle_IsRefused(string title) => Refused("the title ", Divider() with { Title = title });

    [Fact]
    public void ToText_WithANameOfFarTooManyLetters_IsRefusedInAShortMessage()
    {
        var e = Assert.Throws<NetlistException>(() => SpiceWriter.ToText(Of(R(new string('R', 100_000), "a", "0", 1)), Ngspice));
        Assert.InRange(e.Message.Length, 1, 300);
    }

    [Fact]
    public void ToText_WithTheWrongLetter_SaysWhichOneItNeeds()
    {
        Refused("resistor Load must have a name that starts with R", Of(R("Load", "a", "0", 1)));
        Refused("voltage source E1 must have a name that starts with V", Of(V("E1", "a", "0", 1)));
        Refused("current source A1 must have a name that starts with I", Of(I("A1", "a", "0", 1)));
        Refused("subcircuit call U1 must have a name that starts with X", Of(X("U1", "s", "a")) with { Subcircuits = [Sub("s", ["p"], R("R1", "p", "0", 1))] });
    }

    [Fact]
    public void ToText_WithAnUnconnectedTerminal_IsRefused() => Refused(
        "an element is connected to a node without a name", Of(new Resistor("R1", default, NodeId.Ground, 1)));

    [Theory]
    [InlineData("1 .end")]
    [InlineData("1)")]
    [InlineData("")]
    [InlineData("1\n")]
    public void ToText_WithAHostileCardValue_IsRefused(string value) => Assert.Contains(
        "model card m: the value of ron cannot be written",
        Assert.Throws<NetlistException>(() => SpiceWriter.ToText(
            Of() with { Models = [new ModelCard("m", "memristor", new Dictionary<string, string> { ["ron"] = value })] }, Native)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void ToText_WithAnInitialVoltageOfADiodeThatNgspiceWouldIgnore_IsRefused() => Refused(
        "netlist(2,1): D1: ngspice does not follow the ic of a diode", SpiceReader.Read("t\nD1 a 0 dd ic=0.3\nR1 a 0 1k\n.model dd D\n.tran 1n 1u uic\n").Netlist);

    [Fact]
    public void ToText_PrintingACurrentThatNobodyMeasures_IsRefused() => Assert.Contains(
        "the current of R1 cannot be reported",
        Assert.Throws<NetlistException>(() => SpiceWriter.ToText(Divider(), Ngspice with { PrintedCurrents = ["R1"] })).Message,
        StringComparison.Ordinal);

    private static void Refused(string why, Netlist netlist) => Assert.StartsWith(
        why, Assert.Throws<NetlistException>(() => SpiceWriter.ToText(netlist, Ngspice)).Message, StringComparison.Ordinal);
}
