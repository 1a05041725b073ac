namespace CircuitSim.Netlists.Expressions;

public sealed record UnaryExpression(UnaryOperator Operator, Expression Operand) : Expression(Operand.Depth);
