using CircuitSim.Netlists.Results;

namespace CircuitSim.Experiments.Runs;

/// <summary>One run of many.</summary>
/// <param name="At">The stepped values, [steps].</param>
/// <param name="Values">Single numbers by quantity; null of a measurement that failed, none where the run did.</param>
public sealed record SteppedRow(IReadOnlyList<double> At, string Simulator, IReadOnlyList<(WaveformVector Column, double? Value)> Values);
