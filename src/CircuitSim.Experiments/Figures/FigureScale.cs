namespace CircuitSim.Experiments.Figures;

/// <summary>How values of an axis are spaced.</summary>
public enum FigureScale
{
    Linear,

    /// <summary>By the logarithm, over whole decades; for values above zero.</summary>
    Logarithmic,

    /// <summary>
    /// A list of values, each with its tick: to scale where that leaves them apart, else at equal distances, which the axis
    /// then says. For lists such as 0, 0.1, 1, 10, which no other scale can hold.
    /// </summary>
    Ordinal,
}
