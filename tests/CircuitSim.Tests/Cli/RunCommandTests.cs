using System.Diagnostics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

public sealed class RunCommandTests : IDisposable
{
    private const string Divider = "divider\nV1 a 0 3\nR1 a b 1k\nR2 b 0 2k\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_AnalysesOfExpressions_EndWhereTheyShould()
    {
        var path = Write("charge.cir", """
            charge
            .param r=1k c=1n
            .func tau(r,c) {r*c}
            V1 a 0 1
            R1 a b {r}
            C1 b 0 {c} ic=0
            .tran {tau(r,c)/10} {3*tau(r,c)} uic
            .dc V1 0 {r/500} {1}
            .measure tran end find v(b) at={2*tau(r,c)}
            .measure dc top max v(b)
            """);
        var (code, results, diagnostics) = await Circuitsim.RunAsync("run", path);
        Assert.True(code == 0, diagnostics);
        Assert.Matches(@"end +tran +builtin +864\.[67]", results); // 1 − e⁻²
        Assert.Matches(@"top +dc +builtin +2\b", results);
    }

    /// <summary>Without ngspice on the PATH nothing is compared, and a note says so, to who reads JSON, too.</summary>
    [UnixFact]
    public void Run_OnAllEnginesWithoutNgspice_SaysThatNothingIsCompared()
    {
        var path = Write("divider.cir", Divider + ".op\n");
        var (code, _, diagnostics) = WithoutNgspice("run", path, "--engine", "all");
        Assert.Equal(0, code);
        Assert.Contains("note: ngspice was not found at 'ngspice'. Install it", diagnostics, StringComparison.Ordinal);
        Assert.Contains("--ngspice names it", diagnostics, StringComparison.Ordinal);
        Assert.Contains("ngspice was not found", WithoutNgspice("device", "iv", "vteam_magic", "--engine", "all").Diagnostics, StringComparison.Ordinal);
        Assert.Contains("ngspice was not found", WithoutNgspice("program", "--rows", "1", "--columns", "1", "--engine", "all").Diagnostics, StringComparison.Ordinal);
        var answer = System.Text.Json.Nodes.JsonNode.Parse(WithoutNgspice("run", path, "--engine", "all", "--json").Results)!;
        Assert.Contains("ngspice was not found", (string?)answer["notes"]![0], StringComparison.Ordinal);
    }

    /// <summary>Curves alone make no table: a remark says what makes one, or writes them.</summary>
    [Fact]
    public async Task Run_OfStepsWithCurvesAlone_SaysWhatWritesThem()
    {
        var (code, _, diagnostics) = await Circuitsim.RunAsync("run", Write("curves.cir", Divider + ".dc V1 0 1 0.5\n.print dc v(b)\n.step R2 1k 2k 1k\n"));
        Assert.Equal((0, true), (code, diagnostics.Contains("these runs have curves and no single numbers: --out writes", StringComparison.Ordinal)));
    }

