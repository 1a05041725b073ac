namespace CircuitSim.Files;

/// <summary>One named array of one dimension that is never in memory as a whole.</summary>
/// <param name="Name">Name of the entry without <c>.npy</c>.</param>
/// <param name="Parts">Its values, together as many as its length; a part is not asked for before the one ahead of it is written.</param>
public sealed record NpzColumn(string Name, int Length, IEnumerable<ReadOnlyMemory<double>> Parts);
