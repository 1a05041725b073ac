using System.CommandLine;

namespace CircuitSim.Cli.Commands;

/// <summary>A command whose input can be checked without running it.</summary>
internal sealed class CheckedCommand(string name, string description) : Command(name, description)
{
    /// <summary>Reads what the command would read; throws what it would throw, or gives the files.</summary>
    public Func<ParseResult, IReadOnlyList<string>> Check { get; set; } = _ => [];
}
