using System.Text.Json.Nodes;
using CircuitSim.Cli;
using CircuitSim.Cli.Commands;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary>One table of several studies, whatever becomes of each.</summary>
public class ValidateAllTests
{
    private static readonly Draw Good = new("good", run => run.Get(Draw.Seed)), Bad = new("bad", _ => 101);

    private static readonly Draw Absent = new("absent", _ => throw DataFileException.NotFound("data/mnist", "Get the set with: circuitsim data get mnist"));

    [Theory]
    [InlineData(0, "good")]
    [InlineData(1, "good", "bad")]
    [InlineData(4, "absent", "good")]
    [InlineData(4, "bad", "absent")]
    public async Task Run_Studies_EndsWithTheWorstOfTheirCodes(int expected, params string[] names)
    {
        using var temporary = new TemporaryFolder();
        var (code, _, diagnostics) = await RunAsync(temporary, [.. names.Select(n => new[] { Good, Bad, Absent }.Single(s => s.Name == n))]);
        Assert.True(code == expected, diagnostics);
    }

    [Fact]
    public async Task Run_AStudyWithoutItsImages_IsNamedWithTheRemedyAndStopsNoOther()
    {
        using var temporary = new TemporaryFolder();
        var (_, results, diagnostics) = await RunAsync(temporary, [Absent, Good, Bad], "--jobs", "1");
        Assert.Contains("circuitsim: absent: data/mnist: no such file. Get the set with: circuitsim data get mnist", diagnostics, StringComparison.Ordinal);
        Assert.Matches(@"good +least-draw +a paper \| another +7 draws +≤ 100 +passed", results);
        Assert.Matches(@"bad +least-draw +a paper \| another +101 draws +≤ 100 +missed", results);
        Assert.Matches("Studies at full size: 3 in [0-9.]+ s\\. Claims: 1 passed, 1 missed, 0 reported without a bound\\. Without a result: absent\\.", Circuitsim.Unwrapped(results));

        Assert.Equal(["bad", "claims.csv", "claims.md", "good", "report.html", "result.json"], Entries(temporary));
        Assert.Equal(
            "study,claim,paper,statement,method,value,unit,least,greatest,verdict\ngood,least-draw,a paper | another,it is small,drawn once,7,draws,,100,passed\nbad,least-draw,a paper | another,it is small,drawn once,101,draws,,100,missed\n",
            File.ReadAllText(temporary.File("out/claims.csv")));
        var markdown = File.ReadAllText(temporary.File("out/claims.md"));
        Assert.Contains("\n| `least-draw` | a paper \\| another | it is small: drawn once | 101 draws | ≤ 100 | missed |\n", markdown, StringComparison.Ordinal);
        Assert.Contains("\nNo result: data/mnist: no such file.", markdown, StringComparison.Ordinal);
        Assert.Contains("<a href=\"good/report.html\">", File.ReadAllText(temporary.File("out/report.html")), StringComparison.Ordinal);
        var studies = JsonNode.Parse(File.ReadAllText(temporary.File("out/result.json")))!["studies"]!.AsArray();
        Assert.Equal([null, "good/result.json", "bad/result.json"], studies.Select(s => (string?)s!["result"]));
        Assert.Equal([null, true, false], studies.Select(s => (bool?)s!["holds"]));
        Assert.True(File.Exists(temporary.File("out/good/result.json")));
    }

    [Fact]
    public async Task Run_SizeAndSeed_ReachEveryStudy()
    {
        using var temporary = new TemporaryFolder();
        var (_, results, _) = await RunAsync(temporary, [Good], "--seed", "42", "--size", "reduced");
        Assert.Matches("good +least-draw .* 42 draws", results);
        Assert.Contains("Studies at reduced size: 1 in ", Circuitsim.Unwrapped(results), StringComparison.Ordinal);
        Assert.Equal("reduced", (string?)JsonNode.Parse(File.ReadAllText(temporary.File("out/good/result.json")))!["options"]!["size"]);
    }

    [Fact]
    public async Task Run_Interrupted_KeepsWhatIsDone()
    {
        using var temporary = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource();
        var waits = new Draw("waits", run =>
        {
            interrupt.Cancel();
            run.CancellationToken.ThrowIfCancellationRequested();
            return 0;
        });
        var (code, results, diagnostics) = await RunAsync(temporary, [Good, waits, Bad], interrupt.Token);
        Assert.Equal(130, code);
        Assert.Contains("interrupted; what was done before is kept.", diagnostics, StringComparison.Ordinal);
        Assert.Contains("Without a result: waits, bad.", Circuitsim.Unwrapped(results), StringComparison.Ordinal);
        Assert.Equal(["claims.csv", "claims.md", "good", "report.html", "result.json"], Entries(temporary));
    }

    private static string[] Entries(TemporaryFolder folder) => [.. Directory.EnumerateFileSystemEntries(folder.File("out")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static Task<(int Code, string Results, string Diagnostics)> RunAsync(TemporaryFolder folder, IReadOnlyList<Study> studies, params string[] arguments) =>
        RunAsync(folder, studies, CancellationToken.None, arguments);

    private static async Task<(int Code, string Results, string Diagnostics)> RunAsync(TemporaryFolder folder, IReadOnlyList<Study> studies, CancellationToken interrupt, params string[] arguments)
    {
        using var results = new StringWriter();
        using var diagnostics = new StringWriter();
        var command = ValidateAllCommand.Create(studies, Terminal.ForWriters(results, diagnostics));
        var code = await command.Parse([.. arguments, "--out", folder.File("out")]).InvokeAsync(cancellationToken: interrupt);
        return (code, results.ToString(), diagnostics.ToString());
    }

    /// <summary>A study of one figure, which claims that it is at most 100.</summary>
    private sealed class Draw(string name, Func<StudyRun, double> find) : Study
    {
        public static SeedOption Seed { get; } = SeedOption.Of(7);

        public override string Name => name;

        public override string Description => name;

        public override IReadOnlyList<StudyOption> Options { get; } = [SizeOption.Instance, Seed, IntegerOption.Jobs];

        protected override StudyResult Find(StudyRun run) => new()
        {
            Claims = [new Claim("least-draw", "a paper | another", "it is small", "drawn once", find(run), "draws", null, 100)],
            Report = new HtmlReport(name),
            Timing = [],
        };
    }
}
