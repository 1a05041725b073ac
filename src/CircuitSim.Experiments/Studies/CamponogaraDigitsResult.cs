using CircuitSim.Crossbars;
using CircuitSim.Emulation;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>Every figure of <see cref="CamponogaraDigits"/>, and what it comes to.</summary>
internal sealed record CamponogaraDigitsResult
{
    private const string Paper = "Camponogara";
    private const string Own = "CircuitSim";

    /// <summary>Relative difference of currents up to which two solvers are said to agree.</summary>
    private const double Agreement = 1e-9;

    /// <summary>Images lost, in percentage points, from which the wires are said to spoil the result.</summary>
    private const double NoticeableLoss = 5;

    public required StudyValues Options { get; init; }

    /// <summary>File name and sha256 of the card, and its text parameters.</summary>
    public required CardProvenance Card { get; init; }

    public required int TrainImages { get; init; }

    public required int TestImages { get; init; }

    public required int FloatTrainCorrect { get; init; }

    public required Predictions FloatTest { get; init; }

    public required ScaleFactorCurve ScaleFactors { get; init; }

    /// <summary>The quantized network that the array holds, chosen on the test set as the paper did.</summary>
    public required Predictions EmulatorTest { get; init; }

    /// <summary>The same on the training set.</summary>
    public required int EmulatorTrainCorrect { get; init; }

    /// <summary>Largest |circuit − emulator| of any output of any test image over full scale, without wires and quantizer.</summary>
    public required double LogitDifference { get; init; }

    /// <summary>Images whose class differs if the finite R_off is not corrected for.</summary>
    public required int ChangedByFiniteRatio { get; init; }

    /// <summary>Full scale of the column quantizers [A].</summary>
    public required double QuantizerFullScale { get; init; }

    public required IReadOnlyList<WireCase> WireCases { get; init; }

    /// <summary>The tiled array at the reference wire resistance, for the confusion matrix.</summary>
    public required WireCase ReferenceCase { get; init; }

    public required IReadOnlyList<AdcPoint> AdcCurve { get; init; }

    public required IReadOnlyList<VariationPoint> Variations { get; init; }

    /// <summary>
    /// Share of the row voltage that the wires keep from each cell, all rows at the read voltage, reference wire
    /// resistance, untiled; [rows × columns] row-major.
    /// </summary>
    public required IReadOnlyList<double> VoltageLoss { get; init; }

    public required IReadOnlyList<SimulatorAgreement> Agreements { get; init; }

    /// <summary>The array at the reference wire resistance with the first checked image, for ngspice.</summary>
    public required string NetlistText { get; init; }

    /// <summary>Seconds by step; not part of the result's identity.</summary>
    public required IReadOnlyList<(string Step, double Seconds)> Timing { get; init; }

    public int Columns => VoltageLoss.Count / DigitsNetwork.Rows;

