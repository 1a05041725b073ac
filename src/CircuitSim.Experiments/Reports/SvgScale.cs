namespace CircuitSim.Experiments.Reports;

/// <summary>How values of an axis are spaced.</summary>
public enum SvgScale
{
    Linear,

    /// <summary>By the logarithm, over whole decades; for values above zero.</summary>
    Logarithmic,

    /// <summary>The distinct values stand at equal distances: for lists such as 0, 0.1, 1, 10 that no other scale can hold.</summary>
    Ordinal,
}
