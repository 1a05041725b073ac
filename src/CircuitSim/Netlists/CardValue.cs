using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists;

/// <summary>The text of a card's value: a number, a word, or an expression in braces.</summary>
internal static class CardValue
{
    public static bool IsExpression(string value) => value.StartsWith('{');

    public static string Of(Expression expression) => $"{{{expression}}}";

    /// <exception cref="NetlistException">The text between the braces is no expression.</exception>
    public static Expression Parse(string value) => ExpressionParser.Parse(value);
}
