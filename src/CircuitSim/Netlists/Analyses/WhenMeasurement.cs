using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>when …: the place of a crossing on the axis.</summary>
public sealed record WhenMeasurement(string Name, AnalysisKind Analysis, Crossing When) : Measurement(Name, Analysis)
{
    public override IEnumerable<Expression> Quantities => When.Quantities;

    public override IEnumerable<MeasureWindow> Windows => [When.Window];

    public override Measurement Placed(Placement placement) => this with { When = When.Placed(placement) };
}