    /// <summary>
    /// What the paper states and how far it can honestly be held (source: Camponogara), and what CircuitSim itself must hold.
    /// The bounds were found beforehand with an independent reproduction in NumPy over ten seeds: the paper gives none.
    /// </summary>
    public IReadOnlyList<Claim> Claims()
    {
        var onTest = ScaleFactors.BestOnTest();
        var onTrain = ScaleFactors.BestOnTrain();
        var ideal = EmulatorTest.Correct;
        var claims = new List<Claim>
        {
            new("train-float", Paper, "1472 of 1500 training images", "float weights, training set", FloatTrainCorrect, "images", 1472 - 6, 1472 + 6),
            new("test-float", Paper, "270 of 297 test images", "float weights, test set", FloatTest.Correct, "images", 270 - 4, 270 + 4),
            new("best-4-bit", Paper, "four bits are no worse than float (paper: +3 images)", "best over the scale factor, test set, minus float",
                onTest.Best.TestCorrect - FloatTest.Correct, "images", 0, null),
            new("best-scale-factor", Paper, "best at 0.3425", "lowest of the equally good, test set", onTest.Best.ScaleFactor, "", 0.25, 0.6),
            new("scale-factor-on-train", Own, "choosing on the test set is selection bias",
                $"scale factor {Invariant($"{onTrain.Best.ScaleFactor:0.0000}")} chosen on the training set, test set", onTrain.Best.TestCorrect, "images", null, null),
            new("finite-ratio", Own, "a finite R_off leaves the classes unchanged", "classes changed at zero wire resistance, R_off not corrected for",
                ChangedByFiniteRatio, "images", null, 0),
            new("adc-8", Own, "8-bit column quantizers cost at most 3 images", "8-bit against none, zero wire resistance",
                AdcCurve.Single(p => p.Bits == 8).Correct - ideal, "images", -3, 3),
        };
        claims.AddRange(AdcCurve.Where(p => p.Bits != 8).Select(p => new Claim(
            $"adc-{p.Bits}", Own, p.Bits == 5 ? "5-bit column quantizers cost 0 to 8 images, in the reproduction" : "a curve over the bits", $"{p.Bits}-bit against none, zero wire resistance", p.Correct - ideal, "images", null, null)));
        foreach (var (scaleFactor, percent) in new[] { (0.0001, 61), (0.1, 81), (1, 85) })
        {
            claims.Add(new Claim(Invariant($"scale-factor-{scaleFactor}"), $"{Paper}, Fig. 6", Invariant($"about {percent} % at sf = {scaleFactor}, in the reproduction"), "four bits, test set",
                TestPercent(scaleFactor), "%", null, null));
        }

        double[] plateau = [.. TestPercents(0.35, 0.55)];
        claims.Add(new Claim("scale-factor-plateau", $"{Paper}, Fig. 6", "a plateau from 0.35 to 0.55 lies above both ends of the curve", "mean over the plateau minus the better of sf = 0.0001 and sf = 1, test set",
            plateau.Average() - Math.Max(TestPercent(0.0001), TestPercent(1)), "points", 0, null));
        claims.Add(new Claim("scale-factor-plateau-least", $"{Paper}, Fig. 6", "89 … 91.6 % on the plateau, in the reproduction", "least from sf = 0.35 to 0.55, test set", plateau.Min(), "%", null, null));
        claims.Add(new Claim("scale-factor-plateau-greatest", $"{Paper}, Fig. 6", "89 … 91.6 % on the plateau, in the reproduction", "greatest from sf = 0.35 to 0.55, test set", plateau.Max(), "%", null, null));
        foreach (var (sigma, mean, tolerance) in new[] { (0.05, 90.7, 1.5), (0.10, 88.7, 2.0), (0.20, 82.4, 4.0), (0.30, 72.4, 8.0) })
        {
            var point = Variations.Single(v => v.Sigma == sigma);
            claims.Add(new Claim(
                Invariant($"variation-{100 * sigma:0}"), Own, Invariant($"{mean} % at σ = {100 * sigma:0} %, in the reproduction"),
                $"mean of {point.Correct.Count} samples, normal per cell, zero wire resistance", point.MeanPercent, "%", mean - tolerance, mean + tolerance));
        }

        claims.Add(new Claim("circuit-is-emulator", Own, "without wires the circuit is the network",
            "largest difference of an output over full scale, all test images and 1000 others", LogitDifference, "", null, 1e-9));
        claims.AddRange(Agreements.Where(a => a.WorstDifference is not null).Select(a => new Claim(
            $"agrees-with-{a.Simulator}", Own, $"the array solver and {a.Simulator} give the same currents",
            $"largest relative difference of a column current, {a.Images} images", a.WorstDifference!.Value, "", null, Agreement)));
        return [.. claims.Select(c => c with { Id = $"camponogara.{c.Id}" })];
    }

