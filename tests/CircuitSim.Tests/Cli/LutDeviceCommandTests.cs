using System.Text.Json.Nodes;
using System.Xml.Linq;
using CircuitSim.Cli;
using CircuitSim.LookupTables;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary><c>circuitsim lut device</c> from what is typed to what is written.</summary>
public class LutDeviceCommandTests
{
    [Theory]
    [InlineData(2, "the set pulse has 1.8 V, but here a negative voltage sets, to the LRS, and a positive one resets", "--pulse", "set:1.8V,100ns")]
    [InlineData(2, "voltage of the set pulse = -8 V must be from vmin = -5 V to vmax = 5 V", "--pulse", "set:-8V,100ns")]
    [InlineData(2, "'koff' is not a parameter and its relative deviation, key=value; write for example koff=0.1. (--sigma)", "--sigma", "koff")]
    [InlineData(2, "no parameter 'kof' scatters; there are ron, roff, kon, koff, aon, aoff, von and voff.", "--sigma", "kof=0.1")]
    [InlineData(2, "no format 'crosssim-9'; did you mean crosssim-2?", "--formats", "crosssim-9")]
    [InlineData(2, "states = 2 must be at least 3.", "--states", "2")]
    [InlineData(2, "states = 10001 must be at most 10000.", "--states", "10001")]
    [InlineData(2, "samples = 1000000 must be such that 501 states times samples", "--samples", "1meg")]
    [InlineData(2, "read voltage = 500 mV must be from von = -1.5 V to voff = 300 mV, where the state does not move.", "--v-read", "0.5")]
    [InlineData(2, "300 mV, twice the threshold or the end of the card's range, does not reset the device in a finite time; give the reset pulse. (--pulse)", "--set", "vmax=0.3")]
    [InlineData(2, "jobs = 0 must be at least 1.", "--jobs", "0")]
    [InlineData(2, "variability = -1 must be finite and not negative. (--variability)", "--variability", "-1")]
    [InlineData(2, "cycle-variability = -1 must be finite and not negative. (--cycle-variability)", "--cycle-variability", "-1")]
    public async Task Lut_BadInput_IsOneLineWithItsExitCodeAndNoOutput(int code, string words, params string[] arguments)
    {
        using var temporary = new TemporaryFolder();
        var (actual, _, diagnostics) = await Circuitsim.RunAsync(["lut", "device", "vteam_magic", .. arguments, "--out", temporary.File("out")]);
        Assert.Equal(code, actual);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
        Assert.Single(diagnostics.Split('\n'), line => line.StartsWith("circuitsim: ", StringComparison.Ordinal));
        Assert.Empty(temporary.Entries);
    }

