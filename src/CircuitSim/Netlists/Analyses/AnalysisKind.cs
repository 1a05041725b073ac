namespace CircuitSim.Netlists.Analyses;

/// <summary>The analyses that have results over an axis, as <c>.print</c> and <c>.measure</c> name them.</summary>
public enum AnalysisKind
{
    OperatingPoint,
    DcSweep,
    Transient,

    /// <summary><c>.ac</c>, over frequency: every quantity is a complex number, reported as its real and its imaginary part.</summary>
    SmallSignal,

    /// <summary><c>.noise</c>, over frequency: densities at the output and referred to the input.</summary>
    Noise,

    /// <summary><c>.tf</c>: a single point.</summary>
    TransferFunction,

    /// <summary><c>.sens</c>, over the axis of the analysis that it goes along.</summary>
    Sensitivity,
}
