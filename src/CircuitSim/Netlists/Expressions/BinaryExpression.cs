namespace CircuitSim.Netlists.Expressions;

public sealed record BinaryExpression(BinaryOperator Operator, Expression Left, Expression Right) : Expression(Math.Max(Left.Depth, Right.Depth));
