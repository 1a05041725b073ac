using CircuitSim.Netlists;
using CircuitSim.Netlists.Expressions;
using SpiceSharpBehavioral.Parsers.Nodes;

namespace CircuitSim.SpiceSharp;

/// <summary>
/// An expression as a tree of SpiceSharpBehavioral, whose functions are written out where they differ from those of
/// netlists/README.md. Trees, not text: names need no escape, numbers keep every digit.
/// </summary>
/// <param name="temperature">Of the circuit [°C].</param>
internal sealed class ExpressionTranslation(double temperature)
{
    /// <summary>Most nodes: functions that are written out repeat their arguments.</summary>
    private const int MostNodes = 100_000;

    /// <summary>Above it exp goes on as a straight line.</summary>
    private const double LargestExponent = 600;

    private const double SmallestLogarithmArgument = 1e-300;

    private int nodes;

    /// <exception cref="NetlistException">SpiceSharpBehavioral cannot follow the expression.</exception>
    public Node Translate(Expression expression)
    {
        nodes = 0;
        return Tree(expression);
    }

    private Node Tree(Expression expression)
    {
        if (++nodes > MostNodes)
            throw NetlistException.Because($"an expression needs more than {MostNodes} terms once SpiceSharp's missing functions are written out; simplify it.");
        return expression switch
        {
            NumberExpression n => Number(n.Value),
            ParameterExpression p => Number(BoundExpression.Constant(p)),
            TimeExpression => Node.Variable("time"),
            TemperatureExpression => Node.Constant(temperature),
            NodeVoltageExpression v => Voltage(v),
            BranchCurrentExpression i => Node.Current(i.Element),
            UnaryExpression { Operator: UnaryOperator.Minus } u => Node.Minus(Tree(u.Operand)),
            UnaryExpression { Operator: UnaryOperator.Not } u => Node.Not(Truth(u.Operand)),
            UnaryExpression u => Tree(u.Operand),
            BinaryExpression b => Binary(b),
            ConditionalExpression c => Node.Conditional(Truth(c.Condition), Tree(c.WhenTrue), Tree(c.WhenFalse)),
            CallExpression c => Call(c),
            _ => throw NetlistException.Because($"'{expression}' cannot be written for SpiceSharp."),
        };
    }

    /// <summary>
    /// Its products and derivatives take constants below 1e-12 for zero, and those within a millionth of one for one; a quotient with a
    /// power of two is the same number and is left alone.
    /// </summary>
    private static Node Number(double value)
    {
        const double Near = 1e-5, Scale = 1L << 62;
        return value switch
        {
            0 or 1 => Node.Constant(value),
            > -Near and < Near => Node.Divide(Number(value * Scale), Node.Constant(Scale)),
            > 1 - Near and < 1 + Near => Node.Divide(Node.Constant(2 * value), Node.Constant(2)),
            _ => Node.Constant(value),
        };
    }

    private static Node Voltage(NodeVoltageExpression v)
    {
        if (v.Negative.IsGround)
            return v.Positive.IsGround ? Node.Zero : Node.Voltage(v.Positive.Name);
        return v.Positive.IsGround ? Node.Minus(Node.Voltage(v.Negative.Name)) : Node.Voltage(v.Positive.Name) - Node.Voltage(v.Negative.Name);
    }

