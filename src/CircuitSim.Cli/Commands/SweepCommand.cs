using System.CommandLine;
using CircuitSim.Crossbars;
using CircuitSim.Encodings;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Studies;
using Spectre.Console;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim sweep</c>: what a property of the array costs a network.</summary>
internal static class SweepCommand
{
    private const string Description = """
        How large may an array be? Accuracy over the whole test set of MNIST with every wire in place, against wire resistance, R_on, tile height and drive.

        The network is trained on first use (seconds) and kept in the data folder; the images come from circuitsim data get mnist.

        Examples:
          circuitsim sweep ir-drop
          circuitsim sweep ir-drop --network mnist-784-32-10 --encoding offset-column --r-on 10k,100k --wire 0,1,2,5 --tile-rows 32,128,785
          circuitsim sweep ir-drop --drive one,both --loss 0.5 --out results/ir-drop-both
        """;

    public static Command Create(Terminal terminal)
    {
        var command = new Command("sweep", "Sweep a property of the array and report what it costs a network, or its writes.") { CreateIrDrop(terminal) };
        foreach (var study in StudyTable.All)
            command.Subcommands.Add(StudyCommand.Create(study, terminal));
        return command;
    }

    private static Command CreateIrDrop(Terminal terminal)
    {
        var standard = new IrDropSweepOptions();
        var network = new Option<string>("--network") { Description = $"{MnistNetwork.Name}, or a trained network's file (.npz).", DefaultValueFactory = _ => standard.Network, HelpName = "name|file" };
        var encoding = CommonOptions.Choice("--encoding", "How weights become conductances.", "offset-column", ["offset-column"]);
        var scope = CommonOptions.Choice("--scope", "Over which weights the encoding's range is taken.", "layer", ["layer", "global", "column"]);
        var reference = CommonOptions.Choice("--reference", "The current of a zero weight: from an exact column, a column quantized like the rest, or computed from the inputs' sum.", "column", ["column", "quantized-column", "digital"]);
        var levels = CommonOptions.OptionalInteger("--levels", "Conductance levels of a cell. Default: any conductance.");
        var wires = CommonOptions.Quantities("--wire", "Wire resistances per segment", [.. standard.WireResistances], "Ω");
        var tileRows = CommonOptions.Quantities("--tile-rows", "Word lines of a tile; 785 leaves the first layer untiled", [.. standard.TileRows], "rows");
        var on = CommonOptions.Quantities("--r-on", "Least resistances of a cell", [.. standard.OnResistances], "Ω");
        var ratio = CommonOptions.Quantity("--ratio", "R_off / R_on", standard.Ratio, "1");
        var drive = CommonOptions.Choice("--drive", "Word lines driven from one end, from both, or both compared.", "one", ["one", "both", "one,both"]);
        var driver = CommonOptions.Quantity("--driver", "Output resistance of every driver", standard.DriverResistance, "Ω");
        var sense = CommonOptions.Quantity("--sense", "Input resistance of every sensing node", standard.SenseResistance, "Ω");
        var readVoltage = CommonOptions.Quantity("--v-read", "Row voltage of a white pixel", standard.ReadVoltage, "V");
        var loss = CommonOptions.Quantity("--loss", "Loss of accuracy that a recommended tile may have", standard.LossBound, "points");
        var data = new Option<string?>("--data") { Description = $"Data folder. Default: {DataFolder.Standard}, or the environment variable {DataFolder.Variable}.", HelpName = "folder" };
        var seed = CommonOptions.Seed(standard.Seed);
        var jobs = CommonOptions.Jobs();
        var output = CommonOptions.Out($"results/{IrDropSweep.Name}");

        var command = new Command(IrDropSweep.Name, Description)
        {
            network, encoding, scope, reference, levels, wires, tileRows, on, ratio, drive, driver, sense, readVoltage, loss, data, seed, jobs, output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = standard with
            {
                Network = parsed.GetValue(network)!,
                Seed = parsed.GetValue(seed),
                DataFolder = parsed.GetValue(data) ?? DataFolder.Root,
                WireResistances = parsed.GetValue(wires)!.Values,
                TileRows = [.. parsed.GetValue(tileRows)!.Values.Select(WholeRows)],
                OnResistances = parsed.GetValue(on)!.Values,
                Ratio = parsed.GetValue(ratio),
                Drives = parsed.GetValue(drive) switch
                {
                    "one" => [WordLineDrive.OneEnd],
                    "both" => [WordLineDrive.BothEnds],
                    _ => [WordLineDrive.OneEnd, WordLineDrive.BothEnds],
                },
                DriverResistance = parsed.GetValue(driver),
                SenseResistance = parsed.GetValue(sense),
                ReadVoltage = parsed.GetValue(readVoltage),
                Scope = Enum.Parse<OffsetScope>(parsed.GetValue(scope)!, ignoreCase: true),
                Reference = Enum.Parse<OffsetReference>(parsed.GetValue(reference)!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
                Levels = parsed.GetValue(levels),
                LossBound = parsed.GetValue(loss),
                Jobs = parsed.GetValue(jobs),
            };
            var job = new IrDropSweep(options, new TerminalProgress(terminal));
            using var folder = ResultFolder.Prepare(parsed.GetValue(output)!, IrDropSweep.Name);
            var result = await Task.Run(() => job.Run(cancellationToken), cancellationToken).ConfigureAwait(false);
            IrDropSweepFiles.Write(result, folder);
            cancellationToken.ThrowIfCancellationRequested();
            var path = folder.Commit();
            TableText.Write(terminal, IrDropSweepSummary.Header, IrDropSweepSummary.Rows(result));
            foreach (var line in IrDropSweepSummary.Recommendations(result).Concat(IrDropSweepSummary.Warnings(result).Select(w => $"Warning: {w}")))
                terminal.Results.Write(new Text($"{line}\n"));
            terminal.Results.Write(new Text($"Report: {Path.Combine(path, "report.html")}\n"));
            return ExitCode.Ok;
        });
        return command;
    }

    private static int WholeRows(double rows) =>
        rows is >= 1 and <= int.MaxValue && Math.Floor(rows) == rows
            ? (int)rows
            : throw InvalidParameterException.OutOfRange("tile rows", rows, "", "a whole number from 1 up");
}
