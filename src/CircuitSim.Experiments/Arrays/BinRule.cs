namespace CircuitSim.Experiments.Arrays;

/// <summary>What one square of a map stands for where it covers several cells.</summary>
public enum BinRule
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The largest of them.</summary>
    Maximum,
}
