namespace CircuitSim.Netlists.Expressions;

/// <summary>SPICE's POLY(n).</summary>
internal static class Polynomial
{
    /// <summary>Most variables: the terms grow with every degree like their powers.</summary>
    public const int MostVariables = 20;

    /// <summary>p₀ + p₁x₁ + … + pₙxₙ + pₙ₊₁x₁² + pₙ₊₂x₁x₂ + …: degree by degree, within one in the order of the variables.</summary>
    public static Expression Of(Expression[] variables, List<Expression> coefficients)
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
