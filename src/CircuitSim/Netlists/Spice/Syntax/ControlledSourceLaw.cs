using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>
/// What follows the nodes of an E, F, G or H source. With what controls it and a gain it is linear; as VALUE, VOL, CUR, TABLE, POLY or one of
/// HSPICE's words it is a <see cref="BehavioralSource"/>, with LAPLACE a <see cref="LaplaceSource"/>, that keeps its name.
/// </summary>
internal static class ControlledSourceLaw
{
    /// <summary>Gain of HSPICE's ideal OPAMP, whose own is without end.</summary>
    private const double OpAmpGain = 1e9;

    private static readonly Dictionary<string, string> Refused = new(StringComparer.OrdinalIgnoreCase)
    {
        ["FREQ"] = "write the table's law as LAPLACE with a quotient of polynomials in s",
        ["CHEBYSHEV"] = "write the filter as LAPLACE with a quotient of polynomials in s",
        ["POLE"] = "write the poles and zeros as LAPLACE with a quotient of polynomials in s",
        ["FOSTER"] = "write the poles and residues as LAPLACE with a quotient of polynomials in s",
        ["DELAY"] = "use a ladder of L and C",
        ["TRANSFORMER"] = "use coupled inductors, or an E and an F source",
        ["NPWL"] = "write the expression as VALUE",
        ["PPWL"] = "write the expression as VALUE",
        ["VCCAP"] = "write the current as VALUE",
        ["AND"] = "write the expression as VALUE with && and the operator ?:",
        ["NAND"] = "write the expression as VALUE with && and the operator ?:",
        ["OR"] = "write the expression as VALUE with || and the operator ?:",
        ["NOR"] = "write the expression as VALUE with || and the operator ?:",
    };

    /// <summary>The source that a law makes; null if plain controls and a gain follow.</summary>
    public static Element? Read(SpiceCursor cursor, string name, NodeId positive, NodeId negative, BehavioralQuantity quantity, bool byCurrent)
    {
        var isVoltage = quantity == BehavioralQuantity.Voltage;
        var start = cursor.Position;
        if (!byCurrent && cursor.PeekWord() is { } word && Refused.TryGetValue(word, out var instead) && cursor.AcceptWord(word))
        {
            var isNode = IsPlain(cursor);
            cursor.Position = start;
            if (!isNode)
                throw cursor.Fault($"{name}: {word.ToUpperInvariant()} is not supported here; {instead}.");
        }

        if (AcceptForm(cursor, "laplace"))
            return ReadLaplace(cursor, name, positive, negative, quantity);
        if (AcceptForm(cursor, "value") || AcceptForm(cursor, "val") || AcceptForm(cursor, isVoltage ? "vol" : "cur"))
            return Finish(cursor, name, positive, negative, quantity, ReadExpression(cursor, name));
        if (AcceptForm(cursor, isVoltage ? "cur" : "vol"))
            throw cursor.Fault(isVoltage ? $"{name}: an {name[..1].ToUpperInvariant()} source has a voltage, VOL; a G source has CUR." : $"{name}: a {name[..1].ToUpperInvariant()} source has a current, CUR; an E source has VOL.");
        if (cursor.AcceptWord("table"))
            return new BehavioralSource(name, positive, negative, quantity, ReadTable(cursor, name));
        start = cursor.Position;
        if (cursor.AcceptWord(isVoltage ? byCurrent ? "ccvs" : "vcvs" : byCurrent ? "cccs" : "vccs") && !byCurrent && IsPlain(cursor))
            cursor.Position = start;
        if (isVoltage && !byCurrent && cursor.AcceptWord("opamp"))
            return new VoltageControlledVoltageSource(name, positive, negative, cursor.Node("the non-inverting input"), cursor.Node("the inverting input"), OpAmpGain);
        var isResistance = !isVoltage && !byCurrent && cursor.AcceptWord("vcr");
        if (cursor.AcceptWord("poly"))
            return Finish(cursor, name, positive, negative, quantity, Of(ReadPolynomial(cursor, name, byCurrent)));
        if (cursor.AcceptWord("pwl"))
            return Finish(cursor, name, positive, negative, quantity, Of(ReadPoints(cursor, name, byCurrent)));
        if (!isResistance)
            return null;
        var control = ReadVariable(cursor, byCurrent);
        return Finish(cursor, name, positive, negative, quantity, Of(new BinaryExpression(BinaryOperator.Multiply, cursor.Value("the factor").ToExpression(), control)));

        // HSPICE's VCR is a resistance.
        Expression Of(Expression law) => isResistance ? new BinaryExpression(BinaryOperator.Divide, new NodeVoltageExpression(positive, negative), law) : law;
    }

