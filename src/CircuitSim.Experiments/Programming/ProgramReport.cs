using CircuitSim.Experiments.Arrays;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;

namespace CircuitSim.Experiments.Programming;

/// <summary>A written array as a page: its figures in words, then errors, pulses and disturbs.</summary>
public static class ProgramReport
{
    public static string Html(ProgramResult r)
    {
        var (job, state) = (r.Outcome.Case, r.Outcome.State);
        var report = new HtmlReport($"Writing an array, {job.Array.Rows} × {job.Array.Columns} {ProgramOptions.Cell.WrittenOf(job.Array.Cell.Structure)}");
        (double Target, double Read)[] cells = [.. Enumerable.Range(0, r.Count).Select(k => (job.Targets.Span[k], r.Outcome.Conductances[k])).Order()];
        report.Figure(new LineFigure
        {
            Id = "target_and_read",
            Description = "Read conductance of the cells against their target.",
            XAxis = new FigureAxis("target", "S"),
            YAxis = new FigureAxis("read", "S"),
            Series = [new FigureSeries("read = target", [(cells[0].Target, cells[0].Target), (cells[^1].Target, cells[^1].Target)], ShowPoints: false, Meaning: FigureMeaning.Ideal), new FigureSeries("cells, of those that lie together one", cells, AsRings: true, Meaning: FigureMeaning.Circuit)],
        }.ToSvg(), "Where a ring lies off the line, the cell is not what was asked for.");
        report.Table("The array behind its last read", ProgramSummary.Quantities(r));
        var failures = ProgramSummary.Failures(r);
        if (failures.Rows.Count > 0)
            report.Table("Cells that are not within the tolerance", failures);
        else
            report.Note("Every cell is within the tolerance.");
        double[] errors = [.. Enumerable.Range(0, r.Count).Select(k => 100 * r.Outcome.Error(k))];
        report.Heading("Errors");
        var limit = Math.Max(2 * 100 * job.Tolerance, 1e-6);
        report.Figure(new HistogramFigure
        {
            Id = "error_histogram",
            Description = "How many cells have which error of their conductance.",
            Values = errors,
            Value = new FigureAxis("error of the read conductance", "%", Least: -limit, Greatest: limit),
            Bins = 40,
            CountLabel = "cells",
            Marks = [(-100 * job.Tolerance, "tolerance"), (100 * job.Tolerance, "tolerance")],
        }.ToSvg(), FormattableString.Invariant($"Errors relative to the target, behind everything that was written; what lies beyond ±{limit:0.###} % stands in the outermost bars. The tolerance is ±{100 * job.Tolerance:0.###} %."));
        AddMap(report, r, "pulses", "Pulses per cell", [.. state.Pulses.Select(n => (double)n)], new FigureAxis("pulses"));
        AddMap(report, r, "disturb", "Disturb", [.. state.Disturbs.Select(d => 100 * Math.Abs(d))], new FigureAxis("drift, part of the state's range", "%", FigureScale.Logarithmic));
        return report
            .Paragraph("The disturb of a cell is how far its state drifted, in sum, under pulses that were meant for other cells. Row 0 is at the top; word lines are driven from the left, bit lines from the bottom.")
            .Paragraph($"CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.").ToString();
    }

    private static void AddMap(HtmlReport report, ProgramResult r, string id, string quantity, double[] cells, FigureAxis value)
    {
        var map = ArrayMap.Of(cells, r.Outcome.Case.Array.Rows, r.Outcome.Case.Array.Columns, BinRule.Maximum);
        report.Heading(quantity);
        if (map.Values.Any(v => v > 0))
            map.AddTo(report, id, quantity, value);
        else
            report.Note($"{quantity}: zero in every cell, so there is no map.");
    }
}
