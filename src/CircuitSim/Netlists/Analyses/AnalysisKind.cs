namespace CircuitSim.Netlists.Analyses;

/// <summary>The analyses that have results over an axis, as <c>.print</c> and <c>.measure</c> name them.</summary>
public enum AnalysisKind
{
    OperatingPoint,
    DcSweep,
    Transient,
}
