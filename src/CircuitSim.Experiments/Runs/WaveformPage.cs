using CircuitSim.Experiments.Reports;
using CircuitSim.Netlists;

namespace CircuitSim.Experiments.Runs;

/// <summary>Waveforms as one self-contained page of figures: voltages and currents apart, a few lines each.</summary>
public static class WaveformPage
{
    private const int MostLines = 7;

    /// <summary>Points of a line that a figure of 600 pixels can show: the lowest and the highest of each column of pixels.</summary>
    private const int MostPoints = 1200;

    public static string Html(Netlist netlist, IReadOnlyList<AnalysisRun> runs)
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
    private static IEnumerable<WaveformVector> Shown(Netlist netlist, AnalysisRun run)
    {
        var printed = netlist.Prints.Where(p => p.Analysis == run.Kind).SelectMany(p => p.Quantities).Select(q => q.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var vectors = run.Waveforms!.Header.Vectors;
        return vectors.Any(v => printed.Contains(v.Name)) ? vectors.Where(v => printed.Contains(v.Name)) : vectors;
    }

    private static string Caption(AnalysisRun run, int lines) =>
        FormattableString.Invariant($"{run.Waveforms!.Points} points")
        + (lines > MostLines ? FormattableString.Invariant($"; the first {MostLines} of {lines} lines (name the ones you want in .print)") : "")
        + (run.Waveforms.Points > MostPoints ? "; thinned to the lowest and highest value of each pixel." : ".");

    private static LineFigure Figure(AnalysisRun run, string unit, IReadOnlyList<WaveformVector> vectors)
    {
        var axis = run.Waveforms!.Header.Axis;
        return new LineFigure
        {
            Id = $"{run.Name}-{run.Simulator}-{unit}",
            Description = $"{string.Join(", ", vectors.Select(v => v.Name))} against {axis.Name}.",
            XAxis = new SvgAxis($"{axis.Name} [{axis.Unit}]"),
            YAxis = new SvgAxis($"{(unit == "V" ? "voltage" : "current")} [{unit}]"),
            Series = [.. vectors.Select(v => new SvgSeries(v.Name, Thin(run.Waveforms, v.Name), ShowPoints: run.Waveforms.Points <= 30))],
        };
    }

    private static List<(double X, double Y)> Thin(Waveforms waveforms, string name)
    {
        var (x, y) = (waveforms.Axis, waveforms[name]);
        var points = new List<(double, double)>();
        if (x.Count <= MostPoints)
        {
            for (var k = 0; k < x.Count; k++)
                points.Add((x[k], y[k]));
            return points;
        }

        var (first, range) = (x[0], x[^1] - x[0]);
        for (var k = 0; k < x.Count;)
        {
            var bucket = Bucket(x[k]);
            var (low, high) = (k, k);
            for (; k < x.Count && Bucket(x[k]) == bucket; k++)
            {
                if (y[k] < y[low])
                    low = k;
                if (y[k] > y[high])
                    high = k;
            }

            points.Add((x[Math.Min(low, high)], y[Math.Min(low, high)]));
            if (low != high)
                points.Add((x[Math.Max(low, high)], y[Math.Max(low, high)]));
        }

        return points;

        int Bucket(double place) => (int)((place - first) / range * (MostPoints / 2 - 1));
    }
}
