using System.CommandLine;
using System.CommandLine.Parsing;

namespace CircuitSim.Cli.Commands;

/// <summary>Which options mean something only beside others. One that does not apply is refused, never ignored.</summary>
internal static class OptionRules
{
    /// <summary>Only where another option is given.</summary>
    public static Option<T> OnlyWith<T>(this Option<T> option, Option other) =>
        option.Refused(r => !IsGiven(r, other), $"applies only with {other.Name}.");

    /// <summary>Only where another option says a word, or leaves it at that.</summary>
    public static Option<T> OnlyWith<T>(this Option<T> option, Option<string> other, string word) =>
        option.Refused(r => Word(r, other.Name) != word, $"applies only with {other.Name} {word}.");

    /// <summary>Not where another option is given, which says the same in another way.</summary>
    public static Option<T> NotWith<T>(this Option<T> option, Option other) =>
        option.Refused(r => IsGiven(r, other), $"does not apply with {other.Name}.");

    /// <summary>Only where the command's --engine, if it has one, runs ngspice.</summary>
    public static Option<T> OnlyOnNgspice<T>(this Option<T> option) =>
        option.Refused(
            r => r.Parent is CommandResult { Command: var command } && command.Options.Any(o => o.Name == "--engine") && Word(r, "--engine") is not ("ngspice" or Simulators.All),
            $"applies only with --engine ngspice or --engine {Simulators.All}.");

    private static Option<T> Refused<T>(this Option<T> option, Func<OptionResult, bool> isRefused, string why)
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
