namespace CircuitSim.Emulation;

/// <summary>Bytes of an IDX file.</summary>
/// <param name="Shape">Sizes, slowest first.</param>
/// <param name="Values">The last index runs fastest.</param>
public sealed record IdxArray(IReadOnlyList<int> Shape, ReadOnlyMemory<byte> Values);
