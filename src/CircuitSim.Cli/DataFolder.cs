namespace CircuitSim.Cli;

/// <summary>Where downloaded data sets and trained networks lie: never inside the repository's own files.</summary>
internal static class DataFolder
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "CIRCUITSIM_DATA";

    public const string Standard = "data";

    /// <summary>The folder in <see cref="Variable"/>, else <c>data</c> below the current folder.</summary>
    public static string Root =>
        Environment.GetEnvironmentVariable(Variable) is { } named && !string.IsNullOrWhiteSpace(named) ? named : Standard;

    /// <summary>The folder of one data set.</summary>
    public static string Of(string set) => Path.Combine(Root, set);
}
