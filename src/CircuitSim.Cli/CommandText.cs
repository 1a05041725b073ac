using System.CommandLine;
using System.CommandLine.Parsing;
using CircuitSim.Cli.Commands;
using CircuitSim.Numerics;

namespace CircuitSim.Cli;

/// <summary>
/// A command as the shortest line that says the same: arguments, and options that differ from their defaults, in the order of the help.
/// Two lines with one text ask for the same figures, so it is what a result remembers of its making.
/// </summary>
internal static class CommandText
{
    /// <summary>Options that change no figure: where files lie, how long it takes, what is shown.</summary>
    private static readonly HashSet<string> Silent =
        ["--out", "--force", "--json", "--quiet", "--config", "--jobs", "--resume", "--ngspice", "--data", "--plot", "--nodes", "--print-yaml", "--print-schema"];

    public static string Of(ParseResult parsed)
    {
        var command = parsed.CommandResult;
        var words = new List<string> { CommandLine.Name, NameOf(command) };
        words.AddRange(command.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => Quoted(t.Value)));
        foreach (var option in command.Command.Options.Where(o => !Silent.Contains(o.Name)))
        {
            if (parsed.GetResult(option) is { Implicit: false } given && TextOf(given) is var text && text != Standard(option))
                words.Add(text.Length > 0 ? $"{option.Name} {text}" : option.Name);
        }

        return string.Join(' ', words);
    }

    /// <summary>The words of a command behind the program's name.</summary>
    public static string NameOf(CommandResult command)
    {
        var names = new Stack<string>();
        for (var at = command; at.Parent is CommandResult above; at = above)
            names.Push(at.Command.Name);
        return string.Join(' ', names);
    }

    /// <summary>Numbers however they were written.</summary>
    private static string TextOf(OptionResult given) => given.Option.ValueType switch
    {
        var t when t == typeof(bool) => "",
        var t when t == typeof(SpiceNumber) || t == typeof(double?) || t == typeof(int) || t == typeof(int?) =>
            given.Tokens is [.., var last] && SiText.TryParseTyped(last.Value, out var number) ? new SpiceNumber(number).ToString() : "",
        var t when t == typeof(SpiceNumberList) => string.Join(',', given.Tokens.SelectMany(k => k.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(w => SiText.TryParseTyped(w, out var number) ? new SpiceNumber(number).ToString() : w)),
        _ => string.Join(' ', given.Tokens.Select(t => Quoted(t.Value))),
    };

    private static string? Standard(Option option) => !option.HasDefaultValue ? null : option.GetDefaultValue() switch
    {
        null => null,
        int n => new SpiceNumber(n).ToString(),
        var value => FormattableString.Invariant($"{value}"),
    };

    private static string Quoted(string word) => word.Length > 0 && !word.Any(c => char.IsWhiteSpace(c) || c is '\'' or '"') ? word : $"'{word}'";
}
