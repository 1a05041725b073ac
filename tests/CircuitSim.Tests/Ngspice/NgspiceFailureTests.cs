using System.Diagnostics;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Netlists;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Ngspice;

/// <summary>
/// Shell scripts play an ngspice that misbehaves. Alone in their collection: a script that is being written cannot be
/// started while a process that another test forks at that moment still holds it open.
/// </summary>
[Collection(nameof(NgspiceFailureTests))]
[CollectionDefinition(nameof(NgspiceFailureTests), DisableParallelization = true)]
public sealed class NgspiceFailureTests : IDisposable
{
    private const string Header = "Title: t\\nPlotname: Operating Point\\nFlags: real\\nNo. Variables: 3\\nNo. Points: 1\\nVariables:\\n\\t0\\tv(in)\\tvoltage\\n\\t1\\tv(mid)\\tvoltage\\n\\t2\\ti(v1)\\tcurrent\\n";

    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder scripts = new();

    public void Dispose()
    {
        folder.Dispose();
        scripts.Dispose();
    }

    [Fact]
    public void Solve_WithAPathWhereNothingIs_NamesThePathAndTheRemedy()
    {
        var simulator = Simulator("/no/such/ngspice");
        var e = Assert.Throws<ExternalSimulatorException>(() => simulator.SolveOperatingPoint(Circuits.Divider()));
        Assert.Equal(ExternalSimulatorFault.Missing, e.Fault);
        Assert.Contains("'/no/such/ngspice'", e.Message, StringComparison.Ordinal);
        Assert.Contains("CIRCUITSIM_NGSPICE", e.Message, StringComparison.Ordinal);
        Assert.Contains("was not found at '/no/such/ngspice'", simulator.FindAvailability().Remedy, StringComparison.Ordinal);
        Assert.Empty(folder.Entries);
    }

    [Fact]
    public void Solve_WithAFolderAsExecutable_IsMissing() => Failed(ExternalSimulatorFault.Missing, "was not found", folder.Path);

    [UnixFact]
    public void Solve_WhenItCrashes_HasExitCodeAndLastWords() =>
        Failed(ExternalSimulatorFault.Crashed, "ended with exit code 3: out of luck", Script("echo out of luck >&2; exit 3"));

    [UnixFact]
    public void Solve_WhenItPrintsGarbageAndNoRawFile_HasItsLastWords() =>
        Failed(ExternalSimulatorFault.BadOutput, "it wrote no raw file; its last words: g?rb", Script("printf 'g\\001rb'"));

    [UnixFact]
    public void Solve_WhenItReportsAnErrorButExitsWithZero_HasItsWords() =>
        Failed(ExternalSimulatorFault.Refused, "refused the netlist: Error on line 3 | could not find a valid modelname", Script("echo 'Error on line 3'; echo could not find a valid modelname"));

    [UnixFact]
    public void Solve_WhenItFloodsItsOutput_KeepsAnEndOfIt() =>
        Failed(ExternalSimulatorFault.Crashed, "the end", Script("i=0; while [ $i -lt 20000 ]; do echo 0123456789012345678901234567890123456789; i=$((i+1)); done; echo the end; exit 1"));

    [UnixFact]
    public void Solve_WithATruncatedRawFile_SaysThatItIs() => Failed(
        ExternalSimulatorFault.BadOutput, "output cannot be used: out.raw: the raw file promises 1 points of 3 variables in plot 1, but only 16 bytes follow",
        Script($"printf '{Header}Binary:\\n0123456789012345' > out.raw"));

    [UnixFact]
    public void Solve_WithGarbageForARawFile_SaysThatItIs() =>
        Failed(ExternalSimulatorFault.BadOutput, "out.raw: the raw file holds 'garbage' where a header line", Script("echo garbage > out.raw"));

    [UnixFact]
    public void Solve_WithoutAVectorThatWasAskedFor_NamesIt() => Failed(
        ExternalSimulatorFault.BadOutput, "the raw file lacks v(mid)", Script($"printf '{Header.Replace("v(mid)", "v(fog)", StringComparison.Ordinal)}Values:\\n0 1 2 3\\n' > out.raw"));

