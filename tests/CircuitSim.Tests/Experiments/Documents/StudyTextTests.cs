using System.Text;
using System.Text.Json.Nodes;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Documents;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments.Documents;

/// <summary>A study that was printed as a file is that study.</summary>
public class StudyTextTests
{
    public static TheoryData<string> Names => [.. StudyTable.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_EveryStudy_ReadsBackAsItsStandardOptionsAtEitherSize(string name)
    {
        var study = StudyTable.All.Single(s => s.Name == name);
        Assert.Distinct(study.Options.Select(o => o.FileKey));
        var text = StudyText.Of(study, new StudyValues());
        Equal(new StudyValues(), Parse(text));
        if (study.Options.Contains(SizeOption.Instance))
            Equal(new StudyValues().With(SizeOption.Instance, StudySize.Reduced), Parse(text.Replace("size: full", "size: reduced", StringComparison.Ordinal)));

        void Equal(StudyValues expected, StudyDocument actual)
        {
            Assert.Same(study, actual.Study);
            Assert.Empty(actual.Sweeps);
            foreach (var option in study.Options)
            {
                Assert.Equal(option.WordsOf(expected), option.WordsOf(actual.Values));
                Assert.Equal(option.Json(expected)?.ToJsonString(), option.Json(actual.Values)?.ToJsonString());
            }
        }
    }

    [Fact]
    public void Of_ValuesThatWereGiven_SaysThem()
    {
        var values = new StudyValues().With(CamponogaraDigits.Wires, [1e-3, 1.0 / 3]).With(CamponogaraDigits.CheckImages, 3).With(CamponogaraDigits.DataFile, "a: #b\n").With(CamponogaraDigits.Seed, ulong.MaxValue);
        var text = StudyText.Of(StudyTable.All.Single(s => s.Name == "camponogara-digits"), values);
        Assert.Contains("\n  wire_resistances_ohm: [0.001, 0.3333333333333333]\n", text, StringComparison.Ordinal);
        var read = Parse(text).Values;
        Assert.Equal((3, "a: #b\n", ulong.MaxValue), (read.Get(CamponogaraDigits.CheckImages), read.Get(CamponogaraDigits.DataFile), read.Get(CamponogaraDigits.Seed)));
    }

    [Theory]
    [InlineData("convert", "dac-r2r")]
    [InlineData("validate", "long-bits")]
    [Trait("Category", "slow")]
    public async Task Validate_OfAPrintedStudy_GivesItsResultToTheBit(params string[] command)
    {
        using var temporary = new TemporaryFolder();
        var (_, _, diagnostics) = await Circuitsim.RunAsync([.. command, "--out", temporary.File("a"), "--jobs", "2"]);
        Assert.True(File.Exists(temporary.File("a/result.json")), diagnostics);
        var (code, printed, _) = await Circuitsim.RunAsync([.. command, "--print-yaml"]);
        Assert.Equal(0, code);
        File.WriteAllText(temporary.File("s.yaml"), printed);
        (_, _, diagnostics) = await Circuitsim.RunAsync(["validate", temporary.File("s.yaml"), .. command[2..], "--out", temporary.File("b"), "--jobs", "1"]);
        Assert.True(File.Exists(temporary.File("b/result.json")), diagnostics);
        Assert.Equal(Identity("a"), Identity("b"));

        string Identity(string folder)
        {
            var document = JsonNode.Parse(File.ReadAllText(temporary.File($"{folder}/result.json")))!.AsObject();
            document.Remove("provenance");
            document.Remove("timing");
            return document.ToJsonString();
        }
    }

    [Fact]
    public void Examples_OfTheRepository_AreStudiesThatCanRun()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "studies"), "*.yaml");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var document = StudyFile.Read(file, StudyTable.All, new StudyValues());
            new DocumentStudy(document).Check(new StudyRun(document.Values, new SilentProgress()));
            Assert.Contains($"circuitsim validate studies/{document.FileName}", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    /// <summary>Without wires every pixel counts by its sign, so each letter with one pixel turned over is still nearest to its own; any encoding reads that.</summary>
    [Fact]
    public async Task Validate_OfTheExampleOfAnOwnNetwork_ReadsEveryLetterAndIsTheSameForAnyJobs()
    {
        using var temporary = new TemporaryFolder();
        foreach (var jobs in new[] { "1", "2" })
        {
            var (code, results, diagnostics) = await Circuitsim.RunAsync("validate", Path.Combine(Repository.Root, "studies/own-network.yaml"), "--jobs", jobs, "--out", temporary.File(jobs));
            Assert.True(code == 0, diagnostics);
            Assert.Matches("short-wires .* 30 letters +≥ 30 +passed", results);
        }

        var lines = File.ReadAllLines(temporary.File("1/sweep.csv"));
        Assert.Equal(13, lines.Length);
        Assert.Equal(["0,offset,30", "0,differential,30", "0,two-complement,30"], lines[1..4].Select(l => l[..l.LastIndexOf(',')]));
        Assert.Equal(lines, File.ReadAllLines(temporary.File("2/sweep.csv")));
        Assert.True(File.Exists(temporary.File("1/run-12.json")));
        var document = JsonNode.Parse(File.ReadAllText(temporary.File("1/result.json")))!;
        Assert.Equal(["weights.csv", "pixels.csv", "labels.csv", "own-network.yaml"], document["inputs"]!.AsArray().Select(i => (string?)i!["name"]));
    }

    private static StudyDocument Parse(string text) => StudyFile.Parse("s.yaml", Encoding.UTF8.GetBytes(text), StudyTable.All, new StudyValues());
}
