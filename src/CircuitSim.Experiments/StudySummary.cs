using System.Text;
using System.Text.Json.Nodes;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments;

/// <summary>
/// What several studies found, in one table of claims: claims.csv, claims.md for a document, report.html with links to each study's own
/// page, result.json. Each study's own result lies in a folder beside them that is named for it.
/// </summary>
/// <param name="name">In the result.json.</param>
/// <param name="command">What runs all of it again.</param>
/// <param name="values">What all of them were given.</param>
/// <param name="seed">Which all of them were given; null where each had its own.</param>
/// <param name="outcomes">In the order of the table.</param>
public sealed class StudySummary(string name, string command, StudyValues values, ulong? seed, IReadOnlyList<StudyOutcome> outcomes)
{
    private static readonly IReadOnlyList<string> Header = ["claim", "paper", "statement", "found", "bound", "verdict"];

    /// <summary>A row for each claim, and one for each study that has no result.</summary>
    public ReadableTable Claims => new(["study", "claim", "paper", "found", "bound", "verdict"],
    [
        .. outcomes.SelectMany(o => o.Result is { } result
            ? result.Claims.Select(c => (IReadOnlyList<string>)[o.Study.Name, c.Id, c.Paper, .. c.Findings])
            : [[o.Study.Name, "–", "–", "–", "–", "not run"]]),
    ]);

    /// <summary>How many claims passed, were missed or stand for themselves, what could not run, and the time of it.</summary>
    public string Sentence
    {
        get
        {
            var verdicts = outcomes.SelectMany(o => o.Result?.Claims ?? []).CountBy(c => c.Verdict).ToDictionary();
            string[] absent = [.. outcomes.Where(o => o.Result is null).Select(o => o.Study.Name)];
            return Invariant($"Studies at {SizeOption.Instance.WrittenOf(values.Get(SizeOption.Instance))} size: {outcomes.Count} in {SiText.Duration(outcomes.Sum(o => o.Seconds))}. Claims: {verdicts.GetValueOrDefault(ClaimVerdict.Passed)} passed, {verdicts.GetValueOrDefault(ClaimVerdict.Missed)} missed, {verdicts.GetValueOrDefault(ClaimVerdict.Reported)} reported without a bound.")
                + (absent.Length == 0 ? "" : $" Without a result: {string.Join(", ", absent)}.");
        }
    }

    /// <summary>All files of the summary; the caller commits them.</summary>
    public void Write(ResultFolder folder)
    {
        var claims = ResultTable.Of("claims", outcomes.SelectMany(o => (o.Result?.Claims ?? []).Select(c => (o.Study, Claim: c))),
            ("study", x => x.Study.Name), ("claim", x => x.Claim.Id), ("paper", x => x.Claim.Paper), ("statement", x => x.Claim.Statement), ("method", x => x.Claim.Method),
            ("value", x => x.Claim.Value), ("unit", x => x.Claim.Unit), ("least", x => x.Claim.Least), ("greatest", x => x.Claim.Greatest), ("verdict", x => x.Claim.VerdictText));
        folder.Write("claims.csv", claims.ToCsv());
        folder.Write("claims.md", Markdown());
        folder.Write("report.html", Report().ToString());
        folder.Write(new ResultDocument(name, new JsonObject { [SizeOption.Instance.Key!] = SizeOption.Instance.Json(values) }, seed)
            .Add("studies", new JsonArray([.. outcomes.Select(o => (JsonNode?)new JsonObject
            {
                ["study"] = o.Study.Name,
                ["result"] = o.Result is null ? null : $"{o.Study.Name}/result.json",
                ["holds"] = o.Result?.Holds,
                ["fault"] = o.Fault,
            })]))
            .AddTables(claims).AddTiming(values.Get(IntegerOption.Jobs), outcomes.Select(o => (o.Study.Name, o.Seconds))));
    }

    /// <summary>The table as a document of the repository holds it.</summary>
    private string Markdown()
    {
        var text = new StringBuilder(Invariant($"`{command}`: {Sentence} CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}, {values.Get(IntegerOption.Jobs)} threads.\n"));
        foreach (var outcome in outcomes)
        {
            text.Append(Invariant($"\n### {outcome.Study.Name}, {SiText.Duration(outcome.Seconds)}\n\n"));
            if (outcome.Result is { Claims.Count: 0 })
            {
                text.Append("It claims nothing.\n");
            }
            else if (outcome.Result is { } result)
            {
                text.Append(Line(Header)).Append(Line(Header.Select(_ => "-")));
                foreach (var claim in result.Claims)
                    text.Append(Line([$"`{claim.Id}`", claim.Paper, $"{claim.Statement}: {claim.Method}", .. claim.Findings]));
            }
            else
            {
                text.Append(Invariant($"No result: {outcome.Fault}\n"));
            }
        }

        return text.ToString();

        static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ")))} |\n";
    }

    private HtmlReport Report()
    {
        var report = new HtmlReport("What the papers claim, and what was found").Paragraph(Sentence);
        foreach (var outcome in outcomes)
        {
            report.Heading(outcome.Study.Name);
            if (outcome.Result is { } result)
            {
                report.Link($"{outcome.Study.Name}/report.html", Invariant($"Its report, {SiText.Duration(outcome.Seconds)}."));
                if (result.Claims.Count > 0)
                    report.Table("Claims", Claim.Header, result.Claims.Select(c => c.Row));
                if (!result.EnginesAgree)
                    report.Note("Its engines do not agree.");
            }
            else
            {
                report.Note(outcome.Fault ?? "");
            }
        }

        return report.Paragraph($"Made by {command}. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}{(seed is null ? "" : Invariant($", seed {seed}"))}.");
    }
}
