using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>A name or a path.</summary>
public sealed class TextOption : StudyOptionOf<string>
{
    /// <summary>What stands for it in the help, e.g. "name".</summary>
    public string Placeholder { get; init; } = "name";

    /// <summary>A result.json has a path's file name only.</summary>
    public bool MayBePath { get; init; }

    public override string Expected => "a text";

    public override JsonObject Schema => new() { ["type"] = "string" };

    protected override bool TryRead(IReadOnlyList<string> words, out string value)
    {
        value = words[0];
        return true;
    }

    protected override IReadOnlyList<string> WordsOf(string value) => value.Length > 0 ? [value] : [];

    protected override JsonNode? Json(string value) => MayBePath ? Path.GetFileName(value) : value;
}
