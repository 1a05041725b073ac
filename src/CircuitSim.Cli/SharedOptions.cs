using System.CommandLine;
using CircuitSim.Cli.Commands;
using CircuitSim.Experiments;

namespace CircuitSim.Cli;

/// <summary>The options that every command has, and what they do, in one place.</summary>
internal sealed class SharedOptions
{
    private const string OutName = "--out";

    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON object in place of text: the result as in result.json, or the fault. Progress and notes go to standard error." };

    public Option<bool> Quiet { get; } = new("--quiet") { Description = "No progress and no notes: results and faults only." };

    public Option<bool> Force { get; } = new("--force") { Description = "Replace a result of other options, or a file with other content, at the place of --out." };

    public Option<string?> Config { get; } = new("--config") { Description = "A YAML file of options for this command, such as rows: 128; what is typed here goes before it.", HelpName = "file.yaml" };

    /// <summary>Adds them to every command that does something.</summary>
    public void AddTo(Command command)
    {
        foreach (var child in command.Subcommands)
            AddTo(child);
        if (command.Action is null)
            return;
        command.AddAll(Config, Json, Quiet);
        if (command.Options.Any(o => o.Name == OutName))
            command.Options.Add(Force);
    }

    /// <summary>The folder of a command's results; null where neither a path was given nor anyone asks for the result.json.</summary>
    /// <param name="study">As in the result.json.</param>
    /// <param name="remark">What else the result depends on, behind the command's line.</param>
    /// <exception cref="DataFileException">It cannot be written.</exception>
    /// <exception cref="InvalidParameterException">It holds another result.</exception>
    public static ResultFolder? Folder(Terminal terminal, ParseResult parsed, string? path, string study, string remark = "")
    {
        var line = CommandText.Of(parsed) + remark;
        if (path is null && terminal.Answer is null)
            return null;
        if (path is not null && !IsForced(parsed) && ResultFolder.ResultIn(path) is { } found && (found.Study ?? study) == study && found.Command != line)
        {
            throw InvalidParameterException.Because(OutName,
                $"{path} holds a result of other options{(found.Command is { } other ? $" ({other})" : "")}; add --force to replace it, or name another folder with {OutName}.");
        }

        var folder = path is null ? ResultFolder.Nowhere(line) : ResultFolder.Prepare(path, study, line);
        if (!IsForced(parsed))
            folder.Kept = terminal.Note;
        terminal.Answer?.Follow(folder);
        return folder;
    }

    /// <summary>For a command whose result is one file: refuses to replace one with other content, unless that is wanted.</summary>
    public static Action? RefusalOf(ParseResult parsed, string path) => IsForced(parsed) ? null
        : () => throw InvalidParameterException.Because(OutName, $"{path} is there already, with other content; add --force to replace it, or name another file.");

    public static bool IsForced(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Name == "--force") is Option<bool> force && parsed.GetValue(force);
}
