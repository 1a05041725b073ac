namespace CircuitSim.Experiments.Figures;

/// <summary>What a line stands for, where that is one of the things that have the same colour in every figure.</summary>
public enum FigureMeaning
{
    /// <summary>What the circuit is held against: the emulator, an exact integral, the line on which two quantities are equal. Dashed.</summary>
    Ideal,

    /// <summary>The ideal before its own approximations, such as a network before its weights were quantized. Dashed.</summary>
    Unquantized,

    /// <summary>A circuit as one array, or whatever else was simulated.</summary>
    Circuit,

    /// <summary>The same circuit in tiles.</summary>
    Tiled,

    /// <summary>What someone measured.</summary>
    Measured,

    /// <summary>What holds a requirement.</summary>
    Passed,

    /// <summary>What misses one.</summary>
    Missed,
}
