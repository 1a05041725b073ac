namespace CircuitSim.Netlists.Expressions;

/// <summary>i(element): the current of an element that has one as an unknown [A].</summary>
public sealed record BranchCurrentExpression(string Element) : Expression(0)
{
    /// <summary>The element in front of which this one measures, which the text names; null for itself.</summary>
    public string? CurrentOf { get; init; }
}
