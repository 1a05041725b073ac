using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>The folder of data sets and trained networks; where none is given, the command line knows its place.</summary>
public sealed class DataFolderOption : StudyOptionOf<string>
{
    private DataFolderOption()
    {
    }

    public static DataFolderOption Instance { get; } = new() { Name = "--data", Standard = "data", Description = "Data folder." };

    protected override JsonNode? Json(string value) => null;
}
