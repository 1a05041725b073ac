namespace CircuitSim.Netlists.Expressions;

/// <summary>i(element): the current of an element that has one as an unknown [A].</summary>
public sealed record BranchCurrentExpression(string Element) : Expression(0)
{
    /// <summary>Which terminal's, into the element, of one that has several: the letter behind the i, as in ib(Q1); null for the first, i(Q1).</summary>
    public char? Terminal { get; init; }

    /// <summary>The current in front of which this source measures, which the text names; null for its own.</summary>
    public BranchCurrentExpression? CurrentOf { get; init; }
}
