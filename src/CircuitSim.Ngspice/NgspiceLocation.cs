namespace CircuitSim.Ngspice;

/// <summary>Where ngspice is on this machine.</summary>
public static class NgspiceLocation
{
    /// <summary>The environment variable that names the executable.</summary>
    public const string Variable = "CIRCUITSIM_NGSPICE";

    /// <summary>The path in <see cref="Variable"/>, else the first ngspice on PATH, else the bare name, with which starting it fails and says so.</summary>
    public static string Find()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrWhiteSpace(named))
            return named;
        // On Windows, ngspice.exe opens a window; the console program is the one that runs in batch.
        string[] names = OperatingSystem.IsWindows() ? ["ngspice_con.exe", "ngspice.exe"] : ["ngspice"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        // A relative folder on PATH would let the current folder decide what is started.
        return folders.Where(Path.IsPathFullyQualified)
            .SelectMany(_ => names, Path.Combine)
            .FirstOrDefault(File.Exists) ?? names[0];
    }
}
