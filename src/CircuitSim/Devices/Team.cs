using CircuitSim.Numerics;

namespace CircuitSim.Devices;

/// <summary>
/// TEAM, the current-threshold memristor of S. Kvatinsky, E. G. Friedman, A. Kolodny and U. C. Weiser, "TEAM: ThrEshold Adaptive
/// Memristor Model", IEEE TCAS-I 60(1), 2013; level 2 of Xyce.
/// <code>
/// v = R(x) i,  R = R_on + (R_off − R_on) y  or  R_on (R_off/R_on)^y,   y = (x − x_on)/(x_off − x_on)
/// dx/dt = k_off (i/i_off − 1)^α_off f_off(y)   above i_off,   k_on (i/i_on − 1)^α_on f_on(y)   below i_on,   0 between
/// </code>
/// Positive resets, negative sets. The exponential window closes at a_off and a_on and not at the limits: the state may pass
/// them by a few of its widths w_c, as it does in Xyce, and R with it.
/// </summary>
public readonly struct Team : IMemristorModel
{
    /// <summary>Widths of the exponential window behind which it is zero: exp(−e^5) is 1e-64.</summary>
    private const double ClosedWidths = 5;

    private readonly TeamParameters parameters;
    private readonly double rOn, rOff, kOn, kOff, alphaOn, alphaOff, iOn, iOff, xOn, range, lambda, lowest, highest;
    private readonly bool isExponential;
    private readonly StateWindow window;

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public Team(TeamParameters parameters)
    {
        this.parameters = parameters.Validated();
        (rOn, rOff, kOn, kOff) = (parameters.ROn, parameters.ROff, parameters.KOn, parameters.KOff);
        (alphaOn, alphaOff, iOn, iOff) = (parameters.AlphaOn, parameters.AlphaOff, parameters.IOn, parameters.IOff);
        (xOn, range) = (parameters.XOn, parameters.XOff - parameters.XOn);
        // e^λ = R_off / R_on
        lambda = Math.Log(rOff / rOn);
        isExponential = parameters.Form == CurrentVoltageForm.Exponential;
        window = parameters.Window;
        var (first, last) = window.Kind == StateWindowKind.Exponential
            ? (Math.Min(0, window.AOn - ClosedWidths * window.C), Math.Max(1, window.AOff + ClosedWidths * window.C))
            : (0.0, 1.0);
        (lowest, highest) = (xOn + range * first, xOn + range * last);
        if (!(Resistance(lowest) > 0))
            throw InvalidParameterException.Because("wc", $"wc = {SiText.Format(window.C * range, "m")} lets the state pass xon so far that no resistance is left; make it narrower, or aon larger.");
    }

    public TeamParameters Parameters => parameters;

    public double LowestState => lowest;

    public double HighestState => highest;

    public double StateRange => range;

    /// <summary>Xyce's unknown begins at zero.</summary>
    public double StandardStart => Math.Clamp(0, lowest, highest);

    /// <summary>Where the smallest resistance lets a threshold current flow.</summary>
    public (double Lower, double Upper) Thresholds => (iOn * Resistance(lowest), iOff * Resistance(lowest));

    public bool HoldsEverywhere => true;

    public double Current(double v, double w) => v / Resistance(w);

    /// <summary>i/v [S]; the device is ohmic at a frozen state, so v does not matter.</summary>
    public double Conductance(double v, double w) => 1 / Resistance(w);

    public (double Current, double Conductance) Linearize(double v, double w)
    {
        var g = Conductance(v, w);
        return (v * g, g);
    }

    public double CurrentPerState(double v, double w) => -Current(v, w) * ResistanceSlope(w) / Resistance(w);

    public double StateRate(double v, double w)
    {
        var i = Current(v, w);
        return i > iOff ? kOff * Math.Pow(i / iOff - 1, alphaOff) * window.Off(Y(w))
            : i < iOn ? kOn * Math.Pow(i / iOn - 1, alphaOn) * window.On(Y(w))
            : 0;
    }

    public double StateRatePerVolt(double v, double w) => RatePerAmpere(Current(v, w), w) / Resistance(w);

    public double StateRatePerState(double v, double w)
    {
        var i = Current(v, w);
        var byWindow = i > iOff ? kOff * Math.Pow(i / iOff - 1, alphaOff) * window.OffSlope(Y(w)) / range
            : i < iOn ? kOn * Math.Pow(i / iOn - 1, alphaOn) * window.OnSlope(Y(w)) / range
            : 0;
        return byWindow + RatePerAmpere(i, w) * CurrentPerState(v, w);
    }

    public (double State, double PerVolt) Advance(double w, double v0, double v1, double time) =>
        StateIntegral.Advance(in this, w, v0, v1, time, (iOn * Resistance(w), iOff * Resistance(w)));

    public double Bending(double w, double v0, double v1, double sag, double time) => StateIntegral.Bending(in this, w, v0, v1, sag, time);

    public double RequireStart(double w)
    {
        InvalidParameterException.Require(w >= lowest && w <= highest, "w0", w, "m", $"from {SiText.Format(lowest, "m")} to {SiText.Format(highest, "m")}");
        InvalidParameterException.Require(!window.SticksAtLimits || (w > lowest && w < highest), "w0", w, "m",
            $"strictly between xon and xoff: {window.Kind}'s window holds a state at a limit for ever; give w0");
        return w;
    }

    public bool HoldsAt(double v) => double.IsFinite(v);

    public double RequireVoltage(double v, string name) => InvalidParameterException.RequireFinite(v, "V", name);

    public double StateForResistance(double resistance)
    {
        if (!(resistance >= rOn && resistance <= rOff))
        {
            throw InvalidParameterException.OutOfRange(nameof(resistance), resistance, "Ω",
                $"from ron = {SiText.Format(rOn, "Ω")} to roff = {SiText.Format(rOff, "Ω")}");
        }

        return xOn + range * (isExponential ? Math.Log(resistance / rOn) / lambda : (resistance - rOn) / (rOff - rOn));
    }

    private double RatePerAmpere(double i, double w) => i > iOff ? kOff * alphaOff / iOff * Math.Pow(i / iOff - 1, alphaOff - 1) * window.Off(Y(w))
        : i < iOn ? kOn * alphaOn / iOn * Math.Pow(i / iOn - 1, alphaOn - 1) * window.On(Y(w))
        : 0;

    private double Y(double w) => (w - xOn) / range;

    private double Resistance(double w) => isExponential ? rOn * Math.Exp(lambda * Y(w)) : rOn + (rOff - rOn) * Y(w);

    private double ResistanceSlope(double w) => isExponential ? Resistance(w) * lambda / range : (rOff - rOn) / range;
}
