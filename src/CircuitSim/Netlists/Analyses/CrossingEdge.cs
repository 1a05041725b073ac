namespace CircuitSim.Netlists.Analyses;

/// <summary>The direction of a <see cref="Crossing"/>.</summary>
public enum CrossingEdge
{
    Either,
    Rise,
    Fall,
}
