using System.Runtime.InteropServices;

namespace CircuitSim.Benchmarks;

/// <summary>Our own command line as a process of its own.</summary>
internal static class PublishedCommandLine
{
    /// <summary>
    /// Publishes the command line as a release is: one native binary, as ngspice is. Where the package of that compiler cannot
    /// be had, the plain build stands in.
    /// </summary>
    public static void Publish(string folder)
    {
        var published = File.Exists(Binary(folder)) || (FindCommandLineProject() is { } project && OtherProgram.Succeeds(
            "dotnet", "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-p:PublishAot=true", "-p:CppCompilerAndLinker=gcc", "-p:RunAnalyzers=false", "-o", Published(folder)));
        Console.WriteLine(published
            ? "CircuitSim is the native binary."
            : "CircuitSim is the plain build: publishing it as native code failed, so its start-up includes compilation.");
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
    public static string[] Command(string folder, params string[] arguments) =>
        File.Exists(Binary(folder)) ? [Binary(folder), .. arguments] : ["dotnet", Path.Combine(AppContext.BaseDirectory, "CircuitSim.Cli.dll"), .. arguments];

    private static string Binary(string folder) => Path.Combine(Published(folder), OperatingSystem.IsWindows() ? "circuitsim.exe" : "circuitsim");

    private static string Published(string folder) => Path.Combine(folder, "published");
}
