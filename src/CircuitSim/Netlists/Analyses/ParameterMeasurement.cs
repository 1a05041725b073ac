using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>param='…': a number from parameters and the results of measurements of the same analysis that stand before it.</summary>
public sealed record ParameterMeasurement(string Name, AnalysisKind Analysis, Expression Value) : Measurement(Name, Analysis)
{
    /// <summary>None of the circuit's.</summary>
    public override IEnumerable<Expression> Quantities => [];

    public override IEnumerable<(ElementValue? From, ElementValue? To)> Intervals => [];

    public override Measurement Placed(Placement placement) => this with { Value = placement.Expression(Value) };
}
