using System.CommandLine;
using System.Text.Json.Nodes;
using CircuitSim.Experiments.Options;

namespace CircuitSim.Cli.Commands;

/// <summary>The options of a command as a study or a run declares them: help, parsing, and which of them go together.</summary>
internal sealed class DeclaredOptions
{
    private readonly Dictionary<StudyOption, (Option Typed, Func<ParseResult, StudyValues, StudyValues> Read)> options;

    /// <summary>Adds them to the command, in their order.</summary>
    public DeclaredOptions(Command command, IReadOnlyList<StudyOption> declared)
    {
        options = declared.ToDictionary(o => o, Of);
        foreach (var option in declared)
        {
            var typed = this[option];
            if (option.OnlyWith is { Word: { } word } with)
                typed.OnlyWith(this[with.Option], word);
            else if (option.OnlyWith is { } other)
                typed.OnlyWith(this[other.Option]);
            if (option.NotWith is { } rival)
                typed.NotWith(this[rival]);
            if (option.ReducedJson is { } reduced)
                typed.Description += $" At reduced size: {(reduced is JsonArray several ? string.Join(',', several) : reduced)}.";
            command.Options.Add(typed);
        }
    }

    /// <summary>As it is typed.</summary>
    public Option this[StudyOption declared] => options[declared].Typed;

    /// <summary>What was typed, and nothing for options that were not: their standard depends on the size of the study. Only the data folder is where the command line says.</summary>
    public StudyValues Read(ParseResult parsed) => options
        .Where(o => o.Key is DataFolderOption || parsed.GetResult(o.Value.Typed) is { Implicit: false })
        .Aggregate(new StudyValues(), (given, option) => option.Value.Read(parsed, given));

    /// <summary>What a user types for a declared option, and how it becomes its value.</summary>
    internal static (Option Typed, Func<ParseResult, StudyValues, StudyValues> Read) Of(StudyOption declared) => declared switch
    {
        SeedOption o => Pair(CommonOptions.Seed(o.Standard), o, n => n),
        IntegerOption o => Pair(CommonOptions.Integer(o.Name, o.Description, o.Standard), o, n => n),
        QuantityOption o => Pair(CommonOptions.Quantity(o.Name, o.Description, o.Standard, o.Unit), o, n => n.Value),
        OptionalQuantityOption o => Pair(CommonOptions.OptionalQuantity(o.Name, o.Description, o.Unit), o, n => n),
        QuantitiesOption o => Pair(CommonOptions.Quantities(o.Name, o.Description, [.. o.Standard], o.Unit), o, n => n!.Values),
        IChoiceOption o => Choice(CommonOptions.Choice(declared.Name, declared.Description, o.StandardWord, o.Words), o),
        OptionalIntegerOption o => Pair(CommonOptions.OptionalInteger(o.Name, o.Description), o, n => n),
        DataFolderOption o => Pair(
            new Option<string?>(o.Name) { Description = $"{o.Description} Default: {DataFolder.Standard}, or the environment variable {DataFolder.Variable}.", HelpName = "folder" }, o, folder => folder ?? DataFolder.Root),
        FilesOption o => Pair(new Option<string[]>(o.Name) { Description = o.Description, HelpName = "file", AllowMultipleArgumentsPerToken = true }, o, files => files ?? []),
        FlagOption o => Pair(new Option<bool>(o.Name) { Description = o.Description }, o, given => given),
        TextOption o => Pair(
            new Option<string>(o.Name) { Description = o.Description, DefaultValueFactory = o.Standard.Length > 0 ? _ => o.Standard : null, HelpName = o.Placeholder }, o, text => text ?? ""),
        _ => throw new ArgumentException($"an option of type {declared.GetType().Name} has no form on the command line", nameof(declared)),
    };

    private static (Option Typed, Func<ParseResult, StudyValues, StudyValues> Read) Choice(Option<string?> typed, IChoiceOption declared) =>
        (typed, (parsed, given) => declared.Choose(given, parsed.GetValue(typed)));

    private static (Option Typed, Func<ParseResult, StudyValues, StudyValues> Read) Pair<TTyped, T>(Option<TTyped> typed, StudyOptionOf<T> declared, Func<TTyped?, T> value) =>
        (typed, (parsed, given) => given.With(declared, value(parsed.GetValue(typed))));
}
