namespace CircuitSim.Crossbars;

/// <summary>How a linear array is solved.</summary>
public enum CrossbarMethod
{
    /// <summary>Chosen from size, wire resistance and conductances; the outcome says which.</summary>
    Automatic,

    /// <summary>Conjugate gradients over exact line solves.</summary>
    Lines,

    /// <summary>The same with a coarse grid for what changes over many cells.</summary>
    CoarseCorrection,

    /// <summary>
    /// Direct elimination by nested dissection, without a subtraction: for arrays with shorts, where rounding would leave the
    /// others above the tolerance, and for effective conductances.
    /// </summary>
    Dissection,
}
