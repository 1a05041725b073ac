namespace CircuitSim.Netlists.Expressions;

public sealed record NumberExpression(double Value) : Expression(0);
