namespace CircuitSim.Periphery;

/// <summary>
/// An ADC: voltages to codes, once with ideal parts and once as its circuit or its drawn errors convert. One thread at a time: each takes
/// a <see cref="Copy"/>.
/// </summary>
public interface IAnalogToDigital
{
    string Name { get; }

    /// <summary>2^Bits codes, 0 … 2^Bits − 1.</summary>
    int Bits { get; }

    /// <summary>Width of the input range above <see cref="Lowest"/> [V]; LSB = Range/2^Bits.</summary>
    double Range { get; }

    /// <summary>Where the input range begins [V].</summary>
    double Lowest { get; }

    /// <summary>The code of a voltage with ideal parts.</summary>
    int Ideal(double voltage);

    /// <summary>The code of a voltage with the parts as they are; a circuit runs a conversion.</summary>
    /// <exception cref="ConvergenceException">The circuit could not be solved.</exception>
    int Convert(double voltage, CancellationToken cancellationToken = default);

    /// <summary>The code of a conversion that has all the time it needs, by the law of its parts at rest where that is cheaper than to run it.</summary>
    /// <exception cref="ConvergenceException">The circuit could not be solved.</exception>
    int ConvertAtRest(double voltage, CancellationToken cancellationToken = default) => Convert(voltage, cancellationToken);

    /// <summary>The same converter with the same parts, for another thread.</summary>
    IAnalogToDigital Copy();
}
