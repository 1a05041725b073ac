using System.Diagnostics;
using System.Globalization;
using CircuitSim.Cli;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary>A campaign on a real Slurm of two nodes, and what is said where there is none.</summary>
public class SlurmTests
{
    /// <summary>Twenty points a task: its start takes longer than they do, so that something can happen to it.</summary>
    private const string Reads = """
        command: array solve
        options: {rows: 64, columns: 64}
        vary: {wire_resistance_ohm: {from: 1, to: 10, scale: logarithmic}, seed: each}
        design: {kind: random, points: 200, seed: 3}
        collect: [total_current_a, worst_drop_v]
        """;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "CircuitSim.Cli.dll");

    /// <summary>One worker killed, one pool killed, one node lost, one task queued again by hand, and a duplicate of a task beside it.</summary>
    [SlurmFact]
    [Trait("Category", "slow")]
    public void Campaign_OnAClusterThatLosesProcessesAndANode_IsTheTableOfOneMachine()
    {
        using var temporary = new TemporaryFolder();
        using var slurm = new LoopbackSlurm();
        File.WriteAllText(temporary.File("reads.yaml"), Reads);
        var output = temporary.File("cluster");
        var said = slurm.Run("dotnet", Program, "campaign", "submit", temporary.File("reads.yaml"), "--slurm", "--points-per-task", "20", "--time", "10", "--out", output);
        Assert.Matches("^Submitted: array [0-9]+ of 10 tasks with 20 points each, and behind it the merge, [0-9]+\\.\n", said);
        var array = said.Split(' ')[2];
        Assert.Contains("is on the cluster already", slurm.Start("dotnet", Program, "campaign", "submit", temporary.File("reads.yaml"), "--slurm", "--out", output).Error, StringComparison.Ordinal);

        // A worker of a task, which its pool replaces; then a pool, whose task queues itself again.
        Kill(output, "work");
        Kill(output, "task");
        var duplicate = Process.Start(new ProcessStartInfo("dotnet", [Program, "campaign", "task", output, "--task", "9", "--points-per-task", "20", "--jobs", "1"]))!;
        var running = Wait(() => slurm.Run("squeue", "-h", "-r", "-t", "R", "-o", "%i", "-j", array).Split('\n', StringSplitOptions.RemoveEmptyEntries) is [var id, ..] ? id : null);
        slurm.Start("scontrol", "requeue", running);
        slurm.Run("scontrol", "update", "NodeName=n2", "State=DOWN", "Reason=test");
        Thread.Sleep(500);
        // Unless it has come back by itself.
        slurm.Start("scontrol", "update", "NodeName=n2", "State=RESUME");
        using (duplicate)
            Assert.True(duplicate.WaitForExit(300_000) && duplicate.ExitCode == 0);

        var table = Path.Combine(output, "result.json");
        void WaitForTheMerge() => Wait(() =>
        {
            // What was being launched as its node went is held by Slurm until somebody releases it.
            foreach (var held in slurm.Run("squeue", "-h", "-r", "-o", "%i %r").Split('\n').Where(l => l.EndsWith("held", StringComparison.Ordinal)))
                slurm.Start("scontrol", "release", held.Split(' ')[0]);
            return File.Exists(table) || slurm.Run("squeue", "-h").Trim().Length == 0 ? "" : null;
        });
        WaitForTheMerge();
        if (!File.Exists(table))
        {
            // A task that asks to be queued again at the moment at which its node goes is lost to Slurm; the merge says so, and retry brings it.
            Assert.Contains("Tasks with points missing: ", File.ReadAllText(Path.Combine(output, "slurm", "merge.log")), StringComparison.Ordinal);
            slurm.Run("dotnet", Program, "campaign", "retry", output, "--slurm", "--points-per-task", "20");
            WaitForTheMerge();
        }

        if (!File.Exists(table))
            Assert.Fail($"no table: {string.Concat(Directory.GetFiles(Path.Combine(output, "slurm"), "*.log").Select(f => $"\n{Path.GetFileName(f)}: {File.ReadAllText(f)}"))}");
        var local = temporary.File("local");
        using var words = new StringWriter();
        Assert.Equal(0, CommandLine.Run(["campaign", "run", temporary.File("reads.yaml"), "--jobs", "2", "--out", local], Terminal.ForWriters(words, words)));
        Assert.Equal(File.ReadAllBytes(Path.Combine(local, "points.csv")), File.ReadAllBytes(Path.Combine(output, "points.csv")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(local, "points.npz")), File.ReadAllBytes(Path.Combine(output, "points.npz")));
        Assert.Equal(201, File.ReadAllLines(Path.Combine(output, "points.csv")).Length);
        Assert.Contains("200 of 200 points are done, 0 failed, 0 missing.", slurm.Run("dotnet", Program, "campaign", "status", output), StringComparison.Ordinal);
        Assert.Contains("every point of", slurm.Start("dotnet", Program, "campaign", "retry", output, "--slurm").Error, StringComparison.Ordinal);
    }

    [UnixFact]
    public void Submit_WithoutSlurm_SaysSoAndMakesNothing()
    {
        using var temporary = new TemporaryFolder();
        Assert.Equal((4, "circuitsim: sbatch: no such file. Slurm is not on the PATH: submit on a machine of the cluster, or run the campaign here, with campaign run.\n"), Submit(temporary));
        Assert.Equal(["reads.yaml"], temporary.Entries);
    }

    /// <summary>The words of Slurm 23.11 where slurmctld does not run.</summary>
    [UnixFact]
    public void Submit_WhereNoControllerAnswers_SaysSoInOneLineAndMakesNothing()
    {
        // The analyzer does not know the attribute.
        if (OperatingSystem.IsWindows())
            return;
        using var temporary = new TemporaryFolder();
        foreach (var (name, text) in new[] { ("sbatch", "echo slurm 23.11.4"), ("scontrol", "echo 'slurm_load_ctl_conf error: Unable to contact slurm controller (connect failure)' >&2; exit 1") })
        {
            File.WriteAllText(temporary.File(name), $"#!/bin/sh\n{text}\n");
            File.SetUnixFileMode(temporary.File(name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Assert.Equal((2, "circuitsim: Slurm is installed here, but no controller of a cluster answers (Unable to contact slurm controller (connect failure)): submit on a machine of the cluster, see that slurmctld runs, or run the campaign here, with campaign run. (--slurm)\n"), Submit(temporary));
        Assert.Equal(["reads.yaml", "sbatch", "scontrol"], temporary.Entries);
    }

    /// <summary>With nothing on the PATH but a folder.</summary>
    private static (int Code, string Error) Submit(TemporaryFolder temporary)
    {
        File.WriteAllText(temporary.File("reads.yaml"), Reads);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Find("dotnet"), [Program, "campaign", "submit", temporary.File("reads.yaml"), "--slurm", "--out", temporary.File("out")]) { RedirectStandardError = true };
        start.Environment["PATH"] = temporary.Path;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    /// <summary>kill −9 for a process of the campaign in this folder, as soon as there is one.</summary>
    private static void Kill(string folder, string verb)
    {
        Wait(() =>
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _)))
            {
                string[] words;
                try
                {
                    words = File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    continue;
                }

                if (words.SkipWhile(w => w != "campaign").Take(3).ToArray() is not [_, var second, var third] || second != verb || third != folder || !words[0].EndsWith("dotnet", StringComparison.Ordinal))
                    continue;
                using var victim = Process.GetProcessById(int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture));
                victim.Kill();
                return "";
            }

            return null;
        });
    }

    private static string Wait(Func<string?> found)
    {
        for (var clock = Stopwatch.StartNew(); ; Thread.Sleep(50))
        {
            if (found() is { } what)
                return what;
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(8), "this takes too long");
        }
    }

    private static string Find(string name) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(f => Path.Combine(f, name)).First(File.Exists);
}
