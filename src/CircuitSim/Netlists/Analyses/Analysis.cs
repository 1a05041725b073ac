namespace CircuitSim.Netlists.Analyses;

/// <summary>Something a netlist asks an engine to compute.</summary>
public abstract record Analysis : Written
{
    public abstract AnalysisKind Kind { get; }

    /// <summary>The same analysis with its values as numbers.</summary>
    public abstract Analysis Placed(Placement placement);
}
