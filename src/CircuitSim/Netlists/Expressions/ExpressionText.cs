using System.Text;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Expressions;

/// <summary>Writes a tree with as few parentheses as reading it back needs.</summary>
internal static class ExpressionText
{
    // Strength of binding, as in netlists/README.md.
    private const int Conditional = 1;
    private const int Unary = 8;
    private const int Primary = 10;

    public static string Of(Expression expression)
    {
        var text = new StringBuilder();
        Append(text, expression, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Expression expression, int binding)
    {
        var parenthesize = Binding(expression) < binding;
        if (parenthesize)
            text.Append('(');
        AppendBare(text, expression);
        if (parenthesize)
            text.Append(')');
    }

    private static void AppendBare(StringBuilder text, Expression expression)
    {
        switch (expression)
        {
            case NumberExpression number:
                text.Append(SiText.Exact(number.Value));
                break;
            case ParameterExpression parameter:
                text.Append(parameter.Name);
                break;
            case TimeExpression:
                text.Append("time");
                break;
            case TemperatureExpression:
                text.Append("temper");
                break;
            case NodeVoltageExpression v:
                text.Append("v(").Append(v.Positive.Name).Append(v.Negative.IsGround ? "" : $",{v.Negative.Name}").Append(')');
                break;
            case BranchCurrentExpression i:
                text.Append('i').Append((i.CurrentOf ?? i).Terminal).Append('(').Append((i.CurrentOf ?? i).Element).Append(')');
                break;
            case NoiseExpression noise:
                text.Append(noise.Name);
                break;
            case PhasorExpression phasor:
                text.Append(phasor.Function).Append(Of(phasor.Quantity).AsSpan(1));
                break;
            case PowerExpression p:
                text.Append("p(").Append(p.Element).Append(')');
                break;
            case DeviceStateExpression w:
                text.Append("w(").Append(w.Element).Append(')');
                break;
            case UnaryExpression unary:
                text.Append(unary.Operator switch { UnaryOperator.Minus => '-', UnaryOperator.Plus => '+', _ => '!' });
                // A sign before a number would read as part of it.
                Append(text, unary.Operand, unary.Operand is NumberExpression ? Primary + 1 : Unary);
                break;
            case BinaryExpression binary:
                AppendBinary(text, binary);
                break;
            case ConditionalExpression conditional:
                Append(text, conditional.Condition, Conditional + 1);
                text.Append(" ? ");
                Append(text, conditional.WhenTrue, Conditional);
                text.Append(" : ");
                Append(text, conditional.WhenFalse, Conditional);
                break;
            case CallExpression call:
                AppendCall(text, call);
                break;
        }
    }

    private static void AppendBinary(StringBuilder text, BinaryExpression binary)
    {
        var binding = Binding(binary);
        // Powers group to the right and take a sign on the right; all others group to the left.
        var isPower = binary.Operator == BinaryOperator.Power;
        Append(text, binary.Left, isPower ? Primary : binding);
        text.Append(' ').Append(BinaryOperators.Of(binary.Operator).Symbol).Append(' ');
        Append(text, binary.Right, isPower ? BinaryOperators.PowerBinding : binding + 1);
    }

    private static void AppendCall(StringBuilder text, CallExpression call)
    {
        text.Append(call.Function).Append('(');
        for (var k = 0; k < call.Arguments.Count; k++)
        {
            text.Append(k == 0 ? "" : ", ");
            Append(text, call.Arguments[k], 0);
        }

        text.Append(')');
    }

    private static int Binding(Expression expression) => expression switch
    {
        ConditionalExpression => Conditional,
        BinaryExpression binary => BinaryOperators.Of(binary.Operator).Binding,
        UnaryExpression => Unary,
        NumberExpression number when double.IsNegative(number.Value) => Unary,
        _ => Primary,
    };
}