    /// <summary>
    /// Says so where the circuit costs more accuracy than a reader would expect, what causes it, and what helps that is
    /// not in use already. Wires are blamed only for what is lost beyond the same array without them.
    /// </summary>
    public IEnumerable<string> Warnings()
    {
        foreach (var tiling in WireCases.GroupBy(c => c.TileRows))
        {
            var name = TilingName(tiling.Key);
            var cases = tiling.OrderBy(c => c.WireResistance).ToList();
            var ends = cases[0];
            var endsLoss = ends.WireResistance == 0 ? Loss(Math.Min(ends.Exact.Correct, ends.Quantized.Correct)) : 0;
            if (endsLoss > NoticeableLoss)
            {
                yield return Invariant(
                    $"Even without wires, the array ({name}) loses {endsLoss:0} points of accuracy to its driver and sense resistances: lower them, or raise R_on.");
            }

            var bad = cases.FirstOrDefault(c => c.WireResistance > 0 && Loss(Math.Min(c.Exact.Correct, c.Quantized.Correct)) > Math.Max(NoticeableLoss, endsLoss + NoticeableLoss));
            if (bad is null)
                continue;
            var exact = Loss(bad.Exact.Correct);
            var quantized = Loss(bad.Quantized.Correct);
            yield return Invariant(
                $"From {SiText.Format(bad.WireResistance, "Ω")} per segment on, the array ({name}) loses {exact:0} points of accuracy to IR drop, {quantized:0} with column quantizers: {string.Join(", ", Remedies(tiling.Key))}.");
        }
    }

    private IEnumerable<string> Remedies(int tileRows)
    {
        if (tileRows > Options.Get(CamponogaraDigits.TileRows))
            yield return $"tile it (here: {TilingName(Options.Get(CamponogaraDigits.TileRows))})";
        else if (tileRows > 1)
            yield return "use lower tiles";
        if (Options.Get(WiringOptions.Drive) == WordLineDrive.OneEnd)
            yield return "drive both ends";
        yield return "raise R_on";
    }

    private double TestPercent(double scaleFactor) => TestPercents(scaleFactor, scaleFactor).Single();

    /// <summary>From one scale factor to another.</summary>
    private IEnumerable<double> TestPercents(double least, double greatest) =>
        ScaleFactors.Points.Where(p => p.ScaleFactor > least - 5e-5 && p.ScaleFactor < greatest + 5e-5).Select(p => 100.0 * p.TestCorrect / TestImages);

    /// <summary>Percentage points below the emulator.</summary>
    private double Loss(int correct) => 100.0 * (EmulatorTest.Correct - correct) / TestImages;

