namespace CircuitSim.Devices;

/// <summary>
/// A memristor: a cell whose state w [m] moves at a rate that its voltage decides. Engines know memristors by this alone: a
/// model states its rate, its current, the thresholds between which it rests and the range of its state, each with its
/// derivatives, and how it integrates the rate; one without an integral of its own calls <see cref="StateIntegral"/>.
/// <para>
/// A model is a struct, so that a loop over devices that is compiled for it runs without virtual calls.
/// </para>
/// </summary>
public interface IMemristorModel : ICell
{
    /// <summary>Lower end of the state's range [m].</summary>
    double LowestState { get; }

    /// <summary>Upper end of the state's range [m].</summary>
    double HighestState { get; }

    /// <summary>Length of the state's range [m].</summary>
    double StateRange { get; }

    /// <summary>State at the start unless an element says otherwise [m].</summary>
    double StandardStart { get; }

    /// <summary>Voltage below which, and voltage above which, the state moves; not above and not below zero [V].</summary>
    (double Lower, double Upper) Thresholds { get; }

    /// <summary>Returns <paramref name="w"/> if a device may start there [m].</summary>
    /// <exception cref="InvalidParameterException">Outside the range, or where it would stay for ever.</exception>
    double RequireStart(double w);

    /// <summary>Whether the card claims to hold at every voltage.</summary>
    bool HoldsEverywhere { get; }

    /// <summary>Whether the card claims to hold at a voltage [V].</summary>
    bool HoldsAt(double v);

    /// <summary>Returns <paramref name="v"/> if the card claims to hold at it [V].</summary>
    /// <param name="name">What the voltage is, for the message.</param>
    /// <exception cref="InvalidParameterException">It does not.</exception>
    double RequireVoltage(double v, string name);

    /// <summary>The state in which the device has a wanted resistance [m]; exact at both limits.</summary>
    /// <param name="resistance">[Ω]</param>
    /// <exception cref="InvalidParameterException">The device never has it.</exception>
    double StateForResistance(double resistance);

    /// <summary>dw/dt [m/s].</summary>
    /// <param name="v">Voltage across the device [V].</param>
    /// <param name="w">State within its range [m].</param>
    double StateRate(double v, double w);

    /// <summary>∂(dw/dt)/∂v [m/(V·s)].</summary>
    double StateRatePerVolt(double v, double w);

    /// <summary>∂(dw/dt)/∂w [1/s].</summary>
    double StateRatePerState(double v, double w);

    /// <summary>∂i/∂w [A/m].</summary>
    double CurrentPerState(double v, double w);

    /// <summary>The state behind a time in which the voltage goes evenly from v0 to v1, inside its range [m], and ∂w/∂v1 [m/V].</summary>
    /// <param name="w">State at the start [m].</param>
    /// <param name="v0">Voltage at the start [V].</param>
    /// <param name="v1">Voltage at the end [V].</param>
    /// <param name="time">Length of the ramp [s].</param>
    (double State, double PerVolt) Advance(double w, double v0, double v1, double time);

    /// <summary>
    /// An estimate of what the state loses because its voltage bends: the rate along the two lines through the middle of a
    /// parabola, which take up three quarters of its bending, against that along the one line of <see cref="Advance"/> [m].
    /// </summary>
    /// <param name="w">State at the end [m].</param>
    /// <param name="v0">Voltage at the start [V].</param>
    /// <param name="v1">Voltage at the end [V].</param>
    /// <param name="sag">By how much the parabola lies below the line in the middle, v″ h² / 8 [V].</param>
    /// <param name="time">Length of the step [s].</param>
    double Bending(double w, double v0, double v1, double sag, double time);
}
