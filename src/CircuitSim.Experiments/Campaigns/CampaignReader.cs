using CircuitSim.Experiments.Documents;
using CircuitSim.Experiments.Options;
using CircuitSim.Netlists;
using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>From the tree of a campaign file to what it says.</summary>
/// <param name="path">Of the file: relative paths in it start from its folder, in full, so that they mean the same to every worker.</param>
internal sealed class CampaignReader(string path, IReadOnlyList<CampaignSubject> subjects, StudyValues values)
{
    /// <summary>Values of one option.</summary>
    public const int MostValues = 10_000;

    private static readonly IReadOnlyList<string> Keys = ["title", "study", "command", "options", "vary", "design", "collect", "limits"];

    private static readonly IReadOnlyList<string> DesignKeys = ["kind", "points", "seed"];

    private static readonly IReadOnlyList<string> LimitKeys = ["time_s", "memory_mb"];

    private static readonly IReadOnlyList<string> FigureKeys = ["name", "figure", "table", "column", "where", "take"];

    /// <summary>Of the table, beside options and figures.</summary>
    private static readonly IReadOnlyList<string> OwnColumns = ["point", "ok", "failed", "again"];

    private static readonly (string Word, CampaignDesign Design)[] Designs = [("grid", CampaignDesign.Grid), ("random", CampaignDesign.Random), ("latin-hypercube", CampaignDesign.LatinHypercube)];

    private OptionReader options = null!;
    private CampaignDesign design;