    /// <summary>What stands behind a gain: m, or HSPICE's limits and scale; LTspice's transfer function of a source without gain stands in its place.</summary>
    public static Element ReadGain(SpiceCursor cursor, string name, NodeId positive, NodeId negative, BehavioralQuantity quantity, Expression control, Func<ElementValue, Element> linear)
    {
        if (cursor.AcceptKey("laplace"))
            return ReadTransfer(cursor, name, positive, negative, quantity, control);
        var gain = cursor.Value(quantity == BehavioralQuantity.Voltage ? "the gain" : "the transconductance");
        if (cursor.AtEnd)
            return linear(gain);
        if (cursor.AcceptKey("laplace"))
            return ReadTransfer(cursor, name, positive, negative, quantity, new BinaryExpression(BinaryOperator.Multiply, gain.ToExpression(), control));
        var law = new BinaryExpression(BinaryOperator.Multiply, gain.ToExpression(), control);
        var finished = (BehavioralSource)Finish(cursor, name, positive, negative, quantity, law);
        // m alone leaves it linear.
        return ReferenceEquals(finished.Value, law) ? linear(gain)
            : finished.Value is BinaryExpression { Operator: BinaryOperator.Multiply, Right: var factor } scaled && ReferenceEquals(scaled.Left, law) ? linear(gain.Times(new ElementValue(factor)))
            : finished;
    }

    public static NodeVoltageExpression ReadControl(SpiceCursor cursor)
    {
        var inParentheses = cursor.Accept('(');
        var control = new NodeVoltageExpression(cursor.Node("a controlling node"), cursor.Node("a controlling node"));
        if (inParentheses)
            cursor.Expect(')', "behind the controlling nodes");
        return control;
    }

    /// <summary>The keys behind a law: m, scale, max, min, and a transfer function.</summary>
    private static Element Finish(SpiceCursor cursor, string name, NodeId positive, NodeId negative, BehavioralQuantity quantity, Expression law)
    {
        if (cursor.AcceptKey("laplace"))
            return ReadTransfer(cursor, name, positive, negative, quantity, law);
        if (cursor.AtEnd)
            return new BehavioralSource(name, positive, negative, quantity, law);
        Expression? least = null, most = null, factor = null;
        ElementKeys.Read(cursor, name, key =>
        {
            switch (key)
            {
                case "max":
                    most = cursor.Value("the largest value").ToExpression();
                    return true;
                case "min":
                    least = cursor.Value("the smallest value").ToExpression();
                    return true;
                case "scale" or "m" when key == "scale" || quantity == BehavioralQuantity.Current:
                    var value = cursor.Value(key).ToExpression();
                    factor = factor is null ? value : new BinaryExpression(BinaryOperator.Multiply, factor, value);
                    return true;
                case "smoothbsrc":
                    // Of Xyce's steps.
                    cursor.Dialects.PassOver(cursor.Place, "smoothbsrc of a source");
                    cursor.SkipValue();
                    return true;
                default:
                    return false;
            }
        }, "max, min, scale, laplace, and m of a current");
        if (most is not null)
            law = new CallExpression("min", [law, most]);
        if (least is not null)
            law = new CallExpression("max", [law, least]);
        return new BehavioralSource(name, positive, negative, quantity, factor is null ? law : new BinaryExpression(BinaryOperator.Multiply, law, factor));
    }

