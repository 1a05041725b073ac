using System.CommandLine;
using CircuitSim.Experiments;
using Spectre.Console;

namespace CircuitSim.Cli.Commands;

/// <summary>The command of any <see cref="Study"/>: its options, one run, its files, what it says.</summary>
internal static class StudyCommand
{
    public static Command Create(Study study, Terminal terminal)
    {
        var command = new Command(study.Name, study.Description);
        AddTo(command, study, terminal);
        return command;
    }

    /// <param name="check">What the command asks before the study does.</param>
    public static void AddTo(Command command, Study study, Terminal terminal, Action<ParseResult>? check = null)
    {
        var output = CommonOptions.Out($"results/{study.Name}");
        var options = new DeclaredOptions(command, study.Options);
        var engine = study.Simulators is { } use ? CommonOptions.Engine(use.Standard, use.Description) : null;
        var ngspice = CommonOptions.Ngspice();
        if (engine is not null)
        {
            command.Options.Add(engine);
            command.Options.Add(ngspice);
        }

        command.Options.Add(output);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            check?.Invoke(parsed);
            var values = options.Read(parsed);
            var simulators = engine is null ? [] : Cli.Simulators.Select(parsed.GetValue(engine)!, parsed.GetValue(ngspice));
            var run = new StudyRun(values, new TerminalProgress(terminal), simulators, cancellationToken);
            study.Check(run);
            using var folder = ResultFolder.Prepare(parsed.GetValue(output)!, study.Name);
            var result = await Task.Run(() => study.Run(run), cancellationToken).ConfigureAwait(false);
            StudyFiles.Write(study, values, result, folder);
            cancellationToken.ThrowIfCancellationRequested();
            var path = folder.Commit();
            Render(result, terminal);
            terminal.Results.Write(new Text($"Report: {Path.Combine(path, "report.html")}\n"));
            return result.Holds ? ExitCode.Ok : ExitCode.CriterionFailed;
        });
    }

    private static void Render(StudyResult result, Terminal terminal)
    {
        if (result.Opening.Length > 0)
            terminal.Results.Write(new Text(result.Opening));
        foreach (var table in result.Shown)
            TableText.Write(terminal, table.Header, table.Rows);
        // Ten words a row need 180 columns; the report has them all.
        if (result.Claims.Count > 0 && terminal.Results.Profile.Width >= 190)
            TableText.Write(terminal, Claim.Header, result.Claims.Select(c => c.Row));
        else if (result.Claims.Count > 0)
            TableText.Write(terminal, ["claim", "value", "bound", "verdict"], result.Claims.Select(c => (IReadOnlyList<string>)[c.Id, .. c.Findings]));
        foreach (var (_, prefix, lines) in result.Remarks)
        {
            foreach (var line in lines)
                terminal.Results.Write(new Text($"{prefix}{line}\n"));
        }
    }
}
