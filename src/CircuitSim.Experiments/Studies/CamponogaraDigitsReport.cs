using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>The page that a reader opens first.</summary>
internal static class CamponogaraDigitsReport
{
    public static HtmlReport Of(CamponogaraDigitsResult r)
    {
        var report = new HtmlReport("Digits through a real crossbar: ideal network and circuit side by side");
        var onTest = r.ScaleFactors.BestOnTest();
        var onTrain = r.ScaleFactors.BestOnTrain();
        var reference = SiText.Format(r.Options.ReferenceWireResistance, "Ω");
        report.Paragraph(FormattableString.Invariant(
            $"A softmax layer 64→10 (Camponogara) was trained on {r.TrainImages} images of handwritten digits, quantized to four bits, written into a {CamponogaraDigitsOptions.Rows} × {r.Columns} array with one memristor per bit, and read back through the circuit for all {r.TestImages} test images. Seed {r.Options.Seed}, card {r.Card.Name}, read voltage {SiText.Format(r.Options.ReadVoltage, "V")}, drivers of {SiText.Format(r.Options.DriverResistance, "Ω")}{(r.Options.Drive == Crossbars.WordLineDrive.BothEnds ? " at both ends" : "")}, sensing nodes of {SiText.Format(r.Options.SenseResistance, "Ω")}."));
        foreach (var warning in CamponogaraDigitsSummary.Warnings(r))
            report.Note(warning);

        report.Heading("Claims");
        report.Table("Claims of the paper and checks of our own: what was found, and how far it may differ",
            Claim.Header, r.Claims.Select(c => c.Row));

        report.Heading("Accuracy");
        report.Table($"All {r.TestImages} test images; errors of column currents relative to the largest ideal one",
            CamponogaraDigitsSummary.AccuracyHeader(r), CamponogaraDigitsSummary.AccuracyRows(r));
        report.Figure(WireFigure(r).ToSvg(),
            "Accuracy against wire resistance. The ideal network knows no wires; the gap below its line is what the wires cost.");

        report.Heading("Where the voltage is lost");
        report.Figure(VoltageLossFigure(r).ToSvg(),
            $"IR drop at {reference} per segment, untiled, all word lines at the read voltage: the share of the row voltage that does not reach each cell. Word lines are driven from the {(r.Options.Drive == Crossbars.WordLineDrive.OneEnd ? "left" : "left and the right")}, bit lines are sensed at the bottom.");

        report.Heading("Quantization");
        report.Paragraph(FormattableString.Invariant(
            $"Chosen on the test set, as the paper did: scale factor {onTest.Best.ScaleFactor:0.0000} with {onTest.Best.TestCorrect} of {r.TestImages} images, the lowest of {onTest.EquallyGood} that are equally good. Chosen honestly, on the training set: {onTrain.Best.ScaleFactor:0.0000} with {onTrain.Best.TestCorrect}."));
        report.Figure(ScaleFactorFigure(r).ToSvg(), "Accuracy of the four-bit network against the scale factor (every 25th of 10,000 points; all are in scale-factor.csv).");
        report.Figure(AdcFigure(r).ToSvg(),
            $"Column quantizers in place of the ADC at zero wire resistance; full scale {SiText.Format(r.QuantizerFullScale, "A")}, the largest column current over the training set.");

        report.Heading("Cell variation");
        report.Table("Normal variation of every cell's conductance, zero wire resistance",
            ["σ [%]", "samples", "mean [%]", "worst [%]", "best [%]"],
            r.Variations.Select(v => (IReadOnlyList<string>)[$"{Number(100 * v.Sigma)}", $"{v.Correct.Count}", Number(v.MeanPercent), Number(v.WorstPercent), Number(v.BestPercent)]));

        report.Heading("Confusion");
        report.Figure(ConfusionFigure(r).ToSvg(),
            $"The circuit at {reference}, {CamponogaraDigitsTables.TilingName(r.ReferenceCase.TileRows)}, {r.Options.AdcBits}-bit column quantizers: {r.ReferenceCase.Quantized.Correct} of {r.TestImages} correct.");

        report.Heading("Second opinions");
        report.Table($"The same array at {reference} on other simulators",
            ["simulator", "version", "images", "largest relative difference of a column current"],
            r.Agreements.Select(a => (IReadOnlyList<string>)[a.Simulator, a.Version ?? "not run", $"{a.Images}", a.WorstDifference is { } d ? SiText.Scientific(d) : a.Remedy ?? ""]));
        report.Paragraph($"The netlist array.cir beside this page is one of those images; plain ngspice -b array.cir prints its column currents. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}; card file {r.Card.File}, sha256 {r.Card.Sha256}.");
        return report;
    }

