namespace CircuitSim.Files;

/// <summary>What stands under a name where a file is wanted.</summary>
internal static class NamedFile
{
    public static bool IsFolder(string path) => Directory.Exists(path);
}
