using CircuitSim.Crossbars;

namespace CircuitSim.Experiments.Studies;

/// <summary>The tables of the result: what the JSON holds, the CSV files repeat and the figures draw.</summary>
internal static class CamponogaraDigitsTables
{
    /// <summary>One row per path through the network: what a user compares.</summary>
    public static ResultTable Accuracy(CamponogaraDigitsResult r)
    {
        var table = new ResultTable("accuracy",
            ["path", "wire_resistance_ohm", "tile_rows", "adc_bits", "images", "correct", "accuracy_percent", "changed_images", "worst_current_error", "mean_current_error"]);
        table.Add("float", null, null, null, r.TestImages, r.FloatTest.Correct, Percent(r.FloatTest.Correct, r.TestImages), null, null, null);
        table.Add("emulator", null, null, null, r.TestImages, r.EmulatorTest.Correct, Percent(r.EmulatorTest.Correct, r.TestImages), 0, null, null);
        foreach (var c in r.WireCases)
        {
            table.Add("circuit", c.WireResistance, c.TileRows, null, r.TestImages, c.Exact.Correct, Percent(c.Exact.Correct, r.TestImages),
                c.ChangedExact, c.CurrentError.Worst, c.CurrentError.Mean);
            table.Add("circuit", c.WireResistance, c.TileRows, r.Options.AdcBits, r.TestImages, c.Quantized.Correct, Percent(c.Quantized.Correct, r.TestImages),
                c.ChangedQuantized, c.CurrentError.Worst, c.CurrentError.Mean);
        }

        return table;
    }

    /// <summary>Accuracy over the scale factor, every scale factor of the sweep.</summary>
    public static ResultTable ScaleFactors(CamponogaraDigitsResult r)
    {
        var table = new ResultTable("scale_factor", ["scale_factor", "train_percent", "test_percent"]);
        foreach (var p in r.ScaleFactors.Points)
            table.Add(p.ScaleFactor, Percent(p.TrainCorrect, r.TrainImages), Percent(p.TestCorrect, r.TestImages));
        return table;
    }

    /// <summary>Every 25th point of the sweep: what a figure can show.</summary>
    public static ResultTable ScaleFactorCurve(CamponogaraDigitsResult r)
    {
        var table = new ResultTable("scale_factor_curve", ["scale_factor", "train_percent", "test_percent"]);
        foreach (var row in ScaleFactors(r).Rows.Where((_, k) => k % 25 == 24))
            table.Add([.. row]);
        return table;
    }

    public static ResultTable AdcCurve(CamponogaraDigitsResult r)
    {
        var table = new ResultTable("adc_curve", ["adc_bits", "correct", "accuracy_percent"]);
        foreach (var p in r.AdcCurve)
            table.Add(p.Bits, p.Correct, Percent(p.Correct, r.TestImages));
        return table;
    }

    public static ResultTable Variation(CamponogaraDigitsResult r)
    {
        var table = new ResultTable("variation", ["sigma_percent", "samples", "mean_percent", "worst_percent", "best_percent"]);
        foreach (var v in r.Variations)
            table.Add(100 * v.Sigma, v.Correct.Count, v.MeanPercent, v.WorstPercent, v.BestPercent);
        return table;
    }

    /// <summary>Share of the row voltage lost at each cell.</summary>
    public static ResultTable VoltageLoss(CamponogaraDigitsResult r) =>
        Matrix("voltage_loss", "loss_percent", CamponogaraDigitsOptions.Rows, r.Columns, k => 100 * r.VoltageLoss[k]);

    public static ResultTable Confusion(CamponogaraDigitsResult r)
    {
        var confusion = r.ReferenceCase.Quantized.Confusion;
        var n = confusion.Classes;
        return Matrix("confusion", "images", n, n, k => confusion[k / n, k % n]);
    }

    public static ResultTable Agreement(CamponogaraDigitsResult r)
    {
        var table = new ResultTable("agreement", ["simulator", "version", "images", "worst_relative_current_difference", "remedy"]);
        foreach (var a in r.Agreements)
            table.Add(a.Simulator, a.Version, a.Images, a.WorstDifference, a.Remedy);
        return table;
    }

    public static double Percent(int correct, int images) => Math.Round(100.0 * correct / images, 3);

    /// <summary>How the tiling of a case is named.</summary>
    public static string TilingName(int tileRows) =>
        tileRows == CamponogaraDigitsOptions.Rows ? "untiled"
        : $"{RowTiling.Of(CamponogaraDigitsOptions.Rows, tileRows).Count} tiles of {tileRows} {(tileRows == 1 ? "row" : "rows")}";

    private static ResultTable Matrix(string name, string value, int rows, int columns, Func<int, double> at)
    {
        var table = new ResultTable(name, ["row", "column", value]);
        for (var k = 0; k < rows * columns; k++)
            table.Add(k / columns, k % columns, at(k));
        return table;
    }
}
