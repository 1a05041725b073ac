using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Campaigns;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using Spectre.Console;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim campaign</c>: thousands of runs of a study, on this machine or on a cluster.</summary>
internal static class CampaignCommand
{
    private const string RunDescription = """
        Run every point of a campaign in worker processes of this machine, and put all of them into one table. Whatever stops it, even a kill, costs the points under way alone: the same line goes on. A point that crashes, hangs or takes too much memory is a row that says so; exit code 1 if there are any.

        Examples:
          circuitsim campaign run studies/campaigns/array-reads.yaml --jobs 2
          circuitsim campaign run my-campaign.yaml --out results/mine
        """;

    /// <summary>What a campaign file can name: every study behind the command that runs it, and commands that are none.</summary>
    private static IReadOnlyList<CampaignSubject> Subjects { get; } =
    [
        .. StudyTable.Validations.Select(s => new CampaignSubject($"validate {s.Word}", s)),
        .. StudyTable.Sweeps.Select(s => new CampaignSubject($"sweep {s.Word}", s)),
        .. StudyTable.Budgets.Select(s => new CampaignSubject($"budget {s.Word}", s)),
        .. StudyTable.Conversions.Select(s => new CampaignSubject($"convert {s.Word}", s)),
        new CampaignSubject(StudyTable.Inference.Word, StudyTable.Inference),
        new CampaignSubject("array solve", new ArrayPoint()),
        new CampaignSubject("program", new ProgramPoint()),
    ];

    private static StudyValues Standing => new StudyValues().With(DataFolderOption.Instance, DataFolder.Root);

    public static Command Create(Terminal terminal) =>
        new("campaign", "Run a study at thousands of points: a grid or a random design over its options, on this machine or on a cluster.")
        {
            CreateRun(terminal),
            CreatePlan(terminal),
            CreateStatus(terminal),
            CreateRetry(terminal),
            CreateMerge(terminal),
            CreateWork(),
        };

