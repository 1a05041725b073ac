using System.Diagnostics;
using CircuitSim.Cli;
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
        var (code, results, diagnostics) = await RunAsync("run", path);
        Assert.True(code == 0, diagnostics);
        Assert.Matches(@"end +tran +builtin +864\.[67]", results); // 1 − e⁻²
        Assert.Matches(@"top +dc +builtin +2\b", results);
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
        var (code, results, diagnostics) = await RunAsync("run", path, "--out", folder.File("npz"), "--format", "npz");
        Assert.Equal((2, 2), (code, Names("npz").Length));
        (code, results, diagnostics) = await RunAsync("run", path, "--out", folder.File("out"));
        Assert.Equal(2, code);
        Assert.Contains("tran on builtin: ", diagnostics, StringComparison.Ordinal);
        Assert.Contains("v(a)", results, StringComparison.Ordinal);
        // The points before the failure are kept, too: they show where it went wrong.
        Assert.Equal(["op.raw", "tran.raw"], Names("out"));
        Assert.DoesNotContain("No. Points:  ", File.ReadAllText(folder.File("out/tran.raw")), StringComparison.Ordinal);
    }

    [NgspiceFact]
    public async Task Run_OnSeveralEngines_WritesTheWaveformsOfEach()
    {
        var path = Write("divider.cir", Divider + ".op\n.dc V1 0 1 0.5\n");
        foreach (var format in new[] { "csv", "npz" })
        {
            var (code, _, diagnostics) = await RunAsync("run", path, "--engine", "all", "--format", format, "--out", folder.File(format));
            Assert.True(code == 0, diagnostics);
            foreach (var file in new[] { "dc-builtin." + format, "dc-ngspice." + format, "op-builtin." + format, "op-ngspice." + format })
                Assert.Contains(file, Names(format));
        }

        Assert.Equal(File.ReadAllLines(folder.File("csv/dc-builtin.csv")).Length, File.ReadAllLines(folder.File("csv/dc-ngspice.csv")).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("only a title\n")]
    public async Task Run_NothingInTheFile_IsAFault(string text)
    {
        var (code, _, diagnostics) = await RunAsync("run", Write("empty.cir", text));
        Assert.Equal(2, code);
        Assert.Contains("no elements", diagnostics, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Run_AFolder_SaysSo()
    {
        var (code, _, diagnostics) = await RunAsync("run", folder.Path);
        Assert.Equal(4, code);
        Assert.Contains("it is a folder.", diagnostics, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Run_APipe_IsReadToItsEnd_ButNotAsAnInclude()
    {
        using (var make = Process.Start("mkfifo", folder.File("pipe")))
            await make.WaitForExitAsync();
        // Nobody writes to the pipe yet: an include that opened it would wait for ever.
        var (code, _, diagnostics) = await RunAsync("run", Write("include.cir", Divider + ".include pipe\n.op\n"));
        Assert.True(code == 0, diagnostics);

        var writing = Task.Run(() => File.WriteAllText(folder.File("pipe"), Divider + ".op\n"));
        (code, var results, diagnostics) = await RunAsync("run", folder.File("pipe"));
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

    private static async Task<(int Code, string Results, string Diagnostics)> RunAsync(params string[] arguments)
    {
        using var results = new StringWriter();
        using var diagnostics = new StringWriter();
        var code = await Task.Run(() => CommandLine.Run(arguments, Terminal.ForWriters(results, diagnostics)));
        return (code, results.ToString(), diagnostics.ToString());
    }
}
