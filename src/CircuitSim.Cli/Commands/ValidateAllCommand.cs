using System.CommandLine;
using System.Diagnostics;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Options;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim validate all</c>: every published network and what IR drop costs two of them, and one table of what was claimed and what was found.</summary>
internal static class ValidateAllCommand
{
    private const string Name = "validate-all";

    public static Command Create(IReadOnlyList<Study> studies, Terminal terminal)
    {
        var command = new Command("all", """
            Run all of them, one after the other, and print one table: claim, paper, what was found, bound, verdict.

            A study whose images are not there says how to get them and stops no other; an interrupt keeps what is done. Beside the folders of the studies lie claims.csv, claims.md and report.html.

            Examples:
              circuitsim validate all --size reduced
              circuitsim validate all --jobs 2 --out results/full
            """);
        var (size, readSize) = DeclaredOptions.Of(SizeOption.Instance);
        var (seed, jobs, output) = (CommonOptions.SeedOfAll(), CommonOptions.Jobs(), CommonOptions.Out($"results/{Name}"));
        command.AddAll(size, seed, jobs, output);
        command.SetAction((parsed, cancellationToken) =>
        {
            var values = readSize(parsed, new StudyValues()).With(IntegerOption.Jobs, parsed.GetValue(jobs)).With(DataFolderOption.Instance, DataFolder.Root);
            return RunAsync(studies, values, parsed.GetValue(seed), (path, study) => SharedOptions.Folder(terminal, parsed, path, study)!, parsed.GetValue(output)!, terminal, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<Study> studies, StudyValues values, ulong? seed, Func<string, string, ResultFolder> prepare, string output, Terminal terminal, CancellationToken cancellationToken)
    {
        using var folder = prepare(output, Name);
        var outcomes = new List<StudyOutcome>();
        var code = ExitCode.Ok;
        foreach (var study in studies)
        {
            var start = Stopwatch.GetTimestamp();
            var (result, fault) = ((StudyResult?)null, (string?)null);
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                terminal.Remark($"\n{study.Name}");
                var given = study.Options.OfType<SeedOption>().Aggregate(values, (v, option) => seed is { } n ? v.With(option, n) : v);
                var simulators = study.Simulators is { } use ? Simulators.Select(use.Standard, null) : [];
                (result, _) = await StudyCommand.SolveAsync(study, given, simulators, path => prepare(path, study.Name), Path.Combine(output, study.Name), terminal, cancellationToken).ConfigureAwait(false);
                code = Math.Max(code, result.Holds ? ExitCode.Ok : ExitCode.CriterionFailed);
            }
            catch (CircuitSimException e)
            {
                // Images that are not there, or a circuit that does not settle, keep no other study from running.
                fault = e.Message;
                terminal.Fault($"{study.Name}: {fault}");
                code = Math.Max(code, ExitCode.Of(e));
            }
            catch (OperationCanceledException) when (outcomes.Any(o => o.Result is not null))
            {
                fault = "interrupted.";
                code = ExitCode.Interrupted;
            }

            outcomes.Add(new StudyOutcome(study, result, fault, Stopwatch.GetElapsedTime(start).TotalSeconds));
        }

        var summary = new StudySummary(Name, $"circuitsim validate all --size {SizeOption.Instance.WrittenOf(values.Get(SizeOption.Instance))}", values, seed, outcomes);
        summary.Write(folder);
        var path = folder.Commit();
        terminal.Write(summary.Claims);
        terminal.WriteParagraph(summary.Sentence);
        terminal.Written("Report", Path.Combine(path, "report.html"));
        if (code == ExitCode.Interrupted)
            terminal.Fault("interrupted; what was done before is kept.");
        return code;
    }
}
