using System.CommandLine;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim lut</c>: tables for faster simulators.</summary>
internal static class LutCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("lut", "Measure a device, an array or a read-out as a circuit, and write the tables that faster simulators load.");
        foreach (var study in StudyTable.LookupTables)
            command.Subcommands.Add(StudyCommand.Create(study, terminal));
        command.Subcommands.Add(LutCheckCommand.Create(terminal));
        return command;
    }
}
