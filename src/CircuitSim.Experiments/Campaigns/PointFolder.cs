namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// Where the command of a point writes what nobody keeps: a folder among the system's temporary ones, named for the process, so that what a
/// killed one leaves is found.
/// </summary>
public static class PointFolder
{
    private const string Word = "circuitsim-point-";

    /// <summary>A new one of this process.</summary>
    public static DirectoryInfo Create() => Directory.CreateTempSubdirectory($"{Word}{Environment.ProcessId}-");

    /// <summary>Removes those of a process that has ended or is about to.</summary>
    public static void RemoveOf(int process)
    {
        try
        {
            foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), $"{Word}{process}-*"))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody still writes there, or it is another user's: it stands in nobody's way.
        }
    }
}
