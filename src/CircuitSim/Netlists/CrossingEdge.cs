namespace CircuitSim.Netlists;

/// <summary>The direction of a <see cref="Crossing"/>.</summary>
public enum CrossingEdge
{
    Either,
    Rise,
    Fall,
}
