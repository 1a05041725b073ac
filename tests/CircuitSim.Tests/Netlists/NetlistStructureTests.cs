using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using static CircuitSim.Tests.Netlists.Circuits;

namespace CircuitSim.Tests.Netlists;

public class NetlistStructureTests
{
    [Fact]
    public void Check_NestedCalls_CountsWhatTheyExpandTo()
    {
        var netlist = Of(R("R1", "a", "0", 1), X("X1", "PAIR", "a"), X("X2", "pair", "a")) with
        {
            Subcircuits = [Sub("pair", ["p"], X("X1", "one", "p"), X("X2", "one", "p"), R("Rp", "p", "0", 1)), Sub("one", ["q"], R("R", "q", "0", 1))],
        };
        Assert.Equal(7, NetlistStructure.Check(netlist));
    }

    [Fact]
    public void Check_NamesThatDifferInCaseOnly_AreRefused() =>
        Refused("element r1 is defined twice; element names are compared without case", Of(R("R1", "a", "0", 1), R("r1", "a", "0", 1)));

    [Fact]
    public void Check_AnUndefinedSubcircuit_IsRefused() =>
        Refused("X1 calls subcircuit nosuch, which is not defined", Of(X("X1", "nosuch", "a")));

    [Fact]
    public void Check_TooFewConnections_AreRefused() => Refused(
        "X1 joins 1 nodes to subcircuit s, which has 2 ports",
        Of(X("X1", "s", "a")) with { Subcircuits = [Sub("s", ["p", "q"], R("R1", "p", "q", 1))] });

    [Fact]
    public void Check_ASubcircuitDefinedTwice_IsRefused() => Refused(
        "subcircuit S is defined twice", Of() with { Subcircuits = [Sub("s", ["p"]), Sub("S", ["p"])] });

    [Fact]
    public void Check_APortNamedTwice_IsRefused() => Refused(
        "subcircuit s: port P is named twice", Of() with { Subcircuits = [Sub("s", ["p", "P"])] });

    [Fact]
    public void Check_AMemristorWithoutCard_IsRefused() => Refused(
        "Xm refers to model card nocard, which is not there", Of(new Memristor("Xm", new NodeId("a"), NodeId.Ground, "nocard")));

    [Fact]
    public void Check_ACircleOfCalls_IsRefused() => Refused(
        "subcircuit a calls b calls c calls a: a subcircuit cannot contain itself",
        Of() with { Subcircuits = [Sub("a", ["p"], X("X1", "b", "p")), Sub("b", ["p"], X("X1", "c", "p")), Sub("c", ["p"], X("X1", "A", "p"))] });

    [Fact]
    public void Check_ABombOfNestedCalls_IsRefusedAtOnce()
    {
        var levels = Enumerable.Range(0, 30).Select(n => Sub($"s{n}", ["p"], n == 0 ? R("R1", "p", "0", 1) : X("X1", $"s{n - 1}", "p"), n == 0 ? R("R2", "p", "0", 1) : X("X2", $"s{n - 1}", "p")));
        Refused("expands to more than 20000000 elements", Of(X("X1", "s29", "a")) with { Subcircuits = [.. levels] });
    }

    [Fact]
    public void Check_AHundredThousandLevels_AreRefusedWithoutExhaustingTheStack()
    {
        var levels = Enumerable.Range(0, 100_000).Select(n => Sub($"s{n}", ["p"], n == 99_999 ? R("R1", "p", "0", 1) : X("X1", $"s{n + 1}", "p")));
        Refused("X1 nests subcircuits more than 64 levels deep", Of(X("X1", "s0", "a")) with { Subcircuits = [.. levels] });
    }

    private static void Refused(string why, Netlist netlist) =>
        Assert.Contains(why, Assert.Throws<NetlistException>(() => NetlistStructure.Check(netlist)).Message, StringComparison.Ordinal);
}
