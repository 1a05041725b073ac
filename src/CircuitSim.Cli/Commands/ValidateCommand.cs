using System.CommandLine;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim validate</c>: emulator against circuit, the main job.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        // An argument and not a command of its own, as long as there is one: a misspelt study is then told which there are.
        var study = StudyTable.Validations.Single();
        var name = new Argument<string>("study") { Description = $"Name of the study: {study.Name}." };
        var command = new Command("validate", study.Description) { name };
        StudyCommand.AddTo(command, study, terminal, parsed =>
        {
            if (parsed.GetValue(name) is var given && given != study.Name)
                throw InvalidParameterException.Because("study", $"there is no study '{given}'; the studies are: {study.Name}.");
        });
        return command;
    }
}
