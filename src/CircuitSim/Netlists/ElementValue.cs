using CircuitSim.Netlists.Expressions;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists;

/// <summary>A value of an element or analysis: a number, or an expression over parameters that flattening turns into one.</summary>
public readonly record struct ElementValue
{
    private readonly double number;

    public ElementValue(double number) => this.number = number;

    /// <summary>A number if the expression is one.</summary>
    public ElementValue(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        if (expression is NumberExpression literal)
            number = literal.Value;
        else
            Expression = expression;
    }

    /// <summary>Null if the value is a number.</summary>
    public Expression? Expression { get; }

    public bool IsNumber => Expression is null;

    /// <summary>The number, in the SI unit of the quantity.</summary>
    /// <exception cref="NetlistException">The value still holds an expression; flatten the netlist first.</exception>
    public double Number => Expression is null
        ? number
        : throw NetlistException.Because($"the value {{{Expression}}} depends on parameters; flatten the netlist before its numbers are used.");

    public Expression ToExpression() => Expression ?? new NumberExpression(number);

    /// <summary>The product; an expression if one of the two is.</summary>
    public ElementValue Times(ElementValue factor) => Combined(BinaryOperator.Multiply, factor, number * factor.number);

    /// <summary>The quotient; an expression if one of the two is.</summary>
    public ElementValue Over(ElementValue divisor) => Combined(BinaryOperator.Divide, divisor, number / divisor.number);

    public static implicit operator ElementValue(double number) => new(number);

    public override string ToString() => Expression is null ? SiText.Exact(number) : $"{{{Expression}}}";

    private ElementValue Combined(BinaryOperator operation, ElementValue other, double result)
    {
        if (other is { IsNumber: true, number: 1 })
            return this;
        return IsNumber && other.IsNumber ? result : new ElementValue(new BinaryExpression(operation, ToExpression(), other.ToExpression()));
    }
}
