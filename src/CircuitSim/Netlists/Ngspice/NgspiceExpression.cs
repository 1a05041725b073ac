using System.Globalization;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Ngspice;

/// <summary>
/// Writes an expression so that ngspice computes what netlists/README.md says: in parentheses throughout, because it
/// groups powers to the left, and with the functions that it lacks or gets wrong written out.
/// </summary>
internal static class NgspiceExpression
{
    /// <summary>Longest text: functions that are written out repeat their arguments.</summary>
    private const int LongestText = 1 << 20;

    /// <param name="branch">ngspice's name of the element that i(…) names.</param>
    public static string Of(Expression expression, Func<string, string> branch)
    {
        var text = Write(expression, branch);
        return text.Length <= LongestText ? text : throw TooLong();
    }

    private static string Write(Expression expression, Func<string, string> branch)
    {
        string Inner(Expression e)
        {
            var text = Write(e, branch);
            return text.Length <= LongestText ? text : throw TooLong();
        }

        return expression switch
        {
            NumberExpression n => double.IsNegative(n.Value) ? $"({SiText.Exact(n.Value)})" : SiText.Exact(n.Value),
            ParameterExpression p => Inner(NamedConstants.Find(p.Name) ?? throw NetlistException.Because(NetlistException.Unknown(p.Name))),
            TimeExpression => "time",
            TemperatureExpression => "temper",
            NodeVoltageExpression v => $"v({v.Positive}{(v.Negative.IsGround ? "" : $",{v.Negative}")})",
            BranchCurrentExpression i => $"i({branch(i.Element)})",
            DeviceStateExpression w => $"v({branch(Memristor.DesignationOf(w.Element))}.{NgspiceMemristor.StateNode})",
            UnaryExpression { Operator: UnaryOperator.Not } u => $"({Inner(u.Operand)} == 0 ? 1 : 0)",
            UnaryExpression { Operator: UnaryOperator.Minus } u => $"(-{Inner(u.Operand)})",
            UnaryExpression u => Inner(u.Operand),
            BinaryExpression { Operator: BinaryOperator.Power } b => Power(b.Left, b.Right, Inner),
            BinaryExpression { Operator: BinaryOperator.And } b => $"({Inner(b.Left)} != 0 ? ({Inner(b.Right)} != 0 ? 1 : 0) : 0)",
            BinaryExpression { Operator: BinaryOperator.Or } b => $"({Inner(b.Left)} != 0 ? 1 : ({Inner(b.Right)} != 0 ? 1 : 0))",
            BinaryExpression { Operator: >= BinaryOperator.Less and <= BinaryOperator.NotEqual } b =>
                $"({Inner(b.Left)} {BinaryOperators.Of(b.Operator).Symbol} {Inner(b.Right)} ? 1 : 0)",
            BinaryExpression b => $"({Inner(b.Left)} {BinaryOperators.Of(b.Operator).Symbol} {Inner(b.Right)})",
            ConditionalExpression c => Choice(c.Condition, c.WhenTrue, c.WhenFalse, Inner),
            CallExpression c => Call(c, Inner),
            _ => throw NetlistException.Because($"'{expression}' cannot be written for ngspice."),
        };
    }

    private static string Choice(Expression condition, Expression whenTrue, Expression whenFalse, Func<Expression, string> inner) =>
        $"({inner(condition)} != 0 ? {inner(whenTrue)} : {inner(whenFalse)})";

    /// <summary>ngspice raises |x|; its pwr keeps the sign of x, as an odd power does.</summary>
    private static string Power(Expression x, Expression y, Func<Expression, string> inner)
    {
        var isOdd = y is NumberExpression n && double.IsInteger(n.Value) && Math.Abs(n.Value % 2) == 1;
        // Its slope at zero is infinite, and ngspice then gives up.
        if (y is NumberExpression { Value: > 0 and < 1 } root)
            return $"pow(abs({inner(x)}) + 1e-30, {SiText.Exact(root.Value)})";
        return $"{(isOdd ? "pwr" : "pow")}({inner(x)}, {inner(y)})";
    }

    private static string Call(CallExpression call, Func<Expression, string> inner)
    {
        string A(int k) => inner(call.Arguments[k]);
        var name = call.Function.ToLowerInvariant();
        return name switch
        {
            "pow" => Power(call.Arguments[0], call.Arguments[1], inner),
            "pwr" => $"pwr({A(0)}, {A(1)})",
            "sqrt" => $"sqrt(abs({A(0)}))",
            "ln" or "log" => $"ln(abs({A(0)}))",
            "log10" => $"(ln(abs({A(0)})) / {SiText.Exact(Math.Log(10))})",
            "int" => $"({A(0)} < 0 ? ceil({A(0)}) : floor({A(0)}))",
            "arctan" => $"atan({A(0)})",
            "acosh" => $"ln({A(0)} + sqrt(abs({A(0)} * {A(0)} - 1)))",
            "atanh" => $"(0.5 * ln(abs((1 + {A(0)}) / (1 - {A(0)}))))",
            "atan2" => ArcTangent2(A(0), A(1)),
            "if" or "ternary_fcn" => Choice(call.Arguments[0], call.Arguments[1], call.Arguments[2], inner),
            "limit" => $"max(min({A(0)}, max({A(1)}, {A(2)})), min({A(1)}, {A(2)}))",
            "min" or "max" => call.Arguments.Skip(1).Aggregate(A(0), (text, argument) => $"{name}({text}, {inner(argument)})"),
            "table" or "pwl" => Table(call, inner),
            _ => $"{name}({string.Join(", ", call.Arguments.Select(inner))})",
        };
    }

    private static string ArcTangent2(string y, string x) => string.Create(CultureInfo.InvariantCulture,
        $"({x} > 0 ? atan({y} / {x}) : ({x} < 0 ? (atan({y} / {x}) + ({y} >= 0 ? {Math.PI:R} : (-{Math.PI:R}))) : ({y} > 0 ? {Math.PI / 2:R} : ({y} < 0 ? (-{Math.PI / 2:R}) : 0))))");

    /// <summary>ngspice's own pwl() goes on beyond its ends.</summary>
    private static string Table(CallExpression call, Func<Expression, string> inner)
    {
        var x = inner(call.Arguments[0]);
        var points = call.Arguments.Skip(1).Select(BoundExpression.Constant).ToArray();
        var text = SiText.Exact(points[^1]);
        for (var k = points.Length - 4; k >= 0; k -= 2)
        {
            var slope = (points[k + 3] - points[k + 1]) / (points[k + 2] - points[k]);
            text = $"({x} < ({SiText.Exact(points[k + 2])}) ? (({SiText.Exact(points[k + 1])}) + ({x} - ({SiText.Exact(points[k])})) * ({SiText.Exact(slope)})) : {text})";
            if (text.Length > LongestText)
                throw TooLong();
        }

        return $"({x} < ({SiText.Exact(points[0])}) ? ({SiText.Exact(points[1])}) : {text})";
    }

    private static NetlistException TooLong() =>
        NetlistException.Because($"an expression needs more than {LongestText} characters once ngspice's missing functions are written out; simplify it.");
}
