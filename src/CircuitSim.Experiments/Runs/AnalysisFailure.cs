namespace CircuitSim.Experiments.Runs;

/// <summary>An analysis that a simulator could not do.</summary>
/// <param name="Name">As in <see cref="AnalysisRun"/>.</param>
/// <param name="Fault">Says why.</param>
public sealed record AnalysisFailure(string Name, string Simulator, CircuitSimException Fault);
