using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>find … at=x, or find … when …: a quantity at a place of the axis or at a crossing. deriv …: its slope there.</summary>
public sealed record FindMeasurement(string Name, AnalysisKind Analysis, Expression Quantity, MeasurePoint Where) : Measurement(Name, Analysis)
{
    /// <summary>Whether the slope along the axis is wanted.</summary>
    public bool IsSlope { get; init; }

    /// <summary>Where a place that is given has to lie.</summary>
    public MeasureWindow Window { get; init; } = new();

    public override IEnumerable<Expression> Quantities => [Quantity, .. Where.Quantities];

    public override IEnumerable<MeasureWindow> Windows => [Window, .. Where.Windows];

    public override Measurement Placed(Placement placement) => this with
    {
        Quantity = placement.Expression(Quantity),
        Where = Where.Placed(placement),
        Window = Window.Placed(placement),
    };
}
