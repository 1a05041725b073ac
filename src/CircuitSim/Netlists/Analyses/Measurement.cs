using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>A <c>.measure</c>: one number from the waveforms of an analysis.</summary>
public abstract record Measurement(string Name, AnalysisKind Analysis) : Written
{
    /// <summary>Whether every place that meets the conditions counts, not one of them alone (tran_cont and its like).</summary>
    public bool IsContinuous { get; init; }

    /// <summary>Whether its author says what stands for a value that is not found (default_val): then it may be that there is none.</summary>
    public bool MayFail { get; init; }

    /// <summary>Every expression of the measurement.</summary>
    public abstract IEnumerable<Expression> Quantities { get; }

    /// <summary>Every from=, to= and td= of the measurement.</summary>
    public abstract IEnumerable<MeasureWindow> Windows { get; }

    /// <summary>The same measurement with its values as numbers.</summary>
    public abstract Measurement Placed(Placement placement);
}
