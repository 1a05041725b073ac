using System.CommandLine;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim budget</c>: which stage of a read costs what.</summary>
internal static class BudgetCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("budget", "Say which stage of a network's read-out costs how much, in LSB and in accuracy.");
        foreach (var study in StudyTable.Budgets)
            command.Subcommands.Add(StudyCommand.Create(study, terminal));
        return command;
    }
}
