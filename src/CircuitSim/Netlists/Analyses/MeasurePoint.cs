using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>An end of what is measured: a place on the axis, or a crossing; exactly one of the two.</summary>
public sealed record MeasurePoint(ElementValue? At, Crossing? Crossing)
{
    public IEnumerable<Expression> Quantities => Crossing?.Quantities ?? [];

    public IEnumerable<MeasureWindow> Windows => Crossing is null ? [] : [Crossing.Window];

    public MeasurePoint Placed(Placement placement) => new(placement.Value(At), Crossing?.Placed(placement));
}
