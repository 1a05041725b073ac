namespace CircuitSim.Experiments.Runs;

/// <summary>What came out of a netlist's analyses.</summary>
/// <param name="Runs">At least one.</param>
/// <param name="Failures">In the order of the analyses.</param>
public sealed record NetlistRunResult(IReadOnlyList<AnalysisRun> Runs, IReadOnlyList<AnalysisFailure> Failures);
