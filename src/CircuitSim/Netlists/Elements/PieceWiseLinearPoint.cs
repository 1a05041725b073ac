namespace CircuitSim.Netlists.Elements;

/// <param name="Time">[s]</param>
/// <param name="Value">[V] or [A]</param>
public readonly record struct PieceWiseLinearPoint(ElementValue Time, ElementValue Value);
