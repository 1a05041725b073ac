using System.CommandLine;
using System.CommandLine.Parsing;

namespace CircuitSim.Cli.Commands;

/// <summary>Which options mean something only beside others. One that does not apply is refused, never ignored.</summary>
internal static class OptionRules
{
    public static void AddAll(this Command command, params Option[] options)
    {
        foreach (var option in options)
            command.Options.Add(option);
    }

    /// <summary>Only where another option is given.</summary>
    public static TOption OnlyWith<TOption>(this TOption option, Option other)
        where TOption : Option =>
        option.Refused(r => !IsGiven(r, other), $"applies only with {other.Name}.");

    /// <summary>Only where another option says a word, or leaves it at that.</summary>
    public static TOption OnlyWith<TOption>(this TOption option, Option other, string word)
        where TOption : Option =>
        option.Refused(r => Word(r, other.Name) != word, $"applies only with {other.Name} {word}.");

    /// <summary>Beside another option only where a third one is given, too.</summary>
    public static TOption With<TOption>(this TOption option, Option other, Option onlyBeside)
        where TOption : Option =>
        option.Refused(r => IsGiven(r, other) && !IsGiven(r, onlyBeside), $"applies with {other.Name} only beside {onlyBeside.Name}.");

    /// <summary>Not where another option is given, which says the same in another way.</summary>
    public static TOption NotWith<TOption>(this TOption option, Option other)
        where TOption : Option =>
        option.Refused(r => IsGiven(r, other), $"does not apply with {other.Name}.");

    /// <summary>Only where the command's --engine, if it has one, runs ngspice.</summary>
    public static TOption OnlyOnNgspice<TOption>(this TOption option)
        where TOption : Option =>
        option.Refused(
            r => r.Parent is CommandResult { Command: var command } && command.Options.Any(o => o.Name == "--engine") && Word(r, "--engine") is not ("ngspice" or Simulators.All),
            $"applies only with --engine ngspice or --engine {Simulators.All}.");

    private static TOption Refused<TOption>(this TOption option, Func<OptionResult, bool> isRefused, string why)
        where TOption : Option
    {
        option.Validators.Add(result =>
        {
            if (!result.Implicit && isRefused(result))
                result.AddError($"{option.Name} {why}");
        });
        return option;
    }

    private static bool IsGiven(OptionResult result, Option other) => result.GetResult(other) is { Implicit: false };

    /// <summary>As typed, so that a word which the option refuses gets no second fault; else the option's own.</summary>
    private static string? Word(OptionResult result, string option) =>
        result.GetResult(option) is OptionResult { Implicit: false, Tokens: [.., var last] } ? last.Value : result.GetValue<string>(option);
}
