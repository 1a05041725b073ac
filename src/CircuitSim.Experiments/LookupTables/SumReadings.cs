namespace CircuitSim.Experiments.LookupTables;

/// <summary>What one pattern gave.</summary>
/// <param name="Samples">Columns of all dies are numbered in turn.</param>
/// <param name="Above">Samples more than a code beyond the last one.</param>
/// <param name="Below">Likewise below the first.</param>
/// <param name="Note">Of the first amplifier that left its range; empty where none did.</param>
internal sealed record SumReadings(IReadOnlyList<(int Column, int Sum, int Code)> Samples, int Above, int Below, string Note);
