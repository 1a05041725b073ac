using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>One word of a few.</summary>
public sealed class ChoiceOption : StudyOptionOf<string>
{
    public required IReadOnlyList<string> Words { get; init; }

    protected override JsonNode? Json(string value) => value;

    protected override void Check(string value)
    {
        if (!Words.Contains(value))
            throw InvalidParameterException.Because(Subject, $"{Name}: '{value}' is not one of {string.Join(", ", Words)}.");
    }
}
