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
    public int Append(Expression expression) => expression switch
    {
        NumberExpression number => Constant(number.Value),
        ParameterExpression parameter =>
            Constant(NamedConstants.Find(parameter.Name) ?? throw NetlistException.Because(NetlistException.Unknown(parameter.Name))),
        TimeExpression => Add(new Instruction(Operation.Time)),
        TemperatureExpression => Add(new Instruction(Operation.Temperature)),
        NodeVoltageExpression or BranchCurrentExpression or DeviceStateExpression or NoiseExpression => Control(expression),
        PhasorExpression phasor => throw NetlistException.Because($"{phasor} is a quantity of .ac; here write {phasor.Quantity}."),
        UnaryExpression unary => AppendUnary(unary),
        BinaryExpression binary => AppendBinary(binary),
        ConditionalExpression conditional => AppendConditional(conditional.Condition, conditional.WhenTrue, conditional.WhenFalse),
        CallExpression call => AppendCall(call),
        _ => throw NetlistException.Because($"'{expression}' cannot be evaluated."),
    };

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
            BranchCurrentExpression i => new BranchCurrentExpression(i.Element.ToUpperInvariant()) { Terminal = i.Terminal },
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
            BinaryOperator.Greater => Binary(Operation.Less, right, left),
            BinaryOperator.GreaterOrEqual => Binary(Operation.LessOrEqual, right, left),
            var other => Binary(BinaryOperators.Of(other).Operation, left, right),
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
            ?? throw NetlistException.Because(MemoryFunction.Refusal(call) ?? StandardFunctions.Refusal(call)
                ?? $"function {call.Function} is not defined; {NameSuggestion.Nearest(call.Function, [.. BuiltInFunction.Names, .. StandardFunctions.Names, .. MemoryFunction.Names])}");
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

    private double? Folded(in Instruction step) => step.Operation switch
    {
        Operation.Constant or Operation.Control or Operation.Time or Operation.Temperature or Operation.Select => null,
        < Operation.Add or Operation.Table or Operation.TableSlope => ConstantOrNull(step.A) is { } a ? Compute(step, a, 0, tables) : null,
        _ => ConstantOrNull(step.A) is { } left && ConstantOrNull(step.B) is { } right ? Compute(step, left, right, tables) : null,
    };

    /// <summary>The value of one step from those of its operands.</summary>
    public static double Compute(in Instruction step, double a, double b, IReadOnlyList<double[]> tables) => step.Operation switch
    {
        Operation.Table => Scalar.Table(tables[step.B], a),
        Operation.TableSlope => Scalar.TableSlope(tables[step.B], a),
        < Operation.Add => OperationFunctions.Of(step.Operation, a),
        _ => OperationFunctions.Of(step.Operation, a, b),
    };

    // A stranger's expression may be megabytes long.
    private static string Shorten(Expression expression)
    {
        var text = expression.ToString();
        return text.Length <= 60 ? text : text[..60] + "…";
    }
}
