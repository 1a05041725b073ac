using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>find … at=x, or find … when …: a quantity where the axis or a crossing says; exactly one of the two. deriv …: its slope there.</summary>
public sealed record FindMeasurement(string Name, AnalysisKind Analysis, Expression Quantity, ElementValue? At, Crossing? When)
    : Measurement(Name, Analysis)
{
    /// <summary>Whether the slope along the axis is wanted.</summary>
    public bool IsSlope { get; init; }

    public override IEnumerable<Expression> Quantities => When is null ? [Quantity] : [Quantity, .. When.Quantities];

    public override IEnumerable<(ElementValue? From, ElementValue? To)> Intervals => When is null ? [] : [When.Interval];

    public override Measurement Placed(Placement placement) => this with
    {
        Quantity = placement.Expression(Quantity),
        At = placement.Value(At),
        When = When?.Placed(placement),
    };
}
