using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary><c>circuitsim device</c> from what is typed to what is written.</summary>
public class DeviceCommandTests
{
    [Theory]
    [InlineData(2, "no device model 'nosuch' in the library; there are: vteam_camponogara,", "iv", "nosuch")]
    [InlineData(4, "cards.lib: no such file. Check the path.", "iv", "cards.lib:mine")]
    [InlineData(2, "model vteam_magic: has no key 'rom'; did you mean ron?", "pulse", "vteam_magic", "--set", "rom=1k")]
    [InlineData(2, "model vteam_magic: roff = 10 Ω must be finite and above ron = 1 kΩ.", "threshold", "vteam_magic", "--set", "roff=10")]
    [InlineData(2, "'ron' is not a parameter and its value, key=value; write for example ron=2k. (--set)", "iv", "vteam_magic", "--set", "ron")]
    [InlineData(2, "--wave: 'square' is not one of sine, triangle.", "iv", "vteam_magic", "--wave", "square")]
    [InlineData(2, "amplitude = 6 V must be from vmin = -5 V to vmax = 5 V", "iv", "vteam_magic", "--amplitude", "6")]
    [InlineData(2, "does not switch both ways (von = -1.5 V, voff = 300 mV), so it suggests no frequency; give a frequency", "iv", "vteam_magic", "--amplitude", "1")]
    [InlineData(2, "cycles = 0 must be at least 1.", "iv", "vteam_magic", "--cycles", "0")]
    [InlineData(2, "cycles = 20000 must be at most 100, because every point is kept", "iv", "vteam_magic", "--cycles", "20k")]
    [InlineData(2, "resistance = 5 Ω must be from ron = 1 kΩ to roff = 300 kΩ.", "iv", "vteam_magic", "--r-start", "5")]
    [InlineData(2, "'abc' is not a pulse, V:WIDTH or V:WIDTH*COUNT; write for example -2:10n*20. (--train)", "pulse", "vteam_magic", "--train", "abc")]
    [InlineData(2, "read voltage = 500 mV must be from von = -1.5 V to voff = 300 mV, where the state does not move.", "pulse", "vteam_magic", "--v-read", "0.5")]
    [InlineData(2, "read voltage = 0 V must be other than zero", "pulse", "vteam_magic", "--v-read", "0")]
    [InlineData(2, "--v-write = -2 V must be finite and above zero.", "threshold", "vteam_magic", "--v-write=-2")]
    [InlineData(2, "set voltage = -6 V must be from vmin = -5 V to vmax = 5 V", "threshold", "vteam_magic", "--v-write", "6")]
    [InlineData(2, "reads = 0 must be at least 1.", "threshold", "vteam_magic", "--reads", "0")]
    [InlineData(2, "completeness = 1 must be above 0.5 and below 1.", "threshold", "vteam_magic", "--complete", "1")]
    [InlineData(4, "nosuch.csv: no such file. Check the path.", "fit", "nosuch.csv")]
    [InlineData(4, "nosuch.csv: no such file. Check the path.", "iv", "vteam_magic", "--measured", "nosuch.csv")]
    [InlineData(4, "nosuch.csv: no such file. Check the path.", "pulse", "vteam_magic", "--train", "nosuch.csv")]
    [InlineData(2, "give one of --frequency, --period and --sweep-rate.", "fit", "nosuch.csv", "--frequency", "1", "--period", "1")]
    [InlineData(2, "--model: 'team' is not one of vteam, ion-drift; did you mean vteam?", "fit", "nosuch.csv", "--model", "team")]
    [InlineData(2, "--engine: 'all' is not one of builtin, ngspice, spicesharp.", "threshold", "vteam_magic", "--engine", "all")]
    [Trait("Category", "slow")]
    public async Task Device_BadInput_IsOneLineWithItsExitCodeAndNoOutput(int code, string words, params string[] arguments)
    {
        using var temporary = new TemporaryFolder();
        var (actual, _, diagnostics) = await Circuitsim.RunAsync(["device", .. arguments, "--out", temporary.File("out")]);
        Assert.Equal(code, actual);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
        Assert.Single(diagnostics.Split('\n'), line => line.StartsWith("circuitsim: ", StringComparison.Ordinal));
        Assert.Empty(temporary.Entries);
    }

