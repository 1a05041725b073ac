using CircuitSim.Cli;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary>What a user sees who mistypes: one line, the right exit code, nothing written.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData(2, "validate has no 'mnist'; there are: camponogara-digits, halawani-mnist, ", "validate", "mnist")]
    [InlineData(2, "sweep has no 'ir-drops'; did you mean ir-drop?", "sweep", "ir-drops", "--wire", "2")]
    [InlineData(2, "wire resistance = -1 Ω must be finite and not negative. (--wire)", "validate", "camponogara-digits", "--wire", "0,-1")]
    [InlineData(2, "'NaN' is not a number", "validate", "camponogara-digits", "--wire", "NaN")]
    [InlineData(2, "'two' is not a number; write for example 0.2, 200m or 4.7k.", "validate", "camponogara-digits", "--driver", "two")]
    [InlineData(2, "tile rows = 0 must be at least 1.", "validate", "camponogara-digits", "--tile-rows", "0")]
    [InlineData(2, "read voltage = 500 mV must be from von = -1.5 V to voff = 300 mV, where the state does not move. Choose another read voltage. (--v-read)", "validate", "camponogara-digits", "--v-read", "0.5")]
    [InlineData(2, "no device model 'hfox' in the library; there are:", "validate", "camponogara-digits", "--card", "hfox")]
    [InlineData(2, "--seed: 'x' is not a whole number from 0 up.", "validate", "camponogara-digits", "--seed", "x")]
    [InlineData(2, "--drive: 'left' is not one of one, both.", "validate", "camponogara-digits", "--drive", "left")]
    [InlineData(2, "the path of --ngspice is empty", "validate", "camponogara-digits", "--ngspice", " ")]
    [InlineData(2, "read voltage = 1e-200 V must be finite and at least 1 nV.", "validate", "camponogara-digits", "--v-read", "1e-200")]
    [InlineData(2, "--engine: 'spectre' is not one of builtin, ngspice, spicesharp, all.", "validate", "camponogara-digits", "--engine", "spectre")]
    [InlineData(2, "there is no command 'frobnicate'; there are: validate, infer, ", "frobnicate")]
    [InlineData(2, "there is no command 'arry'; did you mean array?", "arry", "solve")]
    [InlineData(2, "array has no 'sovle'; did you mean solve?", "array", "sovle")]
    [InlineData(2, "array solve has no option '--row'; did you mean --rows?", "array", "solve", "--row=5")]
    [InlineData(2, "--engine: 'ngspic' is not one of builtin, ngspice, spicesharp, all; did you mean ngspice?", "device", "iv", "vteam_magic", "--engine", "ngspic")]
    [InlineData(2, "no device model 'vteam_majic' in the library; did you mean vteam_magic?", "device", "iv", "vteam_majic")]
    [InlineData(2, "no format 'neurosm'; did you mean neurosim? (--formats)", "lut", "device", "vteam_magic", "--formats", "neurosm")]
    [InlineData(2, "validate has no 'camponogara-digit'; did you mean camponogara-digits? The name of a study file ends in .yaml or .yml.", "validate", "camponogara-digit")]
    [InlineData(2, "circuitsim: there is no option '--bogus'.", "--bogus")]
    [InlineData(2, "circuitsim: array solve has no option '--bogus'.", "array", "solve", "--bogus", "5")]
    [InlineData(2, "circuitsim: run has no option '--bogus'.", "run", "--bogus")]
    [InlineData(2, "circuitsim: device iv has no option '-z'.", "device", "iv", "vteam_magic", "-z", "3")]
    [InlineData(4, "circuitsim: --bogus: no such file.", "run", "--", "--bogus")]
    [InlineData(2, "--adc-bits: '1.5' is not a whole number.", "validate", "camponogara-digits", "--adc-bits", "1.5")]
    [InlineData(2, "--ngspice applies only with --engine ngspice or --engine all.", "validate", "camponogara-digits", "--engine", "builtin", "--ngspice", "/no/such/ngspice")]
    [InlineData(4, "no-such-digits.csv.gz: no such file.", "validate", "camponogara-digits", "--data", "no-such-digits.csv.gz")]
    [InlineData(4, "ngspice was not found at '/no/such/ngspice'", "validate", "camponogara-digits", "--ngspice", "/no/such/ngspice")]
    [Trait("Category", "slow")]
    public async Task Run_BadInput_IsOneLineWithItsExitCodeAndNoOutput(int code, string words, params string[] arguments)
    {
        using var temporary = new TemporaryFolder();
        string[] all = arguments[0] == "validate" ? [.. arguments, "--out", temporary.File("out")] : arguments;
        var (actual, _, diagnostics) = await Circuitsim.RunAsync(all);
        Assert.Equal(code, actual);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
        Assert.Single(diagnostics.Split('\n'), line => line.StartsWith("circuitsim: ", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", diagnostics, StringComparison.Ordinal);
        Assert.Empty(temporary.Entries);
    }

    [Fact]
    public async Task Run_CorruptDataFile_NamesBothHashes()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("digits.csv.gz"), "not the digits");
        var (code, _, diagnostics) = await Circuitsim.RunAsync("validate", "camponogara-digits", "--data", temporary.File("digits.csv.gz"), "--out", temporary.File("out"));
        Assert.Equal(4, code);
        Assert.Contains("sha256 is ", diagnostics, StringComparison.Ordinal);
        Assert.Contains("46abec6b12486ad9e51943373abcf22bbea1b5a51a1619b361570d8893f1464a", diagnostics, StringComparison.Ordinal);
        Assert.Equal(["digits.csv.gz"], temporary.Entries);
    }

    [UnixFact]
    public async Task Run_OutputFolderThatCannotBeWritten_IsSaidBeforeAnyWork()
    {
        var (code, _, diagnostics) = await Circuitsim.RunAsync("validate", "camponogara-digits", "--out", "/dev/null/results");
        Assert.Equal(4, code);
        Assert.Contains("/dev/null/results: cannot be written", diagnostics, StringComparison.Ordinal);
        Assert.DoesNotContain("Training", diagnostics, StringComparison.Ordinal);
    }

    [UnixFact]
    [Trait("Category", "slow")]
    public async Task Run_CrashingNgspice_IsANumericalFailureWithItsWords()
    {
        using var temporary = new TemporaryFolder();
        var script = temporary.File("ngspice");
        File.WriteAllText(script, "#!/bin/sh\n[ \"$1\" = -v ] && echo 'ngspice-39' && exit 0\necho 'Error: out of paper' >&2\nexit 7\n");
        if (!OperatingSystem.IsWindows()) // always true here; the analyzer cannot know what UnixFact means
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var (code, _, diagnostics) = await Circuitsim.RunAsync(
            "validate", "camponogara-digits", "--ngspice", script, "--engine", "ngspice", "--out", temporary.File("out"));
        Assert.Equal(3, code);
        Assert.Contains("out of paper", diagnostics, StringComparison.Ordinal);
        Assert.Equal(["ngspice"], temporary.Entries);
    }

    [Theory]
    [InlineData("Digits: ")]
    [InlineData("Training: ")]
    [InlineData("Cell variation: ")]
    [Trait("Category", "slow")]
    public async Task Run_Interrupted_ExitsWith130AndWritesNothing(string step)
    {
        using var temporary = new TemporaryFolder();
        using var results = new StringWriter();
        using var diagnostics = new InterruptingWriter(step);
        var code = await Task.Run(() => CommandLine.Run(
            ["validate", "camponogara-digits", "--engine", "builtin", "--out", temporary.File("out")],
            Terminal.ForWriters(results, diagnostics), diagnostics.Token));
        Assert.Equal(130, code);
        Assert.Contains("interrupted; no result was written.", diagnostics.ToString(), StringComparison.Ordinal);
        Assert.Empty(temporary.Entries);
    }

    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("lut device")]
    public async Task Help_AskedForByAWord_IsThatOfTheOption(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (code, help, _) = await Circuitsim.RunAsync(["help", .. words]);
        Assert.Equal(0, code);
        Assert.Equal((await Circuitsim.RunAsync([.. words, "--help"])).Results, help);
    }

    [Fact]
    public async Task Help_ShowsTheNameAndDefaultsAsTheyAreTyped()
    {
        var (code, help, _) = await Circuitsim.RunAsync("sweep", "threshold-margins", "--help");
        Assert.Equal(0, code);
        Assert.Contains("\n  circuitsim sweep threshold-margins [options]\n", help, StringComparison.Ordinal);
        foreach (var shown in new[] { "[default: 100p]", "[default: 8,16,32,64,128]", "[default: 0.5,1,2,5]" })
            Assert.Contains(shown, help, StringComparison.Ordinal);
        Assert.DoesNotMatch("default: [^]]*(E-|[|])", help);
    }

    [Fact]
    public async Task Help_OfAnOptionThatTheSizeChanges_ShowsBothValues()
    {
        var (_, help, _) = await Circuitsim.RunAsync("validate", "camponogara-digits", "--help");
        Assert.Matches(@"--check-images <n> .*At reduced size: 1\. \[default: 5\]", help);
    }

    [Fact]
    public async Task Piped_Tables_EndNoLineInBlanks()
    {
        var (_, results, _) = await Circuitsim.RunAsync("engines", "--ngspice", "/no/such/ngspice");
        Assert.StartsWith(" engine      version    remark\n─", results, StringComparison.Ordinal);
        Assert.DoesNotContain(results.Split('\n'), line => line.EndsWith(' '));
    }

    [Fact]
    public async Task Engines_ListsTheBuiltInOne()
    {
        var (code, results, _) = await Circuitsim.RunAsync("engines");
        Assert.Equal(0, code);
        Assert.Contains("builtin", results, StringComparison.Ordinal);
        Assert.Contains("ngspice", results, StringComparison.Ordinal);
        Assert.Contains("spicesharp", results, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', results);
    }

    [Fact]
    [Trait("Category", "slow")]
    public async Task Validate_FirstExampleOfItsHelp_WritesTheWholeFolder()
    {
        using var temporary = new TemporaryFolder();
        var (code, results, diagnostics) = await Circuitsim.RunAsync("validate", "camponogara-digits", "--engine", "builtin", "--out", temporary.File("out"));
        Assert.True(code == 0, diagnostics);
        Assert.Contains("Float network: 1470 of 1500 training images", results, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', results + diagnostics);
        Assert.Equal(
            ["accuracy.csv", "array.cir", "network.npz", "network.onnx", "report.html", "result.json", "scale-factor.csv"],
            Directory.EnumerateFiles(temporary.File("out")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_OutputThatIsClosed_IsOneLineAndAnInputOutputFault()
    {
        using var diagnostics = new StringWriter();
        var code = await Task.Run(() => CommandLine.Run(["engines"], Terminal.ForWriters(new ClosedWriter(), diagnostics)));
        Assert.Equal(4, code);
        Assert.Equal("circuitsim: the output cannot be written: Bad file descriptor\n", diagnostics.ToString());
    }

    [Fact]
    public async Task Run_NothingThatTakesTheFault_StillHasItsExitCode()
    {
        var code = await Task.Run(() => CommandLine.Run(["frobnicate"], Terminal.ForWriters(new ClosedWriter(), new ClosedWriter())));
        Assert.Equal(2, code);
    }

#if !SPICESHARP
    [Fact]
    public async Task Run_OnAnEngineThatThisBuildLacks_SaysHowToGetIt()
    {
        var file = Path.Combine(Repository.Root, "netlists", "arrays", "read-2x2.cir");
        var (code, _, diagnostics) = await Circuitsim.RunAsync("run", file, "--engine", "spicesharp");
        Assert.Equal(4, code);
        Assert.Contains("-p:SpiceSharp=true", diagnostics, StringComparison.Ordinal);
        (code, _, diagnostics) = await Circuitsim.RunAsync("run", file, "--engine", "all");
        Assert.True(code == 0, diagnostics);
        Assert.DoesNotContain("SpiceSharp", diagnostics, StringComparison.Ordinal);
    }
#endif

    /// <summary>As the console is whose descriptor was closed (<c>&gt;&amp;-</c>).</summary>
    private sealed class ClosedWriter : StringWriter
    {
        public override void Write(string? value) => throw new UnauthorizedAccessException("Access to the path is denied.", new IOException("Bad file descriptor"));
    }
}
