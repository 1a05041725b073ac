using System.Text.Json.Nodes;
using CircuitSim.Crossbars;

namespace CircuitSim.Experiments.Options;

/// <summary>One word of a few.</summary>
public sealed class ChoiceOption : StudyOptionOf<string>
{
    /// <summary>What a user types, and how a result.json says it.</summary>
    public required IReadOnlyList<(string Word, string Written)> Choices { get; init; }

    /// <summary>Whether a word stands for several, parted by commas, of which a result.json has the list.</summary>
    public bool IsList { get; init; }

    public IReadOnlyList<string> Words => [.. Choices.Select(c => c.Word)];

    /// <summary>Of the word lines of an array.</summary>
    public static ChoiceOption Drive { get; } = new()
    {
        Name = "--drive",
        Key = "drive",
        Standard = "one",
        Choices = [("one", "one-end"), ("both", "both-ends")],
        Description = "Word lines driven from one end, or from both.",
    };

    /// <summary>What the word of <see cref="Drive"/> means.</summary>
    public static WordLineDrive DriveOf(string word) => word == "both" ? WordLineDrive.BothEnds : WordLineDrive.OneEnd;

    public static string WordOf(WordLineDrive drive) => drive == WordLineDrive.BothEnds ? "both" : "one";

    protected override JsonNode? Json(string value)
    {
        var written = Choices.Single(c => c.Word == value).Written;
        return IsList ? new JsonArray([.. written.Split(',').Select(w => (JsonNode?)w)]) : written;
    }

    protected override void Check(string value)
    {
        if (!Words.Contains(value))
            throw InvalidParameterException.Because(Subject, $"{Name}: '{value}' is not one of {string.Join(", ", Words)}.");
    }
}
