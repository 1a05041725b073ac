namespace CircuitSim.Netlists.Elements;

/// <summary>What kinds ask of their values once these are numbers.</summary>
internal static class ElementRules
{
    public const string AboveZero = "finite and above zero";

    public const string NotNegative = "finite and not negative";

    public static void RequireFinite(this Element element, string quantity, ElementValue? value, string unit)
    {
        if (value is { } given)
            element.Require(true, quantity, given.Number, unit, "finite");
    }

    public static void RequireTime(this Element element, string quantity, ElementValue? value)
    {
        if (value is { } given)
            element.Require(given.Number >= 0, quantity, given.Number, "s", NotNegative);
    }

    public static void RequireFrequency(this Element element, string quantity, ElementValue? value)
    {
        if (value is { } given)
            element.Require(given.Number >= 0, quantity, given.Number, "Hz", NotNegative);
    }

    /// <param name="holds">Besides that the value is finite.</param>
    /// <exception cref="NetlistException">Names the element, the value and what it has to be.</exception>
    public static void Require(this Element element, bool holds, string quantity, double value, string unit, string requirement)
    {
        if (!holds || !double.IsFinite(value))
            throw NetlistException.BadValue(element.Name, quantity, value, unit, requirement, element.Place);
    }
}
