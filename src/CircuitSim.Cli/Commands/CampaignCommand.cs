using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using CircuitSim.Engine;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Campaigns;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim campaign</c>: thousands of runs of a study, on this machine or on a cluster.</summary>
internal static class CampaignCommand
{
    private const string RunDescription = """
        Run every point of a campaign in worker processes of this machine, and put all of them into one table. Whatever stops it, even a kill, costs the points under way alone: the same line goes on. A point that crashes, hangs or takes too much memory is a row that says so; exit code 1 if there are any.

        Examples:
          circuitsim campaign run studies/campaigns/array-reads.yaml --jobs 2
          circuitsim campaign run studies/campaigns/write-margins.yaml --out results/mine
          circuitsim campaign run studies/campaigns/array-reads.yaml --part 2/3 --out results/second-of-three-machines
        """;

    /// <summary>Reasons of failures that a terminal shows.</summary>
    private const int MostReasons = 20;

    /// <summary>What a campaign file can name: every study behind the command that runs it, and commands that are none.</summary>
    internal static IReadOnlyList<CampaignSubject> Subjects { get; } =
    [
        .. StudyTable.Validations.Select(s => SubjectOf($"validate {s.Word}", s)),
        .. StudyTable.Sweeps.Select(s => SubjectOf($"sweep {s.Word}", s)),
        .. StudyTable.Budgets.Select(s => SubjectOf($"budget {s.Word}", s)),
        .. StudyTable.Conversions.Select(s => SubjectOf($"convert {s.Word}", s)),
        .. StudyTable.ArrayTables.Select(s => SubjectOf($"lut array {s.Word}", s)),
        .. StudyTable.ConverterTables.Select(s => SubjectOf($"lut adc {s.Word}", s)),
        SubjectOf(StudyTable.Inference.Word, StudyTable.Inference),
        new CampaignSubject("array solve", new ArrayPoint()),
        new CampaignSubject("program", new ProgramPoint()),
        .. ((string[])["run", "device iv", "device pulse", "device threshold", "device fit"]).Select(words => new CampaignSubject(words, new CommandPoint(words))),
        .. ((string[])["array draw", "array effective", "lut device", "validate", "validate all"]).Select(words => new CampaignSubject(words, new CommandPoint(words, writes: true))),
    ];

    /// <summary>A study that runs its circuits on the engine of the product gets it; one that compares engines is not asked to at every point.</summary>
    private static CampaignSubject SubjectOf(string words, Study study) => new(words, study)
    {
        Simulators = study.Simulators?.Standard == ICircuitSimulator.BuiltIn ? [new BuiltInSimulator()] : [],
    };

    private static StudyValues Standing => new StudyValues().With(DataFolderOption.Instance, DataFolder.Root);

    public static Command Create(Terminal terminal) =>
        new("campaign", "Run a study at thousands of points: a grid or a random design over its options, on this machine or on a cluster.")
        {
            CreateRun(terminal),
            CreatePlan(terminal),
            CreateStatus(terminal),
            CreateRetry(terminal),
            CreateSubmit(terminal),
            CreateMerge(terminal),
            CreateCancel(terminal),
            CreateTask(),
            CreateWork(),
            CreateLoop(terminal),
        };

