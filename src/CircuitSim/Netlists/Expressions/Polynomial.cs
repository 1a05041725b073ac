namespace CircuitSim.Netlists.Expressions;

/// <summary>SPICE's POLY(n).</summary>
internal static class Polynomial
{
    /// <summary>Most variables: the terms grow with every degree like their powers.</summary>
    public const int MostVariables = 20;

    private const int MostCoefficients = 1000;

    /// <summary>p₀ + p₁x₁ + … + pₙxₙ + pₙ₊₁x₁² + pₙ₊₂x₁x₂ + …: degree by degree, within one in the order of the variables.</summary>
    /// <param name="inAllOrders">Whether x₂x₁ is a term beside x₁x₂, as Xyce has it.</param>
    /// <exception cref="NetlistException">There are too many coefficients.</exception>
    public static Expression Of(Expression[] variables, List<Expression> coefficients, bool inAllOrders = false)
    {
        if (coefficients.Count > MostCoefficients)
            throw NetlistException.Because($"POLY has {coefficients.Count} coefficients; {MostCoefficients} are allowed.");
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

            factors = NextTerm(factors, variables.Length, inAllOrders);
        }

        return sum ?? 0.0;
    }

    /// <summary>x₁x₁, x₁x₂, … [x₂x₁,] x₂x₂, …; behind the last of a degree the first of the next.</summary>
    private static int[] NextTerm(int[] factors, int variables, bool inAllOrders)
    {
        var last = Array.FindLastIndex(factors, k => k < variables - 1);
        if (last < 0)
            return new int[factors.Length + 1];
        int[] next = [.. factors];
        next[last]++;
        Array.Fill(next, inAllOrders ? 0 : next[last], last + 1, factors.Length - last - 1);
        return next;
    }
}
