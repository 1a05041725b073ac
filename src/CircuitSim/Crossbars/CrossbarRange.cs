using System.Runtime.CompilerServices;

namespace CircuitSim.Crossbars;

/// <summary>
/// How large an array's figures may be: far beyond every device, and so that no product of them leaves the range of doubles
/// (a current is at most 4096² · 1e30 S · 2e30 V).
/// </summary>
public static class CrossbarRange
{
    /// <summary>Greatest conductance of a cell [S].</summary>
    public const double GreatestConductance = 1e30;

    /// <summary>Greatest resistance of a segment, driver or sense input [Ω].</summary>
    public const double GreatestResistance = 1e30;

    /// <summary>Greatest magnitude of a line's voltage [V].</summary>
    public const double GreatestVoltage = 1e30;

    /// <summary>Returns a cell's conductance if it is in range [S].</summary>
    /// <param name="orElse">Completes what is said about one that is negative or not finite.</param>
    /// <exception cref="InvalidParameterException">It is not.</exception>
    public static double RequireConductance(double conductance, int row, int column, string orElse = "")
    {
        // Also false for NaN.
        if (conductance is >= 0 and <= GreatestConductance)
            return conductance;
        throw InvalidParameterException.OutOfRange(
            $"conductance of cell ({row}, {column})", conductance, "S",
            conductance is > GreatestConductance and <= double.MaxValue ? "at most 1e30 S" : "finite and not negative" + orElse);
    }

    /// <summary>Returns a resistance if it is in range [Ω].</summary>
    /// <exception cref="InvalidParameterException">It is not.</exception>
    public static double RequireResistance(double resistance, string name) =>
        InvalidParameterException.RequireNonNegative(resistance, "Ω", name) <= GreatestResistance
            ? resistance
            : throw InvalidParameterException.OutOfRange(name, resistance, "Ω", "at most 1e30 Ω");

    /// <summary>Returns a voltage if it is in range [V].</summary>
    /// <exception cref="InvalidParameterException">It is not.</exception>
    public static double RequireVoltage(double voltage, [CallerArgumentExpression(nameof(voltage))] string name = "") =>
        Math.Abs(InvalidParameterException.RequireFinite(voltage, "V", name)) <= GreatestVoltage
            ? voltage
            : throw InvalidParameterException.OutOfRange(name, voltage, "V", "between -1e30 V and 1e30 V");
}
