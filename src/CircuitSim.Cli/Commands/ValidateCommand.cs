using System.CommandLine;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim validate</c>: emulator against circuit, the main job.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("validate", "Run a published network as an ideal emulator and as the circuit of its crossbar, side by side, and check what its paper claims.");
        foreach (var study in StudyTable.Validations)
            command.Subcommands.Add(StudyCommand.Create(study, terminal));
        command.Subcommands.Add(ValidateAllCommand.Create(StudyTable.Validations, terminal));
        return command;
    }
}
