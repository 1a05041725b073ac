namespace CircuitSim.Netlists.Analyses;

/// <summary>Something a netlist asks an engine to compute.</summary>
public abstract record Analysis : Written
{
    /// <summary>The same analysis with its values as numbers.</summary>
    public abstract Analysis Placed(Placement placement);
}
