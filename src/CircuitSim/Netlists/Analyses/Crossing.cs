using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>The n-th time that a quantity passes a level or another quantity, or turns.</summary>
/// <param name="Level">A number or a second quantity; null is no level: counted is where the quantity begins to rise or to fall.</param>
/// <param name="Number">1 for the first, −1 or null for the last, −2 for the one before it.</param>
public sealed record Crossing(Expression Quantity, Expression? Level, CrossingEdge Edge = CrossingEdge.Either, int? Number = 1)
{
    /// <summary>Where it may lie.</summary>
    public MeasureWindow Window { get; init; } = new();

    /// <summary>Whether the level is a part of the quantity's maximum (frac_max).</summary>
    public bool IsPartOfMaximum { get; init; }

    public IEnumerable<Expression> Quantities => Level is null ? [Quantity] : [Quantity, Level];

    public Crossing Placed(Placement placement) => this with
    {
        Quantity = placement.Expression(Quantity),
        Level = Level is null ? null : placement.Expression(Level),
        Window = Window.Placed(placement),
    };
}
