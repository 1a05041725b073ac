using System.Text.Json;
using System.Text.Json.Nodes;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;
using CircuitSim.Netlists;
using static System.FormattableString;

namespace CircuitSim.Experiments.Documents;

/// <summary>
/// The study that a file describes: a study of this program with the file's options, title and claims; with sweeps every combination of the
/// swept values, one run each, and the figures of all of them side by side. The claims of the study itself hold for its own options, so a
/// sweep counts them and judges the file's claims alone.
/// </summary>
public sealed class DocumentStudy(StudyDocument document) : Study
{
    private static readonly SilentProgress Silence = new();

    private Study Inner => document.Study;

    public override string Name => document.Sweeps.Count > 0 ? $"sweep-of-{Inner.Name}" : Inner.Name;

    public override string Description => Inner.Description;

    /// <summary>But the swept ones.</summary>
    public override IReadOnlyList<StudyOption> Options { get; } = [.. document.Study.Options.Except(document.Sweeps.Select(s => s.Option))];

    public override SimulatorUse? Simulators => Inner.Simulators;

    protected override void CheckTogether(StudyRun run)
    {
        foreach (var point in Points())
        {
            try
            {
                Inner.Check(With(run, point, Silence));
            }
            catch (InvalidParameterException e)
            {
                var place = document.Places.FirstOrDefault(p => e.Parameter == p.Key.Subject || e.Parameter == p.Key.FileKey || e.Parameter == p.Key.Name).Value ?? document.FileName;
                throw InvalidParameterException.Because(e.Parameter, $"{place}: {e.Message}");
            }
        }
    }

    protected override StudyResult Find(StudyRun run)
    {
        var result = document.Sweeps.Count > 0 ? Sweep(run) : Extend(Inner.Run(run));
        return document.Title is null && document.Sweeps.Count == 0 && document.Claims.Count == 0 ? result
            : result with { Inputs = [.. result.Inputs, (document.FileName, document.Sha256)] };
    }

    /// <summary>One run, with the file's title and claims.</summary>
    private StudyResult Extend(StudyResult result)
    {
        result.Report.Title = document.Title ?? result.Report.Title;
        var own = document.Claims.Select(c => Judge(c, [result], [""])).ToList();
        AddClaims(result.Report, own);
        return result with { Claims = [.. result.Claims, .. own] };
    }

