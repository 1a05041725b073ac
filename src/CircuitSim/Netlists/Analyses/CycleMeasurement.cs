using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>duty, on_time, off_time or freq of a quantity that goes up and down, in a transient.</summary>
/// <param name="On">On is what lies above it, in the unit of the quantity.</param>
/// <param name="Off">Off is what lies below it.</param>
public sealed record CycleMeasurement(string Name, MeasuredCycle Cycle, Expression Quantity, ElementValue On, ElementValue Off) : Measurement(Name, AnalysisKind.Transient)
{
    public MeasureWindow Window { get; init; } = new();

    public override IEnumerable<Expression> Quantities => [Quantity];

    public override IEnumerable<MeasureWindow> Windows => [Window];

    public override Measurement Placed(Placement placement) => this with
    {
        Quantity = placement.Expression(Quantity),
        On = placement.Value(On),
        Off = placement.Value(Off),
        Window = Window.Placed(placement),
    };
}
