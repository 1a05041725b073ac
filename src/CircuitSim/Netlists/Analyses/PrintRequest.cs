using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>A <c>.print</c>: a table of quantities over the axis of an analysis.</summary>
public sealed record PrintRequest(AnalysisKind Analysis, IReadOnlyList<Expression> Quantities)
{
    /// <summary>Where it was read; without effect on equality.</summary>
    public SourcePlace Place { get; init; } = SourcePlace.None;
}
