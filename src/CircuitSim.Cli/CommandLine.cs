using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using CircuitSim.Cli.Commands;
using CircuitSim.Experiments.Studies;
using CircuitSim.Netlists;
using CircuitSim.Numerics;

namespace CircuitSim.Cli;

/// <summary>The commands of circuitsim, and the one place that turns faults into exit codes.</summary>
internal static class CommandLine
{
    public const string Name = "circuitsim";

    private const string ExitCodes = """
        Exit codes: 0 ok, 1 a claim or criterion failed, 2 usage or bad input, 3 numerical failure or another
        simulator's failure, 4 a file cannot be read or written, 130 interrupted.
        """;

    /// <summary>In the order of the help.</summary>
    private static readonly string[] Names = ["validate", "infer", "sweep", "budget", "convert", "array", "program", "device", "lut", "run", "campaign", "examples", "data", "engines", "completion"];

    /// <param name="args">If they begin with a command, only that one is built: building all takes longer than a short run.</param>
    public static Command Build(Terminal terminal, IReadOnlyList<string> args) => Build(terminal, args, new SharedOptions());

    private static Command Build(Terminal terminal, IReadOnlyList<string> args, SharedOptions options)
    {
        // Not the library's own root, which is called like the file that runs.
        var root = new Command(Name, $"CircuitSim: does the circuit do what the network model says? Neural networks on ReRAM crossbars, as circuits.\n\n{ExitCodes}")
        {
            new HelpOption(),
            new VersionOption(),
        };
        var only = args.Count > 0 ? Create(args[0], terminal) : null;
        foreach (var command in only is not null ? [only] : Names.Select(name => Create(name, terminal)!))
            root.Add(command);
        options.AddTo(root);
        return root;
    }

    /// <summary>A command by its name; null if there is none.</summary>
    private static Command? Create(string name, Terminal terminal) => name switch
    {
        "validate" => ValidateCommand.Create(terminal),
        "infer" => StudyCommand.Create(StudyTable.Inference, terminal),
        "sweep" => SweepCommand.Create(terminal),
        "budget" => BudgetCommand.Create(terminal),
        "convert" => ConvertCommand.Create(terminal),
        "array" => ArrayCommand.Create(terminal),
        "program" => ProgramCommand.Create(terminal),
        "device" => DeviceCommand.Create(terminal),
        "lut" => LutCommand.Create(terminal),
        "run" => RunCommand.Create(terminal),
        "campaign" => CampaignCommand.Create(terminal),
        "examples" => ExamplesCommand.Create(terminal),
        "data" => DataCommand.Create(terminal),
        "engines" => EnginesCommand.Create(terminal),
        "completion" => CompletionCommand.Create(terminal),
        _ => null,
    };

    /// <summary>Runs the command that the arguments ask for, and waits for it; returns the exit code.</summary>
    public static int Run(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        // As other programs have it, too.
        if (args is ["help", .. var command])
            args = [.. command, "--help"];
        var options = new SharedOptions();
        var root = Build(terminal, args, options);
        var parsed = root.Parse(args);
        // As typed, so that a line with a fault is answered as it asks.
        string[] typed = [.. args.TakeWhile(a => a != "--")];
        terminal.IsQuiet = typed.Contains(options.Quiet.Name);
        terminal.Answer = typed.Contains(options.Json.Name) ? new Answer(CommandText.NameOf(parsed.CommandResult)) : null;
        string? fault = null;
        int code;
        try
        {
            if (FaultOf(parsed) is null && parsed.GetResult(options.Config) is not null && parsed.GetValue(options.Config) is { } file)
            {
                parsed = root.Parse(ConfigFile.Extend(args, file, parsed));
                terminal.IsQuiet |= parsed.GetValue(options.Quiet);
                if (parsed.GetValue(options.Json))
                    terminal.Answer ??= new Answer(CommandText.NameOf(parsed.CommandResult));
            }

            fault = FaultOf(parsed);
            code = fault is null ? Invoke(parsed, terminal, cancellationToken) : ExitCode.Usage;
            if (fault is null && terminal.Answer is { } answer)
                terminal.Results.Write(answer.ToText(CommandText.Of(parsed)));
        }
        catch (OperationCanceledException)
        {
            (fault, code) = ("interrupted; no result was written.", ExitCode.Interrupted);
        }
        catch (CircuitSimException e)
        {
            (fault, code) = (Sentence(e, parsed), ExitCode.Of(e));
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.OfType<CircuitSimException>().FirstOrDefault() is { } inner)
        {
            (fault, code) = (Sentence(inner, parsed), ExitCode.Of(inner));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Files have faults of their own, with their paths: this is the console, closed or full.
            terminal.Fault($"the output cannot be written: {(e.InnerException ?? e).Message}");
            return ExitCode.InputOutput;
        }

        if (fault is null)
            return code;
        terminal.Fault(fault);
        if (FaultOf(parsed) is not null)
            terminal.Remark("Add --help for usage.");
        if (terminal.Answer is not null)
            terminal.Results.Write(Answer.OfFault(fault, code));
        return code;
    }

