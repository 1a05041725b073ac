using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>
/// param='…' or eqn {…}: a number from parameters, the results of measurements of the same analysis that stand before it, and quantities at
/// the last point of the window.
/// </summary>
public sealed record ParameterMeasurement(string Name, AnalysisKind Analysis, Expression Value) : Measurement(Name, Analysis)
{
    public MeasureWindow Window { get; init; } = new();

    /// <summary>The circuit's quantities in the expression.</summary>
    public override IEnumerable<Expression> Quantities => ExpressionTree.Leaves(Value).Where(leaf =>
        leaf is not NumberExpression && (leaf is not ParameterExpression p || (Analysis == AnalysisKind.SmallSignal && PhasorFormula.IsFrequency(p.Name))));

    public override IEnumerable<MeasureWindow> Windows => [Window];

    public override Measurement Placed(Placement placement) => this with { Value = placement.Expression(Value), Window = Window.Placed(placement) };
}
