using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>The n-th time that a quantity passes a level or another quantity.</summary>
/// <param name="Level">A number or a second quantity.</param>
/// <param name="Number">1 for the first; null for the last.</param>
public sealed record Crossing(Expression Quantity, Expression Level, CrossingEdge Edge = CrossingEdge.Either, int? Number = 1)
{
    /// <summary>Crossings before this place of the axis do not count (td).</summary>
    public ElementValue? Delay { get; init; }

    public ElementValue? From { get; init; }

    public ElementValue? To { get; init; }

    public IEnumerable<Expression> Quantities => [Quantity, Level];

    public (ElementValue? From, ElementValue? To) Interval => (From, To);

    public Crossing Placed(Placement placement) => this with
    {
        Quantity = placement.Expression(Quantity),
        Level = placement.Expression(Level),
        Delay = placement.Value(Delay),
        From = placement.Value(From),
        To = placement.Value(To),
    };
}
