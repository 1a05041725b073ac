using System.CommandLine;
using CircuitSim.Crossbars;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Arrays;
using Spectre.Console;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim array</c>: one crossbar with every wire in place.</summary>
internal static class ArrayCommand
{
    private const string SolveDescription = """
        Solve one read of an array, wires included: column currents and a bound on their error. With --out, write the
        currents (currents.csv, solution.npz); with --nodes also every node voltage and cell current.

        Examples:
          circuitsim array solve --rows 128 --columns 128 --wire 2
          circuitsim array solve --cells cells.npz --voltages voltages.csv --drive both --out results/read --nodes
          circuitsim array solve --rows 32 --columns 16 --r-low 5k --r-high 50k --driver 100 --v-read 100m --seed 7
        """;

    public static Command Create(Terminal terminal) =>
        new("array", "Solve, draw or export one crossbar array, every wire, driver and sense resistance in place.")
        {
            CreateSolve(terminal),
        };

    private static Command CreateSolve(Terminal terminal)
    {
        var command = new Command("solve", SolveDescription);
        var array = new ArrayOptions(command);
        var method = Method("auto", "lines", "coarse");
        var jobs = CommonOptions.Jobs();
        var output = new Option<string?>("--out") { Description = "Folder for the results; nothing is written without it.", HelpName = "folder" };
        var nodes = new Option<bool>("--nodes") { Description = "Write all node voltages and cell currents, too; needs --out." };
        Add(command, method, jobs, output, nodes);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(nodes) && parsed.GetValue(output) is null)
                throw InvalidParameterException.Because("nodes", "--nodes writes a file; name a folder with --out.");
            var options = array.Read(parsed);
            var solver = SolverOptions(parsed.GetValue(method)!, parsed.GetValue(jobs));
            using var folder = parsed.GetValue(output) is { } path ? ResultFolder.Prepare(path) : null;
            var solution = await Task.Run(() => ArraySolve.Run(ArrayCase.Load(options), solver), cancellationToken).ConfigureAwait(false);
            TableText.Write(terminal, ArraySummary.Header, ArraySummary.Rows(solution));
            if (folder is not null)
            {
                ArraySolutionFiles.Write(solution, options, parsed.GetValue(nodes), folder);
                cancellationToken.ThrowIfCancellationRequested();
                terminal.Results.Write(new Text($"Written: {folder.Commit()}\n"));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Option<string> Method(params string[] words) =>
        CommonOptions.Choice("--method", "How the array is solved; the result says which was taken.", words[0], words);

    private static CrossbarSolverOptions SolverOptions(string method, int jobs) => new()
    {
        Method = method switch
        {
            "lines" => CrossbarMethod.Lines,
            "coarse" => CrossbarMethod.CoarseCorrection,
            "dissection" => CrossbarMethod.Dissection,
            _ => CrossbarMethod.Automatic,
        },
        Threads = InvalidParameterException.RequireAtLeast(jobs, 1, "jobs"),
    };

    private static void Add(Command command, params Option[] options)
    {
        foreach (var option in options)
            command.Options.Add(option);
    }
}
