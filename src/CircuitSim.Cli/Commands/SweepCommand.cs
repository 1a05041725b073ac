using System.CommandLine;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim sweep</c>: what a property of the array costs a network.</summary>
internal static class SweepCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("sweep", "Sweep a property of the array and report what it costs a network, or its writes.");
        foreach (var study in StudyTable.Sweeps)
            command.Subcommands.Add(StudyCommand.Create(study, terminal));
        return command;
    }
}
