using CircuitSim.Experiments.Options;
using CircuitSim.Netlists;
using CircuitSim.Numerics;
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

    public static readonly IReadOnlyList<string> RangeKeys = ["from", "to", "step", "points", "scale"];

    public static readonly IReadOnlyList<string> ClaimKeys = ["id", "figure", "statement", "source", "unit", "least", "greatest", "where"];

    private readonly Dictionary<StudyOption, string> places = [];
    private Study study = null!;
    private StudyValues given = values;

    public StudyDocument Read(YamlMapping root)
    {
        var top = Members(root, Keys, "a study file");
        var word = top.GetValueOrDefault("study") is { } named ? Text(named, "study") : throw root.Fault($"the key study is missing; {Names("")}");
        study = studies.FirstOrDefault(s => s.Name == word) ?? throw top["study"].Fault($"there is no study '{YamlNode.Shown(word)}'; {Names(word)}");

        foreach (var (section, options) in root.Entries.Where(e => Sections.Contains(e.Key.Text)))
        {
            foreach (var (key, value) in Mapping(options, section.Text).Entries)
                Give(OptionOf(key), key, value);
        }

        var sweeps = top.GetValueOrDefault("sweeps") is { } swept ? Mapping(swept, "sweeps").Entries.Select(e => Sweep(OptionOf(e.Key), e.Key, e.Value)).ToList() : [];
        var runs = sweeps.Aggregate(1L, (n, s) => Math.Min(n * s.Points.Count, int.MaxValue));
        if (runs > MostRuns)
            throw top["sweeps"].Fault(Invariant($"this asks for {runs} runs, and a file has at most {MostRuns}; sweep less at once."));
        CheckCompany(sweeps);
        return new StudyDocument
        {
            FileName = path,
            Sha256 = "",
            Study = study,
            Values = given,
            Title = top.GetValueOrDefault("title") is { } title ? Text(title, "title") : null,
            Sweeps = sweeps,
            Figures = top.GetValueOrDefault("figures") is { } figures ? [.. List(figures, "figures").Select(f => (Text(f, "a figure"), f.Place))] : [],
            Claims = top.GetValueOrDefault("claims") is { } claims ? Claims(List(claims, "claims"), sweeps) : [],
            Places = places,
        };
    }

    private void Give(StudyOption option, YamlScalar key, YamlNode value)
    {
        Place(option, key, value);
        given = Apply(option, key, value, WordsOf(option, key, value));
    }

    private void Place(StudyOption option, YamlScalar key, YamlNode value)
    {
        if (!places.TryAdd(option, value.Place))
            throw key.Fault($"{key.Text} has a value already, at {places[option][(path.Length + 1)..]}; remove one of the two.");
    }

    /// <summary>The values with an option as the file has it.</summary>
    private StudyValues Apply(StudyOption option, YamlScalar key, YamlNode value, IReadOnlyList<string> words)
    {
        var read = option.Read(given, words) ?? throw value.Fault($"{key.Text}: '{YamlNode.Shown(SweptOption.TextOf(words))}' is not {option.Expected.TrimEnd('.')}.");
        try
        {
            option.Check(read);
        }
        catch (InvalidParameterException e)
        {
            throw InvalidParameterException.Because(e.Parameter, $"{value.Place}: {e.Message}");
        }

        return read;
    }

    private IReadOnlyList<string> WordsOf(StudyOption option, YamlScalar key, YamlNode value) => value switch
    {
        YamlScalar { IsNothing: false } one when option is FilesOption => [PathOf(option, one.Text)],
        YamlScalar { IsNothing: false } one when option.TakesSeveral => [.. one.Text.Split(',', StringSplitOptions.TrimEntries)],
        YamlScalar { IsNothing: false } one => [PathOf(option, one.Text)],
        YamlSequence { Items: [_, ..] several } when option.TakesSeveral => [.. several.Select(s => PathOf(option, Text(s, key.Text)))],
        _ when option.TakesSeveral => throw value.Fault($"{key.Text} takes a value or a list of values, and here is {(value is YamlSequence ? "an empty list" : value.Kind)}."),
        _ => throw value.Fault($"{key.Text} takes one value, and here is {value.Kind}."),
    };

    /// <summary>A path starts from the folder of the study file; a word that is no file there may be the name of something in the library.</summary>
    private string PathOf(StudyOption option, string word)
    {
        if (option is not (DataFolderOption or FilesOption or TextOption { MayBePath: true }) || word.Contains('\0', StringComparison.Ordinal))
            return word;
        var beside = Path.Combine(Path.GetDirectoryName(path) ?? "", word);
        return option is DataFolderOption || word.Contains('/', StringComparison.Ordinal) || File.Exists(beside) ? beside : word;
    }

    private SweptOption Sweep(StudyOption option, YamlScalar key, YamlNode value)
    {
        Place(option, key, value);
        IReadOnlyList<IReadOnlyList<string>> points = value switch
        {
            YamlMapping range when SweptOption.IsNumber(option) => [.. Range(range, key).Select(w => (IReadOnlyList<string>)[w])],
            YamlSequence { Items: [_, ..] items } => [.. items.Select(item => WordsOf(option, key, item))],
            _ => throw value.Fault($"the sweep of {key.Text} takes a list of values{(SweptOption.IsNumber(option) ? ", or from, to and step or points" : "")}, and here is {(value is YamlSequence ? "an empty list" : value.Kind)}."),
        };
        for (var k = 0; k < points.Count; k++)
            Apply(option, key, value is YamlSequence list ? list.Items[k] : value, points[k]);
        return new SweptOption(option, points);
    }

    private static IEnumerable<string> Range(YamlMapping range, YamlScalar key)
    {
        var members = Members(range, RangeKeys, $"the sweep of {key.Text}");
        double? NumberAt(string name) => members.GetValueOrDefault(name) is { } node ? Number(node, name) : null;
        var (from, to, step, count) = (NumberAt("from"), NumberAt("to"), NumberAt("step"), NumberAt("points"));
        var scale = members.GetValueOrDefault("scale") is { } named ? Text(named, "scale") : "linear";
        if (from is null || to is null || step is null == count is null)
            throw range.Fault($"the sweep of {key.Text} needs from, to, and either step or points.");
        if (scale is not ("linear" or "logarithmic"))
            throw members["scale"].Fault($"scale: '{YamlNode.Shown(scale)}' is not linear or logarithmic.");
        if (scale == "logarithmic" && (step is not null || from <= 0 || to <= 0))
            throw range.Fault($"the logarithmic sweep of {key.Text} needs points, between values above zero.");
        // A step that does not end at the last value stops before it; half a millionth of a step is rounding.
        var points = count ?? Math.Floor((to.Value - from.Value) / step!.Value + 5e-7) + 1;
        if (!(points >= 1 && points <= MostRuns && points == Math.Floor(points)))
            throw range.Fault(Invariant($"the sweep of {key.Text} must have from 1 to {MostRuns} values, from the first towards the last."));
        for (var k = 0; k < points; k++)
        {
            var share = points > 1 ? k / (points - 1) : 0;
            var value = step is { } by ? from.Value + k * by : scale == "linear" ? from.Value + share * (to.Value - from.Value) : from.Value * Math.Pow(to.Value / from.Value, share);
            // Twelve digits: 0.3, not 0.30000000000000004.
            yield return value.ToString("G12", System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private List<DocumentClaim> Claims(IReadOnlyList<YamlNode> items, IReadOnlyList<SweptOption> sweeps)
    {
        var claims = new List<DocumentClaim>();
        foreach (var item in items)
        {
            var members = Members(Mapping(item, "a claim"), ClaimKeys, "a claim");
            string? TextAt(string key) => members.GetValueOrDefault(key) is { } node ? Text(node, key) : null;
            double? NumberAt(string key) => members.GetValueOrDefault(key) is { } node ? Number(node, key) : null;
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
                members.GetValueOrDefault("where") is { } where ? [.. Mapping(where, "where").Entries.Select(e => Where(e.Key, e.Value, sweeps))] : [],
                members["figure"].Place));
        }

        return claims;
    }

    private (StudyOption, string) Where(YamlScalar key, YamlNode value, IReadOnlyList<SweptOption> sweeps)
    {
        var swept = sweeps.FirstOrDefault(s => s.Option.FileKey == key.Text)
            ?? throw key.Fault($"'{YamlNode.Shown(key.Text)}' is not swept; {(sweeps.Count > 0 ? NameSuggestion.Nearest(key.Text, [.. sweeps.Select(s => s.Option.FileKey)]) : "leave out where.")}");
        // As values, so that 0.5 and 500m are the same.
        var wanted = swept.Option.WordsOf(Apply(swept.Option, key, value, WordsOf(swept.Option, key, value)));
        var point = swept.Points.FirstOrDefault(p => swept.Option.WordsOf(swept.Option.Read(given, p)!).SequenceEqual(wanted))
            ?? throw value.Fault($"the sweep of {key.Text} has no '{YamlNode.Shown(SweptOption.TextOf(wanted))}'; it has {YamlNode.Shown(string.Join(", ", swept.Points.Select(SweptOption.TextOf)))}.");
        return (swept.Option, SweptOption.TextOf(point));
    }

    /// <summary>Refuses options that mean nothing beside the others.</summary>
    private void CheckCompany(IReadOnlyList<SweptOption> sweeps)
    {
        foreach (var (option, place) in places)
        {
            if (option.OnlyWith is { } with && !IsWith(with.Option, with.Word))
                throw InvalidParameterException.Because(option.Subject, $"{place}: {option.FileKey} applies only with {with.Option.FileKey}{(with.Word is { } word ? $": {word}" : "")}.");
            if (option.NotWith is { } rival && places.ContainsKey(rival))
                throw InvalidParameterException.Because(option.Subject, $"{place}: {option.FileKey} does not apply with {rival.FileKey}.");
        }

        bool IsWith(StudyOption other, string? word) =>
            word is null ? places.ContainsKey(other) : sweeps.Any(s => s.Option == other) || SweptOption.TextOf(other.WordsOf(given)) == word;
    }

    private StudyOption OptionOf(YamlScalar key)
    {
        if (study.Options.FirstOrDefault(o => o.FileKey == key.Text && o != IntegerOption.Jobs) is { } option)
            return option;
        if (key.Text == IntegerOption.Jobs.FileKey)
            throw key.Fault("jobs changes no result, so it does not belong to a study; give it to the command.");
        // Who knows the command line may write its words.
        var typed = study.Options.FirstOrDefault(o => o.Name.TrimStart('-') == key.Text.TrimStart('-').Replace('_', '-'));
        throw key.Fault($"{study.Name} has no option '{YamlNode.Shown(key.Text)}'; {(typed is not null ? $"did you mean {typed.FileKey}?" : NameSuggestion.Nearest(key.Text, [.. study.Options.Where(o => o != IntegerOption.Jobs).Select(o => o.FileKey)]))}");
    }

    private string Names(string word) => NameSuggestion.Nearest(word, [.. studies.Select(s => s.Name)]);

    private static Dictionary<string, YamlNode> Members(YamlMapping mapping, IReadOnlyList<string> keys, string what)
    {
        foreach (var (key, _) in mapping.Entries)
        {
            if (!keys.Contains(key.Text))
                throw key.Fault($"{what} has no key '{YamlNode.Shown(key.Text)}'; {NameSuggestion.Nearest(key.Text, [.. keys])}");
        }

        return mapping.Entries.ToDictionary(e => e.Key.Text, e => e.Value);
    }

    private static YamlMapping Mapping(YamlNode node, string what) => node as YamlMapping ?? throw node.Fault($"{what} takes keys and values, and here is {node.Kind}.");

    private static IReadOnlyList<YamlNode> List(YamlNode node, string what) => node is YamlSequence list ? list.Items : throw node.Fault($"{what} takes a list, and here is {node.Kind}.");

    private static string Text(YamlNode node, string what) => node is YamlScalar { IsNothing: false, Text.Length: > 0 } scalar ? scalar.Text : throw node.Fault($"{what} takes one value, and here is {node.Kind}.");

    private static double Number(YamlNode node, string what)
    {
        var text = Text(node, what);
        return SiText.TryParse(text, out var value) ? value : throw node.Fault($"{what}: '{YamlNode.Shown(text)}' is not a number.");
    }
}
