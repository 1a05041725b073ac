using System.CommandLine;
using CircuitSim.Devices;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Programming;
using CircuitSim.Programming;
using Spectre.Console;

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
          circuitsim program --target target.csv --order cell --passes 3 --tolerance 0.01 --seed 7 --require 0.99
          circuitsim program --rows 3 --columns 3 --ladder width --no-verify
          circuitsim program --rows 2 --columns 2 --engine all
        """;

    public static Command Create(Terminal terminal)
    {
        var standard = new ProgramOptions();
        var rows = CommonOptions.OptionalInteger("--rows", $"Word lines. Default: as the file of --target has, else {ProgramOptions.StandardSize}.");
        var columns = CommonOptions.OptionalInteger("--columns", $"Bit lines. Default: as the file of --target has, else {ProgramOptions.StandardSize}.");
        var wire = CommonOptions.Quantity("--wire", "Resistance of every wire segment", standard.WireResistance, "Ω");
        var driver = CommonOptions.Quantity("--driver", "Output resistance of every driver", standard.DriverResistance, "Ω");
        var cell = CommonOptions.Choice("--cell", "The memristor alone, with a selector, or with a transistor.", "1t1r", ["1r", "1s1r", "1t1r"]);
        var selector = CommonOptions.Choice("--selector", "Of a 1s1r cell: i = 1 nA · sinh(10 v), or 0.8 V and 500 Ω beyond.", "sinh", ["sinh", "threshold"]).OnlyWith(cell, "1s1r");
        var compliance = CommonOptions.Quantity("--compliance", "Compliance current of a limiter in every cell; 0: none", 0, "A");
        var gate = CommonOptions.Quantity("--gate", "Select-line voltage of a 1t1r cell", standard.GateVoltage, "V").OnlyWith(cell, "1t1r");
        var model = new Option<string>("--model") { Description = "Memristor card of the library, or FILE.lib:NAME.", DefaultValueFactory = _ => standard.Card, HelpName = "name" };
        var target = new Option<string?>("--target")
        {
            Description = $"Conductances [rows × columns] in S, .npz (the array {ProgramCase.TargetsName}, or the only one) or .csv. Default: random.",
            HelpName = "file",
        };
        var network = new Option<string?>("--network") { Description = "Write a layer of this trained network (.npz) instead; its bias is the last row.", HelpName = "file" };
        var layer = CommonOptions.Integer("--layer", "Which layer of --network.", 1).OnlyWith(network);
        var encoding = CommonOptions.Choice("--encoding", "How its weights become conductances between 1/r-high and 1/r-low.", "offset-column", ["offset-column", "twos-complement"]).OnlyWith(network);
        var bits = CommonOptions.Integer("--bits", "Bits of a weight in two's complement, one column each.", 4).OnlyWith(encoding, "twos-complement");
        var low = CommonOptions.Quantity("--r-low", "Least resistance of a random or encoded target", standard.LeastResistance, "Ω").NotWith(target);
        var high = CommonOptions.Quantity("--r-high", "Greatest resistance of a random or encoded target; random ones are log-uniform", standard.GreatestResistance, "Ω").NotWith(target);
        var scheme = CommonOptions.Choice<string?>("--scheme", "Lines that are not written: open, at V/2, at V/3; select for 1t1r. Default: select for 1t1r, else v2.", null, ["floating", "v2", "v3", "select"]);
        var order = CommonOptions.Choice("--order", "All cells of a row at once, or one cell after another.", "row", ["row", "cell"]);
        var verify = new Option<bool>("--verify") { Description = "Read behind every pulse and go on until the cell is within the tolerance; the default." };
        var open = new Option<bool>("--no-verify") { Description = "One pulse per cell by the nominal card, without a look at what it did." };
        var passes = CommonOptions.OptionalInteger("--passes", "How often the array is gone through; a later pass finds what writes since have changed. Default: 2, or 1 with --no-verify.");
        var tolerance = CommonOptions.Quantity("--tolerance", "Error of a conductance that is good enough, relative to the target", standard.Tolerance, "1");
        var pulses = CommonOptions.Integer("--max-pulses", "Most pulses that a cell may have in a pass.", standard.PulseLimit).NotWith(open);
        var ladder = CommonOptions.Choice("--ladder", "What changes from pulse to pulse.", "amplitude", ["amplitude", "width"]);
        var width = CommonOptions.Quantity("--pulse-width", "Width of pulses; of --ladder width the longest is 20 times that", standard.PulseWidth, "s");
        var edge = CommonOptions.Quantity("--pulse-edge", "Length of every edge of a pulse", standard.PulseEdge, "s");
        var read = CommonOptions.Quantity("--v-read", "Word-line voltage of a read; 0: one that the card can bear", 0, "V");
        var variability = CommonOptions.Quantity("--variability", "Relative standard deviation of ron, roff, kon and koff from device to device", standard.Variability, "1");
        var cycles = CommonOptions.Quantity("--cycle-variability", "Relative standard deviation of the speed of a device from pulse to pulse, of every one that a pulse moves", standard.CycleVariability, "1");
        var stuckLrs = CommonOptions.Quantity("--stuck-lrs", "Probability that a cell is stuck in the LRS", 0, "1");
        var stuckHrs = CommonOptions.Quantity("--stuck-hrs", "Probability that a cell is stuck in the HRS", 0, "1");
        var openCells = CommonOptions.Quantity("--open", "Probability that a cell is open", 0, "1");
        var shortCells = CommonOptions.Quantity("--short", "Probability that a cell is a short of 1 Ω", 0, "1");
        var noise = CommonOptions.Quantity("--read-noise", "Relative standard deviation of every read current", standard.ReadNoise, "1");
        var seed = CommonOptions.Seed(standard.Seed);
        var engine = CommonOptions.Engine("builtin", "Another engine runs one write of a small array as a reference");
        var ngspice = CommonOptions.Ngspice();
        var output = CommonOptions.Out("results/program");
        var resume = new Option<bool>("--resume") { Description = "Go on where an interrupted run with the same options and --out stopped." }.OnlyWith(engine, "builtin");
        var required = CommonOptions.OptionalQuantity("--require", "Part of the cells that must end within the tolerance; exit code 1 if fewer do. Default: none", "1").OnlyWith(engine, "builtin");

        var command = new Command("program", Description)
        {
            rows, columns, wire, driver, cell, selector, compliance, gate, model, target, network, layer, encoding, bits, low, high, scheme, order, verify, open, passes, tolerance, pulses,
            ladder, width, edge, read, variability, cycles, stuckLrs, stuckHrs, openCells, shortCells, noise, seed, engine, ngspice, output, resume, required,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(verify) && parsed.GetValue(open))
                throw InvalidParameterException.Because("--verify", "--verify and --no-verify exclude each other; give one of them.");
            var options = standard with
            {
                Rows = parsed.GetValue(rows),
                Columns = parsed.GetValue(columns),
                WireResistance = parsed.GetValue(wire),
                DriverResistance = parsed.GetValue(driver),
                Structure = parsed.GetValue(cell) switch { "1r" => CellStructure.Memristor, "1s1r" => CellStructure.Selector, _ => CellStructure.Transistor },
                HasThresholdSelector = parsed.GetValue(selector) == "threshold",
                ComplianceCurrent = NullIfZero(parsed.GetValue(compliance)),
                GateVoltage = parsed.GetValue(gate),
                Card = parsed.GetValue(model)!,
                TargetFile = parsed.GetValue(target),
                Layer = parsed.GetValue(network) is { } file
                    ? new EncodedLayer
                    {
                        NetworkFile = file,
                        Layer = parsed.GetValue(layer),
                        IsTwosComplement = parsed.GetValue(encoding) == "twos-complement",
                        Bits = parsed.GetValue(bits),
                    }
                    : null,
                LeastResistance = parsed.GetValue(low),
                GreatestResistance = parsed.GetValue(high),
                Scheme = parsed.GetValue(scheme) switch
                {
                    "floating" => BiasScheme.Floating,
                    "v2" => BiasScheme.HalfVoltage,
                    "v3" => BiasScheme.ThirdVoltage,
                    "select" => BiasScheme.Select,
                    _ => null,
                },
                Order = parsed.GetValue(order) == "cell" ? WriteOrder.Cell : WriteOrder.Row,
                Verifies = !parsed.GetValue(open),
                Passes = parsed.GetValue(passes),
                Tolerance = parsed.GetValue(tolerance),
                PulseLimit = parsed.GetValue(pulses),
                Ladder = parsed.GetValue(ladder) == "width" ? PulseLadder.Width : PulseLadder.Amplitude,
                PulseWidth = parsed.GetValue(width),
                PulseEdge = parsed.GetValue(edge),
                ReadVoltage = NullIfZero(parsed.GetValue(read)),
                Variability = InvalidParameterException.RequireNonNegative(parsed.GetValue(variability), "", "variability"),
                CycleVariability = InvalidParameterException.RequireNonNegative(parsed.GetValue(cycles), "", "cycle variability"),
                Faults = new CellFaultRates
                {
                    StuckAtLrs = parsed.GetValue(stuckLrs),
                    StuckAtHrs = parsed.GetValue(stuckHrs),
                    Open = parsed.GetValue(openCells),
                    Shorted = parsed.GetValue(shortCells),
                },
                ReadNoise = parsed.GetValue(noise),
                Seed = parsed.GetValue(seed),
            };
            if (parsed.GetValue(required) is { } part and not (> 0 and <= 1))
                throw InvalidParameterException.OutOfRange("--require", part, "", "above 0 and at most 1");
            var program = ProgramCase.Load(options);
            if (parsed.GetValue(engine) is { } choice and not "builtin")
            {
                var simulators = Simulators.Select(choice, parsed.GetValue(ngspice)).Where(s => s.FindAvailability().IsAvailable).ToList();
                var rowsOfTable = await Task.Run(() =>
                {
                    var reference = new ProgramReference(program, cancellationToken);
                    return simulators.Select(s => reference.Compare(s, cancellationToken)).ToList();
                }, cancellationToken).ConfigureAwait(false);
                terminal.WriteLine("One write without verify, as one transient of each engine, against the co-simulation:");
                TableText.Write(terminal, ProgramReference.Header, rowsOfTable);
                return ExitCode.Ok;
            }

            using var folder = ResultFolder.Prepare(parsed.GetValue(output)!, ProgramFiles.Study);
            var checkpoint = Path.Combine(folder.FullPath, ProgramCheckpoint.FileName);
            var run = new ProgramRun(program, new TerminalProgress(terminal));
            ProgramResult result;
            try
            {
                result = await Task.Run(() => run.Execute(checkpoint, parsed.GetValue(resume), cancellationToken), cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (File.Exists(checkpoint))
            {
                terminal.Diagnostics.Write(new Text($"What is finished is kept in {checkpoint}; the same line with --resume goes on from there.\n"));
                throw;
            }

            ProgramFiles.Write(result, folder);
            cancellationToken.ThrowIfCancellationRequested();
            var path = folder.Commit();
            File.Delete(checkpoint);
            TableText.Write(terminal, ProgramSummary.Header, ProgramSummary.Rows(result));
            if (ProgramSummary.Failures(result) is { Count: > 0 } failures)
                TableText.Write(terminal, ProgramSummary.FailureHeader, failures);
            terminal.WriteLine($"Report: {Path.Combine(path, "report.html")}");
            if (parsed.GetValue(required) is not { } least || result.Outcome.Yield >= least)
                return ExitCode.Ok;
            terminal.WriteLine(FormattableString.Invariant($"Missed: {100 * result.Outcome.Yield:0.##} % of the cells are within the tolerance, {100 * least:0.##} % are required."));
            return ExitCode.CriterionFailed;
        });
        return command;
    }

    /// <summary>An option at zero is one that was left out.</summary>
    private static double? NullIfZero(double value) => value == 0 ? null : value;
}
