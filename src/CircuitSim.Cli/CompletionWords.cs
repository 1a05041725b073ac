using System.CommandLine;
using System.CommandLine.Completions;
using CircuitSim.LookupTables;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Cli;

/// <summary>What a word that is being typed can become: a command, an option that is not there yet, or a value of the option before it.</summary>
internal static class CompletionWords
{
    /// <param name="words">Behind the program's name; the last one is being typed, and may be empty.</param>
    public static IReadOnlyList<string> Of(Command root, IReadOnlyList<string> words)
    {
        var command = root;
        Option? open = null;
        var given = new HashSet<string>();
        var arguments = 0;
        foreach (var word in words.SkipLast(1))
        {
            // Shells part an option and its value at the sign between them.
            if (word == "=" && open is not null)
                continue;
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                open = command.Options.FirstOrDefault(o => o.Name == word.Split('=')[0]);
                given.Add(open?.Name ?? "");
                open = word.Contains('=', StringComparison.Ordinal) || open?.ValueType == typeof(bool) ? null : open;
            }
            else if (open is not null)
            {
                open = open.AllowMultipleArgumentsPerToken ? open : null;
            }
            else if (command.Subcommands.FirstOrDefault(c => c.Name == word) is { } child)
            {
                command = child;
            }
            else
            {
                arguments++;
            }
        }

        var last = words.Count > 0 && !(words[^1] == "=" && open is not null) ? words[^1] : "";
        if (last.StartsWith("--", StringComparison.Ordinal) && last.IndexOf('=', StringComparison.Ordinal) is var at and > 0)
            return [.. Fitting(last[(at + 1)..], Values(command.Options.FirstOrDefault(o => o.Name == last[..at]), words)).Select(v => last[..(at + 1)] + v)];
        return
        [
            .. open is not null ? Fitting(last, Values(open, words))
                : last.StartsWith('-') ? Fitting(last, command.Options.Where(o => !o.Hidden && !(given.Contains(o.Name) && o.Arity.MaximumNumberOfValues <= 1)).Select(o => o.Name))
                : Fitting(last, command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).Concat(Values(command.Arguments.ElementAtOrDefault(arguments), words))),
        ];
    }

    /// <summary>Of a list, its last part.</summary>
    private static IEnumerable<string> Fitting(string typed, IEnumerable<string> words)
    {
        var start = typed.LastIndexOf(',') + 1;
        return words.Where(w => w.StartsWith(typed[start..], StringComparison.Ordinal)).Select(w => typed[..start] + w);
    }

    private static IEnumerable<string> Values(Symbol? symbol, IReadOnlyList<string> words) => symbol switch
    {
        Option { Name: "--card" or "--start" } or Argument { Name: "model" } => DeviceModelLibrary.Cards().Select(c => c.Card.Name),
        Option { Name: "--formats" } => TableFormats.Of(KindOfTables(words)).Select(f => f.Word).Concat(["all", "none"]),
        Option option => option.GetCompletions(CompletionContext.Empty).Select(c => c.Label),
        Argument argument => argument.GetCompletions(CompletionContext.Empty).Select(c => c.Label),
        _ => [],
    };

    /// <summary>Of <c>lut device</c>, <c>lut array</c> or <c>lut adc</c>.</summary>
    private static TableKind KindOfTables(IReadOnlyList<string> words) => words[1] switch
    {
        "array" => TableKind.Array,
        "adc" => TableKind.Converter,
        _ => TableKind.Device,
    };
}
