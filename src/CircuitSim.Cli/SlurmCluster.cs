using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CircuitSim.Experiments.Campaigns;
using CircuitSim.Files;

namespace CircuitSim.Cli;

/// <summary>
/// A campaign on a Slurm cluster: one array job, each task of it a range of points, and one job that merges behind them. The scripts, their logs
/// and the numbers of the jobs lie in the campaign's folder, which all nodes see.
/// </summary>
/// <param name="program">What starts this program.</param>
internal sealed class SlurmCluster(CampaignFolder folder, IReadOnlyList<string> program)
{
    /// <summary>Tasks of an array where nothing is said: a scheduler likes few, and each costs it half a second.</summary>
    private const int MostTasks = 1000;

    /// <summary>Times that a task whose process was killed is queued again.</summary>
    private const int MostRestarts = 3;

    private string Scripts => Path.Combine(folder.FullPath, "slurm");

    private string JobsFile => Path.Combine(Scripts, "jobs.json");

    /// <summary>Refuses a machine that has no Slurm, or one whose controller does not answer.</summary>
    /// <exception cref="DataFileException">There is none.</exception>
    /// <exception cref="InvalidParameterException">It does not answer.</exception>
    public static void Require()
    {
        Ask("sbatch", "--version");
        Ask("scontrol", "show", "config");
    }

    /// <summary>The array job over all points that are not done, and the merge behind it.</summary>
    /// <param name="pointsOfTask">Null where the number of tasks decides.</param>
    /// <param name="jobs">Worker processes of a task.</param>
    /// <param name="options">Of sbatch, for both jobs.</param>
    /// <returns>What was submitted, in one line.</returns>
    /// <exception cref="InvalidParameterException">It is submitted already, asks for more tasks than the cluster takes, or has nothing to do.</exception>
    public string Submit(long? pointsOfTask, int jobs, IReadOnlyList<string> options)
    {
        if (Jobs() is { } earlier && Active(earlier).Count > 0)
            throw InvalidParameterException.Because("slurm", $"the campaign is on the cluster already, as job {earlier.Array}; wait for it, or cancel it.");
        var limit = LargestArray();
        var size = InvalidParameterException.RequireAtLeast(pointsOfTask ?? Divided(folder.Campaign.Points, Math.Min(limit, MostTasks)), 1, "points per task");
        var tasks = Divided(folder.Campaign.Points, size);
        if (tasks > limit)
            throw InvalidParameterException.Because("points per task", FormattableString.Invariant($"{size} points per task make {tasks} tasks, and the cluster takes at most {limit} in an array; give at least {Divided(folder.Campaign.Points, limit)} points to a task."));
        var missing = Missing(size).ToList();
        if (missing.Count == 0)
            throw InvalidParameterException.Because("slurm", $"every point of {folder.FullPath} has its row; merge them, or retry those that failed.");
        Directory.CreateDirectory(Scripts);
        var own = string.Join(' ', program.Select(Quoted));
        var (task, merge) = (Path.Combine(Scripts, "task.sh"), Path.Combine(Scripts, "merge.sh"));
        AtomicFile.WriteText(task, text => text.Write(FormattableString.Invariant($$"""
            #!/bin/bash
            # One task: a range of points. No exec: a process that is killed must not end the task, or Slurm does not queue it again.
            {{own}} campaign task {{Quoted(folder.FullPath)}} --task "$SLURM_ARRAY_TASK_ID" --points-per-task {{size}} --jobs {{jobs}}
            code=$?
            if [ $code -gt 128 ] && [ $code -ne 130 ] && [ $code -ne 143 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt {{MostRestarts}} ]; then
              scontrol requeue "$SLURM_JOB_ID" && sleep 60
            fi
            exit $code

            """)));
        AtomicFile.WriteText(merge, text => text.Write($"#!/bin/bash\nexec {own} campaign merge {Quoted(folder.FullPath)}\n"));
        string[] common = ["--parsable", "--requeue", "--open-mode=append", .. options];
        var array = Run("sbatch", [.. common, $"--job-name={Path.GetFileName(folder.FullPath)}", $"--array={Ranges(missing)}", FormattableString.Invariant($"--cpus-per-task={jobs}"), $"--output={Path.Combine(Scripts, "task-%a.log")}", task]).Split(';')[0].Trim();
        string behind;
        try
        {
            // Not afterok: that never comes true where a task was queued again; the merge looks itself whether all is there.
            behind = Run("sbatch", [.. common, $"--job-name={Path.GetFileName(folder.FullPath)}-merge", $"--dependency=afterany:{array}", $"--output={Path.Combine(Scripts, "merge.log")}", merge]).Split(';')[0].Trim();
        }
        catch (CircuitSimException)
        {
            Run("scancel", array);
            throw;
        }

        AtomicFile.WriteText(JobsFile, text => text.Write(new JsonObject { ["array"] = array, ["merge"] = behind, ["points_of_task"] = size }.ToJsonString() + "\n"));
        return FormattableString.Invariant($"Submitted: array {array} of {missing.Count} tasks with {size} points each, and behind it the merge, {behind}.");
    }

