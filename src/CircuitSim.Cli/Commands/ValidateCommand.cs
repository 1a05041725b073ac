using System.CommandLine;
using CircuitSim.Crossbars;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Studies;
using Spectre.Console;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim validate</c>: emulator against circuit, the main job.</summary>
internal static class ValidateCommand
{
    private const string Description = """
        Run a published network as an ideal emulator and as the circuit of its crossbar, side by side, and check what its paper claims.

        Studies:
          camponogara-digits  Digits 8×8, 4-bit two's complement, one memristor per bit, 65 × 40 array

        Examples:
          circuitsim validate camponogara-digits
          circuitsim validate camponogara-digits --wire 0,1,2,4 --drive both --tile-rows 5 --out results/both-ends
          circuitsim validate camponogara-digits --engine builtin --seed 7
        """;

    public static Command Create(Terminal terminal)
    {
        var standard = new CamponogaraDigitsOptions();
        var study = new Argument<string>("study") { Description = $"Name of the study: {CamponogaraDigitsStudy.Name}." };
        var seed = CommonOptions.Seed(standard.Seed);
        var output = CommonOptions.Out($"results/{CamponogaraDigitsStudy.Name}");
        var jobs = CommonOptions.Jobs();
        var engine = CommonOptions.Engine(Simulators.All, "Simulator that solves the circuit again");
        var ngspice = CommonOptions.Ngspice();
        var wires = CommonOptions.Quantities("--wire", "Wire resistances per segment to compare", [.. standard.WireResistances], "Ω");
        var reference = CommonOptions.Quantity("--reference-wire", "Wire resistance of the cross-check, the IR-drop map and the confusion matrix", standard.ReferenceWireResistance, "Ω");
        var driver = CommonOptions.Quantity("--driver", "Output resistance of every driver", standard.DriverResistance, "Ω");
        var sense = CommonOptions.Quantity("--sense", "Input resistance of every sensing node", standard.SenseResistance, "Ω");
        var drive = CommonOptions.Choice("--drive", "Word lines driven from one end or from both.", "one", ["one", "both"]);
        var tileRows = CommonOptions.Integer("--tile-rows", "Word lines of one tile: 1, 5, 13 or 65.", standard.TileRows);
        var readVoltage = CommonOptions.Quantity("--v-read", "Row voltage of a white pixel, below the card's thresholds", standard.ReadVoltage, "V");
        var card = new Option<string>("--card") { Description = "Model card of the memristors (device-models/README.md lists them).", DefaultValueFactory = _ => standard.Card, HelpName = "name" };
        var adcBits = CommonOptions.Integer("--adc-bits", "Bits of the column quantizers in place of the ADC.", standard.AdcBits);
        var checkImages = CommonOptions.Integer("--check-images", "Test images solved again on every engine.", standard.CheckImages);
        var data = new Option<string?>("--data") { Description = "A copy of digits.csv.gz; default: the one inside the library.", HelpName = "file" };

        var command = new Command("validate", Description)
        {
            study, seed, output, jobs, engine, ngspice, wires, reference, driver, sense, drive, tileRows, readVoltage, card, adcBits, checkImages, data,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(study) is var name && name != CamponogaraDigitsStudy.Name)
                throw InvalidParameterException.Because("study", $"there is no study '{name}'; the studies are: {CamponogaraDigitsStudy.Name}.");
            var options = standard with
            {
                Seed = parsed.GetValue(seed),
                Jobs = parsed.GetValue(jobs),
                WireResistances = parsed.GetValue(wires)!.Values,
                ReferenceWireResistance = parsed.GetValue(reference),
                DriverResistance = parsed.GetValue(driver),
                SenseResistance = parsed.GetValue(sense),
                Drive = parsed.GetValue(drive) == "both" ? WordLineDrive.BothEnds : WordLineDrive.OneEnd,
                TileRows = parsed.GetValue(tileRows),
                ReadVoltage = parsed.GetValue(readVoltage),
                Card = parsed.GetValue(card)!,
                AdcBits = parsed.GetValue(adcBits),
                CheckImages = parsed.GetValue(checkImages),
                DataFile = parsed.GetValue(data),
            };
            var job = new CamponogaraDigitsStudy(
                options, Simulators.Select(parsed.GetValue(engine)!, parsed.GetValue(ngspice)), new TerminalProgress(terminal));
            using var folder = ResultFolder.Prepare(parsed.GetValue(output)!, CamponogaraDigitsStudy.Name);
            var result = await Task.Run(() => job.Run(cancellationToken), cancellationToken).ConfigureAwait(false);
            CamponogaraDigitsFiles.Write(result, folder);
            cancellationToken.ThrowIfCancellationRequested();
            var path = folder.Commit();
            Render(result, terminal);
            terminal.Results.Write(new Text($"Report: {Path.Combine(path, "report.html")}\n"));
            return result.AllClaimsHold ? ExitCode.Ok : ExitCode.CriterionFailed;
        });
        return command;
    }

    private static void Render(CamponogaraDigitsResult result, Terminal terminal)
    {
        var onTest = result.ScaleFactors.BestOnTest();
        var onTrain = result.ScaleFactors.BestOnTrain();
        terminal.Results.Write(new Text(FormattableString.Invariant(
            $"""

            Float network: {result.FloatTrainCorrect} of {result.TrainImages} training images, {result.FloatTest.Correct} of {result.TestImages} test images.
            Scale factor chosen on the test set, as the paper did: {onTest.Best.ScaleFactor:0.0000} with {onTest.Best.TestCorrect} test images ({onTest.EquallyGood} equally good);
            chosen on the training set: {onTrain.Best.ScaleFactor:0.0000} with {onTrain.Best.TestCorrect} test images.

            """)));
        TableText.Write(terminal, CamponogaraDigitsSummary.AccuracyHeader(result), CamponogaraDigitsSummary.AccuracyRows(result));
        TableText.Write(terminal, ["cell variation σ [%]", "samples", "mean accuracy [%]", "worst", "best"], result.Variations.Select(v =>
            (IReadOnlyList<string>)[.. new[] { 100 * v.Sigma, v.Correct.Count, v.MeanPercent, v.WorstPercent, v.BestPercent }.Select(x => FormattableString.Invariant($"{x:0.#}"))]));
        TableText.Write(terminal, ["column quantizer [bits]", .. result.AdcCurve.Select(p => $"{p.Bits}")],
            [["images correct", .. result.AdcCurve.Select(p => $"{p.Correct}")]]);
        // Ten words a row need 180 columns; the report has them all.
        if (terminal.Results.Profile.Width >= 190)
            TableText.Write(terminal, Claim.Header, result.Claims.Select(c => c.Row));
        else
            TableText.Write(terminal, ["claim", "value", "bound", "verdict"], result.Claims.Select(c => (IReadOnlyList<string>)[c.Id, .. c.Findings]));
        foreach (var agreement in result.Agreements.Where(a => a.WorstDifference is null))
            terminal.Results.Write(new Text($"Not cross-checked on {agreement.Simulator}: {agreement.Remedy}\n"));
        foreach (var warning in CamponogaraDigitsSummary.Warnings(result))
            terminal.Results.Write(new Text($"Note: {warning}\n"));
    }
}
