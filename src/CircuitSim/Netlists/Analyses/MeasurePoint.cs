using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>An end of a <see cref="DelayMeasurement"/>: a place on the axis, or a crossing; exactly one of the two.</summary>
public sealed record MeasurePoint(ElementValue? At, Crossing? Crossing)
{
    public IEnumerable<Expression> Quantities => Crossing?.Quantities ?? [];

    public IEnumerable<(ElementValue? From, ElementValue? To)> Intervals => Crossing is null ? [] : [Crossing.Interval];

    public MeasurePoint Placed(Placement placement) => new(placement.Value(At), Crossing?.Placed(placement));
}