    private static LineFigure ScaleFactorFigure(CamponogaraDigitsResult r)
    {
        var table = CamponogaraDigitsTables.ScaleFactorCurve(r);
        return new LineFigure
        {
            Id = table.Name,
            Description = "Accuracy of the quantized network on training and test set against the scale factor.",
            XAxis = new SvgAxis("scale factor sf", Least: 0, Greatest: 1),
            YAxis = new SvgAxis("images classified correctly [%]"),
            Series = [Series("test set", table, "scale_factor", "test_percent"), Series("training set", table, "scale_factor", "train_percent")],
        };
    }

    private static LineFigure WireFigure(CamponogaraDigitsResult r)
    {
        var table = CamponogaraDigitsTables.Accuracy(r);
        var cases = Enumerable.Range(0, table.Rows.Count).Where(k => (string?)table.Rows[k][0] == "circuit")
            .GroupBy(k => ((int)table.Number(k, "tile_rows"), Quantized: table.Rows[k][3] is not null));
        var series = cases.Select(g => new SvgSeries(
            $"circuit, {CamponogaraDigitsTables.TilingName(g.Key.Item1)}, {(g.Key.Quantized ? $"{r.Options.AdcBits}-bit column quantizers" : "currents as they are")}",
            [.. g.OrderBy(k => table.Number(k, "wire_resistance_ohm")).Select(k => (table.Number(k, "wire_resistance_ohm"), table.Number(k, "accuracy_percent")))],
            Dashed: g.Key.Quantized));
        var wires = r.Options.WireResistances;
        SvgSeries Reference(string name, double percent) =>
            new(name, [(wires.Min(), percent), (wires.Max(), percent)], ShowPoints: false, Dashed: true);
        return new LineFigure
        {
            Id = table.Name,
            Description = "Accuracy against wire resistance per segment, for the circuit untiled and tiled, with and without column quantizers.",
            XAxis = new SvgAxis("wire resistance per segment [Ω]", SvgScale.Ordinal),
            YAxis = new SvgAxis("images classified correctly [%]"),
            Series = [.. series, Reference("ideal emulator", table.Number(1, "accuracy_percent")), Reference("float network", table.Number(0, "accuracy_percent"))],
        };
    }

    private static LineFigure AdcFigure(CamponogaraDigitsResult r)
    {
        var table = CamponogaraDigitsTables.AdcCurve(r);
        return new LineFigure
        {
            Id = table.Name,
            Description = "Accuracy against the bits of the column quantizers.",
            XAxis = new SvgAxis("bits of the column quantizers", SvgScale.Ordinal),
            YAxis = new SvgAxis("images classified correctly [%]"),
            Series = [Series("test set", table, "adc_bits", "accuracy_percent")],
        };
    }

    private static HeatMapFigure VoltageLossFigure(CamponogaraDigitsResult r) => new()
    {
        Id = "voltage_loss",
        Description = "Share of the row voltage lost at each cell of the array.",
        Rows = CamponogaraDigitsOptions.Rows,
        Columns = r.Columns,
        Values = [.. r.VoltageLoss.Select(x => 100 * x)],
        RowLabel = "word line",
        ColumnLabel = "bit line",
        ValueLabel = "row voltage lost [%]",
    };

    private static HeatMapFigure ConfusionFigure(CamponogaraDigitsResult r)
    {
        var confusion = r.ReferenceCase.Quantized.Confusion;
        var n = confusion.Classes;
        return new HeatMapFigure
        {
            Id = "confusion",
            Description = "Images by true and predicted class.",
            Rows = n,
            Columns = n,
            Values = [.. Enumerable.Range(0, n * n).Select(k => (double)confusion[k / n, k % n])],
            RowLabel = "true digit",
            ColumnLabel = "predicted digit",
            ValueLabel = "images",
            Cell = (36, 30),
            ShowValues = true,
        };
    }

    private static SvgSeries Series(string name, ResultTable table, string x, string y) =>
        new(name, [.. Enumerable.Range(0, table.Rows.Count).Select(k => (table.Number(k, x), table.Number(k, y)))], ShowPoints: table.Rows.Count <= 50);

    private static string Number(double value) => FormattableString.Invariant($"{value:0.0}");
}
