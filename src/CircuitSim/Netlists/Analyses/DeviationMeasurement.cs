using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>error … file=…: how far a quantity is from the points of a file.</summary>
/// <param name="Points">Place and value of each; in a sweep the values in its order.</param>
public sealed record DeviationMeasurement(string Name, AnalysisKind Analysis, DeviationNorm Norm, Expression Quantity, IReadOnlyList<(double Place, double Value)> Points) : Measurement(Name, Analysis)
{
    public override IEnumerable<Expression> Quantities => [Quantity];

    public override IEnumerable<MeasureWindow> Windows => [];

    public override Measurement Placed(Placement placement) => this with { Quantity = placement.Expression(Quantity) };
}
