namespace CircuitSim.Netlists;

/// <summary>when …: the place of a crossing on the axis.</summary>
public sealed record WhenMeasurement(string Name, AnalysisKind Analysis, Crossing When) : Measurement(Name, Analysis);
