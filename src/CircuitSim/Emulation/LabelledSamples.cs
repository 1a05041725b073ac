using CircuitSim.Emulation.Networks;

namespace CircuitSim.Emulation;

/// <summary>Numbers of any kind with their classes.</summary>
/// <param name="Samples">The first dimension counts them.</param>
/// <param name="Labels">One for each, from 0 on.</param>
public sealed record LabelledSamples(Tensor Samples, IReadOnlyList<int> Labels, int Classes);