    /// <summary>In the form that all studies share.</summary>
    public StudyResult Tell()
    {
        var claims = Claims();
        // One row per path through the network: what a user compares.
        var accuracy = ResultTable.Of("accuracy", Paths(),
            ("path", p => p.Name), ("wire_resistance_ohm", p => p.Case?.WireResistance), ("tile_rows", p => p.Case?.TileRows), ("adc_bits", p => p.Bits), ("images", _ => TestImages),
            ("correct", p => p.Correct), ("accuracy_percent", p => Percent(p.Correct, TestImages)), ("changed_images", p => p.Changed),
            ("worst_current_error", p => p.Case?.CurrentError.Worst), ("mean_current_error", p => p.Case?.CurrentError.Mean));
        var all = ScaleFactorTable("scale_factor", ScaleFactors.Points);
        // What a figure can show.
        var curve = ScaleFactorTable("scale_factor_curve", ScaleFactors.Points.Where((_, k) => k % 25 == 24));
        var adc = ResultTable.Of("adc_curve", AdcCurve, ("adc_bits", p => p.Bits), ("correct", p => p.Correct), ("accuracy_percent", p => Percent(p.Correct, TestImages)));
        var variation = ResultTable.Of("variation", Variations,
            ("sigma_percent", v => 100 * v.Sigma), ("samples", v => v.Correct.Count), ("mean_percent", v => v.MeanPercent), ("worst_percent", v => v.WorstPercent), ("best_percent", v => v.BestPercent));
        var agreement = ResultTable.Of("agreement", Agreements,
            ("simulator", a => a.Simulator), ("version", a => a.Version), ("images", a => a.Images), ("worst_relative_current_difference", a => a.WorstDifference), ("remedy", a => a.Remedy));
        var confusion = ResultTable.OfMatrix("confusion", "images", ReferenceCase.Quantized.Confusion.Classes, ConfusionCells);
        var voltageLoss = ResultTable.OfMatrix("voltage_loss", "loss_percent", Columns, VoltageLoss.Select(x => 100 * x));
        var shown = ShownPaths();
        var (onTest, onTrain) = (ScaleFactors.BestOnTest(), ScaleFactors.BestOnTrain());
        return new StudyResult
        {
            Inputs = [(Options.Get(CamponogaraDigits.DataFile) is { Length: > 0 } path ? Path.GetFileName(path) : "digits.csv.gz", DigitsFile.Sha256)],
            Card = Card,
            Figures =
            [
                ("train_images", TrainImages),
                ("test_images", TestImages),
                ("float_train_correct", FloatTrainCorrect),
                ("float_test_correct", FloatTest.Correct),
                ("emulator_train_correct", EmulatorTrainCorrect),
                ("emulator_test_correct", EmulatorTest.Correct),
                ("emulator_test_ties", EmulatorTest.Ties),
                ("scale_factor", onTest.Best.ScaleFactor),
                ("scale_factor_equally_good", onTest.EquallyGood),
                ("scale_factor_on_train", onTrain.Best.ScaleFactor),
                ("scale_factor_on_train_test_correct", onTrain.Best.TestCorrect),
                ("column_quantizer_full_scale_a", QuantizerFullScale),
                ("logit_difference_over_full_scale", LogitDifference),
                ("classes_changed_by_finite_ratio", ChangedByFiniteRatio),
            ],
            Claims = claims,
            Tables = [accuracy, curve, adc, variation, agreement, confusion, voltageLoss],
            CsvTables = [accuracy, all],
            Files = [("array.cir", NetlistText)],
            Opening = Invariant(
                $"""

                Float network: {FloatTrainCorrect} of {TrainImages} training images, {FloatTest.Correct} of {TestImages} test images.
                Scale factor chosen on the test set, as the paper did: {onTest.Best.ScaleFactor:0.0000} with {onTest.Best.TestCorrect} test images ({onTest.EquallyGood} equally good);
                chosen on the training set: {onTrain.Best.ScaleFactor:0.0000} with {onTrain.Best.TestCorrect} test images.

                """),
            Shown =
            [
                shown,
                ReadableTable.Of(Variations,
                    ("cell variation σ [%]", v => $"{100 * v.Sigma:0.#}"), ("samples", v => $"{v.Correct.Count}"), ("mean accuracy [%]", v => $"{v.MeanPercent:0.#}"), ("worst [%]", v => $"{v.WorstPercent:0.#}"), ("best [%]", v => $"{v.BestPercent:0.#}")),
                new ReadableTable(["column quantizer [bits]", .. AdcCurve.Select(p => $"{p.Bits}")], [["images correct", .. AdcCurve.Select(p => $"{p.Correct}")]]),
            ],
            Remarks =
            [
                (null, "Not cross-checked on ", [.. Agreements.Where(a => a.WorstDifference is null).Select(a => $"{a.Simulator}: {a.Remedy}")]),
                (null, "Note: ", [.. Warnings()]),
            ],
            Report = Report(claims, shown, accuracy, curve, adc),
            Timing = Timing,
        };
    }

    /// <summary>Float network, emulator, and every wired array without and with column quantizers.</summary>
    private IEnumerable<(string Name, WireCase? Case, int? Bits, int Correct, int? Changed)> Paths() =>
    [
        ("float", null, null, FloatTest.Correct, null),
        ("emulator", null, null, EmulatorTest.Correct, 0),
        .. WireCases.SelectMany(c => new (string, WireCase?, int?, int, int?)[]
        {
            ("circuit", c, null, c.Exact.Correct, c.ChangedExact), ("circuit", c, AdcBits, c.Quantized.Correct, c.ChangedQuantized),
        }),
    ];

