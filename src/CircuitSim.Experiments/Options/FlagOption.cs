using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>Given or not.</summary>
public sealed class FlagOption : StudyOptionOf<bool>
{
    public override string Expected => "true or false";

    public override JsonObject Schema => new() { ["type"] = "boolean" };

    public override IReadOnlyList<string> TypedOf(StudyValues values) => values.Get(this) ? [Name] : [];

    protected override bool TryRead(IReadOnlyList<string> words, out bool value) => bool.TryParse(words[0], out value);

    protected override IReadOnlyList<string> WordsOf(bool value) => [value ? "true" : "false"];

    protected override JsonNode? Json(bool value) => value;
}
