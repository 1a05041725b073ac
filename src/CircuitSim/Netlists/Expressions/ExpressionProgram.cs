namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// A straight-line program: each step uses results of earlier ones, equal steps exist once, and steps on constants are
/// constants. Both sides of a condition are computed and one is chosen; that is safe because no step can throw.
/// </summary>
internal sealed class ExpressionProgram
{
    /// <summary>Most steps: a few nested functions can ask for any number.</summary>
    private const int MostSteps = 200_000;

    private readonly List<Instruction> steps = [];
    private readonly Dictionary<Instruction, int> known = [];
    private readonly List<double[]> tables = [];
    private readonly List<Expression> controls = [];
    private readonly Dictionary<Expression, int> controlIndex = [];

    public IReadOnlyList<Instruction> Steps => steps;

    public IReadOnlyList<double[]> Tables => tables;

    /// <summary>Node voltages and branch currents in the order in which the expressions name them.</summary>
    public IReadOnlyList<Expression> Controls => controls;

    public bool IsConstant(int step) => steps[step].Operation == Operation.Constant;

    public int Constant(double value) => Add(new Instruction(Operation.Constant, Constant: value));

    /// <summary>Appends an expression; returns the step that holds its value.</summary>
    /// <exception cref="NetlistException">A name that nothing defines, or a call with wrong arguments.</exception>
    public int Append(Expression expression)
    {
        switch (expression)
        {
            case NumberExpression number:
                return Constant(number.Value);
            case ParameterExpression parameter:
                return Constant(NamedConstants.Find(parameter.Name) ?? throw NetlistException.Because($"'{parameter.Name}' is neither a parameter nor a known constant."));
            case TimeExpression:
                return Add(new Instruction(Operation.Time));
            case TemperatureExpression:
                return Add(new Instruction(Operation.Temperature));
            case NodeVoltageExpression or BranchCurrentExpression or DeviceStateExpression:
                return Control(expression);
            case UnaryExpression unary:
                return AppendUnary(unary);
            case BinaryExpression binary:
                return AppendBinary(binary);
            case ConditionalExpression conditional:
                return AppendConditional(conditional.Condition, conditional.WhenTrue, conditional.WhenFalse);
            case CallExpression call:
                return AppendCall(call);
            default:
                throw NetlistException.Because($"'{expression}' cannot be evaluated.");
        }
    }

    public int Unary(Operation operation, int a) => Add(new Instruction(operation, a));

    public int Binary(Operation operation, int a, int b)
    {
        var (constantA, constantB) = (ConstantOrNull(a), ConstantOrNull(b));
        switch (operation)
        {
            case Operation.Add when constantA is 0:
            case Operation.Multiply when constantA is 1:
                return b;
            case Operation.Add or Operation.Subtract when constantB is 0:
            case Operation.Multiply or Operation.Divide or Operation.Power when constantB is 1:
            case Operation.Multiply when constantA is 0:
            case Operation.Divide when constantA is 0:
                return a;
            case Operation.Multiply when constantB is 0:
                return b;
            case Operation.Subtract when constantA is 0:
                return Unary(Operation.Negate, b);
            default:
                return Add(new Instruction(operation, a, b));
        }
    }

    public int Select(int condition, int whenTrue, int whenFalse)
    {
        if (ConstantOrNull(condition) is { } constant)
            return constant != 0 ? whenTrue : whenFalse;
        return whenTrue == whenFalse ? whenTrue : Add(new Instruction(Operation.Select, condition, whenTrue, whenFalse));
    }

    public int Table(Operation operation, int x, int table) => Add(new Instruction(operation, x, table));

    private double? ConstantOrNull(int step) => IsConstant(step) ? steps[step].Constant : null;

    private int Control(Expression quantity)
    {
        // Element names compare without case; record equality would not.
        var key = quantity switch
        {
            BranchCurrentExpression i => new BranchCurrentExpression(i.Element.ToUpperInvariant()),
            DeviceStateExpression w => new DeviceStateExpression(w.Element.ToUpperInvariant()),
            _ => quantity,
        };
        if (quantity is NodeVoltageExpression { Positive: var p, Negative: var n } && p == n)
            return Constant(0);
        if (!controlIndex.TryGetValue(key, out var index))
        {
            index = controls.Count;
            controlIndex.Add(key, index);
            controls.Add(quantity);
        }

        return Add(new Instruction(Operation.Control, index));
    }

