using System.CommandLine;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim convert</c>: a DAC or an ADC by itself.</summary>
internal static class ConvertCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("convert", "Characterise a DAC or an ADC of unequal parts: transfer, INL, DNL, offset, gain, missing codes, effective bits.");
        foreach (var study in StudyTable.Conversions)
            command.Subcommands.Add(StudyCommand.Create(study, terminal));
        return command;
    }
}
