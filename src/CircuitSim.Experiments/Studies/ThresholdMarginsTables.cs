using CircuitSim.Programming;

namespace CircuitSim.Experiments.Studies;

/// <summary>The tables of the study, as its files hold them.</summary>
internal static class ThresholdMarginsTables
{
    public static ResultTable Margins(ThresholdMarginsResult r)
    {
        var table = new ResultTable("margins",
            ["direction", "size", "wire_resistance_ohm", "least_v", "greatest_v", "margin_v", "source_share", "source_resistance_ohm", "disturbance_share"]);
        foreach (var (size, wire, w) in r.Cases)
            table.Add(Word(w.Direction), size, wire, w.Least, w.Greatest, w.Margin, w.Supply.Share, w.Supply.Resistance, w.Disturbance);
        return table;
    }

    public static ResultTable Yield(ThresholdMarginsResult r)
    {
        var table = new ResultTable("yield", ["direction", "amplitude_v", "not_written", "disturbed", "failed"]);
        foreach (var y in r.Yields)
            table.Add(Word(y.Direction), y.Amplitude, y.NotWritten, y.Disturbed, y.Failed);
        return table;
    }

    public static ResultTable Checks(ThresholdMarginsResult r)
    {
        var table = new ResultTable("whole_array",
            ["direction", "other_cells", "amplitude_v", "written_state", "predicted_state", "largest_drift", "predicted_drift_written_lrs", "predicted_drift_written_hrs"]);
        foreach (var c in r.Checks)
        {
            table.Add(Word(c.Direction), c.OthersConduct ? "LRS" : "HRS", c.Amplitude, c.WrittenState, c.PredictedState, c.LargestDrift,
                c.PredictedDrift.Conducting, c.PredictedDrift.Resisting);
        }

        return table;
    }

    public static ResultTable Engines(ThresholdMarginsResult r)
    {
        var table = new ResultTable("engines", ["direction", "other_cells", "engine", "written_state", "written_state_builtin", "largest_difference"]);
        foreach (var c in r.Checks)
        {
            foreach (var e in c.Engines)
                table.Add(Word(c.Direction), c.OthersConduct ? "LRS" : "HRS", e.Engine, e.WrittenState, c.WrittenState, e.LargestDifference);
        }

        return table;
    }

    public static ResultTable DisturbMap(ThresholdMarginsResult r, int window)
    {
        var size = r.Options.Size;
        var table = new ResultTable($"disturb_{Word(r.Windows[window].Direction)}", ["row", "column", "drift"]);
        for (var k = 0; k < size * size; k++)
            table.Add(k / size, k % size, r.DisturbMaps[window][k]);
        return table;
    }

    public static string Word(WriteDirection direction) => direction == WriteDirection.Set ? "set" : "reset";
}
