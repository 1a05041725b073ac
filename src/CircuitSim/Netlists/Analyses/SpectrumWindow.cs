namespace CircuitSim.Netlists.Analyses;

/// <summary>
/// The weights of the samples of an <c>.fft</c>: Harris, "On the use of windows for harmonic analysis with the discrete Fourier transform",
/// Proc. IEEE 66 (1978), 51–83.
/// </summary>
public enum SpectrumWindow
{
    Rectangular,

    /// <summary>Triangle.</summary>
    Bartlett,

    /// <summary>A triangle and a cosine.</summary>
    BartlettHann,
    Hann,
    Hamming,

    /// <summary>Three terms, side lobes of −67 dB.</summary>
    BlackmanHarris3,

    /// <summary>Three terms with Blackman's own weights.</summary>
    Blackman,

    /// <summary>Four terms, side lobes of −92 dB.</summary>
    BlackmanHarris4,
    Nuttall,
    Gauss,
    Kaiser,

    /// <summary>Cosine to the fourth power.</summary>
    Cosine4,

    /// <summary>Half a period of a sine.</summary>
    HalfSine,

    /// <summary>Its third power.</summary>
    HalfSine3,

    /// <summary>Its sixth power.</summary>
    HalfSine6,
}