    private ReadableTable ShownPaths()
    {
        var circuits = ReadableTable.Of(WireCases,
            ("path", c => $"circuit, {TilingName(c.TileRows)}"), ("wire [Ω]", c => $"{c.WireResistance:G6}"), ("accuracy [%]", c => Accuracy(c.Exact.Correct)), ("changed images", c => $"{c.ChangedExact}"),
            ($"{AdcBits}-bit accuracy [%]", c => Accuracy(c.Quantized.Correct)), ($"{AdcBits}-bit changed images", c => $"{c.ChangedQuantized}"),
            ("worst current error [%]", c => $"{100 * c.CurrentError.Worst:0.00}"), ("mean current error [%]", c => $"{100 * c.CurrentError.Mean:0.00}"));
        return circuits with
        {
            Rows =
            [
                ["float network", "–", Invariant(Accuracy(FloatTest.Correct)), "–", "–", "–", "–", "–"],
                ["ideal emulator, 4 bits", "–", Invariant(Accuracy(EmulatorTest.Correct)), "0", "–", "–", "–", "–"],
                .. circuits.Rows,
            ],
        };
    }

    private ResultTable ScaleFactorTable(string name, IEnumerable<ScaleFactorPoint> points) => ResultTable.Of(name, points,
        ("scale_factor", p => p.ScaleFactor), ("train_percent", p => Percent(p.TrainCorrect, TrainImages)), ("test_percent", p => Percent(p.TestCorrect, TestImages)));

    private HtmlReport Report(IReadOnlyList<Claim> claims, ReadableTable shown, ResultTable accuracy, ResultTable curve, ResultTable adc)
    {
        var report = new HtmlReport("Digits through a real crossbar: ideal network and circuit side by side");
        var onTest = ScaleFactors.BestOnTest();
        var onTrain = ScaleFactors.BestOnTrain();
        var reference = SiText.Format(Options.Get(CamponogaraDigits.ReferenceWire), "Ω");
        report.Paragraph(Invariant(
            $"A softmax layer 64→10 (Camponogara) was trained on {TrainImages} images of handwritten digits, quantized to four bits, written into a {DigitsNetwork.Rows} × {Columns} array with one memristor per bit, and read back through the circuit for all {TestImages} test images. Seed {Options.Get(CamponogaraDigits.Seed)}, card {Card.Name}, read voltage {SiText.Format(Options.Get(CamponogaraDigits.Voltage), "V")}, drivers of {SiText.Format(Options.Get(WiringOptions.Driver), "Ω")}{(Options.Get(WiringOptions.Drive) == WordLineDrive.BothEnds ? " at both ends" : "")}, sensing nodes of {SiText.Format(Options.Get(WiringOptions.Sense), "Ω")}."));
        report.Figure(WireFigure(accuracy).ToSvg(),
            "Accuracy against wire resistance. The ideal network knows no wires; the gap below its line is what the wires cost. Dashed with markers: with column quantizers.");
        report.Table($"All {TestImages} test images; errors of column currents relative to the largest ideal one",
            shown);
        foreach (var warning in Warnings())
            report.Note(warning);

        report.Heading("Claims");
        report.Table("Claims of the paper and checks of our own: what was found, and how far it may differ",
            Claim.Header, claims.Select(c => c.Row));

        report.Heading("Where the voltage is lost");
        report.Figure(VoltageLossFigure().ToSvg(),
            $"IR drop at {reference} per segment, untiled, all word lines at the read voltage: the share of the row voltage that does not reach each cell. Word lines are driven from the {(Options.Get(WiringOptions.Drive) == WordLineDrive.OneEnd ? "left" : "left and the right")}, bit lines are sensed at the bottom.");

        report.Heading("Quantization");
        report.Paragraph(Invariant(
            $"Chosen on the test set, as the paper did: scale factor {onTest.Best.ScaleFactor:0.0000} with {onTest.Best.TestCorrect} of {TestImages} images, the lowest of {onTest.EquallyGood} that are equally good. Chosen honestly, on the training set: {onTrain.Best.ScaleFactor:0.0000} with {onTrain.Best.TestCorrect}."));
        report.Figure(ScaleFactorFigure(curve).ToSvg(), "Accuracy of the four-bit network against the scale factor (every 25th of 10,000 points; all are in scale-factor.csv).");
        report.Figure(AdcFigure(adc).ToSvg(),
            $"Column quantizers in place of the ADC at zero wire resistance; full scale {SiText.Format(QuantizerFullScale, "A")}, the largest column current over the training set.");

        report.Heading("Cell variation");
        report.Table("Normal variation of every cell's conductance, zero wire resistance",
            ReadableTable.Of(Variations,
                ("σ [%]", v => $"{100 * v.Sigma:0.0}"), ("samples", v => $"{v.Correct.Count}"), ("mean [%]", v => $"{v.MeanPercent:0.0}"), ("worst [%]", v => $"{v.WorstPercent:0.0}"), ("best [%]", v => $"{v.BestPercent:0.0}")));

        report.Figure(VariationFigure().ToSvg(), "A box holds the middle half of the samples, its line is the median, the ring the mean; whiskers reach from the worst to the best, and every sample is a dot beside them.");

        report.Heading("Confusion");
        report.Figure(ConfusionFigure().ToSvg(),
            $"The circuit at {reference}, {TilingName(ReferenceCase.TileRows)}, {AdcBits}-bit column quantizers: {ReferenceCase.Quantized.Correct} of {TestImages} correct.");

        report.Heading("Second opinions");
        report.Table($"The same array at {reference} on other simulators",
            ReadableTable.Of(Agreements,
                ("simulator", a => $"{a.Simulator}"), ("version", a => $"{a.Version ?? "not run"}"), ("images", a => $"{a.Images}"),
                ("largest relative difference of a column current", a => $"{(a.WorstDifference is { } d ? SiText.Scientific(d) : a.Remedy)}")));
        report.Paragraph($"The netlist array.cir beside this page is one of those images; plain ngspice -b array.cir prints its column currents. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}; card file {Card.File}, sha256 {Card.Sha256}.");
        return report;
    }

