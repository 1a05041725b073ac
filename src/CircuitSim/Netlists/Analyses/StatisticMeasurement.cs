using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>min, max, pp, avg, rms or integ of a quantity over an interval of the axis.</summary>
/// <param name="From">Null is the first point.</param>
/// <param name="To">Null is the last point.</param>
public sealed record StatisticMeasurement(
    string Name, AnalysisKind Analysis, MeasuredStatistic Statistic, Expression Quantity, ElementValue? From = null, ElementValue? To = null)
    : Measurement(Name, Analysis)
{
    public override IEnumerable<Expression> Quantities => [Quantity];

    public override IEnumerable<(ElementValue? From, ElementValue? To)> Intervals => [(From, To)];

    public override Measurement Placed(Placement placement) => this with
    {
        Quantity = placement.Expression(Quantity),
        From = placement.Value(From),
        To = placement.Value(To),
    };
}
