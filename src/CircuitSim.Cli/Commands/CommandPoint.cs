using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Campaigns;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;

namespace CircuitSim.Cli.Commands;

/// <summary>
/// Any command that has a result.json, for campaigns over its arguments and options: it is run as if typed, in this process, and what
/// its result.json holds are the figures and tables. A list of objects there is a table, too.
/// </summary>
/// <param name="words">Of the command, such as "device iv".</param>
/// <param name="writes">Whether it writes files without being asked, which then lie in a folder of the point that is removed.</param>
internal sealed class CommandPoint(string words, bool writes = false) : Study
{
    /// <summary>Where results go and how they are shown, and what only the person at the keyboard may ask for.</summary>
    private static readonly IReadOnlyList<string> NotOfAPoint =
        ["--out", "--force", "--json", "--quiet", "--config", "--ngspice", "--allow-include", "--format", "--formats", "--plot", "--nodes", "--resume", "--print-yaml", "--print-schema", "--help", "--version"];

    /// <summary>Members of a result.json that are no result.</summary>
    private static readonly IReadOnlyList<string> NotOfTheResult = ["schema", "study", "provenance", "seed", "options", "inputs", "cards", "figures", "tables", "claims", "timing", "files"];

    private Command? command;
    private IReadOnlyList<StudyOption>? options;

    public override string Name => words;

    public override string Description => Command.Description ?? "";

    public override IReadOnlyList<StudyOption> Options => options ??=
        [.. Command.Arguments.Select(Of), .. Command.Options.Where(o => !NotOfAPoint.Contains(o.Name)).Select(Of)];

    private Command Command => command ??= CommandOf(Build(Terminal.ForWriters(TextWriter.Null, TextWriter.Null)));

    /// <summary>Also one of the many things that an option key=value sets: set.ron is --set ron=….</summary>
    public override StudyOption? OptionOf(string key) => base.OptionOf(key) is { } option ? option
        : key.Split('.', 2) is [var first, { Length: > 0 } name] && base.OptionOf(first) is FilesOption { AreTexts: true } several && IsAssignment(Command.Options.First(o => o.Name == several.Name))
            ? new OptionalQuantityOption { Name = several.Name, Key = key, Subject = key, Prefix = $"{name}=", Unit = "", Standard = null, Rule = NumberRule.Any, Description = several.Description }
        : null;

    public override IEnumerable<string> FilesOf(StudyValues values) => base.FilesOf(values).Select(Path.GetFullPath).Concat(FilesRead(values));

    protected override void CheckTogether(StudyRun run) => FilesRead(run.Values);

