using System.CommandLine;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Programming;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Cli;

/// <summary>What a user types for a quantity that a fault names: no layer below knows how.</summary>
internal static class OptionWords
{
    /// <summary>The fault's sentence, and behind it the option of the command that sets the quantity, if there is one.</summary>
    public static string Explain(InvalidParameterException fault, Command command) =>
        NamesOf(fault.Parameter).FirstOrDefault(name => command.Options.Any(o => o.Name == name)) is { } option && !fault.Message.Contains(option, StringComparison.Ordinal)
            ? $"{fault.Message} ({option})"
            : fault.Message;

    private static IEnumerable<string> NamesOf(string quantity)
    {
        IEnumerable<StudyOption> declared = [.. StudyTable.All.SelectMany(s => s.Options), .. ProgramOptions.All];
        return [.. declared.Where(o => o.Subject == quantity).Select(o => o.Name), $"--{quantity.Replace(' ', '-')}"];
    }
}
