namespace CircuitSim.Netlists;

/// <summary>A <c>.measure</c>: one number from the waveforms of an analysis.</summary>
public abstract record Measurement(string Name, AnalysisKind Analysis);
