using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using CircuitSim.Cli;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary>What every command does alike: --json, --quiet, --config, --force, lines of 80 characters, completion.</summary>
public sealed class SharedOptionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Lines that end within a moment; the folder stands for OUT.</summary>
    public static TheoryData<string, string> Lines => new()
    {
        { "engines", "tables.engines.columns" },
        { "run netlists/arrays/read-2x2.cir", "tables.points.rows" },
        { "run netlists/conformance/tran-halfwave-rectifier.cir --engine builtin --out OUT", "tables.analyses.rows" },
        { "run netlists/tolerances/divider.cir --runs 20", "tables.summary.rows" },
        { "array solve --rows 8 --columns 8", "figures.total_current_a" },
        { "array solve --rows 8 --columns 8 --out OUT", "figures.total_current_a" },
        { "array draw --rows 4 --columns 4 --out OUT", "figures.worst_drop_v" },
        { "array export --rows 4 --columns 4 --out OUT/a.cir", "files" },
        { "array effective --rows 4 --columns 4 --out OUT/e.npz", "figures.largest_s" },
        { "device iv vteam_magic", "figures" },
        { "device pulse vteam_magic --train=-2:0.1n*3 --v-read 0.1", "tables" },
        { "device threshold vteam_magic --v-read 0.2 --t-read 10n --v-write 2 --t-write 10n", "requirements" },
        { "program --rows 2 --columns 2 --out OUT", "figures.cells" },
        { "convert adc-behavioral --bits 3 --out OUT", "figures" },
        { "lut array random --rows 4 --columns 4 --arrays 2 --samples 20 --out OUT", "options" },
        { "validate --print-schema", "$schema" },
        { "completion bash", "lines" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    [Trait("Category", "slow")]
    public async Task AnyCommand_WithJson_PrintsOneObjectAndWithoutFitsEightyColumns(string line, string member)
    {
        var (code, results, diagnostics) = await Circuitsim.RunAsync([.. Words(line), "--json"]);
        Assert.True(code == 0, diagnostics);
        var found = JsonNode.Parse(results)!.AsObject();
        foreach (var name in member.Split('.'))
            found = found[name] is JsonObject inner ? inner : found[name] is { } leaf ? new JsonObject { ["leaf"] = leaf.DeepClone() } : throw new InvalidOperationException($"no {name} in {results}");
        if (line.Contains("OUT", StringComparison.Ordinal) && File.Exists(folder.File("out/result.json")))
            Assert.Equal(JsonNode.Parse(File.ReadAllText(folder.File("out/result.json")))!["figures"]?.ToJsonString(), JsonNode.Parse(results)!["figures"]?.ToJsonString());
        if (member == "$schema" || line.StartsWith("completion", StringComparison.Ordinal))
            return;

        (code, results, diagnostics) = await Circuitsim.RunAsync([.. Words(line), "--quiet"]);
        Assert.Equal((0, ""), (code, diagnostics));
        Assert.DoesNotContain(results.Split('\n'), l => l.Length > 80 && !l.StartsWith("Again: ", StringComparison.Ordinal));
    }

    /// <summary>Of every command that there is: a fault is an object, too, with its exit code, and nothing else is on standard output.</summary>
    [Fact]
    public async Task EveryCommand_FaultWithJson_IsOneObject()
    {
        var lines = Leaves(CommandLine.Build(Terminal.ForWriters(TextWriter.Null, TextWriter.Null), []), []).ToList();
        Assert.True(lines.Count > 40);
        foreach (var line in lines)
        {
            var (code, results, diagnostics) = await Circuitsim.RunAsync([.. line, "--json", "--no-such-option", "1"]);
            var error = JsonNode.Parse(results)!["error"]!;
            Assert.Equal((2, 2), (code, (int)error["exit_code"]!));
            Assert.Contains("--no-such-option", (string)error["message"]!, StringComparison.Ordinal);
            Assert.StartsWith("circuitsim: ", diagnostics, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task EveryCommand_Help_IsShownWhateverItNeeds()
    {
        foreach (var line in Leaves(CommandLine.Build(Terminal.ForWriters(TextWriter.Null, TextWriter.Null), []), []))
        {
            var (code, results, _) = await Circuitsim.RunAsync([.. line, "--help"]);
            Assert.Equal(0, code);
            Assert.Contains(string.Join(' ', line), results, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Json_OfAFaultThatTheRunFinds_HasItsExitCode()
    {
        var (code, results, _) = await Circuitsim.RunAsync("run", folder.File("none.cir"), "--json");
        Assert.Equal(4, code);
        Assert.Equal(4, (int)JsonNode.Parse(results)!["error"]!["exit_code"]!);
    }

    [Theory]
    [InlineData("lut adc what? There are: random, digits, mnist, network.", "lut", "adc")]
    [InlineData("lut check needs <folder>: The folder, with its SHA256SUMS.", "lut", "check")]
    [InlineData("--engine needs a value: Simulator; several are compared: builtin, ngspice, spicesharp, or all that can run here.", "run", "x.cir", "--engine")]
    public async Task Command_ThatIsNotWhole_SaysWhatIsMissing(string fault, params string[] line)
    {
        var (code, _, diagnostics) = await Circuitsim.RunAsync(line);
        Assert.Equal((2, $"circuitsim: {fault}\nAdd --help for usage.\n"), (code, diagnostics));
    }

    [Fact]
    public async Task Out_WithOtherOptions_IsRefusedUnlessForced()
    {
        string[] line = ["array", "solve", "--rows", "3", "--columns", "3", "--out", folder.File("out")];
        Assert.Equal(0, (await Circuitsim.RunAsync(line)).Code);
        var first = File.ReadAllText(folder.File("out/result.json"));
        // The same, however it is written, and what changes no figure.
        Assert.Equal(0, (await Circuitsim.RunAsync([.. line, "--wire", "2000m", "--jobs", "1", "--nodes"])).Code);
        var (code, _, diagnostics) = await Circuitsim.RunAsync([.. line, "--seed", "7"]);
        Assert.Equal(2, code);
        Assert.Equal($"circuitsim: {folder.File("out")} holds a result of other options (circuitsim array solve --rows 3 --columns 3); add --force to replace it, or name another folder with --out.\n", diagnostics);
        Assert.Equal(JsonNode.Parse(first)!["figures"]!.ToJsonString(), JsonNode.Parse(File.ReadAllText(folder.File("out/result.json")))!["figures"]!.ToJsonString());
        Assert.Equal(0, (await Circuitsim.RunAsync([.. line, "--seed", "7", "--force"])).Code);
        Assert.NotEqual(JsonNode.Parse(first)!["figures"]!.ToJsonString(), JsonNode.Parse(File.ReadAllText(folder.File("out/result.json")))!["figures"]!.ToJsonString());
    }

    [Fact]
    public async Task OutFile_WithOtherContent_IsRefusedUnlessForced()
    {
        string[] line = ["array", "export", "--columns", "2", "--out", folder.File("a.cir"), "--rows"];
        Assert.Equal(0, (await Circuitsim.RunAsync([.. line, "2"])).Code);
        Assert.Equal(0, (await Circuitsim.RunAsync([.. line, "2"])).Code);
        var (code, _, diagnostics) = await Circuitsim.RunAsync([.. line, "3"]);
        Assert.Equal(2, code);
        Assert.Contains("a.cir is there already, with other content; add --force to replace it", diagnostics, StringComparison.Ordinal);
        Assert.Equal(["a.cir"], folder.Entries);
        Assert.Equal(0, (await Circuitsim.RunAsync([.. line, "3", "--force"])).Code);
    }

    [Fact]
    public async Task Config_GivesOptionsBehindWhatIsTyped()
    {
        File.WriteAllText(folder.File("c.yaml"), "rows: 5\ncolumns: 3 # a remark\nwire: 1k\nsense-ends: both\nquiet: true\n");
        var (_, results, _) = await Circuitsim.RunAsync("array", "solve", "--rows", "6", "--config", folder.File("c.yaml"), "--json");
        Assert.Equal("circuitsim array solve --rows 6 --columns 3 --wire 1k --sense-ends both", (string)JsonNode.Parse(results)!["provenance"]!["command"]!);
        File.WriteAllText(folder.File("j.yaml"), "set: [ron=2k, roff=200k]\njson: true\n");
        (_, results, _) = await Circuitsim.RunAsync("device", "iv", "vteam_magic", "--config", folder.File("j.yaml"));
        Assert.EndsWith("--set ron=2k roff=200k", (string)JsonNode.Parse(results)!["provenance"]!["command"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Percent_TypedOrInAFile_IsAHundredth()
    {
        File.WriteAllText(folder.File("c.yaml"), "wire: 250%\nsense: 5 %\n");
        var (_, results, _) = await Circuitsim.RunAsync("array", "solve", "--rows", "2", "--columns", "2", "--driver", "50%", "--config", folder.File("c.yaml"), "--json");
        Assert.Equal("circuitsim array solve --rows 2 --columns 2 --wire 2.5 --driver 0.5 --sense 0.05", (string)JsonNode.Parse(results)!["provenance"]!["command"]!);
    }

    [Theory]
    [InlineData(4, "c.yaml:1:1: array solve has no option 'rwos'; did you mean rows?", "rwos: 5")]
    [InlineData(4, "c.yaml:1:1: array solve has no option 'r_low'; did you mean r-low?", "r_low: 5k")]
    [InlineData(4, "c.yaml:2:1: force is not read from a file; type it.", "rows: 4\nforce: true")]
    [InlineData(4, "c.yaml:1:7: rows takes a value or a list of values, and here is a mapping.", "rows: {a: 1}")]
    [InlineData(4, "nodes takes true or false.", "nodes: maybe")]
    [InlineData(4, "the tag", "rows: !!int 5")]
    [InlineData(2, "--rows: 'five' is not a whole number.", "rows: five")]
    public async Task Config_WithAFault_IsOneLineWithItsPlace(int code, string words, string text)
    {
        File.WriteAllText(folder.File("c.yaml"), text + "\n");
        var (actual, _, diagnostics) = await Circuitsim.RunAsync("array", "solve", "--config", folder.File("c.yaml"));
        Assert.Equal(code, actual);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arr", "array")]
    [InlineData("array s", "solve")]
    [InlineData("array solve --sense", "--sense --sense-ends")]
    [InlineData("array solve --method = l", "lines")]
    [InlineData("array solve --method=l", "--method=lines")]
    [InlineData("array solve --rows 3 --row", "")]
    [InlineData("device iv vteam_m", "vteam_magic vteam_magic_biolek")]
    [InlineData("run x.cir --engine ", "all builtin ngspice spicesharp")]
    [InlineData("validate halawani-m", "halawani-mnist")]
    [InlineData("lut device vteam_magic --formats numpy,neuro", "numpy,neurosim")]
    [InlineData("lut adc random --formats neuro", "neurosim-output")]
    [InlineData("lut array random --formats nu", "numpy")]
    [InlineData("run netl", "")]
    public async Task Completion_OfAWord_IsWhatItCanBecome(string typed, string expected)
    {
        var (code, results, _) = await Circuitsim.RunAsync(["completion", "words", "--", .. typed.Split(' ')]);
        Assert.Equal(0, code);
        Assert.Equal(expected, string.Join(' ', results.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));
    }

    [UnixFact]
    [Trait("Category", "slow")]
    public void Completion_SourcedByBash_CompletesAsTyped()
    {
        Assert.Equal("--method\nauto\ncoarse\ndissection\nlines\n", Bash("""
            source <(circuitsim completion bash) || exit 1
            try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _circuitsim; printf '%s\n' "${COMPREPLY[@]}"; }
            complete -p circuitsim > /dev/null || exit 1
            try circuitsim array solve --met
            try circuitsim array solve --method ''
            """));
    }

    [UnixFact]
    [Trait("Category", "slow")]
    public void Completion_SourcedByZsh_CompletesAsTyped()
    {
        if (!File.Exists("/usr/bin/zsh") && !File.Exists("/bin/zsh"))
            return;
        Assert.Equal("--method\nauto\ncoarse\ndissection\nlines\nfiles\n", Bash("""
            circuitsim completion zsh > _script && zsh -f -c '
            compdef() { :; }; _files() { print files; }; compadd() { shift 2; print -l -- "$@"; }
            source ./_script
            try() { words=("$@"); CURRENT=$#; _circuitsim; }
            try circuitsim array solve --met
            try circuitsim array solve --method ""
            try circuitsim run netl'
            """));
    }

    [UnixFact]
    [Trait("Category", "slow")]
    public void Run_WhoseReaderLeaves_EndsAsIfItWereThere()
    {
        Assert.Equal("0\n", Bash("circuitsim array solve --rows 4 --columns 4 --out out 2>&1 | true; echo ${PIPESTATUS[0]}"));
        Assert.True(File.Exists(folder.File("out/result.json")));
    }

    /// <summary>With the program on the PATH under its name: a release where there is one, as <see cref="Circuitsim"/> has it.</summary>
    private string Bash(string script)
    {
        var program = Environment.GetEnvironmentVariable("CIRCUITSIM_BINARY") is { Length: > 0 } binary ? $"'{binary}'" : $"dotnet '{typeof(CommandLine).Assembly.Location}'";
        File.WriteAllText(folder.File("circuitsim"), $"#!/bin/sh\nexec {program} \"$@\"\n");
        if (!OperatingSystem.IsWindows()) // always true here; the analyzer cannot know what UnixFact means
            File.SetUnixFileMode(folder.File("circuitsim"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("bash", ["--norc", "-c", script]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        return output;
    }

    private static IEnumerable<string[]> Leaves(Command command, string[] words) =>
        command.Subcommands.Count == 0 ? [words] : command.Subcommands.Where(c => !c.Hidden).SelectMany(c => Leaves(c, [.. words, c.Name]));

    private string[] Words(string line) => [.. line.Split(' ').Select(w =>
        w.StartsWith("netlists/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, w) : w.Replace("OUT", folder.File("out"), StringComparison.Ordinal))];
}
