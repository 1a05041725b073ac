using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>
/// What follows the nodes of an E or G source. With a pair of controlling nodes it is linear; as VALUE, VOL, CUR, TABLE or POLY
/// it is a <see cref="BehavioralSource"/> that keeps its name.
/// </summary>
internal static class ControlledSourceLaw
{
    /// <summary>Most variables of a POLY: its terms grow with every degree like their powers.</summary>
    private const int MostVariables = 20;

    /// <summary>Refuses the forms of controlled sources that are known elsewhere.</summary>
    /// <param name="form">In upper case.</param>
    public static void Refuse(SpiceCursor cursor, string name, string form)
    {
        if (cursor.PeekWord()?.Equals(form, StringComparison.OrdinalIgnoreCase) == true)
            throw cursor.Fault($"{name}: {form} is not supported here; write the expression as a B source.");
    }

    /// <summary>The expression of a source that has one; null if controlling nodes follow.</summary>
    public static Expression? Read(SpiceCursor cursor, string name, bool isVoltage)
    {
        foreach (var form in new[] { "LAPLACE", "FREQ", "CHEBYSHEV" })
            Refuse(cursor, name, form);
        if (AcceptForm(cursor, "value") || AcceptForm(cursor, isVoltage ? "vol" : "cur"))
            return ReadExpression(cursor, name, isVoltage ? BehavioralQuantity.Voltage : BehavioralQuantity.Current);
        if (AcceptForm(cursor, isVoltage ? "cur" : "vol"))
            throw cursor.Fault(isVoltage ? $"{name}: an E source has a voltage, VOL; a G source has CUR." : $"{name}: a G source has a current, CUR; an E source has VOL.");
        if (cursor.AcceptWord("table"))
            return ReadTable(cursor, name);
        return cursor.AcceptWord("poly") ? ReadPolynomial(cursor, name) : null;
    }

    /// <summary>Takes a word with an expression behind it; alone the word may be the name of a node.</summary>
    private static bool AcceptForm(SpiceCursor cursor, string form)
    {
        if (cursor.AcceptKey(form))
            return true;
        var start = cursor.Position;
        if (cursor.AcceptWord(form) && cursor.Peek is '{' or '\'')
            return true;
        cursor.Position = start;
        return false;
    }

    private static Expression ReadExpression(SpiceCursor cursor, string name, BehavioralQuantity quantity = BehavioralQuantity.Voltage)
    {
        if (cursor.AtEnd)
            throw cursor.Fault($"the statement ends where the expression of {name} is expected.");
        return BehavioralSourceSyntax.ReadMultiplied(cursor, quantity);
    }

    /// <summary>expression [=] (x,y) (x,y) …: straight lines between the points, constant beyond them.</summary>
    private static CallExpression ReadTable(SpiceCursor cursor, string name)
    {
        cursor.Accept('=');
        // A sign behind braces is that of a point, not an operator.
        var x = cursor.Peek is '{' or '\'' ? cursor.Braced() : ReadExpression(cursor, name);
        cursor.Accept('=');
        var arguments = new List<Expression> { x };
        while (!cursor.AtEnd)
        {
            var inParentheses = cursor.Accept('(');
            arguments.Add(cursor.Value("x of a point").ToExpression());
            arguments.Add(cursor.Value("y of a point").ToExpression());
            if (inParentheses)
                cursor.Expect(')', "behind a point");
        }

        return arguments.Count > 1 ? new CallExpression("table", arguments) : throw cursor.Fault($"{name}: TABLE has no points (x,y).");
    }

    private static Expression ReadPolynomial(SpiceCursor cursor, string name)
    {
        cursor.Expect('(', "behind POLY");
        var place = cursor.Place;
        var dimension = cursor.Value("the number of variables");
        if (!(dimension.IsNumber && double.IsInteger(dimension.Number) && dimension.Number is >= 1 and <= MostVariables))
            throw NetlistException.At(place, $"{name}: POLY takes 1 to {MostVariables} variables.");
        cursor.Expect(')', "behind the number of variables");
        var variables = new Expression[(int)dimension.Number];
        for (var k = 0; k < variables.Length; k++)
            variables[k] = ReadControl(cursor);
        var coefficients = new List<Expression>();
        while (!cursor.AtEnd)
            coefficients.Add(cursor.Value("a coefficient").ToExpression());
        return coefficients.Count switch
        {
            0 => throw cursor.Fault($"{name}: POLY has no coefficients."),
            1 when variables.Length == 1 => throw cursor.Fault(
                $"{name}: a POLY(1) with one coefficient is a constant to ngspice and a gain to SPICE2; write both, p0 and p1."),
            _ => Polynomial(variables, coefficients),
        };
    }

    public static NodeVoltageExpression ReadControl(SpiceCursor cursor)
    {
        var inParentheses = cursor.Accept('(');
        var control = new NodeVoltageExpression(cursor.Node("a controlling node"), cursor.Node("a controlling node"));
        if (inParentheses)
            cursor.Expect(')', "behind the controlling nodes");
        return control;
    }

    /// <summary>p₀ + p₁x₁ + … + pₙxₙ + pₙ₊₁x₁² + pₙ₊₂x₁x₂ + …: degree by degree, within one in the order of the variables.</summary>
    private static Expression Polynomial(Expression[] variables, List<Expression> coefficients)
    {
        Expression? sum = null;
        // The variables of the term at hand, in order; none is the constant.
        int[] factors = [];
        foreach (var coefficient in coefficients)
        {
            if (coefficient is not NumberExpression { Value: 0 })
            {
                var term = factors.Aggregate(coefficient, (product, k) => new BinaryExpression(BinaryOperator.Multiply, product, variables[k]));
                sum = sum is null ? term : new BinaryExpression(BinaryOperator.Add, sum, term);
            }

            factors = NextTerm(factors, variables.Length);
        }

        return sum ?? 0.0;
    }

    /// <summary>x₁x₁, x₁x₂, … x₂x₂, …; behind the last of a degree the first of the next.</summary>
    private static int[] NextTerm(int[] factors, int variables)
    {
        var last = Array.FindLastIndex(factors, k => k < variables - 1);
        if (last < 0)
            return new int[factors.Length + 1];
        int[] next = [.. factors];
        Array.Fill(next, factors[last] + 1, last, factors.Length - last);
        return next;
    }
}
