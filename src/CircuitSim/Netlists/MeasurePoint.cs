namespace CircuitSim.Netlists;

/// <summary>An end of a <see cref="DelayMeasurement"/>: a place on the axis, or a crossing; exactly one of the two.</summary>
public sealed record MeasurePoint(ElementValue? At, Crossing? Crossing);
