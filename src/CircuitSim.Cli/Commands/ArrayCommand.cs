using System.CommandLine;
using System.Globalization;
using CircuitSim.Crossbars;
using CircuitSim.Experiments.Arrays;
using CircuitSim.Experiments.Devices;
using CircuitSim.Files;
using CircuitSim.Numerics;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim array</c>: one crossbar with every wire in place.</summary>
internal static class ArrayCommand
{
    private const string SolveDescription = """
        Solve one read of an array, wires included: column currents and a bound on their error. With --out, write the
        currents (currents.csv, solution.npz); with --nodes also every node voltage and cell current. A write is solved the
        same way: --voltages and --bit-voltages hold each line at its voltage or leave it floating.

        Examples:
          circuitsim array solve --rows 128 --columns 128 --wire 2
          circuitsim array solve --cells cells.npz --voltages voltages.csv --drive both --out results/read --nodes
          circuitsim array solve --rows 32 --columns 16 --r-low 5k --r-high 50k --driver 100 --v-read 100m --seed 7
          circuitsim array solve --cells cells.npz --voltages rows.csv --bit-voltages columns.csv --out results/write
          circuitsim array solve --rows 64 --columns 64 --wire 5 --v-read 1 --curvature 3
          circuitsim array solve --cells netlists/arrays/badcrossbar-resistances.csv --unit ohm --voltages netlists/arrays/badcrossbar-voltages.csv --wire-word 0.5 --wire-bit 0.25
        """;

    private const string DrawDescription = """
        Draw one read of an array: maps of the IR drop and of the cells' currents, linear and logarithmic (report.html).

        Examples:
          circuitsim array draw --rows 64 --columns 64 --wire 5 --sense-ends both
          circuitsim array draw --rows 512 --columns 256 --drive both --bins mean --out results/array-512
        """;

    private const string ExportDescription = """
        Write one read of an array as a SPICE netlist. Plain ngspice -b FILE prints its column currents;
        circuitsim run FILE --format csv writes them. Nodes w_i_j and b_i_j are those of cell (i, j), i(Vs_j) is the
        current of column j; nodes with no resistance between them are one. With --subckt it is a subcircuit with capacitances
        instead, for a netlist of your own: ports in_0 … of the word lines, then out_0 … of the bit lines.

        Examples:
          circuitsim array export --rows 16 --columns 8 --wire 2 --out array.cir
          circuitsim array export --cells cells.csv --voltages voltages.csv --driver 100 --sense 50 --out read.cir
          circuitsim array export --rows 8 --columns 8 --v-read 1 --curvature 3 --out curved.cir
          circuitsim array export --subckt array --rows 16 --columns 8 --wire-c 1f --cell-c 0.5f --out array.inc --bench bench.cir
          circuitsim array export --subckt cells --rows 4 --columns 4 --card vteam_magic --out cells.inc --bench write.cir --v-read 1 --pulse 5n,0.1n
        """;

    private const string EffectiveDescription = """
        Write the effective conductance matrix of an array, [rows × columns] in S (NPZ): wires included, its product with
        any row voltages gives the column currents, so that each further input costs a product instead of a solve. Lines
        that --voltages or --bit-voltages leave floating have no port: their rows and columns of the matrix are 0, so that
        indices stay, and the other entries count the paths through them.

        Examples:
          circuitsim array effective --rows 128 --columns 64 --wire 2 --out effective.npz
          circuitsim array effective --cells cells.npz --drive both --driver 100 --method lines
          circuitsim array effective --cells cells.npz --voltages rows.csv --bit-voltages columns.csv --out floating.npz
        """;

    private const int MostPortsOfNgspice = 1000;

    public static Command Create(Terminal terminal) =>
        new("array", "Solve, draw or export one crossbar array, every wire, driver and sense resistance in place.")
        {
            CreateSolve(terminal),
            CreateDraw(terminal),
            CreateExport(terminal),
            CreateEffective(terminal),
        };

