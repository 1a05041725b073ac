using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// Writes numbers for parameters and bodies for calls of .func, and the flat names of nodes and branches, as one
/// instance of a circuit sees them. One object serves one expression: to find the value of a parameter begins another.
/// </summary>
/// <param name="temperature">Stands for temper if given [°C].</param>
/// <param name="isOfElement">Whether freq is that of the small signals, not of a waveform that is printed.</param>
internal sealed class ExpressionInlining(CircuitInstance instance, double? temperature = null, bool isOfElement = false)
{
    /// <summary>Most nodes of a tree: ten functions that call each other ten times would ask for 10¹⁰.</summary>
    private const int MostNodes = 100_000;

    private readonly List<string> openFunctions = [];
    private int budget = MostNodes;

    public Expression Inline(Expression expression) => Inline(expression, instance, null);

    private Expression Inline(Expression expression, CircuitInstance? at, Dictionary<string, Expression>? arguments)
    {
        if (--budget < 0)
            throw NetlistException.Because($"an expression grows beyond {MostNodes} terms once its functions are written out; simplify it.");
        switch (expression)
        {
            case ParameterExpression parameter:
                return InlineName(parameter, at, arguments);
            case TemperatureExpression when temperature is { } known:
                return new NumberExpression(known);
            case NodeVoltageExpression v:
                return new NodeVoltageExpression(instance.Node(v.Positive), instance.Node(v.Negative));
            // A netlist may have functions ib, p and w, whose arguments look like names of elements.
            case BranchCurrentExpression { Terminal: not null } i when FindFunction($"i{i.Terminal}", at) is not null:
                return InlineCall(Call($"i{i.Terminal}", i.Element), at, arguments);
            case BranchCurrentExpression i:
                return i with { Element = instance.Element(i.Element) };
            case PowerExpression p when FindFunction("p", at) is not null:
                return InlineCall(Call("p", p.Element), at, arguments);
            case PowerExpression p:
                return new PowerExpression(instance.Element(p.Element));
            case DeviceStateExpression w when FindFunction("w", at) is not null:
                return InlineCall(Call("w", w.Element), at, arguments);
            case DeviceStateExpression w:
                return new DeviceStateExpression(instance.Element(w.Element));
            // So may one have a function vr, whose arguments look like nodes.
            case PhasorExpression phasor when FindFunction(phasor.Function, at) is not null:
                return Inline(new CallExpression(phasor.Function, [.. Arguments(phasor.Quantity).Select(Expression.Parse)]), at, arguments);
            case PhasorExpression phasor:
                return phasor with { Quantity = Inline(phasor.Quantity, at, arguments) };
            case UnaryExpression unary:
                return new UnaryExpression(unary.Operator, Inline(unary.Operand, at, arguments));
            case BinaryExpression binary:
                return new BinaryExpression(binary.Operator, Inline(binary.Left, at, arguments), Inline(binary.Right, at, arguments));
            case ConditionalExpression c:
                return new ConditionalExpression(
                    Inline(c.Condition, at, arguments), Inline(c.WhenTrue, at, arguments), Inline(c.WhenFalse, at, arguments));
            case CallExpression call:
                return InlineCall(call, at, arguments);
            default:
                return expression;
        }
    }

    private static CallExpression Call(string function, string argument) =>
        new(function, [argument.Equals("time", StringComparison.OrdinalIgnoreCase) ? new TimeExpression() : new ParameterExpression(argument)]);

    private static IEnumerable<string> Arguments(Expression quantity) => quantity switch
    {
        NodeVoltageExpression v => v.Negative.IsGround ? [v.Positive.Name] : [v.Positive.Name, v.Negative.Name],
        _ => [((BranchCurrentExpression)quantity).Element],
    };

    private Expression InlineName(ParameterExpression parameter, CircuitInstance? at, Dictionary<string, Expression>? arguments)
    {
        if (arguments is not null && arguments.TryGetValue(parameter.Name, out var argument))
            return argument;
        if (at?.FindParameter(parameter.Name) is { } value)
            return new NumberExpression(value);
        Expression Temperature() => temperature is { } known ? new NumberExpression(known) : new TemperatureExpression();
        return parameter.Name.ToLowerInvariant() switch
        {
            // Xyce and HSPICE call it temp.
            "temp" => Temperature(),
            // kT/q.
            "vt" => new BinaryExpression(BinaryOperator.Multiply, new NumberExpression(NamedConstants.Find("boltz")!.Value / NamedConstants.Find("echarge")!.Value),
                new BinaryExpression(BinaryOperator.Subtract, Temperature(), new NumberExpression(NamedConstants.Find("kelvin")!.Value))),
            "gmin" => new NumberExpression(instance.MinimumConductance),
            "freq" or "hertz" when isOfElement => new NumberExpression(instance.Frequency()),
            _ => NoiseExpression.Find(parameter.Name) ?? (Expression)parameter,
        };
    }

    private Expression InlineCall(CallExpression call, CircuitInstance? at, Dictionary<string, Expression>? arguments)
    {
        var inlined = new Expression[call.Arguments.Count];
        for (var k = 0; k < inlined.Length; k++)
            inlined[k] = Inline(call.Arguments[k], at, arguments);
        if (FindFunction(call.Function, at) is var (function, owner))
            return InlineBody(function, inlined, owner);
        if (RandomFunctions.IsDraw(call.Function, inlined.Length))
            return RandomFunctions.Value(call.Function, [.. inlined.Select(BoundExpression.Constant)], instance.NextStream());
        return StandardFunctions.Find(call.Function, inlined.Length) is { } standard ? InlineBody(standard, inlined, null) : new CallExpression(call.Function, inlined);
    }

    /// <summary>Within a function's body the names are those of the circuit that defines it.</summary>
    private static (FunctionDefinition Function, CircuitInstance Owner)? FindFunction(string name, CircuitInstance? at)
    {
        for (var owner = at; owner is not null; owner = owner.DefinedIn)
        {
            if (owner.Scope.Functions.TryGetValue(name, out var function))
                return (function, owner);
        }

        return null;
    }

    private Expression InlineBody(FunctionDefinition function, Expression[] arguments, CircuitInstance? owner)
    {
        if (arguments.Length != function.Arguments.Count)
            throw NetlistException.Because($"{function.Name}() takes {function.Arguments.Count} arguments, not {arguments.Length}.");
        if (openFunctions.Contains(function.Name, StringComparer.OrdinalIgnoreCase))
        {
            var chain = openFunctions.SkipWhile(f => !f.Equals(function.Name, StringComparison.OrdinalIgnoreCase)).Append(function.Name);
            throw NetlistException.FunctionCycle(chain.Take(9), function.Place);
        }

        if (openFunctions.Count == CircuitScope.MostLevels)
            throw NetlistException.At(function.Place, $"function {function.Name} lies at the end of a chain of more than {CircuitScope.MostLevels} functions; write some of them out.");
        openFunctions.Add(function.Name);
        var bound = new Dictionary<string, Expression>(StringComparer.OrdinalIgnoreCase);
        for (var k = 0; k < arguments.Length; k++)
            bound[function.Arguments[k]] = arguments[k];
        var result = Inline(function.Body, owner, bound);
        openFunctions.RemoveAt(openFunctions.Count - 1);
        return result;
    }
}
