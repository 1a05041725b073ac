using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Periphery;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

public class PeripheryLibraryTests
{
    [Fact]
    public void Library_OfAllFiles_HoldsSubcircuitsAndCardsOnly()
    {
        Assert.NotEmpty(PeripheryLibrary.Subcircuits);
        // Their text is ASCII without includes, so that benches and the library put it together as they need it.
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "netlists", "periphery"), "*.inc"))
            Assert.DoesNotContain(".include", File.ReadAllText(file), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Find_OfAName_IgnoresCaseAndParsesOnce()
    {
        var found = PeripheryLibrary.Find("OPAMP_1V8");
        Assert.Equal(["inp", "inn", "out", "vdd", "vss"], found.Ports.Select(p => p.Name));
        Assert.Same(found, PeripheryLibrary.Find("opamp_1v8"));
    }

    [Fact]
    public void Find_OfAMisspelledName_NamesTheNearest()
    {
        var refused = Assert.Throws<NetlistException>(() => PeripheryLibrary.Find("opamp_1v7"));
        Assert.Equal("the periphery has no subcircuit opamp_1v7; did you mean opamp_1v8?", refused.Message);
    }

    [Theory]
    [InlineData("opamp_1v8")]
    [InlineData("opamp_macro")]
    public void AddTo_OfADraft_BringsTheCardsThatTheSubcircuitNeeds(string name)
    {
        var draft = new CircuitDraft();
        PeripheryLibrary.AddTo(draft, name);
        var (vdd, input, output) = (draft.Rail("vdd", 1.8), draft.Rail("in", 0.9), new NodeId("out"));
        draft.Add(new SubcircuitCall("X1", [input, output, output, vdd, NodeId.Ground], name));
        // A follower of gain A is 1/(1 + A) short of its input; both op-amps have a gain near 1,500.
        Close.Equal(0.9, new BuiltInSimulator().SolveOperatingPoint(draft.ToNetlist("follower")).Voltage(output), rtol: 1e-3, where: name);
    }
}
