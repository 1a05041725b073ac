using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>The folder of data sets and trained networks; where none is given, the command line knows its place.</summary>
public sealed class DataFolderOption : StudyOptionOf<string>
{
    private DataFolderOption()
    {
    }

    public static DataFolderOption Instance { get; } = new() { Name = "--data", Standard = "data", Description = "Data folder." };

    public override string Expected => "a folder";

    public override JsonObject Schema => new() { ["type"] = "string" };

    protected override bool TryRead(IReadOnlyList<string> words, out string value)
    {
        value = words[0];
        return true;
    }

    protected override IReadOnlyList<string> WordsOf(string value) => value.Length > 0 ? [value] : [];

    protected override JsonNode? Json(string value) => null;
}
