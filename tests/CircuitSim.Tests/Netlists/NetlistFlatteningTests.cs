using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using static CircuitSim.Tests.Support.Networks;

namespace CircuitSim.Tests.Netlists;

public class NetlistFlatteningTests
{
    private static readonly Subcircuit Divider = Define("divider", ["top", "tap"], R("R1", "top", "tap", 1e3), R("R2", "tap", "0", 1e3));

    [Fact]
    public void Flatten_WithoutCalls_ReturnsTheNetlistItself()
    {
        var netlist = Of(R("R1", "a", "0", 1));
        Assert.Same(netlist, netlist.Flatten().Circuit);
    }

    [Fact]
    public void Flatten_OfNestedCalls_NamesElementsAndNodesByTheirPath()
    {
        var outer = Define("outer", ["p"], X("X2", "inner", "p", "mid"), R("R1", "mid", "gnd", 1));
        var inner = Define("inner", ["a", "b"], R("R1", "a", "core", 1), R("R2", "core", "b", 1));
        var netlist = Of(V("V1", "in", "0", 1), X("X1", "OUTER", "in")) with { Subcircuits = [outer, inner] };

        var flat = NetlistFlattening.Flatten(netlist);

        Assert.Empty(flat.Circuit.Subcircuits);
        Assert.Equal(
            [
                V("V1", "in", "0", 1), R("X1.X2.R1", "in", "X1.X2.core", 1), R("X1.X2.R2", "X1.X2.core", "X1.mid", 1),
                R("X1.R1", "X1.mid", "0", 1),
            ],
            flat.Elements);
    }

    [Fact]
    public void Flatten_OfTwoCalls_KeepsTheirNodesApart()
    {
        var cell = Define("cell", ["p"], R("R1", "p", "m", 1), R("R2", "m", "0", 1));
        var flat = NetlistFlattening.Flatten(Of(X("X1", "cell", "a"), X("X2", "cell", "a")) with { Subcircuits = [cell] });
        Assert.Equal(["a", "X1.m", "0", "X2.m"], flat.Elements.SelectMany(e => e.Nodes).Select(n => n.Name).Distinct());
    }

    [Fact]
    public void Flatten_OfGlobalNodes_LeavesThemAsTheyAreAtEveryDepth()
    {
        var outer = Define("outer", ["p"], X("X2", "inner", "p", "vdd"), R("R1", "p", "VDD", 1));
        var inner = Define("inner", ["a", "vdd"], R("R1", "a", "vdd", 1), R("R2", "vss", "own", 1));
        var netlist = Of(V("V1", "vdd", "0", 1), X("X1", "outer", "in")) with
        {
            Subcircuits = [outer, inner],
            GlobalNodes = [new NodeId("vdd"), new NodeId("vss"), NodeId.Ground],
        };

        var flat = NetlistFlattening.Flatten(netlist);

        Assert.Empty(flat.Circuit.GlobalNodes);
        Assert.Equal(
            [V("V1", "vdd", "0", 1), R("X1.X2.R1", "in", "vdd", 1), R("X1.X2.R2", "vss", "X1.X2.own", 1), R("X1.R1", "in", "VDD", 1)],
            flat.Elements);
    }

    [Fact]
    public void Flatten_OfAGlobalNodeWithADot_IsRefused() => AssertRefused(
        ".global X1.m: a dot leads into a subcircuit, where nodes are private; give the node a name without one.",
        Of(R("R1", "a", "0", 1)) with { GlobalNodes = [new NodeId("X1.m")] });

    [Fact]
    public void Flatten_WithRepeatedElement_NamesIt() => AssertRefused(
        "element r1 is defined twice; element names are compared without case, so rename one of the two.",
        Of(R("R1", "a", "0", 1), R("r1", "a", "0", 2)));

    [Fact]
    public void Flatten_WithRepeatedElementInSubcircuit_NamesIt() => AssertRefused(
        "element R1 is defined twice; element names are compared without case, so rename one of the two.",
        Of(R("Ra", "a", "0", 1)) with { Subcircuits = [Define("s", ["p"], R("R1", "p", "0", 1), R("R1", "p", "0", 2))] });

