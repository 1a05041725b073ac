using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>Paths of files, or texts, in their order; none where none are given. A result.json has the names of files only.</summary>
public sealed class FilesOption : StudyOptionOf<IReadOnlyList<string>>
{
    /// <summary>Whether each is a text by itself, for which the option is typed anew.</summary>
    public bool AreTexts { get; init; }

    public override bool TakesSeveral => true;

    public override string Expected => AreTexts ? "a text, or a list of texts" : "a file, or a list of files";

    public override IReadOnlyList<string> TypedOf(StudyValues values) => AreTexts ? [.. values.Get(this).Select(text => $"{Name}={text}")]
        : [.. Name.StartsWith('-') && values.Get(this).Count > 0 ? [Name] : Array.Empty<string>(), .. values.Get(this)];

    public override IEnumerable<string> FilesOf(StudyValues values) => AreTexts ? [] : values.Get(this).Where(File.Exists);

    public override JsonObject Schema => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" }, ["minItems"] = 1 }),
    };

    protected override bool TryRead(IReadOnlyList<string> words, out IReadOnlyList<string> value)
    {
        value = words;
        return true;
    }

    protected override IReadOnlyList<string> WordsOf(IReadOnlyList<string> value) => value;

    protected override JsonNode? Json(IReadOnlyList<string> value) => new JsonArray([.. value.Select(path => (JsonNode?)(AreTexts ? path : Path.GetFileName(path)))]);
}
