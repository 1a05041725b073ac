using CircuitSim.Netlists.Results;

namespace CircuitSim.Experiments.Runs;

/// <summary>An analysis that a simulator could not do.</summary>
/// <param name="Name">As in <see cref="AnalysisRun"/>.</param>
/// <param name="Fault">Says why.</param>
/// <param name="Waveforms">The points before it failed, where they were kept and there are any.</param>
public sealed record AnalysisFailure(string Name, string Simulator, CircuitSimException Fault, Waveforms? Waveforms);
