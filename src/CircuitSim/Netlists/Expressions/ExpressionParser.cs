using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// Reads an expression from the middle of a text and stops where it cannot go on; netlists/README.md has the grammar.
/// Nesting is bounded, so that no text can exhaust the stack.
/// </summary>
internal sealed class ExpressionParser
{
    /// <summary>Deepest nesting of parentheses, calls, signs and conditions.</summary>
    private const int MostLevels = 200;

    private const int LongestName = 100;

    /// <summary>What Xyce puts in front of a memristor's name.</summary>
    private const string XycePrefix = "ymemristor!";

    private readonly string text;
    private readonly Func<int, string, NetlistException> fault;
    private int position;
    private int nesting;

    private ExpressionParser(string text, int start, Func<int, string, NetlistException> fault)
    {
        this.text = text;
        this.fault = fault;
        position = start;
    }

    /// <summary>Reads the expression that starts at <paramref name="position"/> and moves it behind the expression.</summary>
    /// <param name="fault">Makes the exception for a place in the text and what is wrong there.</param>
    public static Expression Parse(string text, ref int position, Func<int, string, NetlistException> fault)
    {
        var parser = new ExpressionParser(text, position, fault);
        Expression expression;
        try
        {
            expression = parser.ReadConditional();
        }
        catch (NetlistException e) when (e.Line == 0)
        {
            // The tree itself refuses to grow.
            throw fault(position, e.What);
        }

        position = parser.position;
        return expression;
    }

    /// <summary>A whole text.</summary>
    public static Expression Parse(string text)
    {
        var position = 0;
        NetlistException Fault(int at, string what) => NetlistException.At(null, 1, at + 1, text, what);
        var expression = Parse(text, ref position, Fault);
        return position == text.Length || string.IsNullOrWhiteSpace(text[position..]) ? expression : throw Fault(position, $"'{text[position]}' does not continue the expression.");
    }

    private Expression ReadConditional()
    {
        Enter();
        var condition = ReadBinary(2);
        if (Accept('?'))
        {
            var whenTrue = ReadConditional();
            Expect(':');
            condition = new ConditionalExpression(condition, whenTrue, ReadConditional());
        }

        nesting--;
        return condition;
    }

    /// <summary>Operators that bind at least as strongly as <paramref name="binding"/>, grouped to the left.</summary>
    private Expression ReadBinary(int binding)
    {
        var left = ReadUnary();
        while (FindOperator() is { } found && found.Binding >= binding && found.Operator != BinaryOperator.Power)
        {
            position += found.Symbol.Length;
            left = new BinaryExpression(found.Operator, left, ReadBinary(found.Binding + 1));
        }

        return left;
    }

    private Expression ReadUnary()
    {
        SkipBlanks();
        UnaryOperator? sign = Peek switch { '-' => UnaryOperator.Minus, '+' => UnaryOperator.Plus, '!' or '~' => UnaryOperator.Not, _ => null };
        if (sign is not { } found)
            return ReadPower();
        position++;
        Enter();
        var operand = ReadUnary();
        nesting--;
        return (found, operand) switch
        {
            (UnaryOperator.Minus, NumberExpression number) => new NumberExpression(-number.Value),
            (UnaryOperator.Plus, NumberExpression) => operand,
            _ => new UnaryExpression(found, operand),
        };
    }

    /// <summary>Binds stronger than a sign before it, weaker than one behind it, and groups to the right: −2^−3^2 is −(2^(−(3^2))).</summary>
    private Expression ReadPower()
    {
        var left = ReadPrimary();
        if (FindOperator() is not { Operator: BinaryOperator.Power } found)
            return left;
        position += found.Symbol.Length;
        Enter();
        var right = ReadUnary();
        nesting--;
        return new BinaryExpression(BinaryOperator.Power, left, right);
    }

    private Expression ReadPrimary()
    {
        SkipBlanks();
        var c = Peek;
        if (c is '(' or '{' or '\'')
        {
            position++;
            var inner = ReadConditional();
            Expect(c switch { '(' => ')', '{' => '}', _ => c });
            return inner;
        }

        if (char.IsAsciiDigit(c) || c == '.')
            return ReadNumber();
        if (char.IsAsciiLetter(c) || c == '_')
            return ReadName();
        throw fault(position, position == text.Length ? "the expression ends where a value is expected." : $"expected a value, found '{c}'.");
    }

