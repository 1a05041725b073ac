using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>The page that a reader opens first.</summary>
internal static class IrDropSweepReport
{
    public static HtmlReport Of(IrDropSweepResult r)
    {
        var o = r.Options;
        var report = new HtmlReport("How large may an array be? What IR drop costs a network for MNIST");
        report.Paragraph(FormattableString.Invariant(
            $"A network {string.Join('-', r.Sizes)} (Halawani) with logistic hidden outputs, encoded with a reference column into arrays of {string.Join(" and ", Enumerable.Range(1, r.Sizes.Count - 1).Select(l => $"{r.Sizes[l - 1] + 1} rows for {r.Sizes[l]} outputs"))}. All {r.Images} test images pass both layers with every wire in place; between the layers, the logistic function is digital. Seed {o.Seed}, R_off = {SiText.Exact(o.Ratio)} · R_on, read voltage {SiText.Format(o.ReadVoltage, "V")}, {(o.Levels is { } levels ? $"{levels} conductance levels" : "any conductance")}."));
        report.Paragraph(FormattableString.Invariant(
            $"The ideal network classifies {r.Ideal.Correct} images correctly ({100.0 * r.Ideal.Correct / r.Images:0.00} %), the arrays without wires {r.WithoutWires} (largest difference of an output over full scale {SiText.Scientific(r.OutputDifference)})."));

        report.Heading("Recommendation");
        foreach (var line in IrDropSweepSummary.Recommendations(r))
            report.Paragraph(line);
        foreach (var warning in IrDropSweepSummary.Warnings(r))
            report.Note(warning);

        report.Heading("Accuracy");
        report.Figure(OverWires(r, "ir_drop_accuracy", "accuracy_percent", "images classified correctly [%]").ToSvg(),
            "Accuracy of the whole test set against wire resistance. Tiles have one height and their own drivers; their column currents are summed.");
        report.Figure(OverTiles(r).ToSvg(), "The same against the height of the tiles.");

        report.Heading("Current");
        report.Figure(OverWires(r, "ir_drop_current_loss", "layer_1_current_loss_percent", "current lost [%]").ToSvg(),
            "Share of the first layer's total column current that the wires take, all word lines at the read voltage.");
        report.Figure(OverWires(r, "ir_drop_worst_column", "layer_1_worst_column_loss_percent", "current lost by the worst column [%]").ToSvg(),
            "The same for the column that loses most of its own current. What differs between columns is what the subtractor cannot take away.");

        report.Heading("All cases");
        report.Table($"All {r.Images} test images; errors of column currents relative to the largest ideal one, first layer", IrDropSweepSummary.Header, IrDropSweepSummary.Rows(r));
        report.Paragraph($"Where a tile height does not divide the rows, the last tile is filled up with unused rows at 0 V, their cells at R_off, at the far end of the bit lines. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}; weights' sha256 {r.WeightsSha256}.");
        return report;
    }

    private static LineFigure OverWires(IrDropSweepResult r, string id, string column, string label)
    {
        var series = Series(r, c => (c.OnResistance, c.Drive, Line: c.TileRows), key => $"{key.Line} rows", "wire_resistance_ohm", column);
        if (column == "accuracy_percent")
        {
            var (least, greatest) = (r.Options.WireResistances.Min(), r.Options.WireResistances.Max());
            var ideal = 100.0 * r.Ideal.Correct / r.Images;
            series.Add(new SvgSeries("ideal network", [(least, ideal), (greatest, ideal)], ShowPoints: false, Dashed: true));
        }

        return new LineFigure
        {
            Id = id,
            Description = $"{label} against wire resistance per segment, a line for each tile height.",
            XAxis = new SvgAxis("wire resistance per segment [Ω]", SvgScale.Ordinal),
            YAxis = new SvgAxis(label),
            Series = series,
        };
    }

    private static LineFigure OverTiles(IrDropSweepResult r) => new()
    {
        Id = "ir_drop_tiles",
        Description = "Accuracy against tile height, a line for each wire resistance.",
        XAxis = new SvgAxis("word lines of a tile", SvgScale.Ordinal),
        YAxis = new SvgAxis("images classified correctly [%]"),
        Series = Series(r, c => (c.OnResistance, c.Drive, Line: c.WireResistance), key => SiText.Format(key.Line, "Ω"), "tile_rows", "accuracy_percent"),
    };

    /// <summary>One line for each value of a key over the rows of the table; R_on and drive are named where they vary.</summary>
    private static List<SvgSeries> Series<T>(
        IrDropSweepResult r, Func<IrDropCase, (double On, Crossbars.WordLineDrive Drive, T Line)> key, Func<(double On, Crossbars.WordLineDrive Drive, T Line), string> name,
        string x, string y)
    {
        var table = IrDropSweepTables.Cases(r);
        return [.. Enumerable.Range(0, r.Cases.Count).GroupBy(k => key(r.Cases[k])).Select(g => new SvgSeries(
            name(g.Key)
                + (r.Options.OnResistances.Count > 1 ? $", R_on {SiText.Format(g.Key.On, "Ω")}" : "")
                + (r.Options.Drives.Count > 1 ? $", {IrDropSweepTables.DriveName(g.Key.Drive)}" : ""),
            [.. g.Select(k => (table.Number(k, x), table.Number(k, y))).OrderBy(p => p.Item1)],
            Dashed: g.Key.Drive == Crossbars.WordLineDrive.BothEnds))];
    }
}
