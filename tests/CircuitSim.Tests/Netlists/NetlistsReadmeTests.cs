using System.Text.RegularExpressions;
using CircuitSim.Engine;
using CircuitSim.Experiments.Runs;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

public partial class NetlistsReadmeTests
{
    [Fact]
    public void Examples_OfTheReadme_Run()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "netlists", "README.md")).ReplaceLineEndings("\n");
        var examples = Example().Matches(text).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(3, examples.Count);
        foreach (var example in examples)
        {
            var netlist = SpiceReader.Read(example).Flat;
            Assert.NotEmpty(netlist.Analyses);
            var (runs, failures) = new NetlistRun(netlist, [new BuiltInSimulator()], (_, _) => null, keepWaveforms: true).Execute();
            Assert.Empty(failures);
            Assert.All(runs, run => Assert.NotEqual(0, run.Waveforms!.Points));
        }
    }

    [Fact]
    public void Files_OfTheFolder_AreRead()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "netlists"), "*.cir", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, file => NetlistFile.Read(file));
    }

    [GeneratedRegex("```spice\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