    protected override StudyResult Find(StudyRun run)
    {
        var diagnostics = new StringWriter();
        var terminal = Terminal.ForWriters(TextWriter.Null, diagnostics);
        terminal.IsQuiet = true;
        terminal.Answer = new Answer(words);
        var folder = writes ? PointFolder.Create() : null;
        try
        {
            var parsed = Parse(run.Values, terminal, folder is null ? [] : ["--out", Path.Combine(folder.FullName, "result")]);
            var code = CommandLine.Invoke(parsed, terminal, run.CancellationToken);
            if (code is not (ExitCode.Ok or ExitCode.CriterionFailed))
                throw InvalidParameterException.Because(words, diagnostics.ToString().Split('\n')[0].Replace($"{CommandLine.Name}: ", "", StringComparison.Ordinal));
            return ResultOf(JsonNode.Parse(terminal.Answer.ToText(""))!.AsObject());
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    private IReadOnlyList<string> FilesRead(StudyValues values) =>
        Parse(values, Terminal.ForWriters(TextWriter.Null, TextWriter.Null)) is { CommandResult.Command: CheckedCommand command } parsed ? command.Check(parsed) : [];

    /// <summary>The line of a point, as the command reads it.</summary>
    /// <exception cref="InvalidParameterException">The command refuses it.</exception>
    private ParseResult Parse(StudyValues values, Terminal terminal, params IReadOnlyList<string> more)
    {
        var given = values.Options.Where(o => o is not DataFolderOption && (o != IntegerOption.Jobs || Options.Contains(o))).OrderBy(o => o.Name.StartsWith('-')).SelectMany(o => o.TypedOf(values));
        var parsed = Build(terminal).Parse([.. words.Split(' '), .. given, .. more]);
        return CommandLine.FaultOf(parsed) is { } fault ? throw InvalidParameterException.Because(words, fault) : parsed;
    }

    private Command Build(Terminal terminal) => CommandLine.Build(terminal, words.Split(' '));

    private Command CommandOf(Command root) => words.Split(' ').Aggregate(root, (at, word) => at.Subcommands.First(c => c.Name == word));

    private static StudyOption Of(Argument argument)
    {
        var key = argument.Name.Split('.')[0];
        return argument.ValueType == typeof(string[])
            ? new FilesOption { Name = key, Key = key, Subject = key, Standard = [], Description = argument.Description ?? "" }
            : new TextOption { Name = key, Key = key, Subject = key, Standard = "", MayBePath = true, Description = argument.Description ?? "" };
    }

    private static StudyOption Of(Option option)
    {
        var (name, subject, description, type) = (option.Name, option.Name[2..].Replace('-', ' '), option.Description ?? "", option.ValueType);
        if (name == IntegerOption.Jobs.Name)
            return IntegerOption.Jobs;
        if (type == typeof(ulong))
            return SeedOption.Of(option.GetDefaultValue() is ulong seed ? seed : 1);
        if (type == typeof(ulong?))
            return SeedOption.Of(1);
        if (type == typeof(int) || type == typeof(int?))
            return new OptionalIntegerOption { Name = name, Subject = subject, Standard = null, Description = description };
        if (type == typeof(SpiceNumber) || type == typeof(double?))
            return new OptionalQuantityOption { Name = name, Subject = subject, Standard = null, Unit = option.HelpName ?? "", Rule = NumberRule.Any, Description = description };
        if (type == typeof(bool))
            return new FlagOption { Name = name, Subject = subject, Standard = false, Description = description };
        if (type == typeof(string[]))
            return new FilesOption { Name = name, Subject = subject, Standard = [], AreTexts = !IsFile(option), Description = description };
        return new TextOption
        {
            Name = name,
            Subject = subject,
            Standard = "",
            MayBePath = IsFile(option),
            Words = option.HelpName?.Split('|') is [_, _, ..] several && !IsFile(option) && option.CompletionSources.Count > 0 ? several : null,
            Description = description,
        };
    }

    private static bool IsFile(Option option) => option.HelpName is { } shown && (shown.Split('|').Contains("file") || shown is "card" or "model");

    private static bool IsAssignment(Option option) => option.HelpName?.Contains('=') == true;

    private StudyResult ResultOf(JsonObject document)
    {
        var figures = new List<(string, JsonNode?)>();
        foreach (var (key, value) in document["figures"] as JsonObject ?? [])
            figures.Add((key, value));
        foreach (var claim in document["claims"] as JsonArray ?? [])
            figures.Add(((string)claim!["id"]!, claim["value"]));
        var tables = (document["tables"] as JsonObject ?? []).Select(t => TableOf(t.Key, [.. t.Value!["columns"]!.AsArray().Select(c => (string)c!)], t.Value["rows"]!.AsArray().Select(r => r!.AsArray())))
            .Concat(document.Where(m => !NotOfTheResult.Contains(m.Key) && m.Value is JsonArray { Count: > 0 } list && list.All(item => item is JsonObject)).Select(m => TableOf(m.Key, m.Value!.AsArray())));
        return new StudyResult { Figures = figures, Tables = [.. tables], Report = new HtmlReport(words), Timing = [] };
    }

    private static ResultTable TableOf(string name, JsonArray objects)
    {
        string[] columns = [.. objects.SelectMany(o => o!.AsObject()).Select(m => m.Key).Distinct()];
        return TableOf(name, columns, objects.Select(o => columns.Select(c => o![c])));
    }

    private static ResultTable TableOf(string name, IReadOnlyList<string> columns, IEnumerable<IEnumerable<JsonNode?>> rows)
    {
        var table = new ResultTable(name, columns);
        foreach (var row in rows)
            table.Add([.. row.Select(CellOf)]);
        return table;
    }

    private static object? CellOf(JsonNode? cell) => cell?.GetValueKind() switch
    {
        null or JsonValueKind.Null => null,
        JsonValueKind.Number => double.Parse(cell.ToJsonString(), CultureInfo.InvariantCulture),
        JsonValueKind.True => 1.0,
        JsonValueKind.False => 0.0,
        JsonValueKind.String => (string)cell!,
        _ => cell.ToJsonString(),
    };
}
