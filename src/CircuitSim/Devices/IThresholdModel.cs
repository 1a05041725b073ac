using CircuitSim.Numerics;

namespace CircuitSim.Devices;

/// <summary>
/// A memristor that can be programmed: it rests between two thresholds, a negative voltage sets it (moves w down, to the LRS),
/// a positive one resets it, and its rate separates, dw/dt = drive(v) · f(w). Programming and the studies of devices know
/// devices by this alone.
/// </summary>
public interface IThresholdModel : IMemristorModel
{
    /// <summary>Resistance at the lower end of the state's range, the LRS [Ω].</summary>
    double LowResistance { get; }

    /// <summary>Resistance at the upper end, the HRS [Ω].</summary>
    double HighResistance { get; }

    /// <summary>The voltages between which the card claims to hold; without bounds it claims all [V].</summary>
    (double Lowest, double Highest) Voltages { get; }

    /// <summary>f(w).</summary>
    StateWindow Window { get; }

    /// <summary>The rate that the voltage alone gives, before the window slows it [m/s].</summary>
    /// <param name="v">Voltage across the device [V].</param>
    double Drive(double v);

    /// <summary>Mean of <see cref="Drive"/> while the voltage goes evenly from v0 to v1 [m/s].</summary>
    double MeanDrive(double v0, double v1);

    /// <summary>The voltage of a drive [V].</summary>
    /// <param name="drive">Not zero [m/s].</param>
    double VoltageForDrive(double drive);

    /// <summary>Returns <paramref name="v"/> if the state does not move at it [V].</summary>
    /// <exception cref="InvalidParameterException">A read at this voltage would write.</exception>
    double RequireReadVoltage(double v);

    /// <summary>One device of many.</summary>
    /// <param name="stream">Of this device.</param>
    /// <exception cref="InvalidParameterException">The laws give no device.</exception>
    IThresholdModel Drawn(DeviceScatter scatter, RandomStream stream);

    /// <summary>The same without a window that may refuse a start at a limit, between other resistances [Ω].</summary>
    IThresholdModel Unwindowed(double lowResistance, double highResistance);
}
