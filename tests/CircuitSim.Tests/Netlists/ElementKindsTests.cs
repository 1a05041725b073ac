using System.Text.RegularExpressions;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

/// <summary>
/// Every kind of element that the library has, found by reflection, stands in every place that a kind needs: reading,
/// writing, the built-in engine, cards, the grammar. Whoever adds a kind adds a sample here.
/// </summary>
public class ElementKindsTests
{
    /// <summary>A circuit by kind; the element at hand comes first.</summary>
    private static readonly Dictionary<string, string> Samples = new()
    {
        [nameof(Resistor)] = "R1 a 0 1k",
        [nameof(Capacitor)] = "C1 a 0 1p",
        [nameof(Inductor)] = "L1 a b 1m\nRb b 0 1",
        [nameof(CoupledInductors)] = "K1 L1 L2 L3 0.5\nL1 a b 1m\nRb b 0 1\nL2 c 0 1m\nL3 d 0 1m",
        [nameof(VoltageSource)] = "V1 b 0 2\nRb b 0 1",
        [nameof(CurrentSource)] = "I1 a 0 1m",
        [nameof(VoltageControlledVoltageSource)] = "E1 b 0 a 0 2\nRb b 0 1",
        [nameof(VoltageControlledCurrentSource)] = "G1 a 0 a 0 1m",
        [nameof(CurrentControlledCurrentSource)] = "F1 a 0 Vs 2",
        [nameof(CurrentControlledVoltageSource)] = "H1 b 0 Vs 2\nRb b 0 1",
        [nameof(BehavioralSource)] = "B1 a 0 I=v(a)*1m",
        [nameof(LaplaceSource)] = "B1 a 0 I=v(a) laplace=1/(1+s)",
        [nameof(VoltageSwitch)] = "S1 a 0 a 0 card\n.model card SW(vt=1)",
        [nameof(CurrentSwitch)] = "W1 a 0 Vs card\n.model card CSW(it=1)",
        [nameof(Diode)] = "D1 a 0 card\n.model card D(is=1f)",
        [nameof(Mosfet)] = "M1 a a 0 0 card\n.model card NMOS(level=1)",
        [nameof(BipolarTransistor)] = "Q1 a a 0 card\n.model card NPN(bf=50)",
        [nameof(Jfet)] = "J1 a a 0 card\n.model card PJF(beta=1m)",
        [nameof(VerticalMosfet)] = "M1 a a 0 card\n.model card VDMOS(kp=2)",
        [nameof(Mesfet)] = "Z1 a a 0 card\n.model card NMF(beta=1m)",
        [nameof(SubcircuitCall)] = "X1 a inner\n.subckt inner p\nR1 p 0 1k\n.ends",
        [nameof(Memristor)] = "YMEMRISTOR M1 a 0 card\n.model card MEMRISTOR(ron=1k roff=100k kon=-216.2 koff=0.091 aon=4 aoff=4 von=-1.5 voff=0.3 won=0 woff=3n)",
    };

    public static TheoryData<string> Kinds =>
        [.. typeof(Element).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Element)) && !t.IsAbstract).Select(t => t.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kind_ByItsLetter_IsReadAndComesBackFromItsText(string kind)
    {
        var netlist = Read(kind);
        var element = netlist.Elements[0];
        Assert.Equal(kind, element.GetType().Name);
        Assert.Equal(element.Letter, Samples[kind][0]);
        var back = SpiceReader.Read(SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Native })).Netlist;
        Assert.Equal(kind, back.Elements[0].GetType().Name);
        Assert.Equal(element.Name, back.Elements[0].Name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Letter_OfAKind_StandsInTheMessageThatListsThem(string kind)
    {
        var e = Assert.Throws<NetlistException>(() => Spice.Read("_1 a 0 1"));
        Assert.Matches($@"elements are .*\b({Read(kind).Elements[0].Letter}|{FirstWord(kind)})\b", e.What);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kind_ForNgspice_IsWritten(string kind)
    {
        var text = SpiceWriter.ToText(Read(kind), new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice });
        // A call is expanded, and a memristor is one.
        var start = kind switch { nameof(SubcircuitCall) => "R.X1.R1", nameof(Memristor) => "X.M1", _ => FirstWord(kind) };
        Assert.Matches($@"\n{Regex.Escape(start)}(\.\d)? ", text);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kind_OnTheBuiltInEngine_Runs(string kind) =>
        Close.Equal(1, new BuiltInSimulator().SolveOperatingPoint(Read(kind)).Voltage(new NodeId("a")), rtol: 1e-12);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kind_InTheGrammar_HasALine(string kind)
    {
        var element = Read(kind).Elements[0];
        var grammar = Grammar();
        Assert.Matches($@"\n(element    =|           \|) ({element.Letter}name|{FirstWord(kind)} name) ", grammar);
        foreach (var card in element.Card?.Kinds ?? [])
            Assert.Matches($@"kind:( \w+)* {card}\b", grammar);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cards_OfAKind_AreRead(string kind)
    {
        foreach (var card in Read(kind).Elements[0].Card?.Kinds ?? [])
        {
            // A card that nobody checks would let any key pass.
            var e = Assert.Throws<NetlistException>(() => Spice.Read($"R1 a 0 1\n.model m {card}(nosuchkey=1)"));
            Assert.Contains("model m: has no key 'nosuchkey'", e.What, StringComparison.Ordinal);
        }
    }

    internal static Netlist Read(string kind)
    {
        Assert.True(Samples.TryGetValue(kind, out var sample), $"{kind} is a kind of element without a sample here; write one.");
        return Spice.Read($"{sample}\nVs a 0 1");
    }

    private static string FirstWord(string kind) => Samples[kind].Split(' ')[0];

    private static string Grammar() =>
        File.ReadAllText(Path.Combine(Repository.Root, "netlists", "README.md")).ReplaceLineEndings("\n").Split("```")[1];
}
