using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>A <c>.measure</c>: one number from the waveforms of an analysis.</summary>
public abstract record Measurement(string Name, AnalysisKind Analysis) : Written
{
    /// <summary>Every expression of the measurement.</summary>
    public abstract IEnumerable<Expression> Quantities { get; }

    /// <summary>Every from= and to= of the measurement.</summary>
    public abstract IEnumerable<(ElementValue? From, ElementValue? To)> Intervals { get; }

    /// <summary>The same measurement with its values as numbers.</summary>
    public abstract Measurement Placed(Placement placement);
}
