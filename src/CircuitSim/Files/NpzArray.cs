namespace CircuitSim.Files;

/// <summary>One named array of an archive.</summary>
/// <param name="Name">Name of the entry without <c>.npy</c>.</param>
/// <param name="Shape">Sizes, slowest first; empty for a scalar.</param>
/// <param name="Values">In C order: the last index runs fastest.</param>
public sealed record NpzArray(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<double> Values);
