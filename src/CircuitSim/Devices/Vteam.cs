using System.Runtime.CompilerServices;
using CircuitSim.Numerics;

namespace CircuitSim.Devices;

/// <summary>
/// VTEAM, the voltage-threshold memristor of S. Kvatinsky, M. Ramadan, E. G. Friedman and A. Kolodny, "VTEAM: A
/// General Model for Voltage-Controlled Memristors", IEEE TCAS-II 62(8), 2015.
/// Positive resets, negative sets: a voltage above v_off moves the state w towards w_off, the HRS.
/// Valid for w in [w_on, w_off] and any finite v; the methods trust their arguments, so whoever owns a state keeps it
/// there (<see cref="VteamParameters.RequireStart"/>, and a projection after each step).
/// </summary>
public readonly struct Vteam : IThresholdModel
{
    private readonly VteamParameters parameters;
    private readonly double rOn, rOff, kOn, kOff, alphaOn, alphaOff, vOn, vOff, wOn, wOff, range;
    private readonly double lambda;
    private readonly CurrentVoltageForm form;
    private readonly StateWindow window;

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public Vteam(VteamParameters parameters)
    {
        this.parameters = parameters.Validated();
        (rOn, rOff) = (parameters.ROn, parameters.ROff);
        (kOn, kOff) = (parameters.KOn, parameters.KOff);
        (alphaOn, alphaOff) = (parameters.AlphaOn, parameters.AlphaOff);
        (vOn, vOff) = (parameters.VOn, parameters.VOff);
        (wOn, wOff) = (parameters.WOn, parameters.WOff);
        range = wOff - wOn;
        // e^λ = R_off / R_on
        lambda = Math.Log(rOff / rOn);
        form = parameters.Form;
        window = parameters.Window;
    }

    public VteamParameters Parameters => parameters;

    public double LowestState => wOn;

    public double HighestState => wOff;

    public double StateRange => range;

    public double StandardStart => parameters.Start;

    public double LowResistance => rOn;

    public double HighResistance => rOff;

    public (double Lowest, double Highest) Voltages => (parameters.VMin, parameters.VMax);

    public StateWindow Window => window;

    public (double Lower, double Upper) Thresholds => (vOn, vOff);

    public bool HoldsEverywhere => double.IsInfinity(parameters.VMin) && double.IsInfinity(parameters.VMax);

    public double RequireStart(double w) => parameters.RequireStart(w);

    public bool HoldsAt(double v) => parameters.HoldsAt(v);

    public double RequireVoltage(double v, string name) => parameters.RequireVoltage(v, name);

    public double RequireReadVoltage(double v) => parameters.RequireReadVoltage(v);

    public IThresholdModel Drawn(DeviceScatter scatter, RandomStream stream) => new Vteam(scatter.Draw(parameters, stream));

    public IThresholdModel Unwindowed(double lowResistance, double highResistance) =>
        new Vteam(parameters with { Window = StateWindow.None, W0 = null, ROn = lowResistance, ROff = highResistance });

    /// <summary>
    /// dw/dt [m/s]: k_off (v/v_off − 1)^α_off f_off(w) above v_off, exactly zero between the thresholds, and
    /// k_on (v/v_on − 1)^α_on f_on(w) below v_on.
    /// </summary>
    /// <param name="v">Voltage across the device [V].</param>
    /// <param name="w">State [m].</param>
    public double StateRate(double v, double w) => Drive(v) * WindowAt(w, v);

    /// <summary>The rate that the voltage alone gives, before the window slows it [m/s].</summary>
    /// <param name="v">Voltage across the device [V].</param>
    public double Drive(double v) => v > 0 ? kOff * Power(v / vOff - 1, alphaOff) : kOn * Power(v / vOn - 1, alphaOn);

    /// <summary>k (v/v_th − 1)^α = drive, solved for v.</summary>
    public double VoltageForDrive(double drive) => drive > 0
        ? vOff * (1 + Math.Pow(drive / kOff, 1 / alphaOff))
        : vOn * (1 + Math.Pow(drive / kOn, 1 / alphaOn));

    public double MeanDrive(double v0, double v1) => MeanOffDrive(v0, v1).Rate + MeanOnDrive(v0, v1).Rate;

    /// <summary>Mean of <see cref="Drive"/> towards w_off while the voltage goes evenly from v0 to v1 [m/s], and its slope in v1 [m/(V·s)].</summary>
    public (double Rate, double PerVolt) MeanOffDrive(double v0, double v1)
    {
        // Most cells of an array stay below their thresholds, and a division takes longer than all the rest of them.
        if (v0 <= vOff && v1 <= vOff)
            return (0, 0);
        var (mean, slope) = MeanPower(v0 / vOff - 1, v1 / vOff - 1, alphaOff);
        return (kOff * mean, kOff * slope / vOff);
    }

    /// <summary>The same towards w_on; not positive.</summary>
    public (double Rate, double PerVolt) MeanOnDrive(double v0, double v1)
    {
        if (v0 >= vOn && v1 >= vOn)
            return (0, 0);
        var (mean, slope) = MeanPower(v0 / vOn - 1, v1 / vOn - 1, alphaOn);
        return (kOn * mean, kOn * slope / vOn);
    }

    /// <summary>∂(dw/dt)/∂v [m/(V·s)]; at a threshold that of the dead zone, zero.</summary>
    public double StateRatePerVolt(double v, double w)
    {
        if (v > vOff)
            return kOff * alphaOff / vOff * Math.Pow(v / vOff - 1, alphaOff - 1) * window.Off(Normalized(w));
        if (v >= vOn)
            return 0;
        return kOn * alphaOn / vOn * Math.Pow(v / vOn - 1, alphaOn - 1) * window.On(Normalized(w));
    }

    /// <summary>∂(dw/dt)/∂w [1/s].</summary>
    public double StateRatePerState(double v, double w) =>
        Drive(v) * (v > 0 ? window.OffSlope(Normalized(w)) : window.OnSlope(Normalized(w))) / range;

    public (double State, double PerVolt) Advance(double w, double v0, double v1, double time) => VteamRamp.Advance(in this, w, v0, v1, time);

    public double Bending(double w, double v0, double v1, double sag, double time) => VteamRamp.Bending(in this, w, v0, v1, sag, time);

    public double Current(double v, double w) => v * Conductance(w);

    /// <summary>∂i/∂v [S]; both forms are ohmic at a frozen state, so v does not matter.</summary>
    public double Conductance(double v, double w) => Conductance(w);

    public (double Current, double Conductance) Linearize(double v, double w)
    {
        var g = Conductance(w);
        return (v * g, g);
    }

    /// <summary>i/v [S].</summary>
    // In line, so that the divisions of neighbouring cells overlap.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Conductance(double w) => form == CurrentVoltageForm.Exponential
        // i = v e^{−λ (w − w_on)/(w_off − w_on)} / R_on
        ? Math.Exp(-lambda * Normalized(w)) / rOn
        // i = v / (R_on + (R_off − R_on)(w − w_on)/(w_off − w_on))
        : 1 / (rOn + (rOff - rOn) * Normalized(w));

    /// <summary>∂i/∂w [A/m].</summary>
    public double CurrentPerState(double v, double w)
    {
        var g = Conductance(w);
        return form switch
        {
            CurrentVoltageForm.Exponential => -v * g * lambda / range,
            _ => -v * g * g * (rOff - rOn) / range,
        };
    }

    /// <summary>The state in which the device has a wanted resistance [m]; exact at both limits.</summary>
    /// <param name="resistance">[Ω]</param>
    /// <exception cref="InvalidParameterException">Outside [R_on, R_off].</exception>
    public double StateForResistance(double resistance)
    {
        if (!(resistance >= rOn && resistance <= rOff))
        {
            throw InvalidParameterException.OutOfRange(nameof(resistance), resistance, "Ω",
                $"from ron = {SiText.Format(rOn, "Ω")} to roff = {SiText.Format(rOff, "Ω")}");
        }

        var x = form switch
        {
            CurrentVoltageForm.Exponential => Math.Log(resistance / rOn) / lambda,
            _ => (resistance - rOn) / (rOff - rOn),
        };
        // At the upper end w_on + (w_off − w_on) may miss w_off by a rounding.
        return resistance == rOff ? wOff : Math.Clamp(wOn + x * range, wOn, wOff);
    }

    /// <summary>Whether a voltage lies between the thresholds.</summary>
    internal bool IsDead(double v) => v >= vOn && v <= vOff;

    /// <summary>Where a state arrives whose drive, integrated over time, is <paramref name="path"/> [m]; the limits are not yet applied without a window.</summary>
    internal double Moved(double w, double path)
    {
        if (window.Kind == StateWindowKind.None)
            return w + path;
        var x = Math.Clamp((w - wOn) / range, 0, 1);
        return w + range * (window.Advance(x, path / range) - x);
    }

    /// <summary>f_off(w) for a positive direction of the drive or voltage, f_on(w) for another one.</summary>
    internal double WindowAt(double w, double direction)
    {
        if (window.Kind == StateWindowKind.None)
            return 1;
        var x = Normalized(w);
        return direction > 0 ? window.Off(x) : window.On(x);
    }

    /// <summary>
    /// Mean of max(u, 0)^α while u goes evenly from u0 to u1, [u1^(α+1) − u0^(α+1)] / ((α + 1)(u1 − u0)), and its slope in
    /// u1. Where the two are so close that the difference would lose digits, Simpson's rule, whose error (u1 − u0)⁴/120 is
    /// then below 1e-8 of the mean.
    /// </summary>
    private static (double Mean, double Slope) MeanPower(double u0, double u1, double alpha)
    {
        const double Close = 0.03;
        if (u0 <= 0 && u1 <= 0)
            return (0, 0);
        var span = u1 - u0;
        if (u0 > 0 && u1 > 0 && Math.Abs(span) <= Close * Math.Max(u0, u1))
        {
            var middle = 0.5 * (u0 + u1);
            var (start, half, end) = (Power(u0, alpha), Power(middle, alpha), Power(u1, alpha));
            return ((start + 4 * half + end) / 6, alpha * (2 * half / middle + end / u1) / 6);
        }

        var (first, last) = (Power(u0, alpha), Power(u1, alpha));
        var mean = (last * Math.Max(u1, 0) - first * Math.Max(u0, 0)) / ((alpha + 1) * span);
        return (mean, (last - mean) / span);
    }

    /// <summary>max(u, 0)^α, the law of the drive beyond a threshold.</summary>
    private static double Power(double u, double alpha) => u > 0 ? Math.Pow(u, alpha) : 0;

    private double Normalized(double w) => (w - wOn) / range;
}
