using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>Paths of files, in their order; none where none are given. A result.json has their names only.</summary>
public sealed class FilesOption : StudyOptionOf<IReadOnlyList<string>>
{
    public override bool TakesSeveral => true;

    public override string Expected => "a file, or a list of files";

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

    protected override JsonNode? Json(IReadOnlyList<string> value) => new JsonArray([.. value.Select(path => (JsonNode?)Path.GetFileName(path))]);
}
