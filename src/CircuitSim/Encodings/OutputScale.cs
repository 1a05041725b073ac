namespace CircuitSim.Encodings;

/// <summary>What decoded outputs are multiplied by.</summary>
public enum OutputScale
{
    /// <summary>Nothing: the decode of the mapping as it is.</summary>
    Exact,

    /// <summary>For each output the factor that brings the weights that the levels can hold nearest to the given ones, Σ ŵw / Σ ŵ².</summary>
    LeastSquares,

    /// <summary><see cref="OffsetColumn.GivenScale"/>.</summary>
    Given,
}