    private static (int Code, string Results, string Diagnostics) WithoutNgspice(params string[] arguments)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(f => Path.Combine(f, "dotnet")).First(File.Exists);
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "CircuitSim.Cli.dll"), .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["PATH"] = "/nowhere";
        start.Environment.Remove("CIRCUITSIM_NGSPICE");
        using var process = Process.Start(start)!;
        var diagnostics = process.StandardError.ReadToEndAsync();
        var results = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, results, diagnostics.Result);
    }

    /// <summary>Of the divider 3 V · R2/(R1 + R2), whichever of them is set; what the netlist varies itself is refused.</summary>
    [Theory]
    [InlineData(1.5, "r2=1k")]
    [InlineData(1, "r1=2k", "r2=1k")]
    [InlineData(4, "V1=6")]
    [InlineData(2.5, "part=5k")]
    [InlineData(1.5, "part=100000%")]
    public async Task Run_WithParametersSet_IsTheCircuitOfThese(double expected, params string[] changes)
    {
        var path = Write("set.cir", changes[0].StartsWith("part", StringComparison.Ordinal) ? "set\n.param part=2k\nV1 a 0 3\nR1 a b 1k\nR2 b 0 {part}\n.op\n" : Divider + ".op\n");
        var (code, results, diagnostics) = await Circuitsim.RunAsync(["run", path, "--json", .. changes.SelectMany(c => new[] { "--set", c })]);
        Assert.True(code == 0, diagnostics);
        var point = System.Text.Json.Nodes.JsonNode.Parse(results)!["tables"]!["points"]!["rows"]!.AsArray().Single(p => (string?)p![0] == "v(b)");
        Close.Equal(expected, point![3]!.GetValue<double>(), rtol: 1e-9);
    }

    [Theory]
    [InlineData("rx=1", "the netlist has no parameter or element 'rx'; did you mean R1? (--set)")]
    [InlineData("r1", "'r1' is not a parameter and its number, name=number; write for example rload=2k. (--set)")]
    [InlineData("r2=1k", "the netlist's .step varies r2 itself; take that line out, or set something else. (--set)")]
    public async Task Run_WithWhatCannotBeSet_IsOneLine(string change, string words)
    {
        var (code, _, diagnostics) = await Circuitsim.RunAsync("run", Write("set.cir", Divider + ".op\n.step R2 1k 2k 1k\n"), "--set", change);
        Assert.Equal((2, $"circuitsim: {words}\n"), (code, diagnostics));
    }

    /// <summary>A sine of 2 V about 1 V over a whole period, from where it starts.</summary>
    [Fact]
    public async Task Run_Result_SaysWhereWaveformsBeginEndAndTurn()
    {
        var path = Write("sine.cir", "sine\nV1 a 0 sin(1 2 1k)\nR1 a 0 1k\n.tran 1u 1.25m\n");
        var (_, results, _) = await Circuitsim.RunAsync("run", path, "--json");
        var table = System.Text.Json.Nodes.JsonNode.Parse(results)!["tables"]!["waveforms"]!;
        Assert.Equal(["quantity", "analysis", "engine", "first", "last", "least", "greatest", "unit"], table["columns"]!.AsArray().Select(c => (string?)c));
        Close.Equal([1, 3, -1, 3], [.. table["rows"]!.AsArray().Single(r => (string?)r![0] == "v(a)")!.AsArray().Skip(3).Take(4).Select(v => v!.GetValue<double>())], rtol: 0, atol: 1e-3);
    }

    /// <summary>A file of 300 kB, read without a collection of memory between.</summary>
    [Fact]
    public async Task Run_LongLadder_DividesItsVoltageEqually()
    {
        const int Resistors = 14_000;
        var path = Write("ladder.cir", string.Concat(Enumerable.Range(0, Resistors).Select(k => $"R{k} n{k} {(k == Resistors - 1 ? "0" : $"n{k + 1}")} 1\n").Prepend("ladder\nV1 n0 0 1\n")) + $".save v(n{Resistors / 2})\n.op\n");
        Assert.True(new FileInfo(path).Length > 1 << 18);
        var (code, results, diagnostics) = await Circuitsim.RunAsync("run", path, "--out", folder.File("ladder"));
        Assert.True(code == 0, diagnostics);
        Assert.Matches($@"v\(n{Resistors / 2}\) +500 mV", results);
    }

    [Fact]
    public async Task Run_OneAnalysisThatFails_DoesNotCostTheOthers()
    {
        // The ramp leaves the range of the card in the transient only.
        var path = Write("range.cir", """
            range
            V1 a 0 pwl(0 0 10n 5)
            YMEMRISTOR m1 a 0 m
            .model m memristor(ron=1k roff=100k kon=-50 koff=0.5 aon=3 aoff=3 von=-1.5 voff=1.2 won=0 woff=3n vmin=-2 vmax=1)
            .op
            .tran 0.1n 10n
            """);
        var (code, results, diagnostics) = await Circuitsim.RunAsync("run", path, "--out", folder.File("npz"), "--format", "npz");
        Assert.Equal((2, 3), (code, Names("npz").Length));
        (code, results, diagnostics) = await Circuitsim.RunAsync("run", path, "--out", folder.File("out"));
        Assert.Equal(2, code);
        Assert.Contains("tran on builtin: ", diagnostics, StringComparison.Ordinal);
        Assert.Contains("v(a)", results, StringComparison.Ordinal);
        // The points before the failure are kept, too: they show where it went wrong.
        Assert.Equal(["op.raw", "result.json", "tran.raw"], Names("out"));
        Assert.DoesNotContain("No. Points:  ", File.ReadAllText(folder.File("out/tran.raw")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Sensitivities_ShowsTheStrongestFirstAndColumnsBesideASweep()
    {
        var path = Write("sens.cir", Divider + ".sens v(b)\n.dc V1 1 3 1\n.sens objfunc={v(b)} param=R2:R\n.print sens v(a)\n");
        var (code, results, diagnostics) = await Circuitsim.RunAsync("run", path, "--out", folder.File("sens"), "--format", "csv");
        Assert.True(code == 0, diagnostics);
        Assert.Matches(@"sens: v\(b\) +value +slope +per % of it", results);
        Assert.Matches(@"V1:dcv0 +3 V +666\.7 mV/V +20 mV\s+R2:r +2 kΩ +333\.3 µV/Ω +6\.667 mV\s+R1:r +1 kΩ +-666\.7 µV/Ω +-6\.667 mV|R1:r .*\s+R2:r ", results);
        Assert.Matches(@"3 V +2 V +333\.3 µV/Ω", results);
        Assert.Equal(["dc.csv", "result.json", "sens.csv", "sens2.csv"], Names("sens"));
        Assert.StartsWith("V1 [V],v(b) [V],d(v(b))/d(R2:r) [V/Ω]\n1,", File.ReadAllText(folder.File("sens/sens2.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SmallSignals_ShowsThemAndDrawsABodePlot()
    {
        var path = Write("lowpass.cir", """
            low pass
            .options units=degrees
            V1 in 0 AC 1
            R1 in out 1k
            C1 out 0 {1u/(2*pi)}
            .ac dec 10 10 100k
            .print ac vdb(out) vp(out) idb(R1)
            .measure ac corner when vm(out)={sqrt(0.5)}
            """);
        var (code, results, diagnostics) = await Circuitsim.RunAsync("run", path, "--out", folder.File("bode"), "--format", "csv", "--plot");
        Assert.True(code == 0, diagnostics);
        Assert.Matches(@"1 kHz +-3\.01 dB +-45 ° +-63\.01 dB", results);
        Assert.Matches(@"corner +ac +builtin +1 kHz", results);
        Assert.StartsWith("frequency [Hz],vr(in) [V],vi(in) [V],vr(out) [V]", File.ReadAllText(folder.File("bode/ac.csv")), StringComparison.Ordinal);
        var page = File.ReadAllText(folder.File("bode/waveforms.html"));
        Assert.Contains("magnitude of v(out) against frequency.", page, StringComparison.Ordinal);
        Assert.Contains("phase of v(out) against frequency.", page, StringComparison.Ordinal);
    }

    [NgspiceFact]
    public async Task Run_OnSeveralEngines_WritesTheWaveformsOfEach()
    {
        var path = Write("divider.cir", Divider + ".op\n.dc V1 0 1 0.5\n");
        foreach (var format in new[] { "csv", "npz" })
        {
            var (code, _, diagnostics) = await Circuitsim.RunAsync("run", path, "--engine", "all", "--format", format, "--out", folder.File(format));
            Assert.True(code == 0, diagnostics);
            foreach (var file in new[] { "dc-builtin." + format, "dc-ngspice." + format, "op-builtin." + format, "op-ngspice." + format })
                Assert.Contains(file, Names(format));
        }

        Assert.Equal(File.ReadAllLines(folder.File("csv/dc-builtin.csv")).Length, File.ReadAllLines(folder.File("csv/dc-ngspice.csv")).Length);
    }

    [Fact]
    public async Task Run_Print_ShowsItsQuantitiesWithTheirUnits()
    {
        // 3 V over 1 kΩ and 2 kΩ: 1 V, 2 V and −1 mA; what .save leaves out is shown all the same.
        foreach (var save in new[] { "", ".save v(a)\n" })
        {
            var path = Write("print.cir", Divider + save + ".param k=2\n.op\n.dc V1 0 3 1.5\n.tran 1u 1m\n"
                + ".print op v(a,b) v(b)*i(V1) v(b)/i(V1) k*v(b)+1\n.print dc v(b) v(a)-v(b)\n.print tran v(b)\n");
            var (code, results, diagnostics) = await Circuitsim.RunAsync("run", path);
            Assert.True(code == 0, diagnostics);
            Assert.Matches(@"\n +v\(a,b\) +1 V\n", results);
            Assert.Matches(@"\n +v\(b\) \* i\(V1\) +-2 mW\n", results);
            Assert.Matches(@"\n +v\(b\) / i\(V1\) +-2 kΩ\n", results);
            Assert.Matches(@"\n +k \* v\(b\) \+ 1 +5 V\n", results);
            Assert.Matches(@"\n +1\.5 V +1 V +500 mV\n", results);
            Assert.Matches(@"\n +1 ms +2 V\n", results);
        }
    }

    /// <summary>100 mV over the 100 kΩ of the device and a transistor that is on.</summary>
    [NgspiceFact]
    public async Task Run_MemristorsNamedLikeOtherElements_AreOtherElements()
    {
        const string Cell = """
            V1 bl 0 0.1
            Vg g 0 1.8
            YMEMRISTOR M1 bl x cell
            M1 x g 0 0 nm W=1u L=0.13u
            YMEMRISTOR X1 bl 0 cell
            YMEMRISTOR V1 bl 0 cell

            """;
        const string Cards = """
            .model nm nmos(level=1 vto=0.5 kp=200u)
            .model cell MEMRISTOR(ron=1k roff=100k kon=-216.2 koff=0.091 aon=4 aoff=4 von=-1.5 voff=0.3 won=0 woff=3n)
            .op
            .tran 1n 10n
            .print op i(V1)
            .print tran w(M1)

            """;
        foreach (var engine in new[] { "builtin", "ngspice" })
        {
            var (code, results, diagnostics) = await Circuitsim.RunAsync("run", Write("flat.cir", "* Ω\n" + Cell + Cards), "--engine", engine);
            Assert.True(code == 0, diagnostics);
            Assert.Matches(@"\n +i\(V1\) +-2\.995 µA\n", results);
            Assert.Matches(@"\n +10 ns +3 nm\n", results);
        }

        var twice = await Circuitsim.RunAsync("run", Write("twice.cir", "twice\n" + Cell + "ymemristor m1 bl 0 cell\n" + Cards));
        Assert.Equal(2, twice.Code);
        Assert.Contains("element m1 is defined twice", twice.Diagnostics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("only a title\n")]
    public async Task Run_NothingInTheFile_IsAFault(string text)
    {
        var (code, _, diagnostics) = await Circuitsim.RunAsync("run", Write("empty.cir", text));
        Assert.Equal(2, code);
        Assert.Contains("no elements", diagnostics, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Run_AFolder_SaysSo()
    {
        var (code, _, diagnostics) = await Circuitsim.RunAsync("run", folder.Path);
        Assert.Equal(4, code);
        Assert.Contains("it is a folder.", diagnostics, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Run_APipe_IsReadToItsEnd_ButNotAsAnInclude()
    {
        using (var make = Process.Start("mkfifo", folder.File("pipe")))
            await make.WaitForExitAsync();
        // Nobody writes to the pipe yet: an include that opened it would wait for ever.
        var (code, _, diagnostics) = await Circuitsim.RunAsync("run", Write("include.cir", Divider + ".include pipe\n.op\n"));
        Assert.True(code == 0, diagnostics);

        var writing = Task.Run(() => File.WriteAllText(folder.File("pipe"), Divider + ".op\n"));
        (code, var results, diagnostics) = await Circuitsim.RunAsync("run", folder.File("pipe"));
        await writing;
        Assert.True(code == 0, diagnostics);
        Assert.Matches(@"v\(b\) +2 V", results);
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(folder.File(name), text);
        return folder.File(name);
    }

    private string[] Names(string name) => [.. Directory.EnumerateFiles(folder.File(name)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
}
