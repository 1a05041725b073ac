using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>err1, err2 or err3: how far a second quantity is from a first one, relative to the first, over the points of the analysis.</summary>
/// <param name="Least">Magnitudes below it count as it in the denominator (minval).</param>
/// <param name="Smallest">Points at which the first is smaller do not count (ymin).</param>
/// <param name="Largest">Points at which the first is larger do not count (ymax).</param>
public sealed record ErrorMeasurement(string Name, AnalysisKind Analysis, MeasuredError Error, Expression Measured, Expression Calculated, ElementValue Least, ElementValue Smallest, ElementValue Largest)
    : Measurement(Name, Analysis)
{
    public MeasureWindow Window { get; init; } = new();

    public override IEnumerable<Expression> Quantities => [Measured, Calculated];

    public override IEnumerable<MeasureWindow> Windows => [Window];

    public override Measurement Placed(Placement placement) => this with
    {
        Measured = placement.Expression(Measured),
        Calculated = placement.Expression(Calculated),
        Least = placement.Value(Least),
        Smallest = placement.Value(Smallest),
        Largest = placement.Value(Largest),
        Window = Window.Placed(placement),
    };
}
