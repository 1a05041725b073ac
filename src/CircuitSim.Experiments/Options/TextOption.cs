using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>A name or a path.</summary>
public sealed class TextOption : StudyOptionOf<string>
{
    private const string CardExtension = ".lib";

    /// <summary>What stands for it in the help, e.g. "name".</summary>
    public string Placeholder { get; init; } = "name";

    /// <summary>A result.json has a path's file name only.</summary>
    public bool MayBePath { get; init; }

    /// <summary>The only ones that it takes; null for any.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    public override string Expected => Words is null ? "a text" : $"one of {string.Join(", ", Words)}";

    /// <summary>A path, or that of a file of model cards in front of the card's name.</summary>
    public override IEnumerable<string> FilesOf(StudyValues values) => CardFile(values.Get(this)) is { } cards ? [cards] : MayBePath && File.Exists(values.Get(this)) ? [values.Get(this)] : [];

    public override JsonObject Schema => new() { ["type"] = "string" };

    protected override bool TryRead(IReadOnlyList<string> words, out string value)
    {
        value = words[0];
        return Words?.Contains(value) != false;
    }

    /// <summary>FILE.lib of <c>FILE.lib:NAME</c>, where it is there.</summary>
    internal static string? CardFile(string text) => text.IndexOf(CardExtension, StringComparison.OrdinalIgnoreCase) is var end and > 0 && File.Exists(text[..(end + CardExtension.Length)]) ? text[..(end + CardExtension.Length)] : null;

    protected override IReadOnlyList<string> WordsOf(string value) => value.Length > 0 ? [value] : [];

    protected override JsonNode? Json(string value) => MayBePath ? Path.GetFileName(value) : value;
}
