using System.CommandLine;
using CircuitSim.Cli.Commands;

namespace CircuitSim.Cli;

/// <summary>The commands of circuitsim, and the one place that turns faults into exit codes.</summary>
internal static class CommandLine
{
    private const string ExitCodes = """
        Exit codes: 0 ok, 1 a claim or criterion failed, 2 usage or bad input, 3 numerical failure or another
        simulator's failure, 4 a file cannot be read or written, 130 interrupted.
        """;

    public static RootCommand Build(Terminal terminal) =>
        new($"CircuitSim: does the circuit do what the network model says? Neural networks on ReRAM crossbars, as circuits.\n\n{ExitCodes}")
        {
            ValidateCommand.Create(terminal),
            SweepCommand.Create(terminal),
            ArrayCommand.Create(terminal),
            ProgramCommand.Create(terminal),
            RunCommand.Create(terminal),
            DataCommand.Create(terminal),
            EnginesCommand.Create(terminal),
        };

    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var parsed = Build(terminal).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            // The parser adds general remarks in front; the last error names what was typed.
            terminal.Fault(parsed.Errors[^1].Message);
            terminal.Diagnostics.Write(new Spectre.Console.Text("Add --help for usage.\n"));
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) },
                cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            terminal.Fault("interrupted; no result was written.");
            return ExitCode.Interrupted;
        }
        catch (CircuitSimException e)
        {
            terminal.Fault(e.Message);
            return Code(e);
        }
        catch (IOException e)
        {
            terminal.Fault(e.Message);
            return ExitCode.InputOutput;
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.OfType<CircuitSimException>().FirstOrDefault() is { } inner)
        {
            terminal.Fault(inner.Message);
            return Code(inner);
        }
    }

    private static int Code(CircuitSimException e) => e switch
    {
        InvalidParameterException or Netlists.NetlistException => ExitCode.Usage,
        DataFileException => ExitCode.InputOutput,
        ExternalSimulatorException { Fault: ExternalSimulatorFault.Missing } => ExitCode.InputOutput,
        _ => ExitCode.NumericalFailure,
    };
}
