namespace CircuitSim.Benchmarks;

/// <summary>Our own command line as a process of its own.</summary>
internal static class PublishedCommandLine
{
    /// <summary>
    /// Publishes the command line as a release is: compiled ahead of time (ReadyToRun), as ngspice is. Where the package of
    /// that compiler cannot be had, the plain build stands in.
    /// </summary>
    public static void Publish(string folder)
    {
        var project = FindCommandLineProject();
        var published = project is not null && OtherProgram.Succeeds(
            "dotnet", "publish", project, "-c", "Release", "--use-current-runtime", "--self-contained", "false", "-p:PublishReadyToRun=true", "-o", Published(folder));
        Console.WriteLine(published
            ? "CircuitSim is published with ReadyToRun."
            : "CircuitSim is the plain build: publishing with ReadyToRun failed, so its start-up includes compilation.");
    }

    private static string? FindCommandLineProject()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var project = Path.Combine(folder, "src", "CircuitSim.Cli", "CircuitSim.Cli.csproj");
            if (File.Exists(project))
                return project;
        }

        return null;
    }

    /// <summary>Our own command line, as a user would start it.</summary>
    public static string[] Command(string folder, string[] arguments)
    {
        var published = Path.Combine(Published(folder), "CircuitSim.Cli.dll");
        return ["dotnet", File.Exists(published) ? published : Path.Combine(AppContext.BaseDirectory, "CircuitSim.Cli.dll"), .. arguments];
    }

    private static string Published(string folder) => Path.Combine(folder, "published");
}