    private LineFigure ScaleFactorFigure(ResultTable table)
    {
        var (chosen, honest) = (ScaleFactors.BestOnTest().Best.ScaleFactor, ScaleFactors.BestOnTrain().Best.ScaleFactor);
        return new LineFigure
        {
            Id = table.Name,
            Description = "Accuracy of the quantized network on training and test set against the scale factor.",
            XAxis = new FigureAxis("scale factor sf", Least: 0, Greatest: 1),
            YAxis = FigureAxis.Share("images classified correctly"),
            Series = [Series("test set", table, "scale_factor", "test_percent"), Series("training set", table, "scale_factor", "train_percent")],
            Marks = [(chosen, Invariant($"chosen on the test set: {chosen:0.0000}")), .. honest == chosen ? [] : new[] { (honest, Invariant($"on the training set: {honest:0.0000}")) }],
        };
    }

    private BoxFigure VariationFigure() => new()
    {
        Id = "variation",
        Description = "Accuracy against the spread of the cells, a box for the samples of each.",
        Label = "standard deviation of a cell's conductance [%]",
        Value = FigureAxis.Share("images classified correctly"),
        Cases = [.. Variations.Select(v => (Invariant($"{100 * v.Sigma:0.##}"), (IReadOnlyList<double>)[.. v.Correct.Select(c => 100.0 * c / TestImages)]))],
    };

