using System.CommandLine;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim lut array</c>: effective matrices, IR-drop maps and data sets.</summary>
internal static class LutArrayCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("array", "Write what wires make of arrays: effective matrices, IR-drop maps, and data sets for surrogate models.");
        foreach (var study in StudyTable.ArrayTables)
            command.Subcommands.Add(StudyCommand.Create(study, terminal));
        return command;
    }
}