    /// <summary>What the cluster does for the campaign, and which tasks have something left to do; null where it was never submitted.</summary>
    public string? Describe()
    {
        if (Jobs() is not { } jobs)
            return null;
        var missing = Ranges(Missing(jobs.PointsOfTask));
        string states;
        try
        {
            states = string.Join(", ", Active(jobs).CountBy(state => state).Select(s => FormattableString.Invariant($"{s.Value} {s.Key.ToLowerInvariant()}")));
        }
        catch (CircuitSimException e)
        {
            states = e.Message;
        }

        return $"Slurm job {jobs.Array}, merge {jobs.Merge}: {(states.Length > 0 ? states : "none in the queue")}.{(missing.Length > 0 ? $" Tasks with points missing: {missing}" : "")}";
    }

    /// <summary>Takes both jobs out of the queue; what is done is kept.</summary>
    public string Cancel()
    {
        var jobs = Jobs() ?? throw InvalidParameterException.Because("slurm", $"{folder.FullPath} was not submitted to a cluster; there is nothing to cancel.");
        Run("scancel", jobs.Array, jobs.Merge);
        return $"Cancelled: {jobs.Array}, {jobs.Merge}. What is done is kept.";
    }

    /// <summary>Tasks that have a point without a row, in order.</summary>
    private IEnumerable<long> Missing(long size)
    {
        var next = 0L;
        foreach (var range in folder.Missing())
        {
            for (next = Math.Max(next, range.First / size); next * size < range.End; next++)
                yield return next;
        }
    }

    /// <summary>As an array takes them: 0-3,7.</summary>
    private static string Ranges(IEnumerable<long> tasks)
    {
        var ranges = new List<(long First, long Last)>();
        foreach (var task in tasks)
        {
            if (ranges.Count > 0 && ranges[^1].Last == task - 1)
                ranges[^1] = (ranges[^1].First, task);
            else
                ranges.Add((task, task));
        }

        return string.Join(',', ranges.Select(r => r.First == r.Last ? FormattableString.Invariant($"{r.First}") : FormattableString.Invariant($"{r.First}-{r.Last}")));
    }

    private (string Array, string Merge, long PointsOfTask)? Jobs()
    {
        if (!File.Exists(JobsFile))
            return null;
        try
        {
            var root = JsonNode.Parse(File.ReadAllText(JobsFile))!;
            return ((string)root["array"]!, (string)root["merge"]!, (long)root["points_of_task"]!);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or ArgumentNullException or FormatException)
        {
            throw DataFileException.Corrupt(JobsFile, "this does not say which jobs were submitted; delete it if none are in the queue.");
        }
    }

    /// <summary>The states of what is in the queue. A job that has left it long ago is unknown, which is no fault.</summary>
    private static List<string> Active((string Array, string Merge, long PointsOfTask) jobs)
    {
        var (code, output, error) = Start("squeue", "-h", "-r", "-o", "%T", "-j", $"{jobs.Array},{jobs.Merge}");
        if (code != 0 && !error.Contains("Invalid job id", StringComparison.Ordinal))
            throw InvalidParameterException.Because("slurm", $"squeue: {OneLine(error)}");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    /// <summary>Tasks that the cluster takes in an array; 1,000 where it does not say, as Slurm's own default is.</summary>
    private static long LargestArray()
    {
        var line = Ask("scontrol", "show", "config").Split('\n').FirstOrDefault(l => l.StartsWith("MaxArraySize", StringComparison.Ordinal));
        return long.TryParse(line?.Split('=')[^1], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var size) && size > 1 ? size - 1 : MostTasks;
    }

    /// <summary>What any user may ask, so that no answer means no cluster.</summary>
    private static string Ask(string command, params IEnumerable<string> arguments)
    {
        var (code, output, error) = Start(command, arguments);
        return code == 0 ? output : throw InvalidParameterException.Because("slurm",
            $"Slurm is installed here, but no controller of a cluster answers ({error.Trim().Split('\n')[^1].Split(["error: ", "fatal: "], StringSplitOptions.None)[^1]}): submit on a machine of the cluster, see that slurmctld runs, or run the campaign here, with campaign run.");
    }

    private static string Run(string command, params IEnumerable<string> arguments)
    {
        var (code, output, error) = Start(command, arguments);
        return code == 0 ? output : throw InvalidParameterException.Because("slurm", $"{command}: {OneLine(error.Length > 0 ? error : output)}");
    }

    private static (int Code, string Output, string Error) Start(string command, params IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (Win32Exception)
        {
            throw DataFileException.NotFound(command, "Slurm is not on the PATH: submit on a machine of the cluster, or run the campaign here, with campaign run.");
        }
    }

    private static string OneLine(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static long Divided(long count, long by) => (count + by - 1) / by;
}
