namespace CircuitSim.Netlists;

/// <summary>trig … targ …: the distance from one crossing to another along the axis.</summary>
public sealed record DelayMeasurement(string Name, AnalysisKind Analysis, MeasurePoint Trigger, MeasurePoint Target) : Measurement(Name, Analysis);
