using CircuitSim.Netlists.Spice;

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

    /// <summary>Most points of a table in a file.</summary>
    private const int MostPoints = 20_000;

    private readonly string text;
    private readonly Func<int, string, NetlistException> fault;
    private readonly Dialect dialect;
    private readonly Func<string, string>? readFile;
    private int position;
    private int nesting;

    private ExpressionParser(string text, int start, Func<int, string, NetlistException> fault, Dialect dialect, Func<string, string>? readFile)
    {
        this.dialect = dialect;
        this.readFile = readFile;
        this.text = text;
        this.fault = fault;
        position = start;
    }

    /// <summary>Reads the expression that starts at <paramref name="position"/> and moves it behind the expression.</summary>
    /// <param name="fault">Makes the exception for a place in the text and what is wrong there.</param>
    /// <param name="readFile">The text of a file that a table names; null where there is none to be had.</param>
    public static Expression Parse(string text, ref int position, Func<int, string, NetlistException> fault, Dialect dialect, Func<string, string>? readFile = null)
    {
        var parser = new ExpressionParser(text, position, fault, dialect, readFile);
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
        var expression = Parse(text, ref position, Fault, Dialect.Ngspice);
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
            var right = ReadBinary(found.Binding + 1);
            left = found.Symbol switch { "^" => ExclusiveOr(left, right), "%" => Remainder(left, right), _ => new BinaryExpression(found.Operator, left, right) };
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
        return dialect.TryParse(word, out var value) ? new NumberExpression(value) : throw fault(start, $"'{Shown(word)}' is not a number.");
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
        if (Peek == '{' && name.Equals("table", StringComparison.OrdinalIgnoreCase))
            return ReadTable();
        if (Peek == '(')
        {
            position++;
            if (name.Equals("poly", StringComparison.OrdinalIgnoreCase) && ReadPolynomial() is { } polynomial)
                return polynomial;
            return name.ToLowerInvariant() switch
            {
                "v" => ReadVoltage(),
                "i" => new BranchCurrentExpression(ReadElement("an element")),
                "n" => ReadInnerState(start),
                "w" => ReadNamed("w", element => new DeviceStateExpression(element), start),
                "p" => ReadNamed("p", element => new PowerExpression(WithoutPrefix(element)), start),
                ['i', var terminal] when IsTerminal(terminal) => ReadNamed(name, element => new BranchCurrentExpression(element) { Terminal = terminal }, start),
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

    /// <summary>Xyce's POLY(n) x₁ … xₙ p₀ p₁ …, apart by blanks or commas; null where a function of that name is called.</summary>
    private Expression? ReadPolynomial()
    {
        var inside = position;
        if (ReadConditional() is not NumberExpression { Value: >= 1 and <= Polynomial.MostVariables and var count } || !double.IsInteger(count) || !Accept(')') || !StartsValue())
        {
            position = inside;
            return null;
        }

        var variables = new Expression[(int)count];
        for (var k = 0; k < variables.Length; k++)
            variables[k] = ReadItem();
        var coefficients = new List<Expression>();
        while (StartsValue())
            coefficients.Add(ReadItem());
        return coefficients.Count > 0 ? Polynomial.Of(variables, coefficients, inAllOrders: true) : throw fault(position, "POLY has no coefficients.");

        bool StartsValue()
        {
            SkipBlanks();
            return char.IsAsciiLetterOrDigit(Peek) || Peek is '_' or '.' or '(' or '{' or '\'' or '+' or '-';
        }

        Expression ReadItem()
        {
            var item = ReadUnary();
            Accept(',');
            return item;
        }
    }

    /// <summary>Xyce's TABLE {expression} = (x,y) (x,y) …</summary>
    private CallExpression ReadTable()
    {
        var arguments = new List<Expression> { ReadPrimary() };
        Accept('=');
        while (Accept('('))
        {
            arguments.Add(ReadConditional());
            Expect(',');
            arguments.Add(ReadConditional());
            Expect(')');
            Accept(',');
        }

        return arguments.Count > 1 ? new CallExpression("table", arguments) : throw fault(position, "TABLE has no points (x,y).");
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

    /// <summary>Collector, base, emitter, substrate, drain, gate, source and bulk, or the number of a node.</summary>
    private static bool IsTerminal(char letter) => letter is 'c' or 'b' or 'e' or 's' or 'd' or 'g' or (>= '1' and <= '9');

    /// <summary>w(memristor), p(element), ib(Q1); whatever else stands in the brackets is the argument of a netlist's own function.</summary>
    private Expression ReadNamed(string function, Func<string, Expression> make, int start)
    {
        var inside = position;
        SkipBlanks();
        while (SpiceNames.IsNameCharacter(Peek) || Peek is '.' or ':')
            position++;
        var element = text[inside..position].Trim();
        if (Accept(')') && element.Length is > 0 and <= 2 * LongestName && !char.IsAsciiDigit(element[0]))
            return make(PathOf(element));
        position = inside;
        return ReadCall(function, start);
    }

    /// <summary>n(ymemristor!name_x), Xyce's name of a memristor's state; whatever else stands in the brackets is the argument of a netlist's own function.</summary>
    private Expression ReadInnerState(int start)
    {
        var inside = position;
        SkipBlanks();
        if (text.AsSpan(position).StartsWith(XycePrefix, StringComparison.OrdinalIgnoreCase)
            && ReadRaw("a memristor") is var name && name.EndsWith("_x", StringComparison.OrdinalIgnoreCase) && Accept(')'))
        {
            return new DeviceStateExpression(WithoutPrefix(name)[..^2]);
        }

        position = inside;
        return ReadCall("n", start);
    }

    /// <summary>Xyce parts the names of a path by colons, which no name has.</summary>
    private static string PathOf(string element) => element.Replace(':', '.');

    private static string WithoutPrefix(string path) => path.Replace(XycePrefix, "", StringComparison.OrdinalIgnoreCase);

    private string ReadElement(string wanted)
    {
        var element = ReadRaw(wanted);
        Expect(')');
        return WithoutPrefix(PathOf(element));
    }

    private NodeId ReadNode()
    {
        SkipBlanks();
        var start = position;
        var name = ReadRaw("a node");
        return SpiceNames.IsReadableNode(name) ? dialect.Node(name) : throw fault(start, $"'{Shown(name)}' cannot be the name of a node.");
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
        SkipBlanks();
        if (Peek == '"')
            return ReadTableFile(name, start);
        var arguments = new List<Expression>();
        if (!Accept(')'))
        {
            do
                arguments.Add(ReadConditional());
            while (Accept(','));
            Expect(')');
        }

        // HSPICE marks an expression so.
        if (name.Equals("par", StringComparison.OrdinalIgnoreCase) && arguments.Count == 1)
            return arguments[0];
        if (dialect.LogIsDecimal && name.Equals("log", StringComparison.OrdinalIgnoreCase))
            name = "log10";
        else if (dialect.PwrIsUnsigned && name.Equals("pwr", StringComparison.OrdinalIgnoreCase) && arguments.Count == 2)
            (name, arguments[0]) = ("pow", new CallExpression("abs", [arguments[0]]));
        return new CallExpression(name, arguments);
    }

    /// <summary>table("file") of Xyce: a function of time through the points of a file.</summary>
    private CallExpression ReadTableFile(string name, int start)
    {
        if (name.ToLowerInvariant() is not ("table" or "tablefile" or "fasttable" or "fasttablefile"))
            throw fault(start, $"{name}() of a file is not supported; table() goes in straight lines from point to point.");
        var at = ++position;
        var end = text.IndexOf('"', at);
        if (end < 0)
            throw fault(at - 1, "the quote is not closed.");
        position = end + 1;
        if (!Accept(')'))
            throw fault(position, $"{name}() of a file takes nothing else: all of its points count.");
        if (readFile is null)
            throw fault(at, "this text came without a folder, so it cannot name files.");
        string points;
        try
        {
            points = readFile(text[at..end]);
        }
        catch (NetlistException e) when (e.Line == 0)
        {
            throw fault(at, e.What);
        }

        var arguments = new List<Expression> { new TimeExpression() };
        foreach (var line in points.AsSpan().EnumerateLines())
        {
            // Behind time and value a line may say what it likes.
            var words = line.ToString().Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
            if (words is [] or [['*' or '#' or ';', ..], ..])
                continue;
            if (words.Length < 2 || !dialect.TryParse(words[0], out var time) || !dialect.TryParse(words[1], out var value))
                throw fault(at, $"a line of the file begins with '{Shown(string.Concat(line.Trim().ToArray().Select(c => c is >= ' ' and <= '~' ? c : '?')))}'; each line is a time and a value.");
            if (arguments.Count > 2 * MostPoints)
                throw fault(at, $"the file has more than {MostPoints} points; take fewer, or PWL of a voltage source.");
            arguments.Add(new NumberExpression(time));
            arguments.Add(new NumberExpression(value));
        }

        return arguments.Count > 2 ? new CallExpression("table", arguments) : throw fault(at, "the file has no points; each line is a time and a value.");
    }

    private (string Symbol, BinaryOperator Operator, int Binding)? FindOperator()
    {
        SkipBlanks();
        if (dialect.CaretIsExclusiveOr && Peek == '^')
            return ("^", BinaryOperator.NotEqual, BinaryOperators.Of(BinaryOperator.Or).Binding);
        foreach (var (symbol, op, binding, _) in BinaryOperators.All)
        {
            if (text.AsSpan(position).StartsWith(symbol))
                return (symbol, op, binding);
        }

        // As LTspice and PSpice write them, between conditions.
        return Peek switch
        {
            '&' => ("&", BinaryOperator.And, BinaryOperators.Of(BinaryOperator.And).Binding),
            '%' => ("%", BinaryOperator.Multiply, BinaryOperators.Of(BinaryOperator.Multiply).Binding),
            '|' => ("|", BinaryOperator.Or, BinaryOperators.Of(BinaryOperator.Or).Binding),
            _ => null,
        };
    }

    /// <summary>With the sign of the dividend, as in C.</summary>
    private static BinaryExpression Remainder(Expression left, Expression right) =>
        new(BinaryOperator.Subtract, left, new BinaryExpression(BinaryOperator.Multiply, right, new CallExpression("int", [new BinaryExpression(BinaryOperator.Divide, left, right)])));

    /// <summary>Of two conditions.</summary>
    private static BinaryExpression ExclusiveOr(Expression left, Expression right) =>
        new(BinaryOperator.NotEqual, new UnaryExpression(UnaryOperator.Not, left), new UnaryExpression(UnaryOperator.Not, right));

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
