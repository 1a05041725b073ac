using System.Text.Json.Nodes;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Documents;

namespace CircuitSim.Tests.Experiments.Documents;

/// <summary>The runs that a study file asks for, by a study whose figure is a closed form.</summary>
public class DocumentStudyTests
{
    [Fact]
    public void Run_OfAPlainFile_IsTheStudyItself()
    {
        var document = ToyStudy.Parse("study: toy\noptions: {gain: 2, size: reduced}\n");
        var (study, toy) = (new DocumentStudy(document), new ToyStudy());
        var json = StudyFiles.Json(study, document.Values, Run(study, document));
        Assert.Equal(StudyFiles.Json(toy, document.Values, toy.Run(new StudyRun(document.Values, new SilentProgress()))), json);
        Assert.Equal(4, JsonNode.Parse(json)!["figures"]!["y"]!.GetValue<double>());
    }

    [Fact]
    public void Run_OfAFileWithClaims_JudgesThemBesideTheStudysOwn()
    {
        var document = ToyStudy.Parse("study: toy\ntitle: Mine\nclaims:\n  - {figure: y, statement: large enough, unit: V, least: 5}\n  - {id: same, figure: small, statement: its claim has a value, source: me, least: 4, greatest: 4}\n");
        var result = Run(new DocumentStudy(document), document);
        Assert.Equal(["small passed", "y missed", "same passed"], result.Claims.Select(c => $"{c.Id} {c.VerdictText}"));
        Assert.Equal(("s.yaml", "large enough", 4.0, "V"), (result.Claims[1].Paper, result.Claims[1].Statement, result.Claims[1].Value, result.Claims[1].Unit));
        Assert.False(result.Holds);
        Assert.Equal("s.yaml", Assert.Single(result.Inputs).Name);
        Assert.Contains("<h1>Mine</h1>", result.Report.ToString(), StringComparison.Ordinal);
        Assert.Contains("Claims of s.yaml", result.Report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OfASweep_RunsEveryCombinationOnceTheLastOptionFastest()
    {
        var document = ToyStudy.Parse("study: toy\noptions: {offset: 0.5}\nsweeps:\n  gain: [1, 2]\n  mode: [linear, affine]\nfigures: [y, small]\n");
        var study = new DocumentStudy(document);
        var result = Run(study, document);
        Assert.Equal("sweep-of-toy", study.Name);
        var table = Assert.Single(result.Tables);
        Assert.Equal(["gain", "mode", "y", "small", "claims_missed"], table.Columns);
        Assert.Equal(["1 linear 4 4 0", "1 affine 4.5 4.5 0", "2 linear 8 8 0", "2 affine 8.5 8.5 0"], table.Rows.Select(r => FormattableString.Invariant($"{r[0]} {r[1]} {r[2]} {r[3]} {r[4]}")));
        Assert.Equal(["run-1.json", "run-2.json", "run-3.json", "run-4.json"], result.Files.Select(f => f.Name));
        Assert.Equal(8.5, JsonNode.Parse(result.Files[3].Text)!["figures"]!["y"]!.GetValue<double>());
        Assert.DoesNotContain("\"gain\"", StudyFiles.Json(study, document.Values, result).Split("\"tables\"")[0], StringComparison.Ordinal);
        Assert.Equal(2, result.Report.ToString().Split("<svg").Length - 1);
    }

    /// <summary>A claim holds where all runs do that it is about: the run that is worst is shown.</summary>
    [Fact]
    public void Run_OfASweepWithClaims_ShowsTheWorstRunThatAClaimIsAbout()
    {
        var document = ToyStudy.Parse("""
            study: toy
            sweeps:
              gain: {from: 1, to: 3, step: 1}
              count: [4, 2]
            claims:
              - {id: high, figure: y, statement: s, greatest: 11}
              - {id: both, figure: y, statement: s, least: 0, greatest: 12}
              - {id: one, figure: y, statement: s, least: 7, where: {gain: 2000m, count: 4}}
              - {id: some, figure: y, statement: s, least: 5, where: {count: 2}}
              - {id: shown, figure: y, statement: s}
            """);
        var claims = Run(new DocumentStudy(document), document).Claims;
        Assert.Equal(["high 12 missed", "both 12 passed", "one 8 passed", "some 2 missed", "shown 4 reported"], claims.Select(c => FormattableString.Invariant($"{c.Id} {c.Value} {c.VerdictText}")));
        Assert.Equal("figure y, worst of 6 runs, at gain = 3, count = 4", claims[0].Method);
        Assert.Equal("figure y, at gain = 2, count = 4", claims[2].Method);
    }

    [Theory]
    [InlineData("s.yaml:4:11: the result has no figure 'yy'; did you mean y?", "figures: [yy]\n")]
    [InlineData("s.yaml:4:33: the result has no figure 'name'; there are: y, count, small.", "claims: [{statement: s, figure: name}]\n")]
    public void Run_OfAFigureThatNoResultHas_CostsOneRunAndNamesIt(string message, string text)
    {
        var toy = new ToyStudy();
        var document = ToyStudy.Parse($"study: toy\nsweeps:\n  gain: [1, 2, 3]\n{text}") with { Study = toy };
        var e = Assert.Throws<DataFileException>(() => Run(new DocumentStudy(document), document));
        Assert.Equal(message, e.Message);
        Assert.Equal(1, toy.Runs);
    }

    [Fact]
    public void Check_OfACombinationThatTheStudyRefuses_NamesThePlaceBeforeAnyRun()
    {
        var toy = new ToyStudy();
        var document = ToyStudy.Parse("study: toy\nsweeps:\n  count: [4, 2]\n  gain: [1, 40]\n") with { Study = toy };
        var e = Assert.Throws<InvalidParameterException>(() => Run(new DocumentStudy(document), document));
        Assert.Equal("s.yaml:4:9: gain = 40 must be at most 100 over the count.", e.Message);
        Assert.Equal(0, toy.Runs);
    }

    private static StudyResult Run(Study study, StudyDocument document) => study.Run(new StudyRun(document.Values, new SilentProgress()));
}
