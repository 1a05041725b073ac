using CircuitSim.Crossbars;
using CircuitSim.Experiments.Reports;

namespace CircuitSim.Experiments.Arrays;

/// <summary>A solved array as a page: its figures in words, then maps of IR drop and cell current.</summary>
public static class ArrayReport
{
    public static string Html(ArraySolution s, BinRule rule)
    {
        var report = new HtmlReport($"Crossbar array, {s.Case.Rows} × {s.Case.Columns}")
            .Table("One read of the array, every wire in place", ArraySummary.Header, ArraySummary.Rows(s))
            .Paragraph($"The IR drop of a cell is the part of its voltage that does not reach it: it is lost on both wires, in the driver and in the sense input. Word lines are driven from {(s.Case.Wiring.Drive == WordLineDrive.BothEnds ? "both ends" : "the left")}; row 0 is at the top; currents are sensed at the bottom{(s.Case.Wiring.Sensing == BitLineSensing.BothEnds ? " and at the top" : "")}.");
        AddMaps(report, s, rule, "ir_drop", "IR drop", [.. s.VoltageDrops().Select(v => 1e3 * v)], "IR drop [mV]");
        AddMaps(report, s, rule, "cell_current", "Magnitude of the cell current", [.. s.CellCurrents().Select(i => 1e6 * Math.Abs(i))], "cell current [µA]");
        return report.Paragraph($"CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.").ToString();
    }

    private static void AddMaps(HtmlReport report, ArraySolution s, BinRule rule, string id, string quantity, double[] cells, string valueLabel)
    {
        var map = ArrayMap.Of(cells, s.Case.Rows, s.Case.Columns, rule);
        var squares = map.IsBinned
            ? $" Each square is the {(rule == BinRule.Maximum ? "maximum" : "mean")} of {map.RowsPerSquare} × {map.ColumnsPerSquare} cells (rows × columns)."
            : "";
        var linear = new HeatMapFigure
        {
            Id = id,
            Description = $"{quantity} of every cell of the array.",
            Rows = map.Rows,
            Columns = map.Columns,
            Values = map.Values,
            RowLabel = Axis("word line", map.RowsPerSquare),
            ColumnLabel = Axis("bit line", map.ColumnsPerSquare),
            ValueLabel = valueLabel,
            Cell = (Pixels(map.Columns), Pixels(map.Rows)),
        };
        report.Heading(quantity);
        report.Figure(linear.ToSvg(), $"{quantity}, linear scale.{squares}");
        if (map.Values.Any(v => v > 0))
            report.Figure((linear with { Id = $"{id}_log", IsLogarithmic = true }).ToSvg(), $"{quantity}, logarithmic scale over at most {HeatMapFigure.MostDecades} decades; smaller values have the lowest colour.{squares}");
        else
            report.Note($"{quantity} is zero everywhere, so there is no logarithmic map.");
    }

    private static string Axis(string line, int perSquare) => perSquare == 1 ? line : $"{line} / {perSquare}";

    /// <summary>Small arrays get large squares.</summary>
    private static double Pixels(int squares) => Math.Clamp(480 / squares, 8, 32);
}
