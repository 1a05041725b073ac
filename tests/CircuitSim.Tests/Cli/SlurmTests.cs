using System.Diagnostics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary>What is said where there is no Slurm.</summary>
public class SlurmTests
{
    /// <summary>Points of some hundredths of a second, so that something can happen to them.</summary>
    private const string Reads = """
        command: array solve
        options: {rows: 192, columns: 192}
        vary: {wire_resistance_ohm: {from: 1, to: 10, scale: logarithmic}, seed: each}
        design: {kind: random, points: 200, seed: 3}
        collect: [total_current_a, worst_drop_v]
        """;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "CircuitSim.Cli.dll");

    [UnixFact]
    public void Submit_WithoutSlurm_SaysSoAndMakesNothing()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("reads.yaml"), Reads);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Find("dotnet"), [Program, "campaign", "submit", temporary.File("reads.yaml"), "--slurm", "--out", temporary.File("out")]) { RedirectStandardError = true };
        start.Environment["PATH"] = temporary.Path;
        using var process = Process.Start(start)!;
        Assert.Equal("circuitsim: sbatch: no such file. Slurm is not on the PATH: submit on a machine of the cluster, or run the campaign here, with campaign run.\n", process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(4, process.ExitCode);
        Assert.Equal(["reads.yaml"], temporary.Entries);
    }

    private static string Find(string name) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(f => Path.Combine(f, name)).First(File.Exists);
}
