using CircuitSim.Encodings;

namespace CircuitSim.Emulation.Networks;

/// <summary>One matrix of a network, as one array or one row of tiles holds it.</summary>
/// <param name="Name">Of its node; with the matrix' number where a node has several.</param>
/// <param name="Weights">The bias as the last row.</param>
public sealed record NetworkMatrix(string Name, WeightMatrix Weights);
