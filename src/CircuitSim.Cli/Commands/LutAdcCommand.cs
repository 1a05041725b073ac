using System.CommandLine;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim lut adc</c>: what a read-out makes of every partial sum.</summary>
internal static class LutAdcCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("adc", "Write what a read-out makes of every ideal partial sum, from its circuit: for NeuroSim V1.5, CrossSim 3.x and anything that reads CSV.");
        foreach (var study in StudyTable.ConverterTables)
            command.Subcommands.Add(StudyCommand.Create(study, terminal));
        return command;
    }
}
