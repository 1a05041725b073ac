namespace CircuitSim.Experiments.LookupTables;

/// <summary>What is programmed and read, pattern by pattern; each depends on its number alone.</summary>
internal interface ISumPatterns
{
    /// <summary>Patterns that give the asked number of samples.</summary>
    int Count { get; }

    /// <summary>Where they come from, in a few words.</summary>
    string Title { get; }

    SumPattern Draw(int index);
}