    /// <summary>Takes a word with an expression behind it; alone the word may be the name of a node.</summary>
    private static bool AcceptForm(SpiceCursor cursor, string form)
    {
        if (cursor.AcceptKey(form))
            return true;
        var start = cursor.Position;
        if (cursor.AcceptWord(form) && (cursor.Peek is '{' or '\'' || (form == "laplace" ? !IsPlain(cursor) : cursor.Rest().Contains('(', StringComparison.Ordinal))))
            return true;
        cursor.Position = start;
        return false;
    }

    /// <summary>Whether a node and a gain follow.</summary>
    private static bool IsPlain(SpiceCursor cursor)
    {
        var start = cursor.Position;
        var isPlain = cursor.PeekWord() is not null && cursor.Word("a node") is not null && !cursor.AtEnd;
        if (isPlain)
            cursor.SkipWord();
        isPlain &= cursor.AtEnd;
        cursor.Position = start;
        return isPlain;
    }

    private static Expression ReadExpression(SpiceCursor cursor, string name)
    {
        if (cursor.AtEnd)
            throw cursor.Fault($"the statement ends where the expression of {name} is expected.");
        return cursor.RestOfExpression();
    }

    /// <summary>{expression} [=] {H(s)}, or HSPICE's controlling nodes and coefficients by rising power, a slash between those above and below the line.</summary>
    private static LaplaceSource ReadLaplace(SpiceCursor cursor, string name, NodeId positive, NodeId negative, BehavioralQuantity quantity)
    {
        cursor.Accept('=');
        if (cursor.Peek is '{' or '\'' || cursor.PeekWord() is { } word && word.Equals("v", StringComparison.OrdinalIgnoreCase))
        {
            var input = cursor.Peek is '{' or '\'' ? cursor.Braced() : ReadExpression(cursor, name);
            cursor.Accept('=');
            return ReadTransfer(cursor, name, positive, negative, quantity, input);
        }

        var control = ReadControl(cursor);
        var (above, below) = (new List<Expression>(), new List<Expression>());
        var side = above;
        while (!cursor.AtEnd && cursor.NextKey() is null)
        {
            if (cursor.Accept('/'))
                side = side == above ? below : throw cursor.Fault($"{name}: LAPLACE has one slash, between numerator and denominator.");
            else if (side.Count > TransferFunction.MostStates)
                throw cursor.Fault($"{name}: a transfer function of a degree above {TransferFunction.MostStates}, which is the most; write a product as one source behind another.");
            else
                side.Add(cursor.Value("a coefficient").ToExpression());
        }

        if (above.Count == 0 || below.Count == 0)
            throw cursor.Fault($"{name}: LAPLACE takes controlling nodes, then b0 b1 … / a0 a1 …, or {{input}} = {{H(s)}}.");
        return new LaplaceSource(name, positive, negative, quantity, control, new BinaryExpression(BinaryOperator.Divide, Polynomial.Of([new ParameterExpression("s")], above), Polynomial.Of([new ParameterExpression("s")], below)));
    }

    /// <summary>In a transfer function ^ is a power to everybody.</summary>
    public static LaplaceSource ReadTransfer(SpiceCursor cursor, string name, NodeId positive, NodeId negative, BehavioralQuantity quantity, Expression input)
    {
        if (cursor.AtEnd)
            throw cursor.Fault($"the statement ends where the transfer function of {name} is expected.");
        return new LaplaceSource(name, positive, negative, quantity, input, cursor.RestOfExpression(Dialect.Ngspice));
    }

