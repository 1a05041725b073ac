namespace CircuitSim.Experiments.Runs;

/// <summary>The points of one analysis of one run.</summary>
/// <param name="At">The stepped values, [steps].</param>
public sealed record SteppedCurve(IReadOnlyList<double> At, AnalysisRun Analysis);