    private static Command CreateSolve(Terminal terminal)
    {
        var command = new Command("solve", SolveDescription);
        var array = new ArrayOptions(command);
        var curvature = Curvature();
        var method = Method("auto", "lines", "coarse", "dissection");
        var jobs = CommonOptions.Jobs();
        var output = new Option<string?>("--out") { Description = "Folder for the results; nothing is written without it.", HelpName = "folder" };
        var nodes = new Option<bool>("--nodes") { Description = "Write all node voltages and cell currents, too; needs --out." }.OnlyWith(output);
        command.AddAll(curvature, method, jobs, output, nodes);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = array.Read(parsed) with { Curvature = parsed.GetValue(curvature) };
            var solver = SolverOptions(parsed.GetValue(method)!, parsed.GetValue(jobs));
            using var folder = SharedOptions.Folder(terminal, parsed, parsed.GetValue(output), ArraySolutionFiles.Study);
            var solution = await Task.Run(() => ArraySolve.Run(ArrayOptions.Load(options, terminal), solver), cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            terminal.Write(ArraySummary.Of(solution));
            if (ArraySummary.Currents(solution) is { } currents)
                terminal.Write(currents);
            SayIfLoose(terminal, solution.Outcome, solver);
            if (folder is not null)
            {
                ArraySolutionFiles.Write(solution, options, parsed.GetValue(nodes), folder);
                cancellationToken.ThrowIfCancellationRequested();
                terminal.Written("Written", folder.Commit());
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command CreateDraw(Terminal terminal)
    {
        var command = new Command("draw", DrawDescription);
        var array = new ArrayOptions(command);
        var curvature = Curvature();
        var bins = CommonOptions.Choice("--bins", $"What a square shows in arrays of more than {ArrayMap.MostSquares} rows or columns, where it covers several cells: their mean or their maximum.", "max", ["max", "mean"]);
        var jobs = CommonOptions.Jobs();
        var output = CommonOptions.Out("results/array");
        command.AddAll(curvature, bins, jobs, output);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = array.Read(parsed) with { Curvature = parsed.GetValue(curvature) };
            var solver = SolverOptions("auto", parsed.GetValue(jobs));
            using var folder = SharedOptions.Folder(terminal, parsed, parsed.GetValue(output)!, ArraySolutionFiles.Study)!;
            var solution = await Task.Run(() => ArraySolve.Run(ArrayOptions.Load(options, terminal), solver), cancellationToken).ConfigureAwait(false);
            folder.Write("report.html", ArrayReport.Html(solution, parsed.GetValue(bins) == "mean" ? BinRule.Mean : BinRule.Maximum));
            ArraySolutionFiles.WriteSummary(solution, options, folder);
            cancellationToken.ThrowIfCancellationRequested();
            SayIfLoose(terminal, solution.Outcome, solver);
            terminal.Written("Report", Path.Combine(folder.Commit(), "report.html"));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command CreateExport(Terminal terminal)
    {
        var command = new Command("export", ExportDescription);
        var array = new ArrayOptions(command);
        var curvature = Curvature();
        var output = OutputFile("array.cir");
        var subcircuit = new Option<string?>("--subckt") { Description = "Write a subcircuit, of this name (array without one).", HelpName = "name", Arity = ArgumentArity.ZeroOrOne };
        var wireCapacitance = CommonOptions.Quantity("--wire-c", "Its capacitance of every wire segment, at its crosspoint to ground", 0, "F").OnlyWith(subcircuit);
        var cellCapacitance = CommonOptions.Quantity("--cell-c", "Its capacitance across every cell", 0, "F").OnlyWith(subcircuit);
        var card = new Option<string?>("--card") { Description = "Memristors that run in place of fixed conductances, started at these: a card of the library, or FILE.lib:NAME.", HelpName = "model" }.OnlyWith(subcircuit).NotWith(curvature);
        var bench = new Option<string?>("--bench") { Description = "File for a netlist that pulses the subcircuit's rows to their voltages (and columns to those of --bit-voltages) and measures column currents; in the folder of --out or above.", HelpName = "file" }.OnlyWith(subcircuit);
        var pulse = CommonOptions.Quantities("--pulse", "Its time at the top and the length of its edges", [10e-9, 0.1e-9], "s").OnlyWith(bench);
        foreach (var applied in array.Applied)
            applied.With(subcircuit, onlyBeside: bench);
        command.AddAll(curvature, subcircuit, wireCapacitance, cellCapacitance, card, bench, pulse, output);
        command.SetAction(parsed =>
        {
            var loaded = ArrayOptions.Load(array.Read(parsed) with { Curvature = parsed.GetValue(curvature) }, terminal);
            var path = RequireName(parsed.GetValue(output)!);
            if (Path.GetExtension(path) is ".npz" or ".csv")
                throw InvalidParameterException.Because("out", $"--out: '{path}' is to be a netlist; let its name end in .cir.");
            if (parsed.GetResult(subcircuit) is null)
            {
                AtomicFile.WriteText(path, writer => ArrayNetlist.Write(loaded, writer), SharedOptions.RefusalOf(parsed, path));
                terminal.Written("Written", Path.GetFullPath(path));
                return ExitCode.Ok;
            }

            var options = new ArraySubcircuitOptions
            {
                Name = parsed.GetValue(subcircuit) ?? "array",
                Command = $"circuitsim {string.Join(' ', parsed.Tokens.Select(t => t.Value))}",
                WireCapacitance = parsed.GetValue(wireCapacitance),
                CellCapacitance = parsed.GetValue(cellCapacitance),
                Device = parsed.GetValue(card) is { } model ? DeviceModel.Load(model, []) : null,
            };
            options = parsed.GetValue(pulse)!.Values is [var width, var edge] ? (options with { PulseWidth = width, PulseEdge = edge }).Validated()
                : throw InvalidParameterException.Because("pulse", "the pulse is two times, parted by a comma: its top and its edges; write for example --pulse 10n,0.1n.");
            var deck = parsed.GetValue(bench);
            var include = deck is null ? "" : Include(path, deck);
            AtomicFile.WriteText(path, writer => ArraySubcircuit.Write(loaded, options, writer), SharedOptions.RefusalOf(parsed, path));
            terminal.Written("Written", Path.GetFullPath(path));
            if (loaded.Rows + loaded.Columns > MostPortsOfNgspice)
                terminal.Remark($"note: ngspice (39) takes no subcircuit of more than {MostPortsOfNgspice} ports; for it, export a tile.");
            if (deck is not null)
            {
                AtomicFile.WriteText(deck, writer => ArraySubcircuit.WriteBench(loaded, options, include, writer), SharedOptions.RefusalOf(parsed, deck));
                terminal.Written("Written", Path.GetFullPath(deck));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>How a netlist names a file beside or below it; simulators leave their folder only where a user allows it.</summary>
    private static string Include(string file, string netlist)
    {
        var relative = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(netlist))!, Path.GetFullPath(file)).Replace('\\', '/');
        return !relative.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(relative) && relative.All(c => char.IsAsciiLetterOrDigit(c) || "._-+/".Contains(c, StringComparison.Ordinal))
            ? relative
            : throw InvalidParameterException.Because("bench", $"the bench must include '{relative}', but netlists read only files beside or below them, with names of letters, digits and . _ - +; put both files into one folder.");
    }

    private static Command CreateEffective(Terminal terminal)
    {
        var command = new Command("effective", EffectiveDescription);
        var array = new ArrayOptions(command, hasVoltages: false);
        var method = Method("auto", "lines", "coarse", "dissection");
        var jobs = CommonOptions.Jobs();
        var output = OutputFile("effective.npz");
        command.AddAll(method, jobs, output);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = RequireName(parsed.GetValue(output)!);
            if (Path.GetExtension(path) is not (".npz" or ""))
                throw InvalidParameterException.Because("out", $"--out: '{path}' is to be a NumPy archive; let its name end in .npz.");
            var solver = SolverOptions(parsed.GetValue(method)!, parsed.GetValue(jobs));
            using var folder = SharedOptions.Folder(terminal, parsed, null, "array-effective");
            var options = array.Read(parsed);
            var loaded = ArrayOptions.Load(options, terminal);
            var effective = await Task.Run(() => ArrayEffective.Compute(loaded, solver), cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            effective.Write(path, SharedOptions.RefusalOf(parsed, path));
            if (folder is not null)
                ArraySolutionFiles.WriteSummary(effective, options, folder);
            terminal.Write(ArraySummary.Of(effective));
            SayIfLoose(terminal, effective.Outcome, solver);
            terminal.Written("Written", Path.GetFullPath(path), $", array {ArrayEffective.Name}");
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>A bound between the tolerance and what is no answer, which ends with exit code 3.</summary>
    private static void SayIfLoose(Terminal terminal, CrossbarOutcome outcome, CrossbarSolverOptions options)
    {
        if (!(outcome.CurrentErrorBound <= options.Tolerance))
        {
            terminal.Remark(
                $"note: rounding leaves a bound of {outcome.CurrentErrorBound.ToString("0.00e+0", CultureInfo.InvariantCulture)}; {SiText.Scientific(options.Tolerance)} was asked for.");
        }
    }

    private static Option<SpiceNumber> Curvature() =>
        CommonOptions.Quantity("--curvature", "Cells conduct as i = G/b · sinh(b v), G their conductance near 0 V; this is b, 0: ohmic", 0, "1/V");

    private static Option<string> OutputFile(string name) => new("--out")
    {
        Description = "File for the result; it appears, or is replaced, only when it is complete.",
        DefaultValueFactory = _ => name,
        HelpName = "file",
    };

    private static string RequireName(string path) =>
        string.IsNullOrWhiteSpace(path) ? throw InvalidParameterException.Because("out", "the name of the output file is empty; name a file with --out.") : path;

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
}
