namespace CircuitSim.Netlists.Analyses;

/// <summary>What a <see cref="SpectrumMeasurement"/> makes of an <c>.fft</c>.</summary>
public enum SpectrumFigure
{
    /// <summary>A coefficient at a frequency.</summary>
    Coefficient,

    /// <summary>Effective number of bits.</summary>
    EffectiveBits,

    /// <summary>Signal to the largest other line [dB].</summary>
    SpuriousFreeRange,

    /// <summary>Signal to all that is no harmonic [dB].</summary>
    SignalToNoise,

    /// <summary>Signal to all else [dB].</summary>
    SignalToNoiseAndDistortion,

    /// <summary>Harmonics to the signal [dB].</summary>
    Distortion,
}
