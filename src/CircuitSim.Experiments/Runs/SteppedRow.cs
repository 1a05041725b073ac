using CircuitSim.Netlists.Results;

namespace CircuitSim.Experiments.Runs;

/// <summary>One run of many.</summary>
/// <param name="At">The stepped values, [steps].</param>
/// <param name="Values">Single numbers by quantity; null of a measurement that failed, none where the run did.</param>
/// <param name="Number">Of the run among those of the same stepped values that draw, from 1 on; null where nothing is drawn.</param>
public sealed record SteppedRow(IReadOnlyList<double> At, string Simulator, IReadOnlyList<(WaveformVector Column, double? Value)> Values, int? Number = null);
