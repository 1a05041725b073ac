using System.Diagnostics;
using System.Text;
using CircuitSim.Cli;

namespace CircuitSim.Tests.Support;

/// <summary>
/// The command line as a test types it: within this process, or, where the environment variable CIRCUITSIM_BINARY names a program,
/// that one, as a user has it. So the tests of the commands judge a release, too.
/// </summary>
internal static class Circuitsim
{
    private const string Variable = "CIRCUITSIM_BINARY";

    public static Task<(int Code, string Results, string Diagnostics)> RunAsync(params string[] arguments) => Task.Run(() => Run(arguments));

    public static (int Code, string Results, string Diagnostics) Run(params string[] arguments) =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } binary ? RunProgram(binary, arguments) : RunHere(arguments);

    /// <summary>Within this process whatever the environment says.</summary>
    public static (int Code, string Results, string Diagnostics) RunHere(params string[] arguments)
    {
        using StringWriter results = new(), diagnostics = new();
        var code = CommandLine.Run(arguments, Terminal.ForWriters(results, diagnostics));
        return (code, results.ToString(), diagnostics.ToString());
    }

    /// <summary>Results with the lines of a paragraph in one, to look for a sentence.</summary>
    public static string Unwrapped(string results) => results.Replace("\n   ", " ", StringComparison.Ordinal);

    /// <param name="folder">Where it runs; null for here.</param>
    public static (int Code, string Results, string Diagnostics) RunProgram(string program, IEnumerable<string> arguments, string? folder = null)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
                WorkingDirectory = folder ?? "",
            },
        };
        process.Start();
        var diagnostics = process.StandardError.ReadToEndAsync();
        var results = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, results, diagnostics.Result);
    }
}
