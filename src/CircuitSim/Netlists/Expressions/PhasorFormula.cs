using System.Numerics;

namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// An expression over complex amplitudes. Sums, products and quotients of amplitudes are complex; functions, powers and comparisons
/// take the magnitude of what is complex, and so does who asks for the value.
/// </summary>
internal sealed class PhasorFormula
{
    private readonly List<Expression> controls = [];
    private readonly double temperature;
    private readonly double angle;
    private readonly Evaluation evaluation;
    private readonly bool isComplex;

    private PhasorFormula(Expression expression, double temperature, bool inDegrees)
    {
        this.temperature = temperature;
        angle = inDegrees ? 180 / Math.PI : 1;
        (evaluation, isComplex) = Append(expression);
    }

    private delegate Complex Evaluation(ReadOnlySpan<Complex> controls, double frequency);

    /// <summary>Whether the value is the magnitude of an amplitude.</summary>
    public bool IsComplex => isComplex;

    /// <summary>Node voltages and branch currents, no two alike.</summary>
    public IReadOnlyList<Expression> Controls => controls;

    /// <param name="temperature">[°C]</param>
    /// <param name="inDegrees">Whether phases are in degrees and not in radians.</param>
    /// <exception cref="NetlistException">A name that nothing defines, or a quantity that small signals do not have.</exception>
    public static PhasorFormula Bind(Expression expression, double temperature = 27, bool inDegrees = false) => new(expression, temperature, inDegrees);

    /// <summary>Whether a name is that of the axis.</summary>
    public static bool IsFrequency(string name) => name.ToLowerInvariant() is "frequency" or "freq" or "hertz";

    /// <param name="frequency">[Hz]</param>
    public double Evaluate(ReadOnlySpan<Complex> amplitudes, double frequency) => Number(evaluation(amplitudes, frequency), isComplex);

    private static double Number(Complex value, bool isComplex) => isComplex ? Complex.Abs(value) : value.Real;

    private (Evaluation Value, bool IsComplex) Append(Expression expression)
    {
        switch (expression)
        {
            case NumberExpression number:
                return ((_, _) => number.Value, false);
            case ParameterExpression { Name: var name } when IsFrequency(name):
                return ((_, frequency) => frequency, false);
            case NodeVoltageExpression or BranchCurrentExpression:
                var index = controls.IndexOf(expression);
                if (index < 0)
                {
                    index = controls.Count;
                    controls.Add(expression);
                }

                return ((amplitudes, _) => amplitudes[index], true);
            case PhasorExpression part:
                return (Part(part.Part, Append(part.Quantity).Value), false);
            case CallExpression { Arguments: [var argument] } call when PhasorExpression.FindFunction(call.Function) is { } part:
                return (Part(part, Append(argument).Value), false);
            case UnaryExpression { Operator: UnaryOperator.Minus or UnaryOperator.Plus } unary:
                var (operand, isOperandComplex) = Append(unary.Operand);
                return (unary.Operator == UnaryOperator.Plus ? operand : (a, f) => -operand(a, f), isOperandComplex);
            case BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide } binary:
                var ((left, isLeftComplex), (right, isRightComplex)) = (Append(binary.Left), Append(binary.Right));
                return (binary.Operator switch
                {
                    BinaryOperator.Add => (a, f) => left(a, f) + right(a, f),
                    BinaryOperator.Subtract => (a, f) => left(a, f) - right(a, f),
                    BinaryOperator.Multiply => (a, f) => left(a, f) * right(a, f),
                    _ => (a, f) => left(a, f) / right(a, f),
                }, isLeftComplex || isRightComplex);
            case NoiseExpression:
                throw NetlistException.Because($"{expression} is a quantity of .noise.");
            case DeviceStateExpression or TimeExpression:
                throw NetlistException.Because($"{expression} is a quantity of transients; small signals over frequency have none.");
            case UnaryExpression unary:
                return (Ordinary([unary.Operand], o => unary with { Operand = o[0] }), false);
            case BinaryExpression binary:
                return (Ordinary([binary.Left, binary.Right], o => new BinaryExpression(binary.Operator, o[0], o[1])), false);
            case ConditionalExpression c:
                return (Ordinary([c.Condition, c.WhenTrue, c.WhenFalse], o => new ConditionalExpression(o[0], o[1], o[2])), false);
            case CallExpression call:
                return (Ordinary(call.Arguments, o => new CallExpression(call.Function, o)), false);
            default:
                return (Ordinary([], _ => expression), false);
        }
    }

    private Evaluation Part(PhasorPart part, Evaluation of) => part switch
    {
        PhasorPart.Magnitude => (a, f) => Complex.Abs(of(a, f)),
        PhasorPart.Phase => (a, f) => angle * of(a, f).Phase,
        PhasorPart.Decibel => (a, f) => 20 * Math.Log10(Complex.Abs(of(a, f))),
        PhasorPart.Real => (a, f) => of(a, f).Real,
        _ => (a, f) => of(a, f).Imaginary,
    };

    /// <summary>What is computed with real numbers, as everywhere else: its operands become controls of an expression of its own.</summary>
    private Evaluation Ordinary(IReadOnlyList<Expression> operands, Func<Expression[], Expression> rebuild)
    {
        var values = new List<(Evaluation Value, bool IsComplex)>();
        var expression = BoundExpression.Bind(rebuild([.. operands.Select(o => IsConstant(o) ? o : Control(o))]));
        var (numbers, derivatives) = (new double[expression.Controls.Count], new double[expression.Controls.Count]);
        int[] order = [.. expression.Controls.Select(c => int.Parse(((DeviceStateExpression)c).Element, System.Globalization.CultureInfo.InvariantCulture))];
        return (a, f) =>
        {
            for (var k = 0; k < order.Length; k++)
                numbers[k] = Number(values[order[k]].Value(a, f), values[order[k]].IsComplex);
            return expression.Evaluate(numbers, 0, temperature, derivatives);
        };

        DeviceStateExpression Control(Expression operand)
        {
            values.Add(Append(operand));
            return new DeviceStateExpression(FormattableString.Invariant($"{values.Count - 1}"));
        }
    }

    /// <summary>Points of a table have to stay numbers.</summary>
    private static bool IsConstant(Expression expression) =>
        ExpressionTree.Leaves(expression).All(leaf => leaf is NumberExpression || (leaf is ParameterExpression p && NamedConstants.Find(p.Name) is not null));
}
