using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists;

/// <summary>find … at=x, or find … when …: a quantity where the axis or a crossing says; exactly one of the two.</summary>
public sealed record FindMeasurement(string Name, AnalysisKind Analysis, Expression Quantity, ElementValue? At, Crossing? When)
    : Measurement(Name, Analysis);
