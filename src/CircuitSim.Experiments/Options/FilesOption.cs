using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>Paths of files, in their order; none where none are given. A result.json has their names only.</summary>
public sealed class FilesOption : StudyOptionOf<IReadOnlyList<string>>
{
    protected override JsonNode? Json(IReadOnlyList<string> value) => new JsonArray([.. value.Select(path => (JsonNode?)Path.GetFileName(path))]);
}
