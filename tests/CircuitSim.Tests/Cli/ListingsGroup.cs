namespace CircuitSim.Tests.Cli;

/// <summary>Listings name files relative to the current folder, which is one for the whole process: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(ListingsGroup), DisableParallelization = true)]
public sealed class ListingsGroup;
