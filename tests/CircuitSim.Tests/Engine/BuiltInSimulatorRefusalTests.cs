using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Tests.Support;
using static CircuitSim.Tests.Support.Networks;

namespace CircuitSim.Tests.Engine;

public class BuiltInSimulatorRefusalTests
{
    [Fact]
    public void OperatingPoint_WithAFloatingNode_NamesIt()
    {
        var e = Fails<SingularMatrixException>(Of(V("V1", "a", "0", 1), R("R1", "a", "0", 1), R("R2", "b", "c", 1)));
        Assert.Equal("b", e.Unknown);
        Assert.Equal("node b has no resistive path to ground, so its voltage is undetermined; connect it, or remove what hangs on it.", e.Message);
    }

    [Fact]
    public void OperatingPoint_WithANodeOnCurrentSourcesOnly_NamesIt() =>
        Assert.Equal("a", Fails<SingularMatrixException>(Of(I("I1", "a", "0", 1), I("I2", "0", "a", 1))).Unknown);

    [Fact]
    public void OperatingPoint_WithoutGround_NamesTheFirstNode() =>
        Assert.Equal("a", Fails<SingularMatrixException>(Of(V("V1", "a", "b", 1), R("R1", "a", "b", 1))).Unknown);

    [Fact]
    public void OperatingPoint_WithAFloatingNodeInASubcircuit_NamesItInFull()
    {
        var island = Define("island", ["p"], R("R1", "p", "0", 1), R("R2", "m", "n", 1));
        var e = Fails<SingularMatrixException>(Of(V("V1", "a", "0", 1), X("X1", "island", "a")) with { Subcircuits = [island] });
        Assert.Equal("X1.m", e.Unknown);
    }

    [Fact]
    public void OperatingPoint_WithALoopOfSources_NamesTheOneThatClosesIt()
    {
        var e = Fails<SingularMatrixException>(Of(V("V1", "a", "0", 1), V("V2", "b", "a", 1), V("V3", "b", "0", 2), R("R1", "b", "0", 1)));
        Assert.Equal("V3", e.Unknown);
        Assert.Equal("V3 closes a loop of voltage sources, so its current is undetermined; put a resistance in series.", e.Message);
    }

    /// <summary>Kirchhoff's laws around the loop, or at the nodes, that no numbers fulfil, by hand.</summary>
    [Theory]
    [InlineData("V1 a 0 1\nV2 a 0 2\nR1 a 0 1", "V1 and V2 contradict each other: no voltages and currents fulfil all their equations; change one of them, or put a resistance in series.")]
    [InlineData("V1 a 0 1\nV2 b a 1\nV3 b 0 3\nV4 c b 1\nR1 c 0 1\nD1 c 0 d\n.model d d", "V1, V2 and V3 contradict each other: no")]
    [InlineData("V1 a 0 1\nE1 a 0 b 0 2\nV2 b 0 3", "V1, E1 and V2 contradict each other: no")]
    [InlineData("V1 a 0 1\nL1 a 0 1m\nR1 a 0 1", "V1 and L1 contradict each other: no")]
    [InlineData("V1 a a 1\nR1 a 0 1", "V1 contradicts itself: no")]
    [InlineData("B1 a 0 V=v(a)+1\nD1 a 0 d\n.model d d", "B1 contradicts itself: no")]
    [InlineData("V1 b 0 1\nR1 b 0 1\nI1 0 a 1m\nC1 a b 1u", "nothing carries the current of I1 away from node a; put a resistance from there to ground, or change the sources.")]
    [InlineData("I1 0 a 1m\nR1 a b 1k\nR2 c d 1k\nI2 0 d 1u\nR3 d 0 1k\nC1 c 0 1p\nV3 c e 5\nR5 e d 1\nI3 b 0 2m", "nothing carries the current of I1 and I3 away from nodes a and b; put")]
    [InlineData("I1 0 a 1\nR1 a 0 1k\nG1 a 0 a 0 -1m", "nothing carries the current of I1 away from node a; put")]
    [InlineData("V1 b 0 1\nR1 b 0 1\nG1 0 a b 0 1m\nC1 a 0 1u", "V1 contradicts itself at node a: no")]
    public void OperatingPoint_OfEquationsThatContradictEachOther_NamesTheirElements(string cards, string message) =>
        Assert.StartsWith(message, Assert.Throws<SingularMatrixException>(() => Spice.OperatingPoint(cards)).Message, StringComparison.Ordinal);

