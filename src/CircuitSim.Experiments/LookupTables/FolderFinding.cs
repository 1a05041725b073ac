namespace CircuitSim.Experiments.LookupTables;

/// <summary>What the check of a folder found in one file, or in the files of one format.</summary>
/// <param name="Verified">What was looked at, and holds.</param>
/// <param name="Refused">What does not hold, or what the tool that the files are for would refuse or misread; a line each.</param>
/// <param name="IsUnreadable">The file could not be read at all.</param>
public sealed record FolderFinding(string File, string Verified, IReadOnlyList<string> Refused, bool IsUnreadable = false);
