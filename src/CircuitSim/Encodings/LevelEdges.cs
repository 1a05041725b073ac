namespace CircuitSim.Encodings;

/// <summary>What is cut into equal bins, one for each level.</summary>
public enum LevelEdges
{
    /// <summary>The device's range, [G_off, G_on].</summary>
    Device,

    /// <summary>From the least to the greatest conductance of the matrix' weights (with <see cref="OffsetScope.Column"/> of each column's): a histogram of the data.</summary>
    Data,
}
