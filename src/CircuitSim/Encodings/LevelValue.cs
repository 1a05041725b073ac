namespace CircuitSim.Encodings;

/// <summary>Which conductance stands for a bin.</summary>
public enum LevelValue
{
    Midpoint,

    /// <summary>The mean of the weights' conductances within it; the middle of a bin without any.</summary>
    Centroid,
}