    /// <summary>Nothing is wrong with these but that one number is free, or that the answer is large.</summary>
    [Theory]
    [InlineData("V1 a 0 1\nV2 a 0 1\nR1 a 0 1", "V2 closes a loop")]
    [InlineData("I1 a 0 1\nI2 0 a 1\nC1 a 0 1", "node a has no resistive path")]
    [InlineData("V1 b 0 1\nR1 b 0 1\nE1 a 0 a 0 1\nR2 a 0 1", "node a: the equations of the elements there cancel each other, so its voltage is undetermined")]
    public void OperatingPoint_OfEquationsThatLeaveOneFree_SaysSo(string cards, string message) =>
        Assert.StartsWith(message, Assert.Throws<SingularMatrixException>(() => Spice.OperatingPoint(cards)).Message, StringComparison.Ordinal);

    [Fact]
    public void OperatingPoint_WithAShortedSource_NamesIt() =>
        Assert.Equal("V2", Fails<SingularMatrixException>(Of(V("V1", "a", "0", 1), V("V2", "a", "a", 0), R("R1", "a", "0", 1))).Unknown);

    [Theory]
    [InlineData(-5, "-5 Ω")]
    [InlineData(double.NaN, "NaN Ω")]
    [InlineData(double.PositiveInfinity, "Infinity Ω")]
    [InlineData(1e-320, "1e-320 Ω")]
    public void OperatingPoint_WithABadResistance_NamesElementAndRemedy(double ohm, string text) =>
        Assert.Equal(
            $"R7: resistance {text} must be finite and above zero; for a short circuit, join its two nodes.",
            Fails<NetlistException>(Of(V("V1", "a", "0", 1), R("R7", "a", "0", ohm))).Message);

    [Fact]
    public void OperatingPoint_WithABadSourceValue_NamesTheElement()
    {
        Assert.Equal("V1: voltage NaN V must be finite.", Fails<NetlistException>(Of(V("V1", "a", "0", double.NaN), R("R1", "a", "0", 1))).Message);
        Assert.Equal("I1: current -Infinity A must be finite.",
            Fails<NetlistException>(Of(I("I1", "a", "0", double.NegativeInfinity), R("R1", "a", "0", 1))).Message);
    }

    [Fact]
    public void OperatingPoint_WithARepeatedElement_NamesIt() =>
        Assert.StartsWith("element R1 is defined twice;", Fails<NetlistException>(Of(R("r1", "a", "0", 1), R("R1", "a", "0", 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void OperatingPoint_WithAnUnknownElement_NamesItAndItsKind() =>
        Assert.Equal(
            "Qx: the builtin engine does not know elements of kind transmogrifier; choose another engine, or replace the element.",
            Fails<NetlistException>(Of(new Transmogrifier("Qx"))).Message);

    [Fact]
    public void OperatingPoint_BeyondFloatingPoint_SaysSo()
    {
        var e = Fails<ConvergenceException>(Of(I("I1", "0", "a", 1e300), R("R1", "a", "0", 1e300)));
        Assert.Equal("a", e.Where);
        Assert.EndsWith("The values of the elements are too far apart for floating point; check their units.", e.Message, StringComparison.Ordinal);
    }

    private static T Fails<T>(Netlist netlist)
        where T : Exception =>
        Assert.Throws<T>(() => new BuiltInSimulator().SolveOperatingPoint(netlist));

    private sealed record Transmogrifier(string Name) : Element(Name)
    {
        public override char Letter => 'T';

        public override string Kind => "transmogrifier";

        public override NodeList Nodes => new(new NodeId("a"), NodeId.Ground);

        public override Element Placed(string name, Placement placement) => this with { Name = name };
    }
}
