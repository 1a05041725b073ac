using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using CircuitSim.Cli.Commands;
using CircuitSim.Experiments.Studies;
using CircuitSim.Numerics;

namespace CircuitSim.Cli;

/// <summary>The commands of circuitsim, and the one place that turns faults into exit codes.</summary>
internal static class CommandLine
{
    private const string Name = "circuitsim";

    private const string ExitCodes = """
        Exit codes: 0 ok, 1 a claim or criterion failed, 2 usage or bad input, 3 numerical failure or another
        simulator's failure, 4 a file cannot be read or written, 130 interrupted.
        """;

    /// <summary>In the order of the help.</summary>
    private static readonly string[] Names = ["validate", "infer", "sweep", "budget", "convert", "array", "program", "device", "lut", "run", "examples", "data", "engines"];

    /// <param name="args">If they begin with a command, only that one is built: building all takes longer than a short run.</param>
    public static Command Build(Terminal terminal, IReadOnlyList<string> args)
    {
        // Not the library's own root, which is called like the file that runs.
        var root = new Command(Name, $"CircuitSim: does the circuit do what the network model says? Neural networks on ReRAM crossbars, as circuits.\n\n{ExitCodes}")
        {
            new HelpOption(),
            new VersionOption(),
        };
        if (args.Count > 0 && Create(args[0], terminal) is { } command)
        {
            root.Add(command);
            return root;
        }

        foreach (var name in Names)
            root.Add(Create(name, terminal)!);
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
        "examples" => ExamplesCommand.Create(terminal),
        "data" => DataCommand.Create(terminal),
        "engines" => EnginesCommand.Create(terminal),
        _ => null,
    };

    /// <summary>Runs the command that the arguments ask for, and waits for it; returns the exit code.</summary>
    public static int Run(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var parsed = Build(terminal, args).Parse(args);
        if (FaultOf(parsed) is { } fault)
        {
            terminal.Fault(fault);
            terminal.Remark("Add --help for usage.");
            return ExitCode.Usage;
        }

        try
        {
            // Waits here instead of being asynchronous up to Main: the state machine of every level would be compiled at
            // each start, which is felt in a run of a tenth of a second.
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            if (terminal.Pipe is { } pipe)
                configuration.Output = pipe;
            return parsed.InvokeAsync(configuration, cancellationToken).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            terminal.Fault("interrupted; no result was written.");
            return ExitCode.Interrupted;
        }
        catch (CircuitSimException e)
        {
            terminal.Fault(Sentence(e, parsed));
            return ExitCode.Of(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Files have faults of their own, with their paths: this is the console, closed or full.
            terminal.Fault($"the output cannot be written: {(e.InnerException ?? e).Message}");
            return ExitCode.InputOutput;
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.OfType<CircuitSimException>().FirstOrDefault() is { } inner)
        {
            terminal.Fault(Sentence(inner, parsed));
            return ExitCode.Of(inner);
        }
    }

    private static string Sentence(CircuitSimException fault, ParseResult parsed) =>
        fault is InvalidParameterException parameter ? OptionWords.Explain(parameter, parsed.CommandResult.Command) : fault.Message;

    /// <summary>What is wrong with what was typed; null if nothing is.</summary>
    private static string? FaultOf(ParseResult parsed)
    {
        var group = parsed.CommandResult.Command;
        if (group != parsed.RootCommandResult.Command && group.Subcommands.Count > 0 && parsed.UnmatchedTokens.FirstOrDefault(t => !t.StartsWith('-')) is { } word)
            return $"{group.Name} has no '{word}'; there are: {string.Join(", ", group.Subcommands.Select(c => c.Name))}.";

        // An option that does not exist is no error of its own to the parser: it becomes an argument, or is left over with its value.
        var stray = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value)
            .Concat(parsed.UnmatchedTokens).FirstOrDefault(t => t.Length > 1 && t[0] == '-' && !SiText.TryParse(t, out _));
        // Behind -- everything is an argument, by the user's own word.
        if (stray is not null && parsed.Tokens.All(t => t.Type != TokenType.DoubleDash))
        {
            var names = new Stack<string>();
            for (var at = parsed.CommandResult; at != parsed.RootCommandResult; at = (CommandResult)at.Parent!)
                names.Push(at.Command.Name);
            return names.Count > 0 ? $"{string.Join(' ', names)} has no option '{stray}'." : $"there is no option '{stray}'.";
        }

        // The parser adds general remarks in front; the last error names what was typed.
        return parsed.Errors.Count > 0 ? parsed.Errors[^1].Message : null;
    }
}
