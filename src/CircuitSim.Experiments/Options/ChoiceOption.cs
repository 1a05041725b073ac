using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>One value of a few, each with a word that a user types.</summary>
public sealed class ChoiceOption<T> : StudyOptionOf<T>, IChoiceOption
{
    /// <summary>What is typed, how a result.json says it, and what it stands for.</summary>
    public required IReadOnlyList<Choice<T>> Choices { get; init; }

    /// <summary>Whether a word stands for several, parted by commas, of which a result.json has the list.</summary>
    public bool IsList { get; init; }

    public IReadOnlyList<string> Words => [.. Choices.Select(c => c.Word)];

    public string? StandardWord => Choices.FirstOrDefault(c => IsSame(c.Value, Standard))?.Word;

    /// <summary>How a result.json says it.</summary>
    public string WrittenOf(T value) => Written(value)!;

    public StudyValues Choose(StudyValues values, string? word) => word is null ? values : values.With(this, Choices.Single(c => c.Word == word).Value);

    public override string Expected => $"one of {string.Join(", ", Words)}";

    public override bool TakesSeveral => IsList;

    public override JsonObject Schema => IsList ? new() { ["anyOf"] = new JsonArray(OneOf(), new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } }) } : OneOf();

    private JsonObject OneOf() => new() { ["enum"] = new JsonArray([.. Words.Select(w => (JsonNode?)w)]) };

    protected override bool TryRead(IReadOnlyList<string> words, [MaybeNullWhen(false)] out T value)
    {
        var found = Choices.Where(c => c.Word == string.Join(',', words)).ToList();
        value = found is [var choice] ? choice.Value : default;
        return found.Count == 1;
    }

    protected override IReadOnlyList<string> WordsOf(T value) => [.. Choices.Where(c => IsSame(c.Value, value)).Take(1).SelectMany(c => IsList ? c.Word.Split(',') : [c.Word])];

    protected override JsonNode? Json(T value)
    {
        var written = Written(value);
        return IsList && written is not null ? new JsonArray([.. written.Split(',').Select(w => (JsonNode?)w)]) : written;
    }

    protected override void Check(T value)
    {
        if (!IsSame(value, Standard) && !Choices.Any(c => IsSame(c.Value, value)))
            throw InvalidParameterException.Because(Subject, $"{Subject}: '{value}' is not one of {string.Join(", ", Words)}.");
    }

    /// <summary>Null for a standard that is no choice.</summary>
    private string? Written(T value) => Choices.FirstOrDefault(c => IsSame(c.Value, value))?.Written;

    private static bool IsSame(T a, T b) => EqualityComparer<T>.Default.Equals(a, b);
}
