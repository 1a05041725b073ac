using System.CommandLine;
using CircuitSim.Experiments.Programming;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim program</c>: writes conductances into an array.</summary>
internal static class ProgramCommand
{
    private const string Description = """
        Write target conductances into an array of running memristors, every wire in place, and report what came of it:
        achieved conductances, pulses, energy, time, what other cells suffered, and which cells failed for which reason.
        A target is what a read finds: current over voltage, wires and transistor included. Positive voltage from word to
        bit line resets, negative sets. Every finished row (or cell) is kept; after Ctrl-C the same line with --resume
        goes on and ends at the same bits. A run that reports cells it could not write is no failure; with --require one
        that writes fewer than that is, with exit code 1.

        Examples:
          circuitsim program --rows 4 --columns 4 --variability 0.05
          circuitsim program --cell 1r --scheme v3 --rows 4 --columns 4 --out results/passive
          circuitsim program --target examples/target.csv --order cell --passes 3 --tolerance 0.01 --seed 7 --require 0.99
          circuitsim program --rows 3 --columns 3 --ladder width --no-verify
          circuitsim program --rows 2 --columns 2 --engine all
        """;

    public static Command Create(Terminal terminal)
    {
        var command = new Command("program", Description);
        var options = new DeclaredOptions(command, ProgramOptions.All);
        var engine = CommonOptions.Engine(ICircuitSimulator.BuiltIn, "Another engine runs one write of a small array as a reference");
        var ngspice = CommonOptions.Ngspice();
        var output = CommonOptions.Out("results/program");
        var resume = new Option<bool>("--resume") { Description = "Go on where an interrupted run with the same options and --out stopped." }.OnlyWith(engine, ICircuitSimulator.BuiltIn);
        var required = CommonOptions.OptionalQuantity("--require", "Part of the cells that must end within the tolerance; exit code 1 if fewer do. Default: none", "1").OnlyWith(engine, ICircuitSimulator.BuiltIn);
        command.AddAll(engine, ngspice, output, resume, required);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(required) is { } part and not (> 0 and <= 1))
                throw InvalidParameterException.OutOfRange("--require", part, "", "above 0 and at most 1");
            var program = ProgramCase.Load(options.Read(parsed));
            if (parsed.GetValue(engine) is { } choice and not ICircuitSimulator.BuiltIn)
            {
                var simulators = Simulators.SelectAvailable(choice, parsed.GetValue(ngspice), terminal);
                var rowsOfTable = await Task.Run(() =>
                {
                    var reference = new ProgramReference(program, cancellationToken);
                    return simulators.Select(s => reference.Compare(s, cancellationToken)).ToList();
                }, cancellationToken).ConfigureAwait(false);
                terminal.WriteParagraph("One write without verify, as one transient of each engine, against the co-simulation:");
                terminal.Write(ProgramReference.Header, rowsOfTable);
                return ExitCode.Ok;
            }

            using var folder = SharedOptions.Folder(terminal, parsed, parsed.GetValue(output)!, ProgramFiles.Study)!;
            var checkpoint = Path.Combine(folder.FullPath, ProgramCheckpoint.FileName);
            var run = new ProgramRun(program, new TerminalProgress(terminal));
            ProgramResult result;
            try
            {
                result = await Task.Run(() => run.Execute(checkpoint, parsed.GetValue(resume), cancellationToken), cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (File.Exists(checkpoint))
            {
                terminal.Remark($"What is finished is kept in {checkpoint}; the same line with --resume goes on from there.");
                throw;
            }

            ProgramFiles.Write(result, folder);
            cancellationToken.ThrowIfCancellationRequested();
            var path = folder.Commit();
            File.Delete(checkpoint);
            terminal.Write(ProgramSummary.Quantities(result));
            if (ProgramSummary.Failures(result) is { Rows.Count: > 0 } failures)
                terminal.Write(failures);
            terminal.Written("Report", Path.Combine(path, "report.html"));
            if (parsed.GetValue(required) is not { } least || result.Outcome.Yield >= least)
                return ExitCode.Ok;
            terminal.WriteParagraph(FormattableString.Invariant($"Missed: {100 * result.Outcome.Yield:0.##} % of the cells are within the tolerance, {100 * least:0.##} % are required."));
            return ExitCode.CriterionFailed;
        });
        return command;
    }
}
