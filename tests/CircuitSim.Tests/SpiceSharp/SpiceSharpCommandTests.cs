using CircuitSim.Cli;
using CircuitSim.Tests.Conformance;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.SpiceSharp;

/// <summary>The command line of a build that has SpiceSharp.</summary>
public class SpiceSharpCommandTests
{
    private const string BeyondSpiceSharp = "adc-sar-5bit.cir";

    public static TheoryData<string> Netlists =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "netlists"), "*.cir", SearchOption.AllDirectories)
            .Where(f => Path.GetDirectoryName(f) != ConformanceCircuit.Folder).Select(f => Path.GetRelativePath(Repository.Root, f))];

    [Theory]
    [MemberData(nameof(Netlists))]
    public async Task Run_EveryNetlistOfTheFolder_OnEveryEngineSideBySide(string file)
    {
        var (code, results) = await RunAsync("run", Path.Combine(Repository.Root, file), "--engine", "spicesharp");
        if (file.EndsWith(BeyondSpiceSharp, StringComparison.Ordinal))
        {
            // Its steps end where ideal switches move femtofarads at chgtol 1e-21; it has to say so.
            Assert.Equal(3, code);
            Assert.Contains("the step became too small", results, StringComparison.Ordinal);
            return;
        }

        Assert.True(code == 0, results);
        (code, results) = await RunAsync("run", Path.Combine(Repository.Root, file), "--engine", "all");
        Assert.True(code == 0, results);
        Assert.Contains("builtin against spicesharp", results.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Results)> RunAsync(params string[] arguments)
    {
        using var results = new StringWriter();
        using var diagnostics = new StringWriter();
        var code = await Task.Run(() => CommandLine.Run(arguments, Terminal.ForWriters(results, diagnostics)));
        return (code, results.ToString() + diagnostics);
    }
}