    [Theory]
    [InlineData("device iv vteam_magic", null)]
    [InlineData("device iv vteam_technion --wave triangle --amplitude 1 --frequency 50meg --cycles 3 --out results/iv", "results/iv/iv.csv")]
    [InlineData("device iv cards.lib:mine --set roff=200k --out mine", "mine/report.html")]
    [InlineData("device pulse vteam_magic", null)]
    [InlineData("device pulse vteam_magic --train=-2:0.1n*15,0.6:5n*10 --v-read 0.1 --out results/pulses", "results/pulses/pulses.csv")]
    [InlineData("device pulse vteam_technion --train=-0.5:100p*20 --v-read=-0.1 --r-start 1k", null)]
    [InlineData("device threshold vteam_magic --v-read 0.2 --t-read 10n --v-write 2 --t-write 10n", null)]
    [InlineData("device threshold vteam_symphony --v-read 50m --reads 1000000 --v-write 0.5 --t-write 2u --out results/threshold", "results/threshold/switching.csv")]
    [InlineData("device threshold vteam_technion --v-read 10m --v-write 1 --t-write 1u --set voff=30m", null)]
    [InlineData("device fit device-models/measured/knowm-sdc-loop.csv --exchange --window biolek --out results/fit", "results/fit/card.lib")]
    [InlineData("device fit device-models/measured/knowm-sdc-loop.csv --model ion-drift --weight linear", null)]
    [InlineData("device fit device-models/measured/knowm-sdc-loop.csv --exchange --start vteam_magic --iv exponential --fix von=-0.1 --bound aoff=1:5", null)]
    [Trait("Category", "slow")]
    public async Task Device_ExamplesOfItsHelp_RunAndWriteTheirFiles(string line, string? written)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("cards.lib"), ".model mine memristor(ron=1k roff=300k kon=-216.2 koff=0.091 aon=4 aoff=4 von=-1.5 voff=0.3 won=0 woff=3n)\n");
        var arguments = line.Split(' ').Select(a => a.StartsWith("cards.lib", StringComparison.Ordinal) ? temporary.File(a) : a).ToArray();
        for (var k = 1; k < arguments.Length; k++)
            arguments[k] = arguments[k - 1] == "--out" ? temporary.File(arguments[k]) : arguments[k].StartsWith("device-models/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, arguments[k]) : arguments[k];
        var (code, results, diagnostics) = await Circuitsim.RunAsync(arguments);
        Assert.True(code == 0, diagnostics + results);
        Assert.Contains("passed", results, StringComparison.Ordinal);
        if (arguments[1] == "fit")
            Assert.All(results.Split('\n'), l => Assert.True(l.Length <= 80 || l.StartsWith("Written", StringComparison.Ordinal), l));
        Assert.Equal(written is not null, results.Contains("Written: ", StringComparison.Ordinal));
        if (written is null)
            return;
        Assert.True(File.Exists(temporary.File(written)));
        var folder = Path.GetDirectoryName(temporary.File(written))!;
        var result = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "result.json")))!;
        Assert.Equal("circuitsim.result/1", (string?)result["schema"]);
        Assert.Equal(64, ((string)result["cards"]![0]!["sha256"]!).Length);
        var report = XDocument.Load(Path.Combine(folder, "report.html"));
        Assert.True(report.Descendants().Count(e => e.Name.LocalName == "svg") >= 2);
        // What a reader sees: the values for the script are in base 64, which may spell anything.
        report.Descendants().Where(e => e.Name.LocalName is "script" or "metadata").Remove();
        Assert.DoesNotContain("NaN", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Threshold_WhereARequirementIsMissed_EndsWithOne()
    {
        var (code, results, _) = await Circuitsim.RunAsync(["device", "threshold", "vteam_technion"]);
        Assert.Equal(1, code);
        Assert.Contains("180 mV beyond it", results, StringComparison.Ordinal);
        Assert.Contains("missed", results, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Iv_FigureAndFile_HoldTheSameNumbers()
    {
        using var temporary = new TemporaryFolder();
        var (code, _, diagnostics) = await Circuitsim.RunAsync(["device", "iv", "vteam_magic", "--out", temporary.File("iv")]);
        Assert.True(code == 0, diagnostics);
        var lines = File.ReadAllLines(temporary.File("iv/iv.csv"));
        Assert.Equal("time_s,voltage_v,current_a,resistance_ohm,state", lines[0]);
        var figure = FigureReader.Of(XDocument.Load(temporary.File("iv/report.html")), "iv");
        Assert.Equal(["voltage [V]", "current [mA]"], figure.Titles);
        double Column(string line, int column) => double.Parse(line.Split(',')[column], CultureInfo.InvariantCulture);
        foreach (var (drawn, column, factor) in new[] { (figure.Places("builtin"), 1, 1.0), (figure.Heights("builtin"), 2, 1e3) })
        {
            double[] written = [.. lines.Skip(1).Select(l => factor * Column(l, column))];
            // Points nearer to one another than half a pixel of 280 are one.
            Close.Equal([written.Min(), written.Max()], [drawn.Min(), drawn.Max()], rtol: 0, atol: 0.5 / 280 * 1.4 * (written.Max() - written.Min()));
        }
    }
}