    private LineFigure WireFigure(ResultTable table)
    {
        var cases = Enumerable.Range(0, table.Rows.Count).Where(k => (string?)table.Rows[k][0] == "circuit")
            .GroupBy(k => ((int)table.Number(k, "tile_rows"), Quantized: table.Rows[k][3] is not null));
        var series = cases.Select(g => new FigureSeries(
            $"circuit, {TilingName(g.Key.Item1)}, {(g.Key.Quantized ? $"{AdcBits}-bit column quantizers" : "currents as they are")}",
            [.. g.OrderBy(k => table.Number(k, "wire_resistance_ohm")).Select(k => (table.Number(k, "wire_resistance_ohm"), table.Number(k, "accuracy_percent")))],
            Dashed: g.Key.Quantized, Shape: g.Key.Quantized ? 1 : 0, Meaning: g.Key.Item1 == DigitsNetwork.Rows ? FigureMeaning.Circuit : FigureMeaning.Tiled));
        var wires = CamponogaraDigits.WiresOf(Options);
        FigureSeries Reference(string name, double percent, FigureMeaning meaning) =>
            new(name, [(wires.Min(), percent), (wires.Max(), percent)], ShowPoints: false, Meaning: meaning);
        return new LineFigure
        {
            Id = table.Name,
            Description = "Accuracy against wire resistance per segment, for the circuit untiled and tiled, with and without column quantizers.",
            XAxis = new FigureAxis("wire resistance per segment", "Ω", FigureScale.Ordinal),
            YAxis = FigureAxis.Share("images classified correctly"),
            Series = [.. series, Reference("ideal emulator", table.Number(1, "accuracy_percent"), FigureMeaning.Ideal), Reference("float network", table.Number(0, "accuracy_percent"), FigureMeaning.Unquantized)],
        };
    }

    private static LineFigure AdcFigure(ResultTable table)
    {
        return new LineFigure
        {
            Id = table.Name,
            Description = "Accuracy against the bits of the column quantizers.",
            XAxis = new FigureAxis("bits of the column quantizers", Scale: FigureScale.Ordinal),
            YAxis = FigureAxis.Share("images classified correctly"),
            Series = [Series("test set", table, "adc_bits", "accuracy_percent")],
        };
    }

    private MapFigure VoltageLossFigure() => new()
    {
        Id = "voltage_loss",
        Description = "Share of the row voltage lost at each cell of the array.",
        Rows = DigitsNetwork.Rows,
        Columns = Columns,
        Values = [.. VoltageLoss.Select(x => 100 * x)],
        RowAxis = new FigureAxis("word line"),
        ColumnAxis = new FigureAxis("bit line"),
        Value = new FigureAxis("row voltage lost", "%"),
        Cell = (12, 6),
    };

    private MapFigure ConfusionFigure()
    {
        var n = ReferenceCase.Quantized.Confusion.Classes;
        return new MapFigure
        {
            Id = "confusion",
            Description = "Images by true and predicted class.",
            Rows = n,
            Columns = n,
            Values = [.. ConfusionCells],
            RowAxis = new FigureAxis("true digit"),
            ColumnAxis = new FigureAxis("predicted digit"),
            Value = new FigureAxis("images"),
            Cell = (36, 30),
            ShowValues = true,
        };
    }

    private static FigureSeries Series(string name, ResultTable table, string x, string y) =>
        new(name, [.. Enumerable.Range(0, table.Rows.Count).Select(k => (table.Number(k, x), table.Number(k, y)))], ShowPoints: table.Rows.Count <= 50);

    private IEnumerable<double> ConfusionCells
    {
        get
        {
            var confusion = ReferenceCase.Quantized.Confusion;
            return Enumerable.Range(0, confusion.Classes * confusion.Classes).Select(k => (double)confusion[k / confusion.Classes, k % confusion.Classes]);
        }
    }

    private int AdcBits => Options.Get(CamponogaraDigits.AdcBits);

    private static double Percent(int correct, int images) => Math.Round(100.0 * correct / images, 3);

    private FormattableString Accuracy(int correct) => $"{100.0 * correct / TestImages:0.0}";

    /// <summary>How the tiling of a case is named.</summary>
    private static string TilingName(int tileRows) =>
        tileRows == DigitsNetwork.Rows ? "untiled"
        : $"{RowTiling.Of(DigitsNetwork.Rows, tileRows).Count} tiles of {tileRows} {(tileRows == 1 ? "row" : "rows")}";
}
