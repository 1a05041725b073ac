using CircuitSim.Experiments.Options;
using CircuitSim.Netlists;
using static System.FormattableString;

namespace CircuitSim.Experiments.Documents;

/// <summary>
/// From the tree of a study file to what it says. Whatever its schema refuses is a fault of the file, whatever the rule of an option
/// refuses one of the value; each names its line and column.
/// </summary>
/// <param name="path">Of the file: relative paths in it start from its folder.</param>
internal sealed class StudyDocumentReader(string path, IReadOnlyList<Study> studies, StudyValues values)
{
    /// <summary>Runs of one file.</summary>
    public const int MostRuns = 1000;

    /// <summary>The mappings that options stand in; which option stands where is for the reader's eye.</summary>
    public static readonly IReadOnlyList<string> Sections = ["options", "network", "mapping", "chain"];

    public static readonly IReadOnlyList<string> Keys = ["study", "title", .. Sections, "sweeps", "figures", "claims"];

    public static readonly IReadOnlyList<string> ClaimKeys = ["id", "figure", "statement", "source", "unit", "least", "greatest", "where"];

    private OptionReader options = null!;

    public StudyDocument Read(YamlMapping root)
    {
        var top = root.Members(Keys, "a study file");
        var word = top.GetValueOrDefault("study") is { } named ? named.AsText("study") : throw root.Fault($"the key study is missing; {Names("")}");
        var study = studies.FirstOrDefault(s => s.Name == word) ?? throw top["study"].Fault($"there is no study '{YamlNode.Shown(word)}'; {Names(word)}");
        options = new OptionReader(path, Path.GetDirectoryName(path) ?? "", study, values, MostRuns);

        foreach (var (section, members) in root.Entries.Where(e => Sections.Contains(e.Key.Text)))
        {
            foreach (var (key, value) in members.AsMapping(section.Text).Entries)
                options.Give(key, value);
        }

        var sweeps = top.GetValueOrDefault("sweeps") is { } swept ? swept.AsMapping("sweeps").Entries.Select(e => Sweep(options.OptionOf(e.Key), e.Key, e.Value)).ToList() : [];
        var runs = sweeps.Aggregate(1L, (n, s) => Math.Min(n * s.Points.Count, int.MaxValue));
        if (runs > MostRuns)
            throw top["sweeps"].Fault(Invariant($"this asks for {runs} runs, and a file has at most {MostRuns}; sweep less at once."));
        options.CheckCompany([.. sweeps.Select(s => s.Option)]);
        return new StudyDocument
        {
            FileName = path,
            Sha256 = "",
            Study = study,
            Values = options.Given,
            Title = top.GetValueOrDefault("title") is { } title ? title.AsText("title") : null,
            Sweeps = sweeps,
            Figures = top.GetValueOrDefault("figures") is { } figures ? [.. figures.AsList("figures").Select(f => (f.AsText("a figure"), f.Place))] : [],
            Claims = top.GetValueOrDefault("claims") is { } claims ? Claims(claims.AsList("claims"), sweeps) : [],
            Places = options.Places,
        };
    }

    private SweptOption Sweep(StudyOption option, YamlScalar key, YamlNode value)
    {
        options.Place(option, key, value);
        IReadOnlyList<IReadOnlyList<string>> points = value switch
        {
            YamlMapping range when SweptOption.IsNumber(option) => [.. options.Range(range, key).Select(w => (IReadOnlyList<string>)[w])],
            YamlSequence { Items: [_, ..] items } => [.. items.Select(item => options.WordsOf(option, key, item))],
            _ => throw value.Fault($"the sweep of {key.Text} takes a list of values{(SweptOption.IsNumber(option) ? ", or from, to and step or points" : "")}, and here is {(value is YamlSequence ? "an empty list" : value.Kind)}."),
        };
        for (var k = 0; k < points.Count; k++)
            options.Apply(option, key, value is YamlSequence list ? list.Items[k] : value, points[k]);
        return new SweptOption(option, points);
    }

    private List<DocumentClaim> Claims(IReadOnlyList<YamlNode> items, IReadOnlyList<SweptOption> sweeps)
    {
        var claims = new List<DocumentClaim>();
        foreach (var item in items)
        {
            var members = item.AsMapping("a claim").Members(ClaimKeys, "a claim");
            string? TextAt(string key) => members.GetValueOrDefault(key) is { } node ? node.AsText(key) : null;
            double? NumberAt(string key) => members.GetValueOrDefault(key) is { } node ? node.AsNumber(key) : null;
            var figure = TextAt("figure") ?? throw item.Fault("the claim's figure is missing; name a figure of the result.");
            var id = TextAt("id") ?? figure;
            if (claims.Any(c => c.Id == id))
                throw item.Fault($"there is a claim '{YamlNode.Shown(id)}' already; give each an id of its own.");
            var (least, greatest) = (NumberAt("least"), NumberAt("greatest"));
            if (least > greatest)
                throw members["least"].Fault("least is above greatest, so that no figure could pass.");
            claims.Add(new DocumentClaim(
                id, figure, TextAt("statement") ?? throw item.Fault($"the claim on {YamlNode.Shown(figure)} says nothing; add its statement."),
                TextAt("source") ?? Path.GetFileName(path), TextAt("unit") ?? "", least, greatest,
                members.GetValueOrDefault("where") is { } where ? [.. where.AsMapping("where").Entries.Select(e => Where(e.Key, e.Value, sweeps))] : [],
                members["figure"].Place));
        }

        return claims;
    }

    private (StudyOption, string) Where(YamlScalar key, YamlNode value, IReadOnlyList<SweptOption> sweeps)
    {
        var swept = sweeps.FirstOrDefault(s => s.Option.FileKey == key.Text)
            ?? throw key.Fault($"'{YamlNode.Shown(key.Text)}' is not swept; {(sweeps.Count > 0 ? NameSuggestion.Nearest(key.Text, [.. sweeps.Select(s => s.Option.FileKey)]) : "leave out where.")}");
        // As values, so that 0.5 and 500m are the same.
        var wanted = swept.Option.WordsOf(options.Apply(swept.Option, key, value, options.WordsOf(swept.Option, key, value)));
        var point = swept.Points.FirstOrDefault(p => swept.Option.WordsOf(swept.Option.Read(options.Given, p)!).SequenceEqual(wanted))
            ?? throw value.Fault($"the sweep of {key.Text} has no '{YamlNode.Shown(SweptOption.TextOf(wanted))}'; it has {YamlNode.Shown(string.Join(", ", swept.Points.Select(SweptOption.TextOf)))}.");
        return (swept.Option, SweptOption.TextOf(point));
    }

    private string Names(string word) => NameSuggestion.Nearest(word, [.. studies.Select(s => s.Name)]);
}