    private NumberExpression ReadNumber()
    {
        var start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '.' or '_'
            || (text[position] is '+' or '-' && text[position - 1] is 'e' or 'E' && position + 1 < text.Length && char.IsAsciiDigit(text[position + 1])
                && IsExponent(start))))
        {
            position++;
        }

        var word = text[start..position];
        return SiText.TryParse(word, out var value) ? new NumberExpression(value) : throw fault(start, $"'{Shown(word)}' is not a number.");
    }

    /// <summary>Whether all before the e at the position is a mantissa, so that a sign behind it belongs to the number.</summary>
    private bool IsExponent(int start)
    {
        for (var k = start; k < position - 1; k++)
        {
            if (!char.IsAsciiDigit(text[k]) && text[k] != '.')
                return false;
        }

        return true;
    }

    private Expression ReadName()
    {
        var start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] == '_'))
            position++;
        var name = text[start..position];
        if (name.Length > LongestName)
            throw fault(start, $"a name of {name.Length} characters; {LongestName} are allowed.");
        SkipBlanks();
        if (Peek == '(')
        {
            position++;
            return name.ToLowerInvariant() switch
            {
                "v" => ReadVoltage(),
                "i" => new BranchCurrentExpression(ReadElement("an element")),
                "w" => ReadState(start),
                "n" => ReadInnerState(start),
                _ => PhasorExpression.FindPart(name) is { } part ? ReadPhasor(name, part, start) : ReadCall(name, start),
            };
        }

        return name.ToLowerInvariant() switch
        {
            "time" => new TimeExpression(),
            "temper" => new TemperatureExpression(),
            _ => new ParameterExpression(name),
        };
    }

    private NodeVoltageExpression ReadVoltage()
    {
        var positive = ReadNode();
        var negative = Accept(',') ? ReadNode() : NodeId.Ground;
        Expect(')');
        return new NodeVoltageExpression(positive, negative);
    }

    /// <summary>vm(node), ip(element), …; whatever else stands in the brackets is the argument of a function.</summary>
    private Expression ReadPhasor(string name, PhasorPart part, int start)
    {
        var inside = position;
        try
        {
            return new PhasorExpression(part, name[0] is 'v' or 'V' ? ReadVoltage() : new BranchCurrentExpression(ReadElement("an element")));
        }
        catch (NetlistException)
        {
            position = inside;
            return ReadCall(name, start);
        }
    }

    /// <summary>w(memristor); whatever else stands in the brackets is the argument of a netlist's own function.</summary>
    private Expression ReadState(int start)
    {
        var inside = position;
        SkipBlanks();
        while (SpiceNames.IsNameCharacter(Peek) || Peek == '.')
            position++;
        var element = text[inside..position].Trim();
        if (Accept(')') && element.Length is > 0 and <= 2 * LongestName && !char.IsAsciiDigit(element[0]))
            return new DeviceStateExpression(element);
        position = inside;
        return ReadCall("w", start);
    }

    /// <summary>n(ymemristor!name_x), Xyce's name of a memristor's state; whatever else stands in the brackets is the argument of a netlist's own function.</summary>
    private Expression ReadInnerState(int start)
    {
        var inside = position;
        SkipBlanks();
        if (text.AsSpan(position).StartsWith(XycePrefix, StringComparison.OrdinalIgnoreCase)
            && ReadRaw("a memristor") is var name && name.EndsWith("_x", StringComparison.OrdinalIgnoreCase) && Accept(')'))
        {
            return new DeviceStateExpression(name[XycePrefix.Length..^2]);
        }

        position = inside;
        return ReadCall("n", start);
    }

    private string ReadElement(string wanted)
    {
        var element = ReadRaw(wanted);
        Expect(')');
        return element.StartsWith(XycePrefix, StringComparison.OrdinalIgnoreCase) ? element[XycePrefix.Length..] : element;
    }

    private NodeId ReadNode()
    {
        SkipBlanks();
        var start = position;
        var name = ReadRaw("a node");
        return SpiceNames.IsReadableNode(name) ? new NodeId(name) : throw fault(start, $"'{Shown(name)}' cannot be the name of a node.");
    }

    private string ReadRaw(string wanted)
    {
        SkipBlanks();
        var start = position;
        while (position < text.Length && text[position] is > ' ' and <= '~' and not ('(' or ')' or ',' or '{' or '}' or '\'' or '"' or '=' or ';'))
            position++;
        if (position == start)
            throw fault(start, $"expected {wanted}.");
        return position - start <= 2 * LongestName ? text[start..position] : throw fault(start, $"a name of {position - start} characters; {2 * LongestName} are allowed.");
    }

    private Expression ReadCall(string name, int start)
    {
        if (UnsupportedFunctions.Find(name) is { } reason)
            throw fault(start, $"{name}() is not supported: {reason}");
        var arguments = new List<Expression>();
        if (!Accept(')'))
        {
            do
                arguments.Add(ReadConditional());
            while (Accept(','));
            Expect(')');
        }

        return UnsupportedFunctions.IsDraw(name) && arguments.Count is 2 or 3 or 4 ? arguments[0] : new CallExpression(name, arguments);
    }

    private (string Symbol, BinaryOperator Operator, int Binding)? FindOperator()
    {
        SkipBlanks();
        foreach (var (symbol, op, binding, _) in BinaryOperators.All)
        {
            if (text.AsSpan(position).StartsWith(symbol))
                return (symbol, op, binding);
        }

        // As LTspice and PSpice write them, between conditions.
        return Peek switch
        {
            '&' => ("&", BinaryOperator.And, BinaryOperators.Of(BinaryOperator.And).Binding),
            '|' => ("|", BinaryOperator.Or, BinaryOperators.Of(BinaryOperator.Or).Binding),
            _ => null,
        };
    }

    private char Peek => position < text.Length ? text[position] : '\0';

    private bool Accept(char wanted)
    {
        SkipBlanks();
        if (Peek != wanted)
            return false;
        position++;
        return true;
    }

    private void Expect(char wanted)
    {
        if (!Accept(wanted))
            throw fault(position, position >= text.Length ? $"'{wanted}' is missing." : $"expected '{wanted}', found '{text[position]}'.");
    }

    private void SkipBlanks()
    {
        while (position < text.Length && text[position] is ' ' or '\t')
            position++;
    }

    private void Enter()
    {
        if (++nesting > MostLevels)
            throw fault(position, $"nested more than {MostLevels} levels deep; split the expression with .param or .func.");
    }

    private static string Shown(string word) => word.Length <= 40 ? word : word[..40] + "…";
}
