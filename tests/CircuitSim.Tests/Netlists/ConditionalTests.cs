using CircuitSim.Engine;
using CircuitSim.Experiments.Runs;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Spice;

namespace CircuitSim.Tests.Netlists;

/// <summary>.if in circuits of resistors: every voltage is Ohm's law of the branches that hold.</summary>
public class ConditionalTests
{
    private const string Ladder = """
        .subckt ladder in n=1
        R1 in m 1k
        .if (n > 1)
        X1 m ladder n=n-1
        .else
        R2 m 0 1k
        .endif
        .ends
        """;

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 2.0 / 3)]
    [InlineData(3, 0.75)]
    public void OperatingPoint_OfABranch_IsThatOfTheFirstWhoseConditionHolds(int kind, double voltage) =>
        Assert.Equal(voltage, Voltage($".param kind={kind}\nV1 a 0 1\nR1 a b 1k\n.if (kind==1)\nR2 b 0 1k\n.elseif kind<3\nR2 b 0 2k\n.else\nR2 b 0 3k\n.endif"), 1e-9);

    [Theory]
    [InlineData("x=0", "")]
    [InlineData("x=5", ".param y=2\n.func f(z) {z*y}\n.if {f(x)==10}\nR3 b 0 1e-3\n.endif\n.subckt none\n.if(0)\nQ7 a b c missing\n.endif\nR9 a 0 1\n.ends")]
    public void OperatingPoint_OfNestedBranches_UsesWhatEarlierOnesDefine(string parameter, string more)
    {
        var voltage = Voltage($".param {parameter}\nV1 a 0 1\nR1 a b 1k\n.if (x==0)\n.param half=1k\n.if (half>1)\nR2 b 0 {{half}}\n.endif\n.else\n.param half=2k\nR2 b 0 1k\n.endif\nR0 b 0 {{half*1e9}}\n{more}");
        Assert.Equal(more.Length == 0 ? 0.5 : 1e-6, voltage, 1e-6);
    }

    /// <summary>R in series with the rest over and over: the input resistance of n cells is (2 + n − 1) kΩ.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(60)]
    public void OperatingPoint_OfACallThatEndsByItsCondition_IsThatOfTheChain(int cells)
    {
        var flat = SpiceReader.Read($"t\nV1 in 0 1\nR0 in a 1k\nX1 a ladder n={cells}\n{Ladder}\n.op\n.end\n").Flat;
        Assert.Equal((cells + 1.0) / (cells + 2), new BuiltInSimulator().SolveOperatingPoint(flat).Voltage(new NodeId("a")), 1e-9);
    }

    [Fact]
    public void Step_OfTheParameterOfACondition_ChangesTheBranch()
    {
        var netlist = SpiceReader.Read("t\n.param big=0\nV1 a 0 1\nR1 a b 1k\n.if (big)\nR2 b 0 3k\n.else\nR2 b 0 1k\n.endif\n.op\n.print op v(b)\n.step param big list 0 1\n.end\n").Netlist;
        var result = new SteppedRun(netlist, [new BuiltInSimulator()], keepWaveforms: false).Execute((_, _) => { });
        Assert.Equal([0.5, 0.75], result.Rows.Select(r => Math.Round(r.Values.Single().Value!.Value, 9)));
    }

    [Theory]
    [InlineData(".else", ".else without an .if before it")]
    [InlineData(".subckt s\n.endif\n.ends", ".endif without an .if before it in subcircuit s")]
    [InlineData(".if (1)\nR2 a 0 1", ".if has no .endif")]
    [InlineData(".if (1)\n.else\n.else\n.endif", ".else behind .else; .else is the last branch")]
    [InlineData(".subckt s a\n.if (1)\n.ends", ".ends inside .if; write .endif before it")]
    [InlineData(".if (1)\n.op\n.endif", ".op inside .if, which chooses elements, cards, parameters and subcircuits")]
    [InlineData(".if", "the statement ends where a condition is expected")]
    [InlineData(".if (a=1)\n.endif", "expected ')', found '='")]
    [InlineData(".if (nosuch)\n.endif", "'nosuch' is neither a parameter nor a known constant")]
    [InlineData(".if (1)\nR1 a 0 2\n.endif", "element R1 is defined twice")]
    [InlineData("X2 a ladder n=70", "nests subcircuits more than 64 levels deep")]
    public void Read_OfConditionsThatCannotBe_SaysWhat(string cards, string what) =>
        Assert.Contains(what, Assert.Throws<NetlistException>(() => SpiceReader.Read($"t\nV1 a 0 1\nR1 a 0 1k\n{Ladder}\n{cards}\n.end\n")).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Category", "slow")]
    public void Read_OfACallThatDoublesItself_IsRefusedAtItsMillionth() => Assert.Contains("more than 1000000 calls of circuits with .if", Assert.Throws<NetlistException>(() => SpiceReader.Read(
        "t\nV1 a 0 1\nX2 a two n=60\n.subckt two a n=1\n.if (n)\nX1 a two n=n-1\nX2 a two n=n-1\n.endif\n.ends\n.end\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void Write_OfConditions_ReadsBackTheSameCircuit()
    {
        var netlist = SpiceReader.Read($"t\n.param k=2\nV1 a 0 1\nX1 a ladder n=3\n.if (k==1)\nR1 a 0 1\n.elseif (k==2)\nR1 a 0 2\n.model d d\n.else\n.param z=3\n.endif\n{Ladder}\n.op\n.end\n").Netlist;
        var again = SpiceReader.Read(SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Native }));
        Assert.Equal(["V1", "X1.R1", "X1.X1.R1", "X1.X1.X1.R1", "X1.X1.X1.R2", "R1"], again.Flat.Elements.Select(e => e.Name));
        Assert.Equal(3, Assert.Single(again.Netlist.Conditionals).Branches.Count);
    }

    private static double Voltage(string cards) =>
        new BuiltInSimulator().SolveOperatingPoint(SpiceReader.Read($"t\n{cards}\n.op\n.end\n").Flat).Voltage(new NodeId("b"));
}