    private Node Binary(BinaryExpression b) => b.Operator switch
    {
        BinaryOperator.Add => Tree(b.Left) + Tree(b.Right),
        BinaryOperator.Subtract => Tree(b.Left) - Tree(b.Right),
        BinaryOperator.Multiply => Tree(b.Left) * Tree(b.Right),
        BinaryOperator.Divide => Tree(b.Left) / Tree(b.Right),
        BinaryOperator.Power => Power(b.Left, b.Right),
        BinaryOperator.Less => Node.LessThan(Tree(b.Left), Tree(b.Right)),
        BinaryOperator.LessOrEqual => Node.LessThanOrEqual(Tree(b.Left), Tree(b.Right)),
        BinaryOperator.Greater => Node.GreaterThan(Tree(b.Left), Tree(b.Right)),
        BinaryOperator.GreaterOrEqual => Node.GreaterThanOrEqual(Tree(b.Left), Tree(b.Right)),
        // Its own == has a tolerance.
        BinaryOperator.Equal => Same(Tree(b.Left), Tree(b.Right)),
        BinaryOperator.NotEqual => Node.Not(Same(Tree(b.Left), Tree(b.Right))),
        BinaryOperator.And => Node.And(Truth(b.Left), Truth(b.Right)),
        _ => Node.Or(Truth(b.Left), Truth(b.Right)),
    };

    private static BinaryOperatorNode Same(Node a, Node b) => Node.And(Node.LessThanOrEqual(a, b), Node.GreaterThanOrEqual(a, b));

    /// <summary>1 for anything but zero: SpiceSharpBehavioral takes what is above a half for true.</summary>
    private Node Truth(Expression condition)
    {
        var tree = Tree(condition);
        return condition is BinaryExpression { Operator: >= BinaryOperator.Less } or UnaryExpression { Operator: UnaryOperator.Not }
            ? tree
            : Node.Not(Same(tree, Node.Zero));
    }

    /// <summary>x^y; a negative x to a power that is no integer is |x|^y.</summary>
    private Node Power(Expression x, Expression y)
    {
        var (left, right) = (Tree(x), Tree(y));
        if (Constant(y) is { } power)
            return Node.Function(double.IsInteger(power) ? "pow" : "pwr", left, Node.Constant(power));
        var isInteger = Same(right, Node.Function("floor", right));
        return Node.Conditional(isInteger, Node.Function("pow", left, right), Node.Function("pwr", left, right));
    }

    private double? Constant(Expression expression)
    {
        var bound = BoundExpression.Bind(expression);
        return bound.Controls.Count == 0 && !bound.DependsOnTime ? bound.Evaluate([], 0, temperature, []) : null;
    }

    private Node Call(CallExpression call)
    {
        var name = call.Function.ToLowerInvariant();
        switch (name)
        {
            case "pow":
                return Power(call.Arguments[0], call.Arguments[1]);
            case "if" or "ternary_fcn":
                return Node.Conditional(Truth(call.Arguments[0]), Tree(call.Arguments[1]), Tree(call.Arguments[2]));
        }

        Node[] a = [.. call.Arguments.Select(Tree)];
        switch (name)
        {
            case "pwr":
                return Node.Function("pwrs", a);
            case "sqrt":
                return Node.Function("sqrt", Node.Function("abs", a[0]));
            case "ln" or "log":
                return Node.Function("log", Magnitude(a[0]));
            case "log10":
                return Node.Function("log10", Magnitude(a[0]));
            case "exp":
                var largest = Node.Constant(LargestExponent);
                return Node.Function("exp", Node.Function("min", a[0], largest))
                    * (Node.One + Node.Function("max", a[0] - largest, Node.Zero));
            case "int":
                return Node.Conditional(Node.LessThan(a[0], Node.Zero), Node.Function("ceil", a[0]), Node.Function("floor", a[0]));
            case "asinh":
                var size = Node.Function("abs", a[0]);
                return Node.Function("sgn", a[0]) * Node.Function("log", size + Node.Function("sqrt", a[0] * a[0] + Node.One));
            case "acosh":
                return Node.Function("log", a[0] + Node.Function("sqrt", Node.Function("abs", a[0] * a[0] - Node.One)));
            case "min" or "max":
                return a.Aggregate((all, next) => Node.Function(name, all, next));
            case "pwl":
                return Node.Function("table", a);
            default:
                return Node.Function(name, a);
        }
    }

    private static FunctionNode Magnitude(Node x) =>
        Node.Function("max", Node.Function("abs", x), Node.Constant(SmallestLogarithmArgument));
}