    public Campaign Read(YamlMapping root)
    {
        var top = root.Members(Keys, "a campaign file");
        var subject = Subject(root, top);
        options = new OptionReader(path, Path.GetDirectoryName(Path.GetFullPath(path))!, subject.Study, values, MostValues);
        if (top.GetValueOrDefault("options") is { } given)
        {
            foreach (var (key, value) in given.AsMapping("options").Entries)
                options.Give(key, value);
        }

        IReadOnlyList<StudyOption> alike = [.. options.Places.Keys];
        var members = top.GetValueOrDefault("design")?.AsMapping("design").Members(DesignKeys, "the design") ?? [];
        var kind = members.GetValueOrDefault("kind")?.AsText("kind") ?? "grid";
        design = Designs.FirstOrDefault(d => d.Word == kind) is { Word: not null } known ? known.Design : throw members["kind"].Fault($"there is no design '{YamlNode.Shown(kind)}'; {NameSuggestion.Nearest(kind, [.. Designs.Select(d => d.Word)])}");
        List<CampaignAxis> axes = top.GetValueOrDefault("vary") is { } varied ? [.. varied.AsMapping("vary").Entries.Select(e => Axis(e.Key, e.Value))] : [];
        options.CheckCompany([.. axes.SelectMany(a => a.Options)]);
        var limits = top.GetValueOrDefault("limits")?.AsMapping("limits").Members(LimitKeys, "limits") ?? [];
        var figures = (top.GetValueOrDefault("collect") ?? throw root.Fault("the key collect is missing; name the figures to keep, as a result.json has them under figures, claims and tables.")).AsList("collect").Select(Figure).ToList();
        if (figures.Count == 0)
            throw top["collect"].Fault("the list of figures to keep is empty; name at least one.");
        if (figures.FirstOrDefault(f => axes.SelectMany(a => a.Options).Select(o => o.FileKey).Concat(OwnColumns).Contains(f.Name, StringComparer.OrdinalIgnoreCase)) is { } taken)
            throw top["collect"].Fault($"the table has a column '{YamlNode.Shown(taken.Name)}' already; give what is collected another name.");
        if (figures.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw top["collect"].Fault($"'{YamlNode.Shown(twice.Key)}' is collected twice; give each a name of its own.");
        return new Campaign
        {
            Path = path,
            Title = top.GetValueOrDefault("title")?.AsText("title"),
            Subject = subject,
            Values = options.Given.With(IntegerOption.Jobs, 1),
            Fixed = alike,
            Axes = axes,
            Design = design,
            Seed = members.GetValueOrDefault("seed") is { } seed ? (ulong)Whole(seed, "seed", 0, 1L << 53) : 1,
            Points = PointsOf(top, members.GetValueOrDefault("points"), axes),
            Figures = figures,
            TimeLimit = limits.GetValueOrDefault("time_s") is { } time ? Positive(time, "time_s") : null,
            MemoryLimit = limits.GetValueOrDefault("memory_mb") is { } memory ? (long)(Positive(memory, "memory_mb") * 1e6) : null,
        };
    }

    private CampaignSubject Subject(YamlMapping root, Dictionary<string, YamlNode> top)
    {
        if (top.ContainsKey("study") == top.ContainsKey("command"))
            throw root.Fault("a campaign runs either a study or a command; name one of the two.");
        var isStudy = top.ContainsKey("study");
        var node = isStudy ? top["study"] : top["command"];
        string NameOf(CampaignSubject s) => isStudy ? s.Study.Name : s.Command;
        var word = node.AsText(isStudy ? "study" : "command");
        return subjects.FirstOrDefault(s => NameOf(s) == word) ?? throw node.Fault($"there is no {(isStudy ? "study" : "command")} '{YamlNode.Shown(word)}' for a campaign; {NameSuggestion.Nearest(word, [.. subjects.Select(NameOf)])}");
    }

    private long PointsOf(Dictionary<string, YamlNode> top, YamlNode? points, List<CampaignAxis> axes)
    {
        if (design != CampaignDesign.Grid)
            return Whole(points ?? throw top["design"].Fault("a design that draws its points needs their number; add points."), "points", 1, Campaign.MostPoints);
        if (points is not null)
            throw points.Fault("a grid has as many points as there are combinations; leave points out, or take the design random or latin-hypercube.");
        var product = axes.Aggregate(1.0, (n, a) => n * a.Count);
        return product <= Campaign.MostPoints ? (long)product : throw top["vary"].Fault(Invariant($"this asks for {product:0.###e+0} points, and a campaign has at most {Campaign.MostPoints}; vary less at once, or take a random design."));
    }

    private CampaignAxis Axis(YamlScalar key, YamlNode value)
    {
        var names = key.Text.Split(',', StringSplitOptions.TrimEntries);
        var shared = names.Select(name => options.OptionOf(key with { Text = name })).ToList();
        foreach (var option in shared)
            options.Place(option, key, value);
        var first = shared[0];
        var axis = value switch
        {
            YamlScalar { Text: "each" } when first is SeedOption => new CampaignAxis { Options = shared, Kind = CampaignAxisKind.Seeds },
            YamlMapping { Entries: [({ Text: "seeds" }, var count)] } when first is SeedOption => new CampaignAxis { Options = shared, Kind = CampaignAxisKind.Seeds, Seeds = (int)Whole(count, "seeds", 1, int.MaxValue) },
            YamlMapping range when SweptOption.IsNumber(first) && design != CampaignDesign.Grid && !range.Entries.Any(e => e.Key.Text is "step" or "points") => Bounds(range, key, shared),
            YamlMapping range when SweptOption.IsNumber(first) => new CampaignAxis { Options = shared, Kind = CampaignAxisKind.List, Levels = [.. options.Range(range, key).Select(w => (IReadOnlyList<string>)[w])] },
            YamlSequence { Items: [_, ..] items } => new CampaignAxis { Options = shared, Kind = CampaignAxisKind.List, Levels = [.. items.Select(item => options.WordsOf(first, key, item))] },
            _ => throw value.Fault($"{key.Text} varies over a list of values{(first is SeedOption ? ", over {seeds: 10}, or is each point's own with each" : SweptOption.IsNumber(first) ? ", or over from, to and step or points" : "")}, and here is {(value is YamlSequence ? "an empty list" : value.Kind)}."),
        };
        foreach (var option in shared)
        {
            for (var k = 0; k < axis.Levels.Count; k++)
                options.Apply(option, key, value is YamlSequence list ? list.Items[k] : value, axis.Levels[k]);
            foreach (var bound in axis.Kind == CampaignAxisKind.Bounds ? (double[])[axis.Bounds.From, axis.Bounds.To] : [])
                options.Apply(option, key, value, [OptionReader.Number(bound)]);
        }

        return axis;
    }

    private static CampaignAxis Bounds(YamlMapping range, YamlScalar key, List<StudyOption> shared)
    {
        var members = range.Members(OptionReader.RangeKeys, $"the range of {key.Text}");
        var (from, to) = (members.GetValueOrDefault("from")?.AsNumber("from"), members.GetValueOrDefault("to")?.AsNumber("to"));
        if (from is null || to is null || !(to > from))
            throw range.Fault($"the range of {key.Text} needs from and to, the greater one last.");
        var scale = members.GetValueOrDefault("scale")?.AsText("scale") ?? "linear";
        if (scale is not ("linear" or "logarithmic"))
            throw members["scale"].Fault($"scale: '{YamlNode.Shown(scale)}' is not linear or logarithmic.");
        if (scale == "logarithmic" && from <= 0)
            throw range.Fault($"the logarithmic range of {key.Text} must lie above zero.");
        return new CampaignAxis { Options = shared, Kind = CampaignAxisKind.Bounds, Bounds = (from.Value, to.Value, scale == "logarithmic") };
    }

    private static CampaignFigure Figure(YamlNode node)
    {
        if (node is YamlScalar)
            return new CampaignFigure(node.AsText("a figure"), node.AsText("a figure"), null, [], "first", node.Place);
        var members = node.AsMapping("a figure to keep").Members(FigureKeys, "a figure to keep");
        string? TextAt(string key) => members.GetValueOrDefault(key)?.AsText(key);
        var (name, figure, table, column, take) = (TextAt("name"), TextAt("figure"), TextAt("table"), TextAt("column"), TextAt("take") ?? "first");
        if (figure is null == table is null || table is null != column is null)
            throw node.Fault("a figure to keep is either a figure, or a table and its column.");
        if (!CampaignFigure.Ways.Contains(take))
            throw members["take"].Fault($"take: '{YamlNode.Shown(take)}' is not one of {string.Join(", ", CampaignFigure.Ways)}.");
        if (figure is not null && (members.ContainsKey("where") || members.ContainsKey("take")))
            throw node.Fault("where and take choose among rows, and a figure has none; name a table.");
        var where = members.GetValueOrDefault("where")?.AsMapping("where").Entries.Select(e => (e.Key.Text, e.Value.AsText(e.Key.Text))).ToList() ?? [];
        return new CampaignFigure(name ?? figure ?? column!, figure ?? column!, table, where, take, node.Place);
    }

    private static double Positive(YamlNode node, string what) => node.AsNumber(what) is > 0 and < double.PositiveInfinity and var value ? value : throw node.Fault($"{what} must be above zero.");

    private static long Whole(YamlNode node, string what, long least, long greatest) => node.AsNumber(what) is var value && value >= least && value <= greatest && Math.Floor(value) == value
        ? (long)value
        : throw node.Fault(Invariant($"{what}: '{YamlNode.Shown(node.AsText(what))}' must be a whole number from {least} to {greatest}."));
}
