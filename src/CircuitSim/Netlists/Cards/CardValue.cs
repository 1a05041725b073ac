using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Cards;

/// <summary>The text of a card's value: a number, a word, or an expression in braces.</summary>
internal static class CardValue
{
    public static bool IsExpression(string value) => value.StartsWith('{');

    /// <summary>A number with a SPICE factor, or a word such as a window's name.</summary>
    public static bool IsWord(string value) =>
        value.Length is > 0 and <= 100 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '+' or '-');

    public static string Of(Expression expression) => $"{{{expression}}}";

    /// <exception cref="NetlistException">The text between the braces is no expression.</exception>
    public static Expression Parse(string value) => ExpressionParser.Parse(value);
}
