using System.Numerics;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Experiments.Runs;

/// <summary>Waveforms as one self-contained page of figures: voltages and currents apart, a few lines each; small signals as Bode plots.</summary>
public static class WaveformPage
{
    private const int MostLines = 7;

    public static string Html(FlatNetlist netlist, IReadOnlyList<AnalysisRun> runs)
    {
        var page = new HtmlReport(netlist.Title);
        foreach (var run in runs.Where(r => r.Waveforms is { Points: > 1 }))
        {
            page.Heading($"{run.Name} on {run.Simulator}");
            if (run.Kind == AnalysisKind.SmallSignal)
            {
                AddBode(page, netlist, run);
                continue;
            }

            var shown = Shown(netlist, run);
            foreach (var unit in shown.GroupBy(v => v.Unit))
                page.Figure(Figure(run, unit.Key, [.. unit.Take(MostLines)]).ToSvg(), Caption(run, unit.Count()));
        }

        return page.ToString();
    }

    /// <summary>Magnitude and phase of what .print names, or else of everything, over the logarithm of the frequency.</summary>
    private static void AddBode(HtmlReport page, FlatNetlist netlist, AnalysisRun run)
    {
        var printed = netlist.Prints.Where(p => p.Analysis == run.Kind).SelectMany(p => p.Quantities)
            .Select(q => (q is PhasorExpression part ? part.Quantity : q).ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var waveforms = run.Waveforms!;
        var all = waveforms.Header.Vectors.Chunk(2).Select(pair => (Name: pair[0].Name.Remove(1, 1), pair[0].Unit, Real: waveforms[pair[0].Name], Imaginary: waveforms[pair[1].Name])).ToList();
        foreach (var unit in all.Where(v => printed.Contains(v.Name) || !all.Exists(a => printed.Contains(a.Name))).GroupBy(v => v.Unit))
        {
            var lines = unit.Take(MostLines).Select(v => (v.Name, Points: Bode(waveforms.Axis, v.Real, v.Imaginary))).Where(line => line.Points.Count > 0).ToList();
            if (lines.Count == 0)
                continue;
            Add("magnitude", $"dB{unit.Key}", p => (p.Frequency, p.Decibel));
            Add("phase", "°", p => (p.Frequency, p.Degrees));

            void Add(string what, string of, Func<(double Frequency, double Decibel, double Degrees), (double, double)> point) => page.Figure(new LineFigure
            {
                Id = $"{run.Name}-{run.Simulator}-{unit.Key}-{what}",
                Description = $"{what} of {string.Join(", ", lines.Select(l => l.Name))} against frequency.",
                XAxis = new FigureAxis("frequency", "Hz", waveforms.Axis[0] > 0 ? FigureScale.Logarithmic : FigureScale.Linear),
                YAxis = new FigureAxis(what, of),
                Series = [.. lines.Select(l => new FigureSeries(l.Name, [.. l.Points.Select(point)], ShowPoints: waveforms.Points <= 30))],
            }.ToSvg(), Caption(run, unit.Count()));
        }
    }

    /// <summary>The phase goes on where it passes half a turn; where there is no signal there is no point.</summary>
    private static List<(double Frequency, double Decibel, double Degrees)> Bode(IReadOnlyList<double> axis, IReadOnlyList<double> real, IReadOnlyList<double> imaginary)
    {
        var points = new List<(double Frequency, double Decibel, double Degrees)>();
        for (var k = 0; k < axis.Count; k++)
        {
            var amplitude = new Complex(real[k], imaginary[k]);
            if (amplitude == Complex.Zero)
                continue;
            var phase = amplitude.Phase * (180 / Math.PI);
            if (points.Count > 0)
                phase += 360 * Math.Round((points[^1].Degrees - phase) / 360);
            points.Add((axis[k], 20 * Math.Log10(Complex.Abs(amplitude)), phase));
        }

        return points;
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
        var scale = run.Kind == AnalysisKind.Noise ? FigureScale.Logarithmic : FigureScale.Linear;
        return new LineFigure
        {
            Id = $"{run.Name}-{run.Simulator}-{(run.Kind == AnalysisKind.Sensitivity ? string.Concat(unit.Select(c => char.IsLetterOrDigit(c) ? c : '-')) : unit[..Math.Min(1, unit.Length)])}",
            Description = $"{string.Join(", ", vectors.Select(v => v.Name))} against {axis.Name}.",
            XAxis = new FigureAxis(axis.Name, axis.Unit, scale),
            YAxis = new FigureAxis(run.Kind == AnalysisKind.Noise ? "density of noise" : run.Kind == AnalysisKind.Sensitivity && unit is not ("V" or "A") ? "slope" : unit == "V" ? "voltage" : "current", unit, scale),
            Series = [.. vectors.Select(v => new FigureSeries(v.Name, [.. run.Waveforms.Axis.Zip(run.Waveforms[v.Name])], ShowPoints: run.Waveforms.Points <= 30))],
        };
    }
}
