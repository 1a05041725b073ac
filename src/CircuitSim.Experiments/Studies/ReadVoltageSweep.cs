using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Emulation;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Devices;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// Which read voltage does a network bear? Camponogara's network in its 65 × 40 array, all test images read one after the other, each as a
/// rectangular pulse on the word lines. A cell whose voltage exceeds a threshold of its card moves while it is read, and the next image meets it
/// where this one left it. The voltages across the cells are those of the wired array with the states at the beginning of a read; over
/// the read, at a constant voltage, the equation of the state is solved exactly (<see cref="DeviceSwitching.StateAfter"/>). How far a state moves
/// within one read, while its voltage is taken as constant, is in the table: where that is little, the splitting does not matter,
/// and without wires and other series resistances the voltage is constant and nothing is split.
/// Both current forms of VTEAM are ohmic at a given state, so currents go with the voltage and classes do not depend on it: all that
/// a read voltage changes here is the states. There is no noise that a higher voltage would overcome.
/// </summary>
public sealed class ReadVoltageSweep : Study
{
    public static QuantitiesOption Voltages { get; } = new()
    {
        Name = "--v-read",
        Key = "read_voltages_v",
        Subject = "read voltage",
        Unit = "V",
        Standard = [0.1, 0.2, 0.3, 0.32, 0.34, 0.36, 0.38, 0.4, 0.45, 0.5],
        Rule = new NumberRule("finite and at least 1 nV", v => double.IsFinite(v) && v >= 1e-9),
        Description = "Row voltages of a white pixel, a row of the result each; above the card's thresholds they disturb",
    };

    public static QuantityOption ReadTime { get; } = new()
    {
        Name = "--read-time",
        Key = "read_time_s",
        Subject = "read time",
        Unit = "s",
        Standard = 10e-9,
        Rule = NumberRule.Positive,
        Description = "How long each image is on the word lines",
    };

    public static TextOption Card { get; } = new()
    {
        Name = "--card",
        Key = "card",
        Standard = "vteam_camponogara",
        Description = "Model card of the memristors: of the library (device-models/README.md lists them), or FILE.lib:NAME.",
    };

    public static QuantityOption Wire { get; } = new()
    {
        Name = "--wire",
        Key = "wire_resistance_ohm",
        Subject = "wire resistance",
        Unit = "Ω",
        Standard = 2,
        Description = "Wire resistance per segment",
    };

    public static IntegerOption TileRows { get; } = new()
    {
        Name = "--tile-rows",
        Key = "tile_rows",
        Subject = "tile rows",
        Standard = 13,
        Description = "Word lines of one tile; 65 leaves the array untiled.",
    };

    /// <summary>Of the network's training; the seed of <see cref="CamponogaraDigits"/>, whose network this is.</summary>
    public static SeedOption Seed { get; } = SeedOption.Of(CamponogaraDigits.Seed.Standard);

    public override string Name => "read-voltage";

    public override string Description => """
        Which read voltage does a network bear? All test images of Digits read one after the other from the 65 × 40 array of camponogara-digits, wires in place; voltages above the card's thresholds move the cells while they are read.

        Examples:
          circuitsim sweep read-voltage
          circuitsim sweep read-voltage --v-read 0.2,0.3,0.31,0.32,0.33 --read-time 1u --wire 0
          circuitsim sweep read-voltage --card vteam_magic_biolek --tile-rows 65 --out results/biolek
        """;

    public override IReadOnlyList<StudyOption> Options { get; } = [Voltages, ReadTime, Card, Wire, WiringOptions.WordWire, WiringOptions.BitWire, WiringOptions.Driver, WiringOptions.Sense, TileRows, Seed, IntegerOption.Jobs];

    protected override void CheckTogether(StudyRun run)
    {
        var model = DeviceModel.Load(run.Get(Card), []);
        foreach (var v in run.Get(Voltages).Where(v => !model.Device.HoldsAt(v)))
            throw InvalidParameterException.OutOfRange(Voltages.Subject, v, Voltages.Unit, $"at most vmax = {SiText.Format(model.Device.Voltages.Highest, "V")}, up to which card {model.Card.Name} holds");
    }

    protected override StudyResult Find(StudyRun run)
    {
        var model = DeviceModel.Load(run.Get(Card), []);
        var network = DigitsNetwork.Train(null, new RandomStream(run.Get(Seed)).Child("training"), run.Steps, run.CancellationToken);
        var emulator = network.Quantized.Predict(network.Images.Test);
        var voltages = run.Get(Voltages);
        var cases = run.Steps.Run("Reads", step =>
            (run.Each(voltages.Count, step, k => new DisturbedArray(run.Values, model.Device, network, voltages[k]).ReadAll(emulator, run.CancellationToken)),
            $"{network.Images.Test.Count} images × {voltages.Count} read voltages"));
        return Tell(run, model, network, emulator, cases);
    }

