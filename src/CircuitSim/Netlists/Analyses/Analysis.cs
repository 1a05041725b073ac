namespace CircuitSim.Netlists.Analyses;

/// <summary>Something a netlist asks an engine to compute.</summary>
public abstract record Analysis
{
    /// <summary>Where it was read; without effect on equality.</summary>
    public SourcePlace Place { get; init; } = SourcePlace.None;

    /// <summary>The same analysis with its values as numbers.</summary>
    public abstract Analysis Placed(Placement placement);
}