    internal static int Invoke(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        // The help of a group names what is in it; the examples of each are in its own.
        foreach (var child in parsed.CommandResult.Command.Subcommands)
            child.Description = child.Description?.Split("\n\n")[0];
        // Waits here instead of being asynchronous up to Main: the state machine of every level would be compiled at
        // each start, which is felt in a run of a tenth of a second.
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = terminal.Results };
        return parsed.InvokeAsync(configuration, cancellationToken).GetAwaiter().GetResult();
    }

    internal static string Sentence(CircuitSimException fault, ParseResult parsed) =>
        fault is InvalidParameterException parameter ? OptionWords.Explain(parameter, parsed.CommandResult.Command) : fault.Message;

    /// <summary>What is wrong with what was typed; null if nothing is.</summary>
    internal static string? FaultOf(ParseResult parsed)
    {
        var group = parsed.CommandResult.Command;
        var name = CommandText.NameOf(parsed.CommandResult);
        if (group.Subcommands.Count > 0 && parsed.UnmatchedTokens.FirstOrDefault(t => !t.StartsWith('-')) is { } word)
        {
            string[] known = [.. group.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)];
            return name.Length > 0 ? $"{name} has no '{word}'; {NameSuggestion.Nearest(word, known)}" : $"there is no command '{word}'; {NameSuggestion.Nearest(word, known)}";
        }

        // An option that does not exist is no error of its own to the parser: it becomes an argument, or is left over with its value.
        var stray = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value)
            .Concat(parsed.UnmatchedTokens).FirstOrDefault(t => t.Length > 1 && t[0] == '-' && !SiText.TryParseTyped(t, out _));
        // Behind -- everything is an argument, by the user's own word.
        if (stray is not null && parsed.Tokens.All(t => t.Type != TokenType.DoubleDash))
        {
            stray = stray.Split('=')[0];
            var near = stray.StartsWith("--", StringComparison.Ordinal) ? NameSuggestion.Near(stray[2..], [.. group.Options.Where(o => !o.Hidden).Select(o => o.Name.TrimStart('-'))]) : null;
            return $"{(name.Length > 0 ? $"{name} has no option" : "there is no option")} '{stray}'{(near is null ? "." : $"; did you mean --{near}?")}";
        }

        if (parsed.Errors.Count > 0 && group.Action is null && group.Subcommands.Count > 0)
            return $"{(name.Length > 0 ? $"{name} what? There" : "there is no command; there")} are: {string.Join(", ", group.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}.";
        if (parsed.Errors.Count > 0 && group.Arguments.FirstOrDefault(a => a.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(a) is null or { Tokens.Count: 0 }) is { } missing)
            return $"{name} needs <{missing.Name}>: {missing.Description}";
        if (parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(o => o is { Implicit: false, Tokens.Count: 0 } && o.Option.Arity.MinimumNumberOfValues > 0) is { } empty)
            return $"{empty.Option.Name} needs a value: {empty.Option.Description}";

        // The parser adds general remarks in front; the last error names what was typed.
        return parsed.Errors.Count > 0 ? parsed.Errors[^1].Message : null;
    }
}
