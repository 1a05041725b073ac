namespace CircuitSim.Encodings;

/// <summary>Where the current of a zero weight, which is subtracted from every column, comes from.</summary>
public enum OffsetReference
{
    /// <summary>A column of the array whose cells have the exact conductance of a zero weight, also where cells are varied.</summary>
    Column,

    /// <summary>A column of the array, quantized like all others, but not varied where cells are.</summary>
    QuantizedColumn,

    /// <summary>The same, and where cells are varied, its cells are varied like all others.</summary>
    NoisyColumn,

    /// <summary>No column: the sum of the inputs is known digitally, and its share is subtracted after conversion.</summary>
    Digital,
}
