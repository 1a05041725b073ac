namespace CircuitSim.Netlists.Expressions;

/// <summary>A quotient of two polynomials in s: H(s) = Σ bₖ sᵏ / Σ aₖ sᵏ.</summary>
/// <param name="Numerator">bₖ by rising power; the last is not zero, but of H = 0.</param>
/// <param name="Denominator">aₖ by rising power; the last is not zero.</param>
internal sealed record TransferFunction(double[] Numerator, double[] Denominator)
{
    /// <summary>Highest power of s above or below the line: each is a state.</summary>
    public const int MostStates = 32;

    private const string Variable = "s";

    public static TransferFunction One { get; } = new([1], [1]);

    public int Degree => Math.Max(Numerator.Length, Denominator.Length) - 1;

    /// <summary>From the lists of its coefficients, by rising power.</summary>
    /// <exception cref="NetlistException">A degree is too high, or the denominator is zero.</exception>
    public static TransferFunction Of(IReadOnlyList<double> numerator, IReadOnlyList<double> denominator) => Checked([.. numerator], [.. denominator]);

    /// <param name="expression">Over numbers and s, as in a flat netlist.</param>
    /// <exception cref="NetlistException">It is no quotient of polynomials in s, or one of too high a degree.</exception>
    public static TransferFunction Of(Expression expression)
    {
        if (!ExpressionTree.Leaves(expression).Any(IsVariable))
            return Checked([BoundExpression.Constant(expression)], [1]);
        return expression switch
        {
            ParameterExpression => new([0, 1], [1]),
            UnaryExpression { Operator: UnaryOperator.Plus } u => Of(u.Operand),
            UnaryExpression { Operator: UnaryOperator.Minus } u => Of(u.Operand) is var h ? new([.. h.Numerator.Select(b => -b)], h.Denominator) : One,
            BinaryExpression { Operator: BinaryOperator.Add } b => Sum(Of(b.Left), Of(b.Right), 1),
            BinaryExpression { Operator: BinaryOperator.Subtract } b => Sum(Of(b.Left), Of(b.Right), -1),
            BinaryExpression { Operator: BinaryOperator.Multiply } b => Product(Of(b.Left), Of(b.Right)),
            BinaryExpression { Operator: BinaryOperator.Divide } b => Product(Of(b.Left), Of(b.Right).Inverse()),
            BinaryExpression { Operator: BinaryOperator.Power } b => Power(b.Left, b.Right),
            CallExpression { Function: var name, Arguments.Count: 2 } c when name.Equals("pow", StringComparison.OrdinalIgnoreCase) => Power(c.Arguments[0], c.Arguments[1]),
            CallExpression c => throw NetlistException.Because($"{c.Function}() of s is no quotient of polynomials; {(c.Function.Equals("exp", StringComparison.OrdinalIgnoreCase) ? "of a delay exp(-s*T), write its Padé approximation, as (1-s*T/2)/(1+s*T/2)" : "approximate it by one")}."),
            _ => throw NetlistException.Because("a transfer function is a quotient of polynomials in s, of + - * / and whole powers."),
        };
    }

    private static bool IsVariable(Expression leaf) => leaf is ParameterExpression p && p.Name.Equals(Variable, StringComparison.OrdinalIgnoreCase);

    private static TransferFunction Power(Expression operand, Expression exponent)
    {
        var power = ExpressionTree.Leaves(exponent).Any(IsVariable) ? double.NaN : BoundExpression.Constant(exponent);
        if (!double.IsInteger(power))
            throw NetlistException.Because("a power of s is a whole number; approximate another one by a quotient of polynomials.");
        var factor = power < 0 ? Of(operand).Inverse() : Of(operand);
        if (factor.Degree * Math.Abs(power) > MostStates)
            throw TooHigh(factor.Degree * Math.Abs(power));
        var result = One;
        // Without s it is a constant, which was found above.
        for (var k = 0; k < Math.Abs(power); k++)
            result = Product(result, factor);
        return result;
    }

    private TransferFunction Inverse() => Checked(Denominator, Numerator);

    private static TransferFunction Sum(TransferFunction a, TransferFunction b, double sign)
    {
        // Terms over one denominator stay so: a + b/(1+s) would square it otherwise.
        if (a.Denominator.AsSpan().SequenceEqual(b.Denominator))
            return Checked(Sum(a.Numerator, b.Numerator, sign), a.Denominator);
        return Checked(Sum(Product(a.Numerator, b.Denominator), Product(b.Numerator, a.Denominator), sign), Product(a.Denominator, b.Denominator));
    }

    private static TransferFunction Product(TransferFunction a, TransferFunction b) => Checked(Product(a.Numerator, b.Numerator), Product(a.Denominator, b.Denominator));

    private static double[] Sum(double[] a, double[] b, double sign)
    {
        var sum = new double[Math.Max(a.Length, b.Length)];
        a.CopyTo(sum, 0);
        for (var k = 0; k < b.Length; k++)
            sum[k] += sign * b[k];
        return sum;
    }

    private static double[] Product(double[] a, double[] b)
    {
        if (a[^1] * b[^1] == 0 && a[^1] != 0 && b[^1] != 0)
            throw NetlistException.Because("a coefficient of the transfer function is too small for a number; write a product as one source behind another.");
        var product = new double[a.Length + b.Length - 1];
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j < b.Length; j++)
                product[i + j] += a[i] * b[j];
        }

        return product;
    }

    private static TransferFunction Checked(double[] numerator, double[] denominator)
    {
        (numerator, denominator) = (Trimmed(numerator), Trimmed(denominator));
        if (denominator is [0])
            throw NetlistException.Because("the denominator of the transfer function is zero.");
        // A common factor s stands for nothing, and would leave the value at zero frequency open.
        while (numerator.Length > 1 && numerator[0] == 0 && denominator[0] == 0)
            (numerator, denominator) = (numerator[1..], denominator[1..]);
        if (Math.Max(numerator.Length, denominator.Length) - 1 is var degree && degree > MostStates)
            throw TooHigh(degree);
        if (!numerator.Concat(denominator).All(double.IsFinite))
            throw NetlistException.Because("a coefficient of the transfer function is not finite.");
        return new(numerator, denominator);
    }

    private static double[] Trimmed(double[] coefficients)
    {
        var length = coefficients.Length;
        while (length > 1 && coefficients[length - 1] == 0)
            length--;
        return coefficients[..length];
    }

    private static NetlistException TooHigh(double degree) =>
        NetlistException.Because($"a transfer function of degree {degree}; {MostStates} are allowed. Write a product as one source behind another.");
}
