namespace CircuitSim.Emulation.Networks;

/// <summary>How windows choose their padding; in ONNX NOTSET, VALID, SAME_UPPER and SAME_LOWER.</summary>
public enum AutoPad
{
    /// <summary>As stated.</summary>
    None,

    /// <summary>No padding.</summary>
    Valid,

    /// <summary>⌈size / stride⌉ windows, an odd pad at the end.</summary>
    SameUpper,

    /// <summary>⌈size / stride⌉ windows, an odd pad at the beginning.</summary>
    SameLower,
}
