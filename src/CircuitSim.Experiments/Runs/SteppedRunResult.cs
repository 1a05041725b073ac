using System.Text.Json.Nodes;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;
using CircuitSim.Files;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Runs;

/// <summary>What came out of all runs of a <c>.step</c>, or of random values.</summary>
/// <param name="Steps">What was varied.</param>
/// <param name="Rows">By run, then by simulator.</param>
/// <param name="Curves">Where points were kept.</param>
/// <param name="Failures">In the order of the runs.</param>
public sealed record SteppedRunResult(IReadOnlyList<StepRequest> Steps, IReadOnlyList<SteppedRow> Rows, IReadOnlyList<SteppedCurve> Curves, IReadOnlyList<AnalysisFailure> Failures)
{
    /// <summary>Runs that a figure shows.</summary>
    private const int MostLines = 20;

    /// <summary>Bars of a histogram.</summary>
    private const int MostBins = 40;

    /// <summary>Whether runs draw: then their distribution counts.</summary>
    public bool IsRandom => Rows.Any(r => r.Number is not null);

    /// <summary>Every quantity once, in the order of the runs that have it.</summary>
    public IReadOnlyList<WaveformVector> Quantities { get; } = [.. Rows.SelectMany(r => r.Values.Select(v => v.Column)).DistinctBy(c => c.Name)];

    /// <summary>The value of a row; null where it has none.</summary>
    public static double? Value(SteppedRow row, WaveformVector quantity) => row.Values.FirstOrDefault(v => v.Column.Name == quantity.Name).Value;

    /// <summary>A row for each run: the stepped values, then the quantities.</summary>
    public ResultTable Table()
    {
        var table = new ResultTable(IsRandom ? "runs" : "steps", [.. Steps.Select(s => s.Title), .. IsRandom ? ["run"] : Array.Empty<string>(), "engine", .. Quantities.Select(q => q.Unit.Length > 0 ? $"{q.Name} [{q.Unit}]" : q.Name)]);
        foreach (var row in Rows)
            table.Add([.. row.At, .. row.Number is { } number ? [(double)number] : Array.Empty<object?>(), row.Simulator, .. Quantities.Select(q => (object?)Value(row, q))]);
        return table;
    }

    /// <summary>Mean, deviation and quantiles of every quantity, for each combination of stepped values.</summary>
    public IReadOnlyList<RunSummary> Summaries() => [.. Rows.GroupBy(r => (string.Join(' ', r.At.Select(SiText.Exact)), r.Simulator)).SelectMany(g => Quantities.Select(q =>
        RunSummary.Of(g.First().At, g.Key.Simulator, q, g.Count(), g.Select(r => Value(r, q)).OfType<double>())))];

    private ResultTable SummaryTable()
    {
        var table = new ResultTable("summary", [.. Steps.Select(s => s.Title), "engine", "quantity", "unit", "runs", "failed", "mean", "deviation", "least", .. RunSummary.Levels.Select(l => FormattableString.Invariant($"q{100 * l:00}")), "greatest"]);
        foreach (var s in Summaries())
            table.Add([.. s.At, s.Simulator, s.Quantity.Name, s.Quantity.Unit, (double)s.Runs, (double)s.Failed, s.Mean, s.Deviation, s.Least, .. s.Quantiles, s.Greatest]);
        return table;
    }

    /// <summary>The points of one analysis over its axis, all runs below each other, the stepped values in front.</summary>
    public static ResultTable Points(string name, IReadOnlyList<StepRequest> steps, IReadOnlyList<SteppedCurve> curves)
    {
        var header = curves[0].Analysis.Waveforms!.Header;
        var table = new ResultTable(name, [.. steps.Select(s => s.Title), $"{header.Axis.Name} [{header.Axis.Unit}]", .. header.Vectors.Select(v => $"{v.Name} [{v.Unit}]")]);
        foreach (var (at, analysis) in curves)
        {
            var w = analysis.Waveforms!;
            for (var k = 0; k < w.Points; k++)
                table.Add([.. at, w.Axis[k], .. header.Vectors.Select(v => (object?)w[v.Name][k])]);
        }

        return table;
    }