    /// <summary>expression [=] (x,y) (x,y) …: straight lines between the points, constant beyond them.</summary>
    private static CallExpression ReadTable(SpiceCursor cursor, string name)
    {
        cursor.Accept('=');
        // A sign behind braces is that of a point, not an operator.
        var x = cursor.Peek is '{' or '\'' ? cursor.Braced() : ReadExpression(cursor, name);
        cursor.Accept('=');
        return Table(cursor, name, x);
    }

    /// <summary>Of HSPICE's PWL(1): the control, then points.</summary>
    private static CallExpression ReadPoints(SpiceCursor cursor, string name, bool byCurrent)
    {
        ReadDimension(cursor, name, "PWL", 1);
        return Table(cursor, name, ReadVariable(cursor, byCurrent));
    }

    private static CallExpression Table(SpiceCursor cursor, string name, Expression x)
    {
        var arguments = new List<Expression> { x };
        // Brackets are as people like them: (x,y) (x,y), ((x,y),(x,y)), [x,y], {(x,y) (x,y)}.
        while (!cursor.AtEnd && cursor.NextKey() is null)
        {
            if (cursor.Accept('(') || cursor.Accept(')') || cursor.Accept('{') || cursor.Accept('}') || cursor.Accept('['))
                continue;
            arguments.Add(cursor.Value(arguments.Count % 2 == 1 ? "x of a point" : "y of a point").ToExpression());
        }

        return arguments.Count % 2 == 0 ? throw cursor.Fault($"{name}: the last point of the table has no y.")
            : arguments.Count > 1 ? new CallExpression("table", arguments)
            : throw cursor.Fault($"{name}: TABLE has no points (x,y).");
    }

    private static Expression ReadPolynomial(SpiceCursor cursor, string name, bool byCurrent)
    {
        var variables = new Expression[ReadDimension(cursor, name, "POLY", Polynomial.MostVariables)];
        for (var k = 0; k < variables.Length; k++)
            variables[k] = ReadVariable(cursor, byCurrent);
        var coefficients = new List<Expression>();
        var isInParentheses = cursor.Accept('(');
        while (!cursor.AtEnd && cursor.NextKey() is null && cursor.Peek != ')')
            coefficients.Add(cursor.Value("a coefficient").ToExpression());
        if (isInParentheses)
            cursor.Expect(')', "behind the coefficients");
        // x₁x₁ and x₁x₂ are in one place to all.
        if (variables.Length > 1 && coefficients.Count > variables.Length + (variables.Length > 2 ? 1 + variables.Length : 3))
            cursor.Dialects.Meet(DialectWord.Polynomial, cursor.Place);
        return coefficients.Count switch
        {
            0 => throw cursor.Fault($"{name}: POLY has no coefficients."),
            1 when variables.Length == 1 => throw cursor.Fault(
                $"{name}: a POLY(1) with one coefficient is a constant to ngspice and a gain to SPICE2; write both, p0 and p1."),
            _ => Polynomial.Of(variables, coefficients, cursor.Dialects.Dialect.PolynomialsHaveAllOrders),
        };
    }

    /// <summary>(n), or n in braces.</summary>
    private static int ReadDimension(SpiceCursor cursor, string name, string form, int most)
    {
        var inParentheses = cursor.Accept('(');
        if (!inParentheses && cursor.Peek is not ('{' or '\''))
            cursor.Expect('(', $"behind {form}");
        var place = cursor.Place;
        var dimension = cursor.Value("the number of variables");
        if (!(dimension.ToExpression() is NumberExpression { Value: var count } && double.IsInteger(count) && count >= 1 && count <= most))
            throw NetlistException.At(place, $"{name}: {form} takes {(most == 1 ? "one variable" : $"1 to {most} variables")}.");
        if (inParentheses)
            cursor.Expect(')', "behind the number of variables");
        return (int)count;
    }

    /// <summary>A pair of nodes, or the source whose current it is.</summary>
    private static Expression ReadVariable(SpiceCursor cursor, bool byCurrent) =>
        byCurrent ? new BranchCurrentExpression(cursor.Word("a controlling voltage source")) : ReadControl(cursor);
}
