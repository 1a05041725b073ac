namespace CircuitSim.Netlists.Expressions;

/// <summary>condition ? whenTrue : whenFalse.</summary>
public sealed record ConditionalExpression(Expression Condition, Expression WhenTrue, Expression WhenFalse)
    : Expression(Math.Max(Condition.Depth, Math.Max(WhenTrue.Depth, WhenFalse.Depth)));