    /// <summary>steps.csv and steps.npz, or runs.csv, runs.npz and summary.csv, and a file of each kind for every analysis with an axis.</summary>
    /// <param name="netlist">Name of its file.</param>
    /// <param name="jobs">Threads.</param>
    public void Write(ResultFolder folder, string netlist, int jobs)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder.Write(new ResultDocument("run", new JsonObject { ["netlist"] = netlist })
            .Add("failures", new JsonArray([.. Failures.Select(f => (JsonNode?)new JsonObject { ["analysis"] = f.Name, ["engine"] = f.Simulator, ["message"] = f.Fault.Message })]))
            .AddTables([.. Quantities.Count > 0 ? [Table()] : Array.Empty<ResultTable>(), .. IsRandom ? [SummaryTable()] : Array.Empty<ResultTable>()])
            .Add("timing", new JsonObject { ["jobs"] = jobs }));
        if (IsRandom)
            folder.Write("summary.csv", SummaryTable().ToCsv());
        foreach (var table in Tables())
        {
            folder.Write($"{table.Name}.csv", table.ToCsv());
            using var stream = folder.OpenWrite($"{table.Name}.npz");
            // A failed measurement is NaN there; names of engines are in the CSV file.
            NpzFile.Write(stream, [.. table.Columns.Index().Where(c => c.Item != "engine").Select(c =>
                new NpzArray(c.Item.Split(" [")[0], [table.Rows.Count], table.Rows.Select(r => r[c.Index] is double v ? v : double.NaN).ToArray()))]);
        }
    }

    public string Html(string title)
    {
        var page = new HtmlReport(title);
        foreach (var quantity in IsRandom ? Quantities.Take(MostLines) : [])
        {
            foreach (var summary in Summaries().Where(s => s.Quantity.Name == quantity.Name && s.Least < s.Greatest).Take(MostLines))
                page.Figure(Histogram(summary).ToSvg(), $"{quantity.Name} of {summary.Runs - summary.Failed} runs{Where(summary.At)}: mean {SiText.Format(summary.Mean, quantity.Unit)}, σ {SiText.Format(summary.Deviation, quantity.Unit)}.");
        }

        foreach (var unit in Rows.Count > 1 && !IsRandom ? Quantities.GroupBy(q => q.Unit) : [])
            page.Figure(OverSteps(unit.Key, [.. unit.Take(MostLines)]).ToSvg(), $"Over {Steps[0].Title}{(Steps.Count > 1 ? ", a line for each value of the others" : "")}.");
        foreach (var curves in Curves.GroupBy(c => c.Analysis.Name))
        {
            // Small signals are pairs, real and imaginary.
            var every = curves.First().Analysis.Kind == AnalysisKind.SmallSignal ? 2 : 1;
            foreach (var vector in curves.First().Analysis.Waveforms!.Header.Vectors.Where((_, k) => k % every == 0).Take(4))
                page.Figure(OverAxis(vector, [.. curves]).ToSvg(), $"{(every == 2 ? vector.Name.Remove(1, 1) : vector.Name)}, {curves.Key}{(curves.Count() > MostLines ? $", the first {MostLines} of {curves.Count()} runs" : "")}.");
        }

        return page.ToString();
    }

    private string Where(IReadOnlyList<double> at) => string.Concat(Steps.Zip(at, (s, v) => $", {s.Title} = {SiText.Format(v, "")}"));

    private HistogramFigure Histogram(RunSummary s) => new()
    {
        Id = $"histogram-{s.Quantity.Name}{Where(s.At)}",
        Description = $"How many runs have which {s.Quantity.Name}{Where(s.At)}.",
        Values = [.. Rows.Where(r => r.Simulator == s.Simulator && r.At.SequenceEqual(s.At)).Select(r => Value(r, s.Quantity)).OfType<double>()],
        Value = new FigureAxis(s.Quantity.Name, s.Quantity.Unit, Least: s.Least, Greatest: s.Greatest),
        Bins = Math.Clamp((int)Math.Sqrt(s.Runs), 5, MostBins),
        CountLabel = "runs",
        Marks = [(s.Mean, "mean")],
    };

    private IEnumerable<ResultTable> Tables() =>
        [.. Quantities.Count > 0 ? [Table()] : Array.Empty<ResultTable>(), .. Curves.GroupBy(c => (c.Analysis.Name, c.Analysis.Simulator)).Select(g =>
            Points(Rows.DistinctBy(r => r.Simulator).Count() > 1 ? $"{g.Key.Name}-{g.Key.Simulator}" : g.Key.Name, Steps, [.. g]))];

    private LineFigure OverSteps(string unit, IReadOnlyList<WaveformVector> quantities)
    {
        // Columns of one table go together.
        var apart = Steps.Index().Skip(1).Where(s => s.Item.Table is null || s.Item.Table != Steps[0].Table).ToList();
        var others = Rows.GroupBy(r => string.Join(", ", [.. apart.Select(s => $"{s.Item.Title} = {SiText.Format(r.At[s.Index], "")}"), .. Rows.DistinctBy(x => x.Simulator).Count() > 1 ? [r.Simulator] : Array.Empty<string>()]));
        return new LineFigure
        {
            Id = $"steps-{(unit.Length > 0 ? unit : "numbers")}",
            Description = $"{string.Join(", ", quantities.Select(q => q.Name))} over {Steps[0].Title}.",
            XAxis = new FigureAxis(Steps[0].Title, Scale: Steps[0].Spacing is StepSpacing.Decade or StepSpacing.Octave && Rows.All(r => r.At[0] > 0) ? FigureScale.Logarithmic : FigureScale.Linear),
            YAxis = new FigureAxis(unit switch { "V" => "voltage", "A" => "current", _ => "value" }, unit),
            Series = [.. others.SelectMany(g => quantities.Select(q => new FigureSeries(g.Key.Length > 0 ? $"{q.Name}, {g.Key}" : q.Name,
                [.. g.Where(r => Value(r, q) is not null).Select(r => (r.At[0], Value(r, q)!.Value))], ShowPoints: g.Count() <= 30))).Where(s => s.Points.Count > 0).Take(MostLines)],
        };
    }

    private LineFigure OverAxis(WaveformVector vector, IReadOnlyList<SteppedCurve> curves)
    {
        var axis = curves[0].Analysis.Waveforms!.Header.Axis;
        var isSmall = curves[0].Analysis.Kind == AnalysisKind.SmallSignal;
        return new LineFigure
        {
            Id = $"{curves[0].Analysis.Name}-{vector.Name}",
            Description = $"{vector.Name} against {axis.Name}, a line for each run.",
            XAxis = new FigureAxis(axis.Name, axis.Unit, isSmall && curves[0].Analysis.Waveforms!.Axis[0] > 0 ? FigureScale.Logarithmic : FigureScale.Linear),
            YAxis = isSmall ? new FigureAxis($"magnitude of {vector.Name.Remove(1, 1)}", $"dB{vector.Unit}") : new FigureAxis(vector.Name, vector.Unit),
            Series = [.. curves.Take(MostLines).Select(c => new FigureSeries(
                string.Join(", ", Steps.Zip(c.At, (s, v) => $"{s.Title} = {SiText.Format(v, "")}")), [.. c.Analysis.Waveforms!.Axis.Zip(isSmall ? Decibels(c.Analysis.Waveforms, vector) : c.Analysis.Waveforms[vector.Name])], ShowPoints: false))],
        };
    }

    /// <summary>Of a real part and the imaginary one behind it; no signal has no place among them.</summary>
    private static IEnumerable<double> Decibels(Waveforms w, WaveformVector real)
    {
        var imaginary = w.Header.Vectors.SkipWhile(v => v.Name != real.Name).ElementAt(1);
        return w[real.Name].Zip(w[imaginary.Name], (re, im) => 20 * Math.Log10(double.Hypot(re, im)));
    }
}
