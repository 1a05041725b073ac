namespace CircuitSim.Netlists;

/// <summary>A named value; names are compared without case.</summary>
public sealed record Parameter(string Name, ElementValue Value)
{
    /// <summary>Where it was read; without effect on equality.</summary>
    public SourcePlace Place { get; init; } = SourcePlace.None;
}