    private static Command CreateRun(Terminal terminal)
    {
        var command = new Command("run", RunDescription);
        var (file, jobs, output) = (FileArgument(), Jobs(), CommonOptions.OutOf("results/ and the name of the file"));
        var part = new Option<string?>("--part") { Description = "One of several equal parts of the points, such as 2/3, for machines without a common disk; merge --from collects them. Default: all points.", HelpName = "k/n" };
        command.Arguments.Add(file);
        command.AddAll(jobs, output, part);
        command.SetAction((parsed, cancellationToken) => Here(() =>
        {
            var chosen = Part(parsed.GetValue(part));
            var campaign = Begin(parsed.GetValue(file)!, parsed.GetValue(output), SharedOptions.IsForced(parsed));
            if (chosen is not var (number, count))
                return Execute(campaign, parsed.GetValue(jobs), terminal, cancellationToken);
            var points = campaign.Campaign.Points;
            Work(campaign, points * (number - 1) / count, points * number / count, parsed.GetValue(jobs), terminal, cancellationToken);
            terminal.WriteLine($"Part {parsed.GetValue(part)} is done: {campaign.FullPath}");
            return ExitCode.Ok;
        }));
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
        command.SetAction((parsed, cancellationToken) => Here(() =>
        {
            var campaign = CampaignFile.Read(parsed.GetValue(file)!, Subjects, Standing);
            campaign.Check();
            terminal.WriteLine($"{campaign.Points.ToString(CultureInfo.InvariantCulture)} points; the first ones:");
            for (var index = 0L; index < Math.Min(5, campaign.Points); index++)
                terminal.WriteLine($"  {campaign.CommandOf(index)}");
            if (!parsed.GetValue(tries))
                return ExitCode.Ok;
            var result = campaign.Subject.Study.Run(new StudyRun(campaign.ValuesOf(0), new TerminalProgress(terminal), campaign.Subject.Simulators, cancellationToken));
            terminal.WriteParagraph($"figures: {string.Join(", ", result.Figures.Select(f => f.Key))}");
            terminal.WriteParagraph($"claims: {string.Join(", ", result.Claims.Select(c => c.Id))}");
            foreach (var table in result.Tables)
                terminal.WriteParagraph($"table {table.Name}, {table.Rows.Count.ToString(CultureInfo.InvariantCulture)} rows: {string.Join(", ", table.Columns)}");
            return ExitCode.Ok;
        }));
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
        command.SetAction((parsed, cancellationToken) => Here(() =>
        {
            var campaign = Open(parsed.GetValue(folder)!);
            var status = CampaignStatus.Of(campaign);
            Tell(campaign, status, terminal);
            if (new SlurmCluster(campaign, OwnProgram).Describe() is { } cluster)
                terminal.WriteLine(cluster);
            return status.Failed > 0 ? ExitCode.CriterionFailed : ExitCode.Ok;
        }));
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
        var slurm = new Option<bool>("--slurm") { Description = "Submit them to the cluster, with the options of submit, instead of running them here." };
        var cluster = new ClusterOptions(command, slurm);
        command.Options.Add(slurm);
        command.SetAction((parsed, cancellationToken) => Here(() =>
        {
            if (parsed.GetValue(slurm))
                SlurmCluster.Require();
            var campaign = Open(parsed.GetValue(folder)!);
            campaign.Reopen();
            if (!parsed.GetValue(slurm))
                return Execute(campaign, parsed.GetValue(jobs), terminal, cancellationToken);
            terminal.WriteLine(new SlurmCluster(campaign, OwnProgram).Submit(cluster.PointsOfTask(parsed), parsed.GetValue(jobs), cluster.Read(parsed)));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command CreateSubmit(Terminal terminal)
    {
        var command = new Command("submit", """
            Submit a campaign to a Slurm cluster: one array job over its points, and a job behind it that merges them. The folder must be one that all nodes see; where there is none, see run --part. A task whose process is killed is queued again; status says what is missing, and retry --slurm submits that.

            Examples:
              circuitsim campaign submit studies/campaigns/array-reads.yaml --slurm --account physics --time 2:00:00 --points-per-task 500
              circuitsim campaign submit studies/campaigns/array-reads.yaml --slurm --partition long --jobs 4
            """);
        var (file, output) = (FileArgument(), CommonOptions.OutOf("results/ and the name of the file"));
        var jobs = CommonOptions.Integer("--jobs", "Worker processes, and processors, of a task.", 1);
        var slurm = new Option<bool>("--slurm") { Description = "The kind of cluster; there is one so far.", Required = true };
        command.Arguments.Add(file);
        command.AddAll(slurm, jobs, output);
        var cluster = new ClusterOptions(command, slurm);
        command.SetAction((parsed, cancellationToken) => Here(() =>
        {
            SlurmCluster.Require();
            InvalidParameterException.RequireAtLeast(parsed.GetValue(jobs), 1, "jobs");
            var campaign = Begin(parsed.GetValue(file)!, parsed.GetValue(output), SharedOptions.IsForced(parsed));
            terminal.WriteLine(new SlurmCluster(campaign, OwnProgram).Submit(cluster.PointsOfTask(parsed), parsed.GetValue(jobs), cluster.Read(parsed)));
            terminal.WriteLine($"Folder: {campaign.FullPath}");
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command CreateCancel(Terminal terminal)
    {
        var command = new Command("cancel", """
            Take a campaign's jobs out of the cluster's queue. What is done is kept.

            Example:
              circuitsim campaign cancel results/array-reads
            """);
        var folder = FolderArgument();
        command.Arguments.Add(folder);
        command.SetAction((parsed, cancellationToken) => Here(() =>
        {
            terminal.WriteLine(new SlurmCluster(Open(parsed.GetValue(folder)!), OwnProgram).Cancel());
            return ExitCode.Ok;
        }));
        return command;
    }

    /// <summary>One task of a cluster's array: hidden, because a script starts it.</summary>
    private static Command CreateTask()
    {
        var command = new Command("task", "One task of a campaign on a cluster.") { Hidden = true };
        var (folder, jobs) = (FolderArgument(), Jobs());
        var (task, size) = (CommonOptions.Integer("--task", "Number of the task.", 0), CommonOptions.Integer("--points-per-task", "Points of a task.", 1));
        command.Arguments.Add(folder);
        command.AddAll(task, size, jobs);
        command.SetAction((parsed, cancellationToken) => Here(() =>
        {
            var campaign = Open(parsed.GetValue(folder)!);
            var first = (long)parsed.GetValue(task) * parsed.GetValue(size);
            new CampaignPool(campaign, Worker(campaign), parsed.GetValue(jobs), _ => { }).Run(Math.Min(first, campaign.Campaign.Points), Math.Min(first + parsed.GetValue(size), campaign.Campaign.Points), cancellationToken);
            return ExitCode.Ok;
        }));
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
        command.SetAction((parsed, cancellationToken) => Here(() =>
        {
            var campaign = Open(parsed.GetValue(folder)!);
            foreach (var other in parsed.GetValue(from) ?? [])
                campaign.Collect(other);
            return Merge(campaign, terminal);
        }));
        return command;
    }

    /// <summary>The worker: hidden, because a pool starts it.</summary>
    private static Command CreateWork()
    {
        var command = new Command("work", "A worker of a campaign.") { Hidden = true };
        var folder = FolderArgument();
        command.Arguments.Add(folder);
        command.SetAction((parsed, cancellationToken) => Here(() =>
        {
            // Nothing that a point prints may come between the rows.
            using var answers = Console.OpenStandardOutput();
            Console.SetOut(TextWriter.Null);
            var ranges = new CampaignRequests();
            new Thread(() =>
            {
                using var requests = new StreamReader(Console.OpenStandardInput());
                while (requests.ReadLine() is { } line)
                    ranges.Add(line);
                // The pool is gone, and with it whoever wants the point under way.
                PointFolder.RemoveOf(Environment.ProcessId);
                Environment.Exit(ExitCode.Interrupted);
            })
            { IsBackground = true }.Start();
            var worker = new CampaignWorker(Open(parsed.GetValue(folder)!).Campaign);
            worker.Serve(ranges.Take(cancellationToken), answers, cancellationToken);
            return ExitCode.Ok;
        }));
        return command;
    }

    /// <summary>The points in one plain loop, which is what a campaign's cost is measured against: hidden, because it keeps nothing.</summary>
    private static Command CreateLoop(Terminal terminal)
    {
        var command = new Command("loop", "The points of a campaign one after another in this process; says the processor time that they take.") { Hidden = true };
        var file = FileArgument();
        command.Arguments.Add(file);
        command.SetAction((parsed, cancellationToken) => Here(() =>
        {
            var campaign = CampaignFile.Read(parsed.GetValue(file)!, Subjects, Standing);
            var worker = new CampaignWorker(campaign);
            using var process = Process.GetCurrentProcess();
            var (start, failed) = (process.TotalProcessorTime, 0L);
            for (var index = 0L; index < campaign.Points; index++)
                failed += worker.Run(index, cancellationToken).Values is null ? 1 : 0;
            process.Refresh();
            terminal.WriteLine(FormattableString.Invariant($"{campaign.Points} points, {failed} failed, {(process.TotalProcessorTime - start).TotalSeconds:0.000} s"));
            return ExitCode.Ok;
        }));
        return command;
    }

    /// <summary>In this thread: one of the runtime's pool, with the thread that looks after it and the waiting for both, costs a worker a tenth of its start.</summary>
    private static Task<int> Here(Func<int> work) => Task.FromResult(work());

    /// <summary>All points that are not done, and the table.</summary>
    private static int Execute(CampaignFolder campaign, int jobs, Terminal terminal, CancellationToken cancellationToken)
    {
        Work(campaign, 0, campaign.Campaign.Points, jobs, terminal, cancellationToken);
        return Merge(campaign, terminal);
    }

    private static void Work(CampaignFolder campaign, long first, long end, int jobs, Terminal terminal, CancellationToken cancellationToken)
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
            terminal.Tell(FormattableString.Invariant($"\r{tally.Done} of {tally.Points} points, {tally.Failed} failed, {SiText.Duration(left.TotalSeconds)} left   "));
        }

        try
        {
            new CampaignPool(campaign, Worker(campaign), jobs, Show).Run(first, end, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            terminal.Remark($"{(terminal.IsWatched ? "\n" : "")}What is finished is kept in {campaign.FullPath}; the same line goes on from there.");
            throw;
        }

        if (terminal.IsWatched)
            terminal.Remark("");
    }

    private static int Merge(CampaignFolder campaign, Terminal terminal)
    {
        var status = CampaignStatus.Of(campaign);
        if (!status.IsComplete)
        {
            Tell(campaign, status, terminal);
            if (new SlurmCluster(campaign, OwnProgram).Describe() is { } cluster)
                terminal.WriteLine(cluster);
            return ExitCode.NumericalFailure;
        }

        using var folder = ResultFolder.Prepare(campaign.FullPath, CampaignFiles.Study);
        terminal.Answer?.Follow(folder);
        if (!CampaignFiles.Write(campaign, status, folder))
            terminal.Remark("note: SQLite's library, e_sqlite3, is not beside the program: no campaign.sqlite; points.csv and points.npz have the same rows.");
        var path = folder.Commit();
        campaign.Tidy();
        Tell(campaign, status, terminal);
        terminal.Written("Table", Path.Combine(path, "points.csv"));
        terminal.Written("Report", Path.Combine(path, "report.html"));
        return status.Failed > 0 ? ExitCode.CriterionFailed : ExitCode.Ok;
    }

    private static void Tell(CampaignFolder campaign, CampaignStatus status, Terminal terminal)
    {
        terminal.WriteLine(status.Sentence);
        // No table: a line that does a point again is to be copied, whole.
        foreach (var (reason, first, count) in status.Failures.Take(MostReasons))
        {
            terminal.WriteParagraph(FormattableString.Invariant($"{count} failed: {reason}"));
            terminal.WriteLine(FormattableString.Invariant($"  point {first} again: {campaign.Campaign.CommandOf(first)}"));
        }

        if (status.Failures.Count > MostReasons)
            terminal.WriteLine(FormattableString.Invariant($"… and for {status.Failures.Count - MostReasons} other reasons; the report has them all."));
        if (status.Missing.Count > 0)
            terminal.WriteLine($"Missing: {status.MissingText}");
    }

    private static CampaignFolder Begin(string file, string? output, bool replacesOthers)
    {
        var campaign = CampaignFile.Read(file, Subjects, Standing);
        campaign.Check();
        return CampaignFolder.Begin(output ?? Path.Combine("results", Path.GetFileNameWithoutExtension(file)), campaign, File.ReadAllBytes(file), replacesOthers);
    }

    private static IReadOnlyList<string> Worker(CampaignFolder campaign) => [.. OwnProgram, "campaign", "work", campaign.FullPath];

    /// <summary>Null for all points.</summary>
    private static (int Number, int Count)? Part(string? word) => word is null ? null
        : word.Split('/') is [var k, var n] && int.TryParse(k, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && number >= 1 && number <= count ? (number, count)
        : throw InvalidParameterException.Because("part", $"--part: '{DataFileException.Shown(word)}' is no part of the points; write for example 2/3, the second of three.");

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

    /// <summary>What the jobs of a cluster are given.</summary>
    private sealed class ClusterOptions
    {
        private readonly Option<string?> account = Word("--account", "Account that pays for the jobs."), partition = Word("--partition", "Partition of the cluster."), time = Word("--time", "Time that a job may take, as Slurm writes it: 30, 2:00:00, 1-0.");
        private readonly Option<int?> points = CommonOptions.OptionalInteger("--points-per-task", "Points of a task, at least half a minute's work. Default: as many as make 1,000 tasks.");

        public ClusterOptions(Command command, Option slurm) =>
            command.AddAll(account.OnlyWith(slurm), partition.OnlyWith(slurm), time.OnlyWith(slurm), points.OnlyWith(slurm));

        public long? PointsOfTask(ParseResult parsed) => parsed.GetValue(points);

        /// <summary>As sbatch takes them.</summary>
        public IReadOnlyList<string> Read(ParseResult parsed) =>
            [.. ((Option<string?>[])[account, partition, time]).Where(o => parsed.GetValue(o) is not null).Select(o => $"{o.Name}={parsed.GetValue(o)}")];

        private static Option<string?> Word(string name, string description) => new(name) { Description = description, HelpName = name[2..] };
    }
}
