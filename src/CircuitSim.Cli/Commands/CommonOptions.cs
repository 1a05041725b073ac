using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using CircuitSim.Netlists;
using CircuitSim.Numerics;

namespace CircuitSim.Cli.Commands;

/// <summary>Options that several commands share, each described once.</summary>
internal static class CommonOptions
{
    private const string OutDescription = "Folder for the results. Its files appear, or replace those of an earlier run, only when everything is done; whatever else is there stays.";

    public static Option<string?> Ngspice() => new Option<string?>("--ngspice")
    {
        Description = "The ngspice program. Default: the environment variable CIRCUITSIM_NGSPICE, else ngspice on the PATH.",
        HelpName = "path",
    }.OnlyOnNgspice();

    public static Option<string> Engine(string standard, string description) =>
        Choice("--engine", $"{description}: {string.Join(", ", Simulators.Names)}, or all that can run here.", standard, [.. Simulators.Names, Simulators.All]);

    /// <summary>For a file that names the study; null stands for the study's own.</summary>
    public static Option<string?> EngineOfFile() =>
        Choice<string?>("--engine", $"Engine of the study: {string.Join(", ", Simulators.Names)}, or all that can run here.", null, [.. Simulators.Names, Simulators.All]);

    public static Option<ulong> Seed(ulong standard) => new("--seed")
    {
        Description = "Seed of every random number. The same seed gives the same result, bit by bit, on one machine and build.",
        DefaultValueFactory = _ => standard,
        CustomParser = ParseSeed,
        HelpName = "n",
    };

    /// <summary>The same for several studies, each of which has one of its own where none is given.</summary>
    public static Option<ulong?> SeedOfAll() => new("--seed")
    {
        Description = "Seed of every random number, for all studies. Default: each study's own.",
        CustomParser = r => ParseSeed(r),
        HelpName = "n",
    };

    public static Option<int> Jobs() => Integer("--jobs", "Threads. Changes the time, never the result.", Environment.ProcessorCount);

    /// <summary>A count, written like any other number: 1000, 1e3 or 1k.</summary>
    public static Option<int> Integer(string name, string description, int standard) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        CustomParser = r => ParseInteger(r) ?? 0,
        HelpName = "n",
    };

    public static Option<int?> OptionalInteger(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = ParseInteger,
        HelpName = "n",
    };

    /// <summary>One word of a few; null stands for none where <paramref name="standard"/> is null.</summary>
    public static Option<T> Choice<T>(string name, string description, T standard, IReadOnlyList<string> words)
        where T : class? => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => standard,
            CustomParser = r => words.Contains(r.Tokens[0].Value) ? (T)(object)r.Tokens[0].Value
                : Refuse<T>(r, $"one of {string.Join(", ", words)}{(NameSuggestion.Near(r.Tokens[0].Value, [.. words]) is { } near ? $"; did you mean {near}" : "")}"),
            HelpName = string.Join('|', words),
            CompletionSources = { _ => words.Select(w => new CompletionItem(w)) },
        };

    public static Option<string> Out(string folder) => new("--out")
    {
        Description = OutDescription,
        DefaultValueFactory = _ => folder,
        HelpName = "folder",
    };

    /// <summary>The same where the default depends on something else.</summary>
    public static Option<string?> OutOf(string standard) => new("--out") { Description = $"{OutDescription} Default: {standard}.", HelpName = "folder" };

    /// <summary>A number with a SPICE suffix, e.g. 0.2, 200m, 4.7k.</summary>
    public static Option<SpiceNumber> Quantity(string name, string description, double standard, string unit) => new(name)
    {
        Description = $"{description} [{unit}]",
        DefaultValueFactory = _ => standard,
        CustomParser = r => ParseQuantity(r, r.Tokens[0].Value),
        HelpName = unit,
    };

    /// <summary>The same without a value of its own; the description says what stands for none.</summary>
    public static Option<double?> OptionalQuantity(string name, string description, string unit) => new(name)
    {
        Description = $"{description} [{unit}]",
        CustomParser = r => ParseQuantity(r, r.Tokens[0].Value),
        HelpName = unit,
    };

    /// <summary>Numbers separated by commas, e.g. 0,0.5,2,10.</summary>
    public static Option<SpiceNumberList> Quantities(string name, string description, double[] standard, string unit) => new(name)
    {
        Description = $"{description} [{unit}]",
        DefaultValueFactory = _ => new SpiceNumberList(standard),
        CustomParser = r => new([.. r.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(t => ParseQuantity(r, t))]),
        HelpName = $"{unit},{unit},…",
    };

    private static double ParseQuantity(ArgumentResult result, string text)
    {
        return SiText.TryParseTyped(text, out var value) ? value : Refuse<double>(result, "a number; write for example 0.2, 200m or 4.7k", text);
    }

    private static ulong ParseSeed(ArgumentResult result) =>
        ulong.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : Refuse<ulong>(result, "a whole number from 0 up");

    private static int? ParseInteger(ArgumentResult result) =>
        SiText.TryParseTyped(result.Tokens[0].Value, out var value) && value is >= int.MinValue and <= int.MaxValue && Math.Floor(value) == value
            ? (int)value
            : Refuse<int?>(result, "a whole number");

    private static T Refuse<T>(ArgumentResult result, string expected, string? text = null)
    {
        result.AddError($"{(result.Parent as OptionResult)?.Option.Name}: '{text ?? result.Tokens[0].Value}' is not {expected}{(expected.Contains("; did you", StringComparison.Ordinal) ? "?" : ".")}");
        return default!;
    }
}
