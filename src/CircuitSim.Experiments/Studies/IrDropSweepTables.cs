using CircuitSim.Crossbars;

namespace CircuitSim.Experiments.Studies;

/// <summary>The tables of the sweep: what the JSON holds, the CSV files repeat and the figures draw.</summary>
internal static class IrDropSweepTables
{
    /// <summary>One row per case.</summary>
    public static ResultTable Cases(IrDropSweepResult r)
    {
        var layers = r.Sizes.Count - 1;
        var table = new ResultTable("ir_drop",
        [
            "r_on_ohm", "drive", "tile_rows", "wire_resistance_ohm", "images", "correct", "accuracy_percent", "loss_points", "changed_images",
            .. Enumerable.Range(1, layers).SelectMany(l => new[] { $"layer_{l}_current_loss_percent", $"layer_{l}_worst_column_loss_percent", $"layer_{l}_worst_column" }),
            "worst_current_error_percent", "mean_current_error_percent",
        ]);
        foreach (var c in r.Cases)
        {
            table.Add(
            [
                c.OnResistance, DriveName(c.Drive), c.TileRows, c.WireResistance, r.Images, c.Correct, 100.0 * c.Correct / r.Images, r.Loss(c), c.Changed,
                .. c.Losses.SelectMany(l => new object?[] { 100 * l.Total, 100 * l.WorstColumn, l.Column }),
                100 * c.CurrentError.Worst, 100 * c.CurrentError.Mean,
            ]);
        }

        return table;
    }

    /// <summary>The largest tile within the bound, for every R_on, drive and wire resistance; null where there is none.</summary>
    public static ResultTable Recommendations(IrDropSweepResult r)
    {
        var table = new ResultTable("recommendation", ["r_on_ohm", "drive", "wire_resistance_ohm", "largest_tile_rows"]);
        foreach (var group in r.Cases.GroupBy(c => (c.OnResistance, c.Drive, c.WireResistance)))
            table.Add(group.Key.OnResistance, DriveName(group.Key.Drive), group.Key.WireResistance, IrDropSweepSummary.LargestTile(r, group));
        return table;
    }

    public static string DriveName(WordLineDrive drive) => drive == WordLineDrive.BothEnds ? "both-ends" : "one-end";
}
