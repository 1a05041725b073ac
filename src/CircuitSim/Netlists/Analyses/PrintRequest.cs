using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>A <c>.print</c>: a table of quantities over the axis of an analysis.</summary>
public sealed record PrintRequest(AnalysisKind Analysis, IReadOnlyList<Expression> Quantities) : Written;
