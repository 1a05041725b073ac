using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>A <c>.print</c>: a table of quantities over the axis of an analysis.</summary>
public sealed record PrintRequest(AnalysisKind Analysis, IReadOnlyList<Expression> Quantities) : Written
{
    /// <summary>v(*): every voltage that the analysis reports stands behind them.</summary>
    public bool HasAllVoltages { get; init; }

    /// <summary>i(*): so does every current.</summary>
    public bool HasAllCurrents { get; init; }
}
