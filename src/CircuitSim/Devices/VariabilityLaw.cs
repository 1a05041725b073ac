namespace CircuitSim.Devices;

/// <summary>The distribution of a quantity, such as a cell's conductance, around its target G; σ is relative to G.</summary>
public enum VariabilityLaw
{
    /// <summary>G (1 + σ z), z standard normal; a draw below zero is an open cell, G = 0.</summary>
    Normal,

    /// <summary>G (1 + σ z), z standard normal within |σ z| ≤ limit.</summary>
    TruncatedNormal,

    /// <summary>Mean G and standard deviation σ G: G exp(s z − s²/2), s² = ln(1 + σ²).</summary>
    LogNormal,
}
