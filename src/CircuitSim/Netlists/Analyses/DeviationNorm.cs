namespace CircuitSim.Netlists.Analyses;

/// <summary>The norm of the differences at the points of a <see cref="DeviationMeasurement"/>.</summary>
public enum DeviationNorm
{
    /// <summary>Root of the sum of squares.</summary>
    Euclidean,

    /// <summary>Sum of magnitudes.</summary>
    Sum,

    /// <summary>Largest magnitude.</summary>
    Largest,
}