    private static StudyResult Tell(StudyRun run, DeviceModel model, DigitsNetwork network, Predictions emulator, Case[] cases)
    {
        var images = network.Images.Test.Count;
        double Percent(int correct) => Math.Round(100.0 * correct / images, 3);
        var table = ResultTable.Of("read_voltage", cases,
            ("read_voltage_v", c => c.Voltage), ("correct_fresh", c => c.Fresh), ("correct_while_read", c => c.WhileRead), ("correct_after", c => c.After),
            ("accuracy_while_read_percent", c => Percent(c.WhileRead)), ("accuracy_after_percent", c => Percent(c.After)), ("changed_after", c => c.ChangedAfter),
            ("lost_conductance", c => c.LostConductance), ("largest_shift", c => c.LargestShift), ("largest_shift_in_a_read", c => c.LargestShiftInARead));
        var quiet = cases.Where(c => c.Voltage <= model.Device.Thresholds.Upper).ToList();
        Claim[] claims = quiet.Count == 0 ? [] :
        [
            new("quiet-below-threshold", "CircuitSim", "reads up to voff leave every state where it is", "largest shift of a state, read voltages up to voff", quiet.Max(c => c.LargestShift), "", null, 0),
            new("voltage-alone-changes-nothing", "CircuitSim", "cells are ohmic, so undisturbed reads give one result at any voltage", "range of the images correct, read voltages up to voff",
                quiet.Max(c => c.After) - quiet.Min(c => c.After), "images", null, 0),
        ];
        var safe = cases.OrderBy(c => c.Voltage).TakeWhile(c => c.After >= c.Fresh - images / 100.0).LastOrDefault();
        var time = SiText.Format(run.Get(ReadTime), "s");
        string[] verdicts =
        [
            safe is null
                ? $"No read voltage of this sweep keeps the accuracy within 1 point over {images} reads of {time}: lower the voltages, or read shorter."
                : FormattableString.Invariant($"Up to {safe.Voltage:0.####} V, {images} reads of {time} cost at most 1 point of accuracy (threshold voff = {model.Device.Thresholds.Upper:0.####} V)."),
        ];
        var shown = ReadableTable.Of(cases,
            ("read voltage [V]", c => $"{c.Voltage:0.####}"), ("fresh [%]", c => $"{Percent(c.Fresh):0.####}"), ("while read [%]", c => $"{Percent(c.WhileRead):0.####}"), ("after all reads [%]", c => $"{Percent(c.After):0.####}"),
            ("changed images", c => $"{c.ChangedAfter}"), ("lost conductance [%]", c => $"{100 * c.LostConductance:0.####}"),
            ("largest shift [%]", c => $"{100 * c.LargestShift:0.####}"), ("largest shift in a read [%]", c => $"{100 * c.LargestShiftInARead:0.####}"));

        var report = new HtmlReport("Which read voltage does a network bear?")
            .Paragraph(FormattableString.Invariant(
                $"Camponogara's network (64→10, four bits, one memristor per bit) in its {DigitsNetwork.Rows} × 40 array in tiles of {run.Get(TileRows)} rows, {WiringOptions.Describe(WiringOptions.Of(run.Values, 1, 1, run.Get(Wire)))}, drivers of {SiText.Format(run.Get(WiringOptions.Driver), "Ω")}, sensing nodes of {SiText.Format(run.Get(WiringOptions.Sense), "Ω")}. All {images} test images are read one after the other, {time} each, and each finds the cells as those before it left them. The ideal network classifies {emulator.Correct} correctly. Seed {run.Get(Seed)}, card {model.Card.Name}."))
            .Paragraph("Cells are ohmic at a given state, so the voltage itself changes no class; what it changes is the states of cells whose voltage exceeds a threshold. Noise, which a higher voltage would overcome, is not part of this study. The states follow the card's dynamics: where the card says that these are borrowed, so is the answer.");
        foreach (var verdict in verdicts)
            report.Note(verdict);
        report.Heading("Accuracy")
            .Figure(Lines("accuracy", "Accuracy against read voltage.", new FigureAxis("images classified correctly", "%", Least: 0, Greatest: 100), cases,
                ("while being read", c => Percent(c.WhileRead)), ("after all reads", c => Percent(c.After))), "Accuracy against read voltage: each image with the cells as the reads before it left them, and the whole set once more behind the last read, no state moving.")
            .Heading("States")
            .Figure(Lines("shift", "Conductance lost and largest shift of a state against read voltage.", new FigureAxis("behind all reads", "%"), cases,
                ("conductance of all cells, lost", c => 100 * c.LostConductance), ("largest shift of a state, of its range", c => 100 * c.LargestShift)), "What the reads did to the cells. A small part of the state's range may be a large part of a conductance.");
        if (claims.Length > 0)
            report.Heading("Claims").Table("Checks of our own", Claim.Header, claims.Select(c => c.Row));
        report.Heading("All read voltages").Table("Shifts in parts of the state's range", shown)
            .Paragraph($"Card {model.Provenance.Name} of {model.Provenance.File}, sha256 {model.Provenance.Sha256}. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.");
        return new StudyResult
        {
            Inputs = [("digits.csv.gz", DigitsFile.Sha256)],
            Card = model.Provenance,
            Figures = [("test_images", images), ("emulator_test_correct", emulator.Correct)],
            Claims = claims,
            Tables = [table],
            Shown = [shown],
            Remarks = [("verdicts", "", verdicts)],
            Report = report,
            Timing = run.Steps.Timing,
        };
    }

