using System.CommandLine;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Documents;
using CircuitSim.Experiments.Options;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Cli.Commands;

/// <summary>The command of any <see cref="Study"/>: its options, one run, its files, what it says.</summary>
internal static class StudyCommand
{
    public static Command Create(Study study, Terminal terminal)
    {
        var command = new Command(study.Word, study.Description);
        var output = CommonOptions.Out($"results/{study.Name}");
        var options = new DeclaredOptions(command, study.Options);
        var engine = study.Simulators is { } use ? CommonOptions.Engine(use.Standard, use.Description) : null;
        var ngspice = CommonOptions.Ngspice();
        var printed = new Option<bool>("--print-yaml") { Description = "Print the study, as given here, as a YAML file to start from, and run nothing." };
        var resume = new Option<bool>("--resume") { Description = "Go on where an interrupted run with the same options and --out stopped." };
        command.AddAll(engine is null ? [output, printed] : [engine, ngspice, output, printed]);
        if (study.CanResume)
            command.Options.Add(resume);
        command.SetAction((parsed, cancellationToken) =>
            parsed.GetValue(printed) ? Print(study, options.Read(parsed), terminal)
            : RunAsync(study, options.Read(parsed), engine is null ? [] : Cli.Simulators.Select(parsed.GetValue(engine)!, parsed.GetValue(ngspice)),
                path => SharedOptions.Folder(terminal, parsed, path, study.Name)!, parsed.GetValue(output)!, terminal, cancellationToken, study.CanResume && parsed.GetValue(resume)));
        return command;
    }

    private static Task<int> Print(Study study, StudyValues values, Terminal terminal)
    {
        terminal.Write(StudyText.Of(study, values));
        return Task.FromResult(ExitCode.Ok);
    }

    /// <summary>One run, its folder, and what it says.</summary>
    /// <param name="prepare">Its folder, from a path.</param>
    internal static async Task<int> RunAsync(
        Study study, StudyValues values, IReadOnlyList<ICircuitSimulator> simulators, Func<string, ResultFolder> prepare, string output, Terminal terminal, CancellationToken cancellationToken, bool resumes = false)
    {
        var (result, path) = await SolveAsync(study, values, simulators, prepare, output, terminal, cancellationToken, resumes).ConfigureAwait(false);
        Render(result, terminal);
        terminal.Written("Report", Path.Combine(path, "report.html"));
        return result.Holds ? ExitCode.Ok : ExitCode.CriterionFailed;
    }

    /// <summary>One run and its folder.</summary>
    internal static async Task<(StudyResult Result, string Folder)> SolveAsync(
        Study study, StudyValues values, IReadOnlyList<ICircuitSimulator> simulators, Func<string, ResultFolder> prepare, string output, Terminal terminal, CancellationToken cancellationToken, bool resumes = false)
    {
        var checkpoint = study.CanResume && output.Length > 0 ? Path.Combine(output, "checkpoint.npz") : null;
        var run = new StudyRun(values, new TerminalProgress(terminal), simulators, cancellationToken) { Checkpoint = checkpoint, Resumes = resumes };
        study.Check(run);
        using var folder = prepare(output);
        StudyResult result;
        try
        {
            result = await Task.Run(() => study.Run(run), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (File.Exists(checkpoint))
        {
            terminal.Remark($"What is finished is kept in {checkpoint}; the same line with --resume goes on from there.");
            throw;
        }

        StudyFiles.Write(study, values, result, folder);
        cancellationToken.ThrowIfCancellationRequested();
        var path = folder.Commit();
        if (checkpoint is not null)
            File.Delete(checkpoint);
        return (result, path);
    }

    private static void Render(StudyResult result, Terminal terminal)
    {
        foreach (var line in result.Opening.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            terminal.WriteParagraph(line);
        foreach (var table in result.Shown)
            terminal.Write(table);
        // Ten words a row need 180 columns; the report has them all.
        if (result.Claims.Count > 0 && terminal.Width >= 190)
            terminal.Write(Claim.Header, result.Claims.Select(c => c.Row));
        else if (result.Claims.Count > 0)
            terminal.Write(["claim", "value", "bound", "verdict"], result.Claims.Select(c => (IReadOnlyList<string>)[c.Id, .. c.Findings]));
        foreach (var (_, prefix, lines) in result.Remarks.Where(r => r.Prefix is not null))
        {
            foreach (var line in lines)
                terminal.WriteParagraph($"{prefix}{line}");
        }
    }
}
