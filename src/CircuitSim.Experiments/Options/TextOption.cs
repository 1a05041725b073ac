using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>A name or a path.</summary>
public sealed class TextOption : StudyOptionOf<string>
{
    /// <summary>What stands for it in the help, e.g. "name".</summary>
    public string Placeholder { get; init; } = "name";

    /// <summary>A result.json has a path's file name only.</summary>
    public bool MayBePath { get; init; }

    protected override JsonNode? Json(string value) => MayBePath ? Path.GetFileName(value) : value;
}
