namespace CircuitSim.Crossbars;

/// <summary>Which instructions the passes over an array use. All give the same bits.</summary>
public enum SimdWidth
{
    /// <summary>The widest that the machine has.</summary>
    Widest,

    /// <summary>512-bit registers (AVX-512).</summary>
    Bits512,

    /// <summary>256-bit registers, two for each eight lanes.</summary>
    Bits256,

    /// <summary>No vector instructions.</summary>
    Scalar,
}
