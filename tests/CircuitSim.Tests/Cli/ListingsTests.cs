using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CircuitSim.Cli;
using CircuitSim.Experiments.Examples;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary>What documents and help texts print runs as it is printed, and gives what stands below it.</summary>
[Collection(nameof(ListingsGroup))]
public partial class ListingsTests
{
    /// <summary>Relative error of a printed number: the last of three digits, or what another processor rounds otherwise.</summary>
    private const double Rounding = 2e-3;

    /// <summary>What takes long, or needs the network, is only parsed, but where CIRCUITSIM_LISTINGS says "all": the studies' own tests run them at their reduced size.</summary>
    private static readonly string[] Long =
    [
        "validate camponogara-digits", "validate halawani", "validate long-bits --", "validate long-dva", "validate zanotti", "validate all", "validate studies/digits-read-out.yaml",
        "budget", "sweep", "data get", "convert adc-sar", "campaign run", "campaign status", "campaign retry", "campaign merge",
        "--stages driver,array,tia,adc", "lut array digits", "lut array mnist", "lut array network", "lut array random --rows", "lut adc random", "lut adc digits", "lut adc mnist",
        "lut device vteam_magic --pulse set:-1.8V,0.5ns --pulse reset:0.6V,5ns --variability 0.05 --cycle-variability 0.1 --out", "lut device analog.lib:analog",
    ];

    /// <summary>A cluster, other machines' folders and other shells are not at hand even then.</summary>
    private static readonly string[] OnOtherMachines = ["campaign submit", "campaign cancel", "--slurm", "--from", "status results/array-reads      # also", "completion zsh", "completion powershell", "~/"];

    private static readonly string[] Documents =
        ["README.md", "netlists/README.md", "studies/README.md", "device-models/README.md", "examples/README.md", "src/CircuitSim.Cli/README.md",
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(f => $"docs/{Path.GetFileName(f)}").Order(StringComparer.Ordinal)];

    public static TheoryData<string> DocumentsWithListings => [.. Documents.Where(d => Blocks(d).Any(b => b.Commands.Count > 0))];

    [Fact]
    public void Listings_OfAllDocuments_AreCommandsThatThereAre()
    {
        var faults = Documents.SelectMany(d => Blocks(d).SelectMany(b => b.Commands).Select(c => (Document: d, Command: c)))
            .Where(l => FaultOf(l.Command) is not null).Select(l => $"{l.Document}: {l.Command}: {FaultOf(l.Command)}");
        Assert.True(!faults.Any(), string.Join('\n', faults));
    }

