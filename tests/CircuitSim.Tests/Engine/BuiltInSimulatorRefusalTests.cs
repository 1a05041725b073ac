using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
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

    [Fact]
    public void OperatingPoint_WithAShortedSource_NamesIt() =>
        Assert.Equal("V2", Fails<SingularMatrixException>(Of(V("V1", "a", "0", 1), V("V2", "a", "a", 0), R("R1", "a", "0", 1))).Unknown);

    [Theory]
    [InlineData(0, "0 Ω")]
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
            "Qx: the builtin engine does not know elements of kind Transmogrifier; choose another engine, or replace the element.",
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