    private StudyResult Sweep(StudyRun run)
    {
        var points = Points();
        var results = new StudyResult[points.Count];
        for (var k = 0; k < points.Count; k++)
        {
            var values = With(run, points[k], Silence);
            results[k] = run.Steps.Run(Invariant($"Run {k + 1} of {points.Count}, {TextOf(points[k])}"), step =>
            {
                step.Report(0);
                var found = Inner.Run(values);
                return (found, found.Claims.Count == 0 ? "done" : Invariant($"{found.Claims.Count(c => c.Verdict == ClaimVerdict.Missed)} of {found.Claims.Count} claims of the study missed"));
            });
            // A name that no result has costs one run, not all of them.
            if (k == 0)
                _ = (Columns(results[0]), document.Claims.Select(c => FigureOf(results[0], c.Figure, c.Place)).ToList());
        }

        var columns = Columns(results[0]);
        var own = document.Claims.Select(c => Judge(c, results, [.. points.Select(TextOf)])).ToList();
        string[] counted = results.Any(r => r.Claims.Count > 0) ? ["claims_missed"] : [];
        var table = new ResultTable("sweep", [.. document.Sweeps.Select(s => s.Option.FileKey), .. columns, .. counted]);
        for (var k = 0; k < points.Count; k++)
            table.Add([.. points[k].Select((p, i) => Cell(document.Sweeps[i], p)), .. columns.Select(c => (object?)ValueOf(results[k], c)), .. counted.Select(_ => results[k].Claims.Count(c => c.Verdict == ClaimVerdict.Missed))]);
        var shown = new ReadableTable(table.Columns, [.. table.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(c => c is double d ? FigureAxis.Number(d) : Invariant($"{c ?? "–"}"))])]);

        var report = new HtmlReport(document.Title ?? $"{Inner.Name} over {string.Join(" and ", document.Sweeps.Select(s => s.Option.FileKey))}")
            .Paragraph($"Every combination of the values of {document.FileName}, a run of {Inner.Name} each; run-1.json … beside this page are their results in full.{(counted.Length > 0 ? " claims_missed counts claims of the study itself, which hold for its own options." : "")}")
            .Table("All runs", shown);
        foreach (var column in columns)
        {
            var figure = FigureOver(column, points, results);
            if (figure.Series.SelectMany(s => s.Points).Select(p => p.Y).Distinct().Count() == 1)
                report.Paragraph($"{column} is the same in every run.");
            else if (figure.Series.Count > 0)
                report.Figure(figure.ToSvg(), $"{column} over {document.Sweeps[0].Option.FileKey}.{(document.Sweeps[0].IsNumeric ? "" : $" {string.Join(", ", document.Sweeps[0].Points.Select((p, i) => Invariant($"{i + 1}: {SweptOption.TextOf(p)}")))}.")}");
        }

        AddClaims(report, own);
        report.Paragraph($"Study file {document.FileName}, sha256 {document.Sha256}. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.");
        return new StudyResult
        {
            Inputs = [.. results.SelectMany(r => r.Inputs).Distinct()],
            Claims = own,
            Tables = [table],
            Files = [.. results.Select((r, k) => (Invariant($"run-{k + 1}.json"), StudyFiles.Json(Inner, With(run, points[k], Silence).Values, r)))],
            Shown = [shown],
            Report = report,
            EnginesAgree = results.All(r => r.EnginesAgree),
            Timing = run.Steps.Timing,
        };
    }

    /// <summary>What the file compares: the figures that it names, or all that differ.</summary>
    private List<string> Columns(StudyResult first) => document.Figures.Count > 0
        ? [.. document.Figures.Select(f => (FigureOf(first, f.Key, f.Place), f.Key).Key)]
        : [.. first.Figures.Where(f => f.Value?.GetValueKind() == JsonValueKind.Number).Select(f => f.Key)];

    private LineFigure FigureOver(string column, List<IReadOnlyList<IReadOnlyList<string>>> points, StudyResult[] results)
    {
        var axis = document.Sweeps[0];
        var series = points.Index()
            .Where(p => ValueOf(results[p.Index], column) is not null)
            .GroupBy(p => string.Join(", ", p.Item.Skip(1).Select((words, i) => $"{document.Sweeps[i + 1].Option.FileKey} = {SweptOption.TextOf(words)}")))
            .Select(g => new FigureSeries(g.Key.Length > 0 ? g.Key : column, [.. g.Select(p => (XOf(axis, p.Item[0]), ValueOf(results[p.Index], column)!.Value)).OrderBy(p => p.Item1)]))
            .ToList();
        double[] values = [.. series.SelectMany(s => s.Points).Select(p => p.Y)];
        // Not from zero: what differs is the question.
        var margin = values.Length > 0 ? 0.1 * (values.Max() - values.Min()) : 0;
        return new LineFigure
        {
            Id = $"sweep_{column}",
            Description = $"{column} over {axis.Option.FileKey}.",
            XAxis = new FigureAxis(axis.Option.FileKey, Scale: axis.Points.Count <= 20 ? FigureScale.Ordinal : FigureScale.Linear),
            YAxis = margin > 0 ? new FigureAxis(column, Least: values.Min() - margin, Greatest: values.Max() + margin) : new FigureAxis(column),
            Series = series,
        };
    }

    /// <summary>A claim over the runs that it is about: it holds where all do, so it shows the one that is farthest on the wrong side, or nearest to it.</summary>
    private Claim Judge(DocumentClaim claim, StudyResult[] results, string[] names)
    {
        var points = Points();
        var about = Enumerable.Range(0, results.Length)
            .Where(k => claim.Where.All(w => SweptOption.TextOf(points[k][IndexOf(w.Option)]) == w.Text))
            .Select(k => (Name: names[k], Value: FigureOf(results[k], claim.Figure, claim.Place)))
            .ToList();
        var worst = about.MinBy(r => Math.Min(r.Value - (claim.Least ?? double.NegativeInfinity), (claim.Greatest ?? double.PositiveInfinity) - r.Value));
        var method = about.Count == 1 ? $"figure {claim.Figure}{(worst.Name.Length > 0 ? $", at {worst.Name}" : "")}" : Invariant($"figure {claim.Figure}, {(claim.Least is null && claim.Greatest is null ? "first" : "worst")} of {about.Count} runs, at {worst.Name}");
        return new Claim(claim.Id, claim.Source, claim.Statement, method, worst.Value, claim.Unit, claim.Least, claim.Greatest);
    }

    private int IndexOf(StudyOption option) => document.Sweeps.Index().Single(s => s.Item.Option == option).Index;

    private void AddClaims(HtmlReport report, List<Claim> claims)
    {
        if (claims.Count > 0)
            report.Heading($"Claims of {document.FileName}").Table("Claims", Claim.Header, claims.Select(c => c.Row));
    }

    /// <summary>Every combination, the last option fastest; one of nothing where nothing is swept.</summary>
    private List<IReadOnlyList<IReadOnlyList<string>>> Points() => document.Sweeps.Aggregate(
        new List<IReadOnlyList<IReadOnlyList<string>>> { Array.Empty<IReadOnlyList<string>>() },
        (before, sweep) => [.. before.SelectMany(b => sweep.Points.Select(p => (IReadOnlyList<IReadOnlyList<string>>)[.. b, p]))]);

    private StudyRun With(StudyRun run, IReadOnlyList<IReadOnlyList<string>> point, IStudyProgress progress) => new(
        document.Sweeps.Zip(point).Aggregate(run.Values, (values, x) => x.First.Option.Read(values, x.Second)!), progress, run.Simulators, run.CancellationToken);

    private string TextOf(IReadOnlyList<IReadOnlyList<string>> point) => string.Join(", ", document.Sweeps.Zip(point, (s, p) => $"{s.Option.FileKey} = {SweptOption.TextOf(p)}"));

    private static object? Cell(SweptOption sweep, IReadOnlyList<string> words) => sweep.IsNumeric ? XOf(sweep, words) : SweptOption.TextOf(words);

    private static double XOf(SweptOption sweep, IReadOnlyList<string> words) =>
        sweep.IsNumeric && Numerics.SiText.TryParseTyped(words[0], out var x) ? x : 1 + sweep.Points.Index().First(p => p.Item.SequenceEqual(words)).Index;

    /// <summary>A figure of a result, or the value of one of its claims; null where it is no number there.</summary>
    private static double? ValueOf(StudyResult result, string key) =>
        result.Figures.FirstOrDefault(f => f.Key == key).Value is { } node && node.GetValueKind() == JsonValueKind.Number ? Number(node)
        : result.Claims.FirstOrDefault(c => c.Id == key)?.Value;

    private static double FigureOf(StudyResult result, string key, string place) => ValueOf(result, key) ?? throw DataFileException.Corrupt(place,
        $"the result has no figure '{YamlNode.Shown(key)}'; {NameSuggestion.Nearest(key, [.. result.Figures.Where(f => f.Value?.GetValueKind() == JsonValueKind.Number).Select(f => f.Key), .. result.Claims.Select(c => c.Id)])}");

    /// <summary>Nodes hold whatever kind of number they were made from.</summary>
    private static double Number(JsonNode node) => double.Parse(node.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