    private static System.Xml.Linq.XElement Lines(string id, string description, FigureAxis axis, Case[] cases, params (string Name, Func<Case, double> Value)[] series) => new LineFigure
    {
        Id = $"read_voltage_{id}",
        Description = description,
        XAxis = new FigureAxis("read voltage", "V"),
        YAxis = axis,
        Series = [.. series.Select(s => new FigureSeries(s.Name, [.. cases.OrderBy(c => c.Voltage).Select(c => (c.Voltage, s.Value(c)))]))],
    }.ToSvg();

    /// <summary>All images at one read voltage; shifts are parts of the state's range.</summary>
    private sealed record Case(double Voltage, int Fresh, int WhileRead, int After, int ChangedAfter, double LostConductance, double LargestShift, double LargestShiftInARead);

    /// <summary>The array at one read voltage and the states of its cells, 0 (LRS) … 1 (HRS).</summary>
    private sealed class DisturbedArray
    {
        private readonly double time;
        private readonly IThresholdModel device;
        private readonly DeviceSwitching switching;
        private readonly LabelledImages images;
        private readonly InputBatch inputs;
        private readonly MappedLayer read;
        private readonly double unused;
        private readonly ClassRule rule;
        private readonly RowTiling tiling;
        private readonly CrossbarWiring wiring;
        private readonly double[] states, conductances;

        public DisturbedArray(StudyValues values, IThresholdModel device, DigitsNetwork network, double voltage)
        {
            this.device = device;
            time = values.Get(ReadTime);
            switching = new DeviceSwitching(device);
            images = network.Images.Test;
            rule = new ClassRule(network.Quantized.OutputFullScale);
            inputs = InputBatch.Of(images, voltage);
            var (on, off) = (device.Conductance(0, device.LowestState), device.Conductance(0, device.HighestState));
            var encoded = new TwosComplement(DigitsNetwork.WeightBits, network.Quantized.ScaleFactor, on, off)
                .Encode(DigitsNetwork.Rows, network.Quantized.Outputs, network.Quantized.Codes);
            read = new MappedLayer(encoded, voltage);
            unused = off;
            tiling = RowTiling.Of(DigitsNetwork.Rows, values.Get(TileRows));
            wiring = WiringOptions.Of(values, tiling.TileRows, encoded.Columns, values.Get(Wire));
            conductances = encoded.Conductances.ToArray();
            states = [.. conductances.Select(g => g == on ? 0.0 : 1.0)];
        }

        public Case ReadAll(Predictions emulator, CancellationToken cancellationToken)
        {
            var fresh = Classify(Frozen());
            var (start, total) = ((double[])states.Clone(), conductances.Sum());
            var currents = new double[images.Count * wiring.Columns];
            var solver = new CrossbarSolver(wiring);
            double step = 0;
            for (var image = 0; image < images.Count; image++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                step = Math.Max(step, ReadOne(image, solver, currents.AsSpan(image * wiring.Columns, wiring.Columns)));
            }

            var after = Classify(Frozen());
            var shift = states.Zip(start, (x, x0) => Math.Abs(x - x0)).Max();
            return new Case(read.ReadVoltage, fresh.Correct, Classify(currents).Correct, after.Correct, after.CountDifferences(emulator), 1 - conductances.Sum() / total, shift, step);
        }

        /// <summary>Takes the currents at the beginning of the read, then moves the states.</summary>
        /// <returns>How far a state moved at most.</returns>
        private double ReadOne(int image, CrossbarSolver solver, Span<double> currents)
        {
            var rows = read.RowVoltages(inputs, image);
            var ofTile = new double[wiring.Columns];
            double largest = 0;
            for (var tile = 0; tile < tiling.Count; tile++)
            {
                solver.Factor(tiling.TileOf(tile, conductances, unused));
                solver.Solve(tiling.TileOf(tile, rows, 0), ofTile);
                for (var j = 0; j < ofTile.Length; j++)
                    currents[j] += ofTile[j];
                var word = solver.WordLineVoltages;
                var bit = solver.BitLineVoltages;
                var (first, filler) = (tiling.FirstRowOf(tile) * wiring.Columns, tiling.UnusedOf(tile) * wiring.Columns);
                for (var k = filler; k < word.Length; k++)
                    largest = Math.Max(largest, Move(first + k - filler, word[k] - bit[k]));
            }

            return largest;
        }

        private double Move(int cell, double voltage)
        {
            var before = states[cell];
            var after = switching.StateAfter(voltage, time, before);
            if (after == before)
                return 0;
            states[cell] = after;
            conductances[cell] = device.Conductance(0, device.LowestState + after * device.StateRange);
            return Math.Abs(after - before);
        }

        /// <summary>Currents of all images with the states as they are.</summary>
        private double[] Frozen() => read.Currents(inputs, tiling.Effective(wiring, conductances, unused));

        private Predictions Classify(double[] currents) => Predictions.Of(read.Outputs(inputs, currents), rule, images);
    }
}
