using CircuitSim.Crossbars;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;

namespace CircuitSim.Experiments.Arrays;

/// <summary>A solved array as a page: its figures in words, then maps of IR drop and cell current.</summary>
public static class ArrayReport
{
    public static string Html(ArraySolution s, BinRule rule)
    {
        var report = new HtmlReport($"Crossbar array, {s.Case.Rows} × {s.Case.Columns}")
            .Table("One read of the array, every wire in place", ArraySummary.Of(s))
            .Paragraph($"The IR drop of a cell is the part of its voltage that does not reach it: it is lost on both wires, in the driver and in the sense input. Word lines are driven from {(s.Case.Wiring.Drive == WordLineDrive.BothEnds ? "both ends" : "the left")}; row 0 is at the top; currents are sensed at the bottom{(s.Case.Wiring.Sensing == BitLineSensing.BothEnds ? " and at the top" : "")}.");
        AddMaps(report, s, rule, "ir_drop", "IR drop", [.. s.VoltageDrops()], new FigureAxis("IR drop", "V"));
        AddMaps(report, s, rule, "cell_current", "Magnitude of the cell current", [.. s.CellCurrents().Select(Math.Abs)], new FigureAxis("cell current", "A"));
        return report.Paragraph($"CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.").ToString();
    }

    private static void AddMaps(HtmlReport report, ArraySolution s, BinRule rule, string id, string quantity, double[] cells, FigureAxis value)
    {
        var map = ArrayMap.Of(cells, s.Case.Rows, s.Case.Columns, rule);
        report.Heading(quantity);
        map.AddTo(report, id, quantity, value);
        if (map.Values.Any(v => v > 0))
            map.AddTo(report, $"{id}_log", quantity, value with { Scale = FigureScale.Logarithmic });
        else
            report.Note($"{quantity} is zero everywhere, so there is no logarithmic map.");
    }
}
