namespace CircuitSim.Netlists.Expressions;

/// <summary>Time of a transient, zero elsewhere [s].</summary>
public sealed record TimeExpression() : Expression(0);