    [UnixFact]
    public void Solve_WithAValueThatIsNoNumber_NamesIt() =>
        Failed(ExternalSimulatorFault.BadOutput, "v(mid) is not a finite number", Script($"printf '{Header}Values:\\n0 1 nan 3\\n' > out.raw"));

    [UnixFact]
    public void Solve_WithoutThePoint_SaysWhatIsThere() => Failed(
        ExternalSimulatorFault.BadOutput, "the raw file holds 'Operating Point' of 0 points",
        Script($"printf '{Header.Replace("Points: 1", "Points: 0", StringComparison.Ordinal)}Values:\\n' > out.raw"));

    [UnixFact]
    [Trait("Category", "slow")]
    public void Solve_WhenItNeverEnds_IsStoppedWithItsChildren()
    {
        var pid = scripts.File("pid");
        var script = Script($"sleep 100 & echo $! > {pid}; wait");
        var e = Failed(ExternalSimulatorFault.TimedOut, "did not finish within 3 s", script, TimeSpan.FromSeconds(3));
        Assert.Equal("ngspice", e.Simulator);
        AssertGone(int.Parse(File.ReadAllText(pid), System.Globalization.CultureInfo.InvariantCulture));
    }

    [UnixFact]
    public void Solve_WhenCancelled_StopsIt()
    {
        var started = scripts.File("started");
        var simulator = Simulator(Script($"touch {started}; sleep 100"));
        using var cancel = new CancellationTokenSource();
        new Thread(() =>
        {
            SpinWait.SpinUntil(() => File.Exists(started));
            cancel.Cancel();
        }).Start();
        var watch = Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() => simulator.SolveOperatingPoint(Circuits.Divider(), cancel.Token));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
        Assert.Empty(folder.Entries);
    }

    [UnixFact]
    public void FindAvailability_OfAnotherProgram_SaysThatItIsNotNgspice()
    {
        var found = Simulator(Script("echo something else 1.0")).FindAvailability();
        Assert.False(found.IsAvailable);
        Assert.Contains("does not answer like ngspice", found.Remedy, StringComparison.Ordinal);
    }

    [UnixFact]
    public void FindAvailability_AskedTwice_StartsItOnce()
    {
        var count = scripts.File("count");
        var simulator = Simulator(Script($"echo x >> {count}; echo '** ngspice-43.1+ : Circuit level simulation program'"));
        Assert.Equal("43.1+", simulator.FindAvailability().Version);
        Assert.Equal("43.1+", simulator.FindAvailability().Version);
        Assert.Equal("x\n", File.ReadAllText(count));
    }

    [Fact]
    public void Solve_WithATemporaryFolderThatIsNone_SaysSo()
    {
        File.WriteAllText(scripts.File("file"), "");
        var simulator = new NgspiceSimulator(new NgspiceOptions { Executable = "ngspice", TemporaryFolder = scripts.File("file") });
        Assert.Throws<DataFileException>(() => simulator.SolveOperatingPoint(Circuits.Divider()));
    }

    [Fact]
    public void Solve_OfANetlistThatCannotBeWritten_StartsNothing() =>
        Assert.Throws<NetlistException>(() => Simulator("/no/such/ngspice").SolveOperatingPoint(Circuits.Of(Circuits.R("R1", "a\nshell ls", "0", 1))));

    private static void AssertGone(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(10)), "the child is still running");
        }
        catch (ArgumentException)
        {
            // No such process: what was to be shown.
        }
    }

    private ExternalSimulatorException Failed(ExternalSimulatorFault fault, string words, string executable, TimeSpan? timeout = null)
    {
        var e = Assert.Throws<ExternalSimulatorException>(() => Simulator(executable, timeout).SolveOperatingPoint(Circuits.Divider()));
        Assert.Equal(fault, e.Fault);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Entries);
        return e;
    }

    private NgspiceSimulator Simulator(string executable, TimeSpan? timeout = null) =>
        new(new NgspiceOptions { Executable = executable, TemporaryFolder = folder.Path, Timeout = timeout ?? TimeSpan.FromSeconds(30) });

    private string Script(string body)
    {
        var path = scripts.File("ngspice");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
