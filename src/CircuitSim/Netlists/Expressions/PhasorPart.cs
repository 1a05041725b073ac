namespace CircuitSim.Netlists.Expressions;

/// <summary>What a <see cref="PhasorExpression"/> makes of a complex amplitude.</summary>
public enum PhasorPart
{
    Magnitude,

    /// <summary>In radians, or in degrees if the options say so.</summary>
    Phase,

    /// <summary>20 log₁₀ of the magnitude [dB].</summary>
    Decibel,
    Real,
    Imaginary,
}