    private static Command CreateRun(Terminal terminal)
    {
        var command = new Command("run", RunDescription);
        var (file, jobs, output) = (FileArgument(), Jobs(), CommonOptions.OutOf("results/ and the name of the file"));
        command.Arguments.Add(file);
        command.AddAll(jobs, output);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Execute(Begin(parsed.GetValue(file)!, parsed.GetValue(output)), parsed.GetValue(jobs), terminal, cancellationToken), cancellationToken));
        return command;
    }

    private static Command CreatePlan(Terminal terminal)
    {
        var command = new Command("plan", """
            Say how many points a campaign has and what its first ones are; with --try run the first one and list the figures, claims and tables that can be collected.

            Example:
              circuitsim campaign plan studies/campaigns/array-reads.yaml --try
            """);
        var file = FileArgument();
        var tries = new Option<bool>("--try") { Description = "Run the first point." };
        command.Arguments.Add(file);
        command.Options.Add(tries);
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            var campaign = CampaignFile.Read(parsed.GetValue(file)!, Subjects, Standing);
            campaign.Check();
            terminal.WriteLine($"{campaign.Points.ToString(CultureInfo.InvariantCulture)} points; the first ones:");
            for (var index = 0L; index < Math.Min(5, campaign.Points); index++)
                terminal.WriteLine($"  {campaign.CommandOf(index)}");
            if (!parsed.GetValue(tries))
                return ExitCode.Ok;
            var result = campaign.Subject.Study.Run(new StudyRun(campaign.ValuesOf(0), new TerminalProgress(terminal), cancellationToken: cancellationToken));
            terminal.WriteLine($"figures: {string.Join(", ", result.Figures.Select(f => f.Key))}");
            terminal.WriteLine($"claims: {string.Join(", ", result.Claims.Select(c => c.Id))}");
            foreach (var table in result.Tables)
                terminal.WriteLine($"table {table.Name}, {table.Rows.Count.ToString(CultureInfo.InvariantCulture)} rows: {string.Join(", ", table.Columns)}");
            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static Command CreateStatus(Terminal terminal)
    {
        var command = new Command("status", """
            Say how many points of a campaign are done, which failed and why, and which are missing. Exit code 1 if any failed.

            Example:
              circuitsim campaign status results/array-reads
            """);
        var folder = FolderArgument();
        command.Arguments.Add(folder);
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            var campaign = Open(parsed.GetValue(folder)!);
            var status = CampaignStatus.Of(campaign);
            Tell(campaign, status, terminal);
            return status.Failed > 0 ? ExitCode.CriterionFailed : ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static Command CreateRetry(Terminal terminal)
    {
        var command = new Command("retry", """
            Run the points of a campaign again that failed, and those that are missing.

            Example:
              circuitsim campaign retry results/array-reads --jobs 2
            """);
        var (folder, jobs) = (FolderArgument(), Jobs());
        command.Arguments.Add(folder);
        command.Options.Add(jobs);
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            var campaign = Open(parsed.GetValue(folder)!);
            campaign.Reopen();
            return Execute(campaign, parsed.GetValue(jobs), terminal, cancellationToken);
        }, cancellationToken));
        return command;
    }

    private static Command CreateMerge(Terminal terminal)
    {
        var command = new Command("merge", """
            Put all points of a campaign into one table, those of folders from other machines, too. If points are missing, say which, write nothing, and end with exit code 3.

            Examples:
              circuitsim campaign merge results/array-reads
              circuitsim campaign merge results/array-reads --from copied/node1 --from copied/node2
            """);
        var folder = FolderArgument();
        var from = new Option<string[]>("--from") { Description = "A folder of the same campaign, whose shards are taken.", HelpName = "folder" };
        command.Arguments.Add(folder);
        command.Options.Add(from);
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            var campaign = Open(parsed.GetValue(folder)!);
            foreach (var other in parsed.GetValue(from) ?? [])
                campaign.Collect(other);
            return Merge(campaign, terminal);
        }, cancellationToken));
        return command;
    }

    /// <summary>The worker: hidden, because a pool starts it.</summary>
    private static Command CreateWork()
    {
        var command = new Command("work", "A worker of a campaign.") { Hidden = true };
        var folder = FolderArgument();
        command.Arguments.Add(folder);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // Nothing that a point prints may come between the rows.
            using var answers = new StreamWriter(Console.OpenStandardOutput());
            Console.SetOut(TextWriter.Null);
            var ranges = new BlockingCollection<string>();
            new Thread(() =>
            {
                while (Console.In.ReadLine() is { } line)
                    ranges.Add(line, CancellationToken.None);
                // The pool is gone, and with it whoever wants the point under way.
                Environment.Exit(ExitCode.Interrupted);
            })
            { IsBackground = true }.Start();
            var worker = new CampaignWorker(Open(parsed.GetValue(folder)!).Campaign);
            await Task.Run(() => worker.Serve(ranges.GetConsumingEnumerable(cancellationToken), answers, cancellationToken), cancellationToken).ConfigureAwait(false);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>All shards that are not done, and the table.</summary>
    private static int Execute(CampaignFolder campaign, int jobs, Terminal terminal, CancellationToken cancellationToken)
    {
        InvalidParameterException.RequireAtLeast(jobs, 1, "jobs");
        var clock = Stopwatch.StartNew();
        var shown = 0L;
        void Show(CampaignTally tally)
        {
            // Ten times a second is as much as anyone reads.
            if (!terminal.IsWatched || (clock.ElapsedMilliseconds < shown + 100 && tally.Done < tally.Points))
                return;
            shown = clock.ElapsedMilliseconds;
            var left = tally.Done > tally.Before ? clock.Elapsed * ((double)(tally.Points - tally.Done) / (tally.Done - tally.Before)) : TimeSpan.Zero;
            terminal.Diagnostics.Write(new Text(FormattableString.Invariant($"\r{tally.Done} of {tally.Points} points, {tally.Failed} failed, {left:d\\.hh\\:mm\\:ss} left   ")));
        }

        try
        {
            new CampaignPool(campaign, [.. OwnProgram, "campaign", "work", campaign.FullPath], jobs, Show).Run([.. campaign.All()], cancellationToken);
        }
        catch (OperationCanceledException)
        {
            terminal.Remark($"{(terminal.IsWatched ? "\n" : "")}What is finished is kept in {campaign.FullPath}; the same line goes on from there.");
            throw;
        }

        if (terminal.IsWatched)
            terminal.Remark("");
        return Merge(campaign, terminal);
    }

    private static int Merge(CampaignFolder campaign, Terminal terminal)
    {
        var status = CampaignStatus.Of(campaign);
        if (!status.IsComplete)
        {
            Tell(campaign, status, terminal);
            return ExitCode.NumericalFailure;
        }

        using var folder = ResultFolder.Prepare(campaign.FullPath, CampaignFiles.Study);
        if (!CampaignFiles.Write(campaign, status, folder))
            terminal.Remark("note: SQLite's library, e_sqlite3, is not beside the program: no campaign.sqlite; points.csv and points.npz have the same rows.");
        var path = folder.Commit();
        campaign.Tidy();
        Tell(campaign, status, terminal);
        terminal.WriteLine($"Table: {Path.Combine(path, "points.csv")}, and .npz; campaign.sqlite\nReport: {Path.Combine(path, "report.html")}");
        return status.Failed > 0 ? ExitCode.CriterionFailed : ExitCode.Ok;
    }

    private static void Tell(CampaignFolder campaign, CampaignStatus status, Terminal terminal)
    {
        terminal.WriteLine(status.Sentence);
        if (status.Failures.Count > 0)
            TableText.Write(terminal, status.Reasons(campaign.Campaign));
        if (status.Missing.Count > 0)
            terminal.WriteLine($"Missing: {status.MissingText}");
    }

    private static CampaignFolder Begin(string file, string? output)
    {
        var campaign = CampaignFile.Read(file, Subjects, Standing);
        campaign.Check();
        return CampaignFolder.Begin(output ?? Path.Combine("results", Path.GetFileNameWithoutExtension(file)), campaign, File.ReadAllBytes(file));
    }

    private static CampaignFolder Open(string folder) => CampaignFolder.Open(folder, Subjects, Standing);

    /// <summary>What starts this program again: the native file, or the runtime with the file that it runs.</summary>
    private static IReadOnlyList<string> OwnProgram
    {
        get
        {
            var runtime = Environment.ProcessPath!;
            if (Assembly.GetEntryAssembly() == typeof(CommandLine).Assembly && Path.GetFileNameWithoutExtension(runtime) != "dotnet")
                return [runtime];
            return [Path.GetFileNameWithoutExtension(runtime) == "dotnet" ? runtime : "dotnet", Path.Combine(AppContext.BaseDirectory, $"{typeof(CommandLine).Assembly.GetName().Name}.dll")];
        }
    }

    private static Argument<string> FileArgument() => new("file.yaml") { Description = "The campaign." };

    private static Argument<string> FolderArgument() => new("folder") { Description = "Where the campaign runs, or ran." };

    private static Option<int> Jobs() => CommonOptions.Integer("--jobs", "Worker processes. Changes the time, never the result.", Environment.ProcessorCount);
}