    [Fact]
    public void ExamplesOfTheHelp_AllOfThem_AreCommandsThatThereAreOnFilesThatThereAre()
    {
        var files = ExampleTable.Named("all").Select(f => f.Path).ToHashSet();
        var examples = ExamplesOfTheHelp();
        Assert.InRange(examples.Count, 100, int.MaxValue);
        var faults = new List<string>();
        foreach (var example in examples)
        {
            if (FaultOf(example) is { } fault)
                faults.Add($"{example}: {fault}");
            var words = Words(example);
            for (var k = 1; k < words.Length; k++)
            {
                var word = words[k].Split('=')[^1].Split(':')[0];
                if (FileName().IsMatch(word) && words[k - 1] is not ("--out" or "--bench" or ">") && !word.StartsWith("results/", StringComparison.Ordinal) && !files.Contains(word) && !MadeByOthers(examples, word))
                    faults.Add($"{example}: {word} is no file of 'circuitsim examples'");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [MemberData(nameof(DocumentsWithListings))]
    [Trait("Category", "slow")]
    public void Listings_OfADocument_RunAndGiveWhatIsPrinted(string document)
    {
        InAFolderOfExamples(() =>
        {
            var (last, output) = ("", (string?)null);
            foreach (var block in Blocks(document))
            {
                if (block.Commands.Count == 0 && block.Follows && output is not null && (!block.NeedsNgspice || HasNgspice))
                    RequireLines(document, last, block.Lines, output);
                output = null;
                foreach (var command in block.Commands.Where(c => !block.IsOnFilesOfOnesOwn && !IsLeftOut(c)))
                {
                    var target = command.Split(" > ") is [_, var file] ? file : null;
                    var (code, results, diagnostics) = Circuitsim.Run(Words(command)[1..]);
                    Assert.True(code == 0, $"{document}: {command}\n{results}{diagnostics}");
                    if (target is not null)
                        File.WriteAllText(target, results);
                    (last, output) = (command, command == block.Commands[^1] ? results : null);
                }
            }
        });
    }

    /// <summary>Each as printed, within 80 columns, and once more as one object of JSON with the same end.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public void ExamplesOfTheHelp_AllOfThem_RunAndFitAndAreJson() => InAFolderOfExamples(() =>
    {
        var left = new Queue<(string Command, bool IsLast)>(ExamplesOfTheHelp().Where(c => !IsLeftOut(c)).OrderBy(c => !c.Contains("lut device", StringComparison.Ordinal)).Select(c => (c, false)));
        Assert.InRange(left.Count, 70, int.MaxValue);
        var faults = new List<string>();
        while (left.TryDequeue(out var next))
        {
            var (command, words) = (next.Command, Words(next.Command)[1..]);
            var (code, results, diagnostics) = Circuitsim.Run(words);
            // The folder has what another example wrote.
            if (code == ExitCode.Usage && diagnostics.Contains("add --force", StringComparison.Ordinal))
                (code, results, diagnostics) = Circuitsim.Run([.. words, "--force"]);
            if (code == ExitCode.InputOutput && !next.IsLast)
            {
                // Another example writes its file.
                left.Enqueue((command, true));
                continue;
            }

            // A study away from its defaults may miss a claim's bound, and says so.
            if (code is not (ExitCode.Ok or ExitCode.CriterionFailed))
                faults.Add($"{command}: exit code {code}: {diagnostics}");
            if (command.Split(" > ") is [_, var file])
                File.WriteAllText(file, results);
            else if (results.Split('\n').FirstOrDefault(l => l.Length > 80 && !l.Contains("circuitsim ", StringComparison.Ordinal) && !l.Contains(Environment.CurrentDirectory, StringComparison.Ordinal)) is { } wide)
                faults.Add($"{command}: {wide.Length} columns: {wide}");
            if (command.Contains(" --print-", StringComparison.Ordinal) || words[0] == "completion")
                continue;
            var force = CommandLine.Build(Terminal.ForWriters(TextWriter.Null, TextWriter.Null), words).Parse(words).CommandResult.Command.Options.Where(o => o.Name == "--force").Select(o => o.Name);
            (var again, results, diagnostics) = Circuitsim.Run([.. words, "--json", .. force]);
            if (again != code || JsonNode.Parse(results) is not JsonObject)
                faults.Add($"{command} --json: exit code {again}: {results}{diagnostics}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    });

    [Fact]
    [Trait("Category", "slow")]
    public void QuickStart_InCSharp_CompilesAndPrintsWhatIsPrinted()
    {
        var blocks = Blocks("README.md").ToList();
        var at = blocks.FindIndex(b => b.Language == "csharp");
        var sample = string.Join('\n', blocks[at].Lines);
        Assert.Equal(sample, string.Join('\n', Blocks("docs/package.md").Single(b => b.Language == "csharp").Lines));
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("Program.cs"), sample);
        var references = string.Concat(new[] { "CircuitSim", "MathNet.Numerics" }.Select(n => $"<Reference Include=\"{n}\" HintPath=\"{Path.Combine(AppContext.BaseDirectory, n + ".dll")}\" />"));
        File.WriteAllText(temporary.File("quick.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup>
              <ItemGroup>{references}</ItemGroup>
            </Project>
            """);
        var (code, results, diagnostics) = Circuitsim.RunProgram("dotnet", ["run", "-v", "q"], temporary.Path);
        Assert.True(code == 0, results + diagnostics);
        RequireLines("README.md", "the quick start", blocks[at + 1].Lines, results);
    }

    /// <summary>Its packages are not on every feed: where they are, the file below is compiled and run.</summary>
    [Fact]
    public void SampleOnSpiceSharp_IsWhatTheTestsCompile()
    {
        var compiled = File.ReadAllLines(Path.Combine(Repository.Root, "tests/CircuitSim.Tests/SpiceSharp/SpiceSharpSample.cs")).Select(l => l.Trim()).ToHashSet();
        Assert.All(Blocks("docs/library.md").Single(b => b.Language == "csharp").Lines, line => Assert.Contains(line.Trim(), compiled));
    }

    [UnixFact]
    [Trait("Category", "slow")]
    public void PythonPage_WithWhatIsInstalled_Runs()
    {
        Assert.SkipUnless(OraclesAreRequired || NumPy.IsAvailable, "NumPy is not installed");
        using var temporary = new TemporaryFolder();
        var program = temporary.File("circuitsim");
        var binary = Environment.GetEnvironmentVariable("CIRCUITSIM_BINARY") is { Length: > 0 } path ? path : $"dotnet {Path.Combine(AppContext.BaseDirectory, "CircuitSim.Cli.dll")}";
        File.WriteAllText(program, $"#!/bin/sh\nexec {binary} \"$@\"\n");
        if (!OperatingSystem.IsWindows()) // always true here; the analyzer cannot know what UnixFact means
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var blocks = Blocks("docs/python.md").Where(b => b.Language == "python").Select(b => string.Join('\n', b.Lines)).ToList();
        var script = $"import os\nos.environ['PATH'] = '{temporary.Path}:' + os.environ['PATH']\nexec(open('blocks.py').read())\n";
        var missing = new[] { "pandas", "matplotlib" }.Where(m => Circuitsim.RunProgram("/usr/bin/python3", ["-c", $"import {m}"]).Code != 0).ToList();
        Assert.True(!OraclesAreRequired || missing.Count == 0, $"python3-{string.Join(", python3-", missing)} must be installed here");
        File.WriteAllText(temporary.File("blocks.py"), string.Join('\n', blocks.Where(b => !missing.Any(m => b.Contains(m, StringComparison.Ordinal) || (m == "pandas" && b.Contains("waves", StringComparison.Ordinal))))));
        var (code, results, diagnostics) = Circuitsim.RunProgram("/usr/bin/python3", ["-c", script], temporary.Path);
        Assert.True(code == 0, results + diagnostics);
        Assert.Matches(@"(?m)^\(32,\) of the ideal 0\.[2-9]", results);
        Assert.InRange(Math.Abs(Number(Regex.Match(results, "agrees to (.*)").Groups[1].Value)), 0, 1e-9);
        Assert.Contains("ideal is X @ W: True", results, StringComparison.Ordinal);
        if (!missing.Contains("pandas"))
            Assert.Contains("['time [s]', 'v(in) [V]', 'v(out) [V]'] True", results, StringComparison.Ordinal);
        if (missing.Count == 0)
            Assert.InRange(new FileInfo(temporary.File("waves.png")).Length, 1000, long.MaxValue);
    }

    private static void InAFolderOfExamples(Action run)
    {
        using var temporary = new TemporaryFolder();
        foreach (var file in ExampleTable.Named("all"))
            file.CopyInto(temporary.Path, replace: false);
        var before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = temporary.Path;
        try
        {
            if (RunsAll)
                Assert.All(["mnist", "fashion-mnist"], set => Assert.Equal(0, Circuitsim.Run(["data", "get", set]).Code));
            run();
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    private static List<string> ExamplesOfTheHelp() =>
        [.. Commands(CommandLine.Build(Terminal.ForWriters(TextWriter.Null, TextWriter.Null), []))
            .SelectMany(c => (c.Description ?? "").Split('\n')).Select(l => l.Trim()).Where(l => Typed().IsMatch(l)).Distinct()];

    private static bool IsLeftOut(string command) =>
        (!RunsAll && Long.Any(l => command.Contains($" {l}", StringComparison.Ordinal))) || OnOtherMachines.Any(o => command.Contains($" {o}", StringComparison.Ordinal));

    /// <summary>Hours, and the data sets from the network.</summary>
    private static bool RunsAll => Environment.GetEnvironmentVariable("CIRCUITSIM_LISTINGS") == "all";

    /// <summary>Where nothing may be left out because a program is missing.</summary>
    private static bool OraclesAreRequired => Environment.GetEnvironmentVariable("CIRCUITSIM_REQUIRE_ORACLES") == "1";

    private static bool HasNgspice => OraclesAreRequired || new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }).FindAvailability().Remedy is null;

    /// <summary>Another example writes it (<c>--out FILE</c>, <c>--bench FILE</c>, <c>&gt; FILE</c>).</summary>
    private static bool MadeByOthers(IEnumerable<string> examples, string file) =>
        examples.Any(e => e.Contains($"--out {file}", StringComparison.Ordinal) || e.Contains($"--bench {file}", StringComparison.Ordinal) || e.Contains($"> {file}", StringComparison.Ordinal));

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);

    private static string? FaultOf(string line)
    {
        var words = Words(line)[1..];
        var parsed = CommandLine.Build(Terminal.ForWriters(TextWriter.Null, TextWriter.Null), words).Parse(words);
        return parsed.Errors.Count > 0 ? parsed.Errors[^1].Message : parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
    }

    /// <summary>Without what a shell does behind them.</summary>
    private static string[] Words(string line) =>
        [.. line.Split(" | ")[0].Split(" > ")[0].Split(" #")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('\'', '"'))];

    /// <summary>Every line that is printed is there, in this order; numbers may differ by rounding, blanks by layout.</summary>
    private static void RequireLines(string document, string command, IEnumerable<string> printed, string output)
    {
        var lines = output.Split('\n').Select(Tokens).ToList();
        var at = 0;
        foreach (var line in printed.Where(l => Tokens(l).Length > 0))
        {
            var found = lines.FindIndex(at, actual => IsSame(Tokens(line), actual));
            Assert.True(found >= 0, $"{document}: {command} does not print\n{line}\nbut\n{output}");
            at = found + 1;
        }
    }

    private static string[] Tokens(string line) => [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(t => t.Any(c => c is not ('─' or '│' or '\r')))];

    private static bool IsSame(string[] printed, string[] actual)
    {
        if (printed.Length != actual.Length)
            return false;
        for (var k = 0; k < printed.Length; k++)
        {
            if (printed[k] != actual[k] && !(Number(printed[k]) is var a && Number(actual[k]) is var b && Math.Abs(a - b) <= Rounding * Math.Abs(b)))
                return false;
        }

        return true;
    }

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    /// <summary>The fenced blocks of a document.</summary>
    private static IEnumerable<Block> Blocks(string document)
    {
        Block? open = null;
        var (before, follows) = ("", false);
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, document)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (open is not null)
                    yield return open;
                open = open is null ? new Block(line[3..].Trim(), before, follows, []) : null;
                (before, follows) = ("", true);
            }
            else if (open is not null)
            {
                open.Lines.Add(line);
            }
            else if (line.Length > 0)
            {
                before = line;
                follows &= line[0] != '#';
            }
        }
    }

    [GeneratedRegex(@"^[\w./-]+\.(npy|npz|onnx|csv|cir|net|inc|lib|yaml)$")]
    private static partial Regex FileName();

    /// <param name="Before">The line of text before it, perhaps a remark on how it is run.</param>
    /// <param name="Follows">Whether no heading stands between it and the block before.</param>
    private sealed record Block(string Language, string Before, bool Follows, List<string> Lines)
    {
        public bool NeedsNgspice => Before == "<!-- needs ngspice -->";

        public bool IsOnFilesOfOnesOwn => Before == "<!-- files of one's own -->";

        /// <summary>What of it is typed at circuitsim; a backslash goes on with the next line.</summary>
        public IReadOnlyList<string> Commands => Language is "" or "sh" or "bash" or "console"
            ? [.. string.Join('\n', Lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(l => l.Trim()).Where(l => Typed().IsMatch(l)).Select(l => l.TrimStart('.', '/', '$', ' '))]
            : [];
    }

    [GeneratedRegex(@"^(\$ )?(\./)?circuitsim (?!.*[A-Z]{4,}\b|.*…)")]
    private static partial Regex Typed();
}
