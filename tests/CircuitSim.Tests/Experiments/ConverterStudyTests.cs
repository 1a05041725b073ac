using System.Text.Json.Nodes;
using System.Xml.Linq;
using CircuitSim.Experiments.Studies;
using CircuitSim.Numerics;
using CircuitSim.Periphery.Converters;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

public class ConverterStudyTests
{
    public static TheoryData<string> Examples => [.. StudyTable.Conversions.SelectMany(s => s.Description.Split('\n')).Select(l => l.Trim()).Where(l => l.StartsWith("circuitsim convert ", StringComparison.Ordinal))];

    /// <summary>The examples of the help, as they stand but for the folder, and sought less finely where they say nothing of it.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    [Trait("Category", "slow")]
    public async Task Convert_EveryExampleOfItsHelp_WritesTheWholeFolder(string example)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllLines(temporary.File("transitions.csv"), Enumerable.Range(1, 15).Select(k => FormattableString.Invariant($"{k / 16.0 + 0.01}")));
        List<string> words = [.. example.Split(' ').Skip(1).Select(w => w == "examples/transitions.csv" ? temporary.File("transitions.csv") : w)];
        if (words.IndexOf("--out") is var at and >= 0)
            words.RemoveRange(at, 2);
        if (words[1].StartsWith("adc", StringComparison.Ordinal))
            words.AddRange(words.Contains("--per-lsb") ? ["--sine-points", "64"] : ["--per-lsb", "4", "--sine-points", "64"]);
        var (code, results, diagnostics) = await Circuitsim.RunAsync([.. words, "--out", temporary.File("out")]);
        Assert.True(code == 0, diagnostics);
        Assert.Contains("Report: ", results, StringComparison.Ordinal);
        string[] files = words[1] == "adc-behavioral" ? ["codes.csv", "report.html", "result.json"] : ["codes.csv", "converter.cir", "report.html", "result.json"];
        Assert.Equal(files, Directory.GetFiles(temporary.File("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>One of seven transitions a quarter late, all half an LSB: by hand. In table, figures and page.</summary>
    [Fact]
    public async Task Convert_ATableOfTransitions_SaysWhatTheDefinitionSays()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("t.csv"), "# T_1 to T_7\n1.5\n2.5\n3.5\n4.75\n5.5\n6.5\n7.5\n");
        var (code, _, diagnostics) = await Circuitsim.RunAsync("convert", "adc-behavioral", "--bits", "3", "--range", "8", "--table", temporary.File("t.csv"), "--per-lsb", "1meg", "--out", temporary.File("out"));
        Assert.True(code == 0, diagnostics);
        var document = JsonNode.Parse(File.ReadAllText(temporary.File("out/result.json")))!;
        double Figure(string key) => document["figures"]![key]!.GetValue<double>();
        Close.Equal([0.5, 0.5, 0, 0.25, 0.25, 0], [Figure("offset_v"), Figure("offset_lsb"), Figure("gain_error_percent"), Figure("largest_inl_lsb"), Figure("largest_dnl_lsb"), Figure("missing_codes")], 0, 1e-5);
        var rows = document["tables"]!["codes"]!["rows"]!.AsArray();
        Assert.Equal(7, rows.Count);
        Close.Equal([4, 4, 4.75, 0.25, -0.25], [.. rows[3]!.AsArray().Select(c => c!.GetValue<double>())], 0, 1e-5);
        Assert.Null(rows[6]![4]);
        Assert.Equal("t.csv", document["options"]!["table"]!.GetValue<string>());
        var page = XElement.Parse(File.ReadAllText(temporary.File("out/report.html")).Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal));
        Assert.Equal(["code", "INL [LSB]"], FigureReader.Of(page, "inl").Titles);
        Assert.Contains("largest INL 0.25 LSB at code 4", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_ALadder_GivesTheLevelsOfItsDrawnParts()
    {
        using var temporary = new TemporaryFolder();
        var (code, _, diagnostics) = await Circuitsim.RunAsync("convert", "dac-r2r", "--bits", "4", "--mismatch", "0.05", "--seed", "9", "--load", "20k", "--out", temporary.File("out"));
        Assert.True(code == 0, diagnostics);
        var errors = PartErrors.Draw(R2RLadder.PartsOf(4), 0.05, new RandomStream(9).Child("mismatch"));
        var levels = new DacLevels(new R2RLadder(4, 1, 10e3, 100, errors), 20e3).Find();
        var rows = JsonNode.Parse(File.ReadAllText(temporary.File("out/result.json")))!["tables"]!["codes"]!["rows"]!.AsArray();
        Assert.Equal(levels, rows.Select(r => r![2]!.GetValue<double>()));
    }

    [NgspiceFact]
    [Trait("Category", "slow")]
    public async Task Convert_OnNgspice_Agrees()
    {
        using var temporary = new TemporaryFolder();
        foreach (var name in new[] { "dac-r2r", "dac-string", "adc-flash", "adc-sar", "adc-ramp" })
        {
            string[] quick = name[0] == 'a' ? ["--per-lsb", "2"] : [];
            var (code, results, diagnostics) = await Circuitsim.RunAsync(["convert", name, "--bits", "4", "--engine", "ngspice", .. quick, "--out", temporary.File(name)]);
            Assert.True(code == 0, diagnostics);
            Assert.Matches("ngspice: [0-9]+ (levels|codes|trials) compared, largest difference", results);
        }
    }

    [Theory]
    [InlineData("bits = 40: a SAR converter has 1 to 16 bits here. (--bits)", "adc-sar", "--bits", "40")]
    [InlineData("bits = 0: a flash converter has 1 to 10 bits here. (--bits)", "adc-flash", "--bits", "0")]
    [InlineData("bits = 20: a characterisation goes through all codes, of at most 16 bits. (--bits)", "dac-r2r", "--bits", "20")]
    [InlineData("range = 0 V must be finite and above zero. (--range)", "adc-ramp", "--range", "0")]
    [InlineData("mismatch = -1 must be finite and not negative. (--mismatch)", "adc-sar", "--mismatch", "-1")]
    [InlineData("mismatch: an error of", "dac-r2r", "--mismatch", "2")]
    [InlineData("switch resistance = 0 Ω must be finite and above zero. (--switch-resistance)", "dac-string", "--switch-resistance", "0")]
    [InlineData("sine points = 100 must be a power of two from 64 up. (--sine-points)", "adc-flash", "--sine-points", "100")]
    [InlineData("table of transitions has shape [4]; expected [3].", "adc-behavioral", "--bits", "2", "--table", "t.csv")]
    public async Task Convert_OptionsOutOfRange_AreRefusedInALine(string words, params string[] arguments)
    {
        using var temporary = new TemporaryFolder();
        using var files = new TemporaryFolder();
        File.WriteAllText(files.File("t.csv"), "0.1\n0.2\n0.3\n0.4\n");
        var (code, _, diagnostics) = await Circuitsim.RunAsync(["convert", .. arguments.Select(a => a == "t.csv" ? files.File(a) : a), "--out", temporary.File("out")]);
        Assert.Equal(2, code);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
        Assert.Single(diagnostics.Trim().Split('\n'));
        Assert.Empty(temporary.Entries);
    }
}