    private int AppendUnary(UnaryExpression unary)
    {
        var operand = Append(unary.Operand);
        return unary.Operator switch
        {
            UnaryOperator.Minus => Unary(Operation.Negate, operand),
            UnaryOperator.Not => Unary(Operation.Not, operand),
            _ => operand,
        };
    }

    private int AppendBinary(BinaryExpression binary)
    {
        var left = Append(binary.Left);
        // A constant that decides keeps the other side from being looked at, as in "n > 0 && 1/n > 2".
        if (ConstantOrNull(left) is { } constant && binary.Operator is BinaryOperator.And or BinaryOperator.Or
            && constant != 0 == (binary.Operator == BinaryOperator.Or))
        {
            return Constant(constant != 0 ? 1 : 0);
        }

        var right = Append(binary.Right);
        if (binary.Operator == BinaryOperator.Divide && ConstantOrNull(right) is 0)
            throw NetlistException.Because($"'{Shorten(binary)}' divides by zero.");
        return binary.Operator switch
        {
            BinaryOperator.Add => Binary(Operation.Add, left, right),
            BinaryOperator.Subtract => Binary(Operation.Subtract, left, right),
            BinaryOperator.Multiply => Binary(Operation.Multiply, left, right),
            BinaryOperator.Divide => Binary(Operation.Divide, left, right),
            BinaryOperator.Power => Binary(Operation.Power, left, right),
            BinaryOperator.Less => Binary(Operation.Less, left, right),
            BinaryOperator.LessOrEqual => Binary(Operation.LessOrEqual, left, right),
            BinaryOperator.Greater => Binary(Operation.Less, right, left),
            BinaryOperator.GreaterOrEqual => Binary(Operation.LessOrEqual, right, left),
            BinaryOperator.Equal => Binary(Operation.Equal, left, right),
            BinaryOperator.NotEqual => Binary(Operation.NotEqual, left, right),
            BinaryOperator.And => Binary(Operation.And, left, right),
            _ => Binary(Operation.Or, left, right),
        };
    }

    private int AppendConditional(Expression condition, Expression whenTrue, Expression whenFalse)
    {
        var test = Append(condition);
        if (ConstantOrNull(test) is { } constant)
            return Append(constant != 0 ? whenTrue : whenFalse);
        return Select(test, Append(whenTrue), Append(whenFalse));
    }

    private int AppendCall(CallExpression call)
    {
        var function = BuiltInFunction.Find(call.Function)
            ?? throw NetlistException.Because($"function {call.Function} is not defined; {NameSuggestion.Nearest(call.Function, BuiltInFunction.Names)}");
        function.RequireArguments(call.Arguments.Count);
        var arguments = call.Arguments;
        switch (function.Kind)
        {
            case BuiltInFunctionKind.Conditional:
                return AppendConditional(arguments[0], arguments[1], arguments[2]);
            case BuiltInFunctionKind.Limit:
                return AppendLimit(Append(arguments[0]), Append(arguments[1]), Append(arguments[2]));
            case BuiltInFunctionKind.Table:
                return AppendTable(call);
            case BuiltInFunctionKind.Unary:
                return Unary(function.Operation, Append(arguments[0]));
            default:
                // min and max take any number of arguments.
                var result = Append(arguments[0]);
                foreach (var argument in arguments.Skip(1))
                    result = Binary(function.Operation, result, Append(argument));
                return result;
        }
    }

    /// <summary>x within the two bounds, whichever of them is the lower.</summary>
    private int AppendLimit(int x, int a, int b) =>
        Binary(Operation.Maximum, Binary(Operation.Minimum, x, Binary(Operation.Maximum, a, b)), Binary(Operation.Minimum, a, b));

    private int AppendTable(CallExpression call)
    {
        var x = Append(call.Arguments[0]);
        var table = new double[call.Arguments.Count - 1];
        for (var k = 0; k < table.Length; k++)
        {
            table[k] = ConstantOrNull(Append(call.Arguments[k + 1]))
                ?? throw NetlistException.Because($"'{Shorten(call.Arguments[k + 1])}' in {call.Function}() is not constant; its points are numbers or parameters.");
            if (k >= 2 && k % 2 == 0 && !(table[k] > table[k - 2]))
                throw NetlistException.Because($"the points of '{Shorten(call)}' are not in order; each x must be above the one before.");
        }

        tables.Add(table);
        return Table(Operation.Table, x, tables.Count - 1);
    }

