using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Experiments.Runs;

/// <summary>Waveforms as one self-contained page of figures: voltages and currents apart, a few lines each.</summary>
public static class WaveformPage
{
    private const int MostLines = 7;

    public static string Html(FlatNetlist netlist, IReadOnlyList<AnalysisRun> runs)
    {
        var page = new HtmlReport(netlist.Title);
        foreach (var run in runs.Where(r => r.Waveforms is { Points: > 1 }))
        {
            page.Heading($"{run.Name} on {run.Simulator}");
            var shown = Shown(netlist, run);
            foreach (var unit in shown.GroupBy(v => v.Unit))
                page.Figure(Figure(run, unit.Key, [.. unit.Take(MostLines)]).ToSvg(), Caption(run, unit.Count()));
        }

        return page.ToString();
    }

    /// <summary>What .print asks for, or else everything.</summary>
    private static IEnumerable<WaveformVector> Shown(FlatNetlist netlist, AnalysisRun run)
    {
        var printed = netlist.Prints.Where(p => p.Analysis == run.Kind).SelectMany(p => p.Quantities).Select(q => q.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var vectors = run.Waveforms!.Header.Vectors;
        return vectors.Any(v => printed.Contains(v.Name)) ? vectors.Where(v => printed.Contains(v.Name)) : vectors;
    }

    private static string Caption(AnalysisRun run, int lines) =>
        FormattableString.Invariant($"{run.Waveforms!.Points} points")
        + (lines > MostLines ? FormattableString.Invariant($"; the first {MostLines} of {lines} lines (name the ones you want in .print)") : "")
        + ". Where many share a column of pixels, the lowest and the highest are drawn.";

    private static LineFigure Figure(AnalysisRun run, string unit, IReadOnlyList<WaveformVector> vectors)
    {
        var axis = run.Waveforms!.Header.Axis;
        return new LineFigure
        {
            Id = $"{run.Name}-{run.Simulator}-{unit}",
            Description = $"{string.Join(", ", vectors.Select(v => v.Name))} against {axis.Name}.",
            XAxis = new FigureAxis(axis.Name, axis.Unit),
            YAxis = new FigureAxis(unit == "V" ? "voltage" : "current", unit),
            Series = [.. vectors.Select(v => new FigureSeries(v.Name, [.. run.Waveforms.Axis.Zip(run.Waveforms[v.Name])], ShowPoints: run.Waveforms.Points <= 30))],
        };
    }
}
