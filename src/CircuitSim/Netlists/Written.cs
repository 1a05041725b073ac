namespace CircuitSim.Netlists;

/// <summary>Something that stands in a netlist, and perhaps in a text.</summary>
public abstract record Written
{
    /// <summary>Where it was read; without effect on equality.</summary>
    public SourcePlace Place { get; init; } = SourcePlace.None;
}