    private int Add(Instruction step)
    {
        if (Folded(step) is { } constant)
            step = new Instruction(Operation.Constant, Constant: constant);
        if (known.TryGetValue(step, out var index))
            return index;
        if (steps.Count == MostSteps)
            throw NetlistException.Because($"an expression needs more than {MostSteps} steps; simplify it or its functions.");
        steps.Add(step);
        known.Add(step, steps.Count - 1);
        return steps.Count - 1;
    }

    private double? Folded(in Instruction step)
    {
        switch (step.Operation)
        {
            case Operation.Constant or Operation.Control or Operation.Time or Operation.Temperature:
                return null;
            case Operation.Select:
                return null;
            case Operation.Table or Operation.TableSlope:
                return ConstantOrNull(step.A) is { } x ? Compute(step, x, 0, 0, tables) : null;
            case < Operation.Add:
                return ConstantOrNull(step.A) is { } a ? Compute(step, a, 0, 0, tables) : null;
            default:
                return ConstantOrNull(step.A) is { } left && ConstantOrNull(step.B) is { } right ? Compute(step, left, right, 0, tables) : null;
        }
    }

    /// <summary>The value of one step from those of its operands.</summary>
    public static double Compute(in Instruction step, double a, double b, double c, IReadOnlyList<double[]> tables) => step.Operation switch
    {
        Operation.Add => a + b,
        Operation.Subtract => a - b,
        Operation.Multiply => a * b,
        Operation.Divide => Scalar.Divide(a, b),
        Operation.Select => a != 0 ? b : c,
        Operation.Negate => -a,
        Operation.Not => Scalar.Not(a),
        Operation.Absolute => Math.Abs(a),
        Operation.AbsoluteSlope => Scalar.AbsoluteSlope(a),
        Operation.Sign => Scalar.Sign(a),
        Operation.Step => Scalar.Step(a),
        Operation.Ramp => Scalar.Ramp(a),
        Operation.RampSlope => Scalar.RampSlope(a),
        Operation.Floor => Math.Floor(a),
        Operation.Ceiling => Math.Ceiling(a),
        Operation.Round => Scalar.Round(a),
        Operation.Truncate => Math.Truncate(a),
        Operation.SquareRoot => Scalar.SquareRoot(a),
        Operation.SquareRootSlope => Scalar.SquareRootSlope(a),
        Operation.Exponential => Scalar.Exponential(a),
        Operation.ExponentialSlope => Scalar.ExponentialSlope(a),
        Operation.Logarithm => Scalar.Logarithm(a),
        Operation.Logarithm10 => Scalar.Logarithm10(a),
        Operation.Sine => Math.Sin(a),
        Operation.Cosine => Math.Cos(a),
        Operation.Tangent => Math.Tan(a),
        Operation.ArcSine => Math.Asin(a),
        Operation.ArcCosine => Math.Acos(a),
        Operation.ArcTangent => Math.Atan(a),
        Operation.HyperbolicSine => Math.Sinh(a),
        Operation.HyperbolicCosine => Math.Cosh(a),
        Operation.HyperbolicTangent => Math.Tanh(a),
        Operation.AreaSine => Math.Asinh(a),
        Operation.AreaCosine => Math.Acosh(a),
        Operation.AreaTangent => Math.Atanh(a),
        Operation.Power => Scalar.Power(a, b),
        Operation.PowerSlope => Scalar.PowerSlope(a, b),
        Operation.SignedPower => Scalar.SignedPower(a, b),
        Operation.SignedPowerSlope => Scalar.SignedPowerSlope(a, b),
        Operation.ArcTangent2 => Math.Atan2(a, b),
        Operation.Minimum => Scalar.Minimum(a, b),
        Operation.Maximum => Scalar.Maximum(a, b),
        Operation.Less => Scalar.Less(a, b),
        Operation.LessOrEqual => Scalar.LessOrEqual(a, b),
        Operation.Equal => Scalar.Equal(a, b),
        Operation.NotEqual => Scalar.NotEqual(a, b),
        Operation.And => Scalar.And(a, b),
        Operation.Or => Scalar.Or(a, b),
        Operation.Table => Scalar.Table(tables[step.B], a),
        Operation.TableSlope => Scalar.TableSlope(tables[step.B], a),
        _ => step.Constant,
    };

    // A stranger's expression may be megabytes long.
    private static string Shorten(Expression expression)
    {
        var text = expression.ToString();
        return text.Length <= 60 ? text : text[..60] + "…";
    }
}
