using CircuitSim.Numerics;

namespace CircuitSim.Devices;

/// <summary>
/// Linear ion drift: D. B. Strukov et al., "The missing memristor found", Nature 453, 2008, with the window of Y. N. Joglekar
/// and S. J. Wolf, Eur. J. Phys. 30, 2009. The state w in [0, D] is the width of the doped part, x = w/D:
/// <code>
/// i = v / (R_on x + R_off (1 − x))
/// dw/dt = μ_v R_on/D · i · (1 − (2x − 1)^2p)
/// </code>
/// Positive sets: a positive voltage moves w towards D, the LRS. There is no threshold, and a state at a limit never leaves it.
/// </summary>
public readonly struct IonDrift : IMemristorModel
{
    private readonly IonDriftParameters parameters;
    private readonly double rOn, rOff, thickness, drift;
    private readonly StateWindow window;

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public IonDrift(IonDriftParameters parameters)
    {
        this.parameters = parameters.Validated();
        (rOn, rOff, thickness) = (parameters.ROn, parameters.ROff, parameters.Thickness);
        drift = parameters.Mobility * rOn / thickness;
        window = StateWindow.Joglekar(parameters.P);
    }

    public IonDriftParameters Parameters => parameters;

    public double LowestState => 0;

    public double HighestState => thickness;

    public double StateRange => thickness;

    public double StandardStart => parameters.RInit is { } r ? StateForResistance(r) : 0.5 * thickness;

    public (double Lower, double Upper) Thresholds => (0, 0);

    public bool HoldsEverywhere => true;

    public double Current(double v, double w) => v * Conductance(v, w);

    /// <summary>i/v [S]; the device is ohmic at a frozen state, so v does not matter.</summary>
    public double Conductance(double v, double w) => 1 / Resistance(w);

    public (double Current, double Conductance) Linearize(double v, double w)
    {
        var g = Conductance(v, w);
        return (v * g, g);
    }

    public double CurrentPerState(double v, double w)
    {
        var g = Conductance(v, w);
        return v * g * g * (rOff - rOn) / thickness;
    }

    public double StateRate(double v, double w) => drift * Current(v, w) * window.Off(w / thickness);

    public double StateRatePerVolt(double v, double w) => drift * Conductance(v, w) * window.Off(w / thickness);

    public double StateRatePerState(double v, double w) =>
        drift * (CurrentPerState(v, w) * window.Off(w / thickness) + Current(v, w) * window.OffSlope(w / thickness) / thickness);

    public (double State, double PerVolt) Advance(double w, double v0, double v1, double time) => StateIntegral.Advance(in this, w, v0, v1, time);

    public double Bending(double w, double v0, double v1, double sag, double time) => StateIntegral.Bending(in this, w, v0, v1, sag, time);

    public double RequireStart(double w) => w > 0 && w < thickness
        ? w
        : throw InvalidParameterException.OutOfRange("w0", w, "m", $"strictly between 0 and d = {SiText.Format(thickness, "m")}: Joglekar's window holds a state at a limit for ever");

    public bool HoldsAt(double v) => double.IsFinite(v);

    public double RequireVoltage(double v, string name) => InvalidParameterException.RequireFinite(v, "V", name);

    public double StateForResistance(double resistance)
    {
        if (!(resistance >= rOn && resistance <= rOff))
        {
            throw InvalidParameterException.OutOfRange(nameof(resistance), resistance, "Ω",
                $"from ron = {SiText.Format(rOn, "Ω")} to roff = {SiText.Format(rOff, "Ω")}");
        }

        return resistance == rOn ? thickness : thickness * (rOff - resistance) / (rOff - rOn);
    }

    private double Resistance(double w) => rOn * (w / thickness) + rOff * (1 - w / thickness);
}
