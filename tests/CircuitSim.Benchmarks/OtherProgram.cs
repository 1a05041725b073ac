using System.Diagnostics;
using System.Globalization;

namespace CircuitSim.Benchmarks;

/// <summary>Runs programs beside us and says what they cost. CPU seconds: these machines are shared, wall clocks lie.</summary>
internal static class OtherProgram
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Median CPU seconds and peak memory over several runs of a command.</summary>
    public static (double CpuSeconds, double PeakMegabytes) Measure(int runs, params string[] command)
    {
        var samples = Enumerable.Range(0, runs).Select(_ =>
        {
            var words = Run("", [Python, Script("measure.py"), .. command]).Split(' ');
            return (Cpu: double.Parse(words[0], CultureInfo.InvariantCulture), Kilobytes: double.Parse(words[1], CultureInfo.InvariantCulture));
        }).ToList();
        return (Median([.. samples.Select(s => s.Cpu)]), samples.Max(s => s.Kilobytes) / 1024);
    }

    /// <summary>Standard output of a script of ours.</summary>
    public static string RunScript(string script, params string[] arguments) => RunScript("", script, arguments);

    /// <param name="libraries">Folder that is searched for shared libraries first; empty for none.</param>
    public static string RunScript(string libraries, string script, string[] arguments) => Run(libraries, [Python, Script(script), .. arguments]);

    /// <summary>What a command prints.</summary>
    public static string Output(params string[] command) => Run("", command);

    /// <summary>Whether a command ends well, whatever it prints.</summary>
    public static bool Succeeds(params string[] command)
    {
        try
        {
            Run("", command);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[values.Length / 2 - 1] + values[values.Length / 2]) / 2;
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Scripts", name);

    private static string Run(string libraries, string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        // Set on some machines against faults of old builds; they slow SciPy down, and a baseline must run at its best.
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment.Remove("OPENBLAS_L2_SIZE");
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        if (libraries.Length > 0)
            start.Environment["LD_LIBRARY_PATH"] = libraries;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{string.Join(' ', command)} ended with exit code {process.ExitCode}");
    }
}
