namespace CircuitSim.Experiments.Runs;

/// <summary>How often a netlist with random values is run.</summary>
/// <param name="Count">Runs for each combination of stepped values; run k draws the same numbers in all of them, however many there are.</param>
public sealed record RandomRuns(ulong Seed, int Count);