    [Theory]
    [InlineData("lut device vteam_magic --pulse set:-1.8V,0.5ns --pulse reset:0.6V,5ns --variability 0.05 --cycle-variability 0.1 --states 51 --samples 200", "large-steps")]
    [InlineData("lut device vteam_camponogara --sigma koff=0.1 --sigma ron=0.05 --states 64 --samples 200 --quantiles 101", "few-states")]
    [InlineData("lut device examples/cards.lib:mine --states 33 --quantiles 51 --formats none --seed 7", "no-variability")]
    [Trait("Category", "slow")]
    public async Task Lut_ExamplesOfItsHelp_WriteTheirFiles(string line, string flag)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("cards.lib"), ".model mine memristor(ron=1k roff=300k kon=-216.2 koff=0.091 aon=4 aoff=4 von=-1.5 voff=0.3 won=0 woff=3n)\n");
        var (help, shown, _) = await Circuitsim.RunAsync(["lut", "device", "--help"]);
        Assert.Equal(0, help);
        Assert.Contains(line, shown, StringComparison.Ordinal);
        var (code, results, diagnostics) = await Circuitsim.RunAsync([.. line.Replace("examples/cards.lib", temporary.File("cards.lib"), StringComparison.Ordinal).Split(' '), "--out", temporary.File("out")]);
        Assert.True(code == 0, diagnostics + results);
        Assert.Contains($"{flag}: ", results, StringComparison.Ordinal);
        Assert.All(results.Split('\n'), l => Assert.True(l.Length <= 80 || l.StartsWith("Written", StringComparison.Ordinal), l));
        var result = JsonNode.Parse(File.ReadAllText(temporary.File("out/result.json")))!;
        Assert.Equal("lut-device", (string?)result["study"]);
        Assert.Contains(result["flags"]!.AsArray(), f => (string?)f!["id"] == flag);
        Assert.Equal(["passed", "passed", "passed"], result["requirements"]!.AsArray().Select(r => (string)r!["verdict"]!));
        var report = XDocument.Parse(File.ReadAllText(temporary.File("out/report.html")).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        Assert.Equal(9, report.Descendants().Count(e => e.Name.LocalName == "svg"));
        // What a reader sees: the values for the script are in base 64, which may spell anything.
        report.Descendants().Where(e => e.Name.LocalName is "script" or "metadata").Remove();
        Assert.DoesNotContain("NaN", report.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(temporary.File("out/tables.npz")));
        Assert.False(Directory.Exists(temporary.File("out/.lut-samples")));
        // Every tool takes what is written for it.
        Assert.All(TableFormats.Of(TableKind.Device).Where(f => Directory.Exists(temporary.File($"out/{f.Word}"))), format => Assert.Empty(format.Faults(
            Directory.GetFiles(temporary.File($"out/{format.Word}")).ToDictionary(f => Path.GetFileName(f), f => (ReadOnlyMemory<byte>)File.ReadAllBytes(f)))));
    }

    /// <summary>A small table on the other engine; what is no pulse of an engine is the same anyway.</summary>
    [NgspiceFact]
    [Trait("Category", "slow")]
    public async Task Lut_OnNgspice_IsNearTheBuiltInEngines()
    {
        using var temporary = new TemporaryFolder();
        foreach (var engine in new[] { "builtin", "ngspice" })
        {
            var (code, results, diagnostics) = await Circuitsim.RunAsync(["lut", "device", "vteam_technion", "--variability", "0.05", "--cycle-variability", "0.1", "--states", "5", "--samples", "3", "--quantiles", "3",
                "--pulses", "4", "--ramps", "2", "--formats", "none", "--engine", engine, "--out", temporary.File(engine)]);
            Assert.True(code == 0, diagnostics + results);
        }

        var (own, other) = (TableSetFile.Read(temporary.File("builtin/tables.npz")), TableSetFile.Read(temporary.File("ngspice/tables.npz")));
        Assert.Equal(own.Tables.Select(t => t.Key), other.Tables.Select(t => t.Key));
        foreach (var table in own.Tables)
            Close.Equal(table.Values.Span, other[table.Key].Values.Span, rtol: 0, atol: 2e-3 * table.Values.ToArray().Max(Math.Abs), where: table.Key);
    }

    [Fact]
    [Trait("Category", "slow")]
    public async Task Lut_Interrupted_EndsWith130AndTheSameLineGoesOn()
    {
        using var temporary = new TemporaryFolder();
        string[] line = ["lut", "device", "vteam_magic", "--cycle-variability", "0.1", "--states", "21", "--samples", "400", "--quantiles", "21", "--jobs", "1"];
        using (var results = new StringWriter())
        using (var watched = new InterruptingWriter("25 %"))
        {
            var code = await Task.Run(() => CommandLine.Run([.. line, "--out", temporary.File("parts")], Terminal.ForWriters(results, watched, isWatched: true), watched.Token));
            Assert.Equal(130, code);
            Assert.Contains("the same line goes on from there.", string.Join(' ', watched.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }

        Assert.InRange(Directory.GetFiles(temporary.File("parts/.lut-samples")).Length, 4, 10);
        foreach (var folder in new[] { "parts", "whole" })
        {
            var (code, results, diagnostics) = await Circuitsim.RunAsync([.. line, "--out", temporary.File(folder)]);
            Assert.True(code == 0, diagnostics + results);
        }

        Assert.Equal(File.ReadAllBytes(temporary.File("whole/tables.npz")), File.ReadAllBytes(temporary.File("parts/tables.npz")));
        Assert.Equal(File.ReadAllText(temporary.File("whole/SHA256SUMS")), File.ReadAllText(temporary.File("parts/SHA256SUMS")));
    }
}