    [Fact]
    public void Flatten_WhenAnElementHasTheNameOfAFlattenedOne_NamesIt() => AssertRefused(
        "element X1.R1 is defined twice; element names are compared without case, so rename one of the two.",
        Of(R("X1.R1", "a", "0", 1), X("X1", "divider", "a", "b")) with { Subcircuits = [Divider] });

    [Fact]
    public void Flatten_WhenANodeHasTheNameOfAPrivateOne_NamesIt()
    {
        var cell = Define("cell", ["p"], R("R1", "p", "m", 1), R("R2", "m", "0", 1));
        AssertRefused(
            "node X1.m is named in the netlist and also arises inside a subcircuit call; rename the one in the netlist.",
            Of(R("R1", "x1.m", "0", 1), X("X1", "cell", "a")) with { Subcircuits = [cell] });
    }

    [Fact]
    public void Flatten_WithRepeatedSubcircuit_NamesIt() => AssertRefused(
        "subcircuit divider is defined twice; rename one of the two.",
        Of(R("R1", "a", "0", 1)) with { Subcircuits = [Divider, Divider] });

    [Fact]
    public void Flatten_WithUndefinedSubcircuit_NamesCallAndSubcircuit() => AssertRefused(
        "X1 calls subcircuit opamp, which is not defined; define it with .subckt opamp, or correct the name.",
        Of(X("X1", "opamp", "a")));

    [Fact]
    public void Flatten_OfRecursion_ShowsTheChain() => AssertRefused(
        "subcircuit b calls c calls b: a subcircuit cannot contain itself; break the chain.",
        Of(X("X1", "a", "n")) with
        {
            Subcircuits =
            [
                Define("a", ["p"], X("X1", "b", "p")), Define("b", ["p"], X("X1", "c", "p")), Define("c", ["p"], X("X1", "b", "p")),
            ],
        });

    [Fact]
    public void Flatten_WithWrongPortCount_StatesBoth() => AssertRefused(
        "X1 joins 3 nodes to subcircuit divider, which has 2 ports; give one node per port.",
        Of(X("X1", "divider", "a", "b", "c")) with { Subcircuits = [Divider] });

    [Fact]
    public void Flatten_WithGroundAsPortJoinedToAnotherNode_RefusesIt() => AssertRefused(
        "X1 joins port 0 of subcircuit s to node a, but 0 and gnd are ground everywhere; rename the port.",
        Of(X("X1", "s", "a")) with { Subcircuits = [Define("s", ["gnd"], R("R1", "a", "0", 1))] });

    [Fact]
    public void Flatten_WithRepeatedPort_RefusesIt() => AssertRefused(
        "subcircuit s: port P is named twice; ports are distinct nodes.",
        Of(X("X1", "s", "a", "b")) with { Subcircuits = [Define("s", ["p", "P"], R("R1", "p", "0", 1))] });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Flatten_OfDeepNesting_StopsAtTheLimitInAnyOrderOfCalls(bool shallowFirst)
    {
        // s0 … s79, each calling the next; a shallow call that measured the tail before must not hide the depth.
        var chain = Enumerable.Range(0, 80).Select(k => k == 79
            ? Define("s79", ["p"], R("R1", "p", "0", 1))
            : Define($"s{k}", ["p"], X("X1", $"s{k + 1}", "p")));
        Element[] calls = shallowFirst ? [X("X1", "s40", "a"), X("X2", "s0", "a")] : [X("X1", "s0", "a")];
        var e = Assert.Throws<NetlistException>(() => NetlistFlattening.Flatten(Of(calls) with { Subcircuits = [.. chain] }));
        Assert.EndsWith(" nests subcircuits more than 64 levels deep; flatten some of them.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flatten_OfABombOfCalls_RefusesItBeforeExpanding()
    {
        var levels = Enumerable.Range(0, 30).Select(k => k == 29
            ? Define("s29", ["p"], R("R1", "p", "0", 1))
            : Define($"s{k}", ["p"], [.. Enumerable.Range(0, 10).Select(i => X($"X{i}", $"s{k + 1}", "p"))]));
        AssertRefused(
            "the netlist expands to more than 20000000 elements; simulate a part of it.",
            Of(X("X1", "s0", "a")) with { Subcircuits = [.. levels] });
    }

    private static void AssertRefused(string message, Netlist netlist)
    {
        var e = Assert.Throws<NetlistException>(() => NetlistFlattening.Flatten(netlist));
        Assert.Equal(message, e.Message);
    }
}
