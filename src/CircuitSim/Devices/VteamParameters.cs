using CircuitSim.Numerics;

namespace CircuitSim.Devices;

/// <summary>Parameters of <see cref="Vteam"/>. Messages name them as a model card does (ron, koff …); see device-models/README.md.</summary>
public sealed record VteamParameters
{
    /// <summary>Resistance at w_on, the LRS; above zero [Ω].</summary>
    public required double ROn { get; init; }

    /// <summary>Resistance at w_off, the HRS; above <see cref="ROn"/> [Ω].</summary>
    public required double ROff { get; init; }

    /// <summary>Speed of the state towards w_on; below zero [m/s].</summary>
    public required double KOn { get; init; }

    /// <summary>Speed of the state towards w_off; above zero [m/s].</summary>
    public required double KOff { get; init; }

    /// <summary>Exponent of the set; at least 1, or its slope at the threshold would be infinite.</summary>
    public required double AlphaOn { get; init; }

    /// <summary>Exponent of the reset; at least 1.</summary>
    public required double AlphaOff { get; init; }

    /// <summary>Set threshold; below zero [V].</summary>
    public required double VOn { get; init; }

    /// <summary>Reset threshold; above zero [V].</summary>
    public required double VOff { get; init; }

    /// <summary>State of the LRS [m].</summary>
    public required double WOn { get; init; }

    /// <summary>State of the HRS; above <see cref="WOn"/> [m].</summary>
    public required double WOff { get; init; }

    public CurrentVoltageForm Form { get; init; }

    public StateWindow Window { get; init; }

    /// <summary>State at the start unless an element says otherwise; null is w_off, the HRS [m].</summary>
    public double? W0 { get; init; }

    /// <summary>State at the start: <see cref="W0"/>, or else w_off [m].</summary>
    public double Start => W0 ?? WOff;

    /// <summary>Lowest voltage at which the card claims to hold; not above zero, −∞ claims all [V].</summary>
    public double VMin { get; init; } = double.NegativeInfinity;

    /// <summary>Highest voltage at which the card claims to hold; not below zero, ∞ claims all [V].</summary>
    public double VMax { get; init; } = double.PositiveInfinity;

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public VteamParameters Validated()
    {
        InvalidParameterException.Require(ROn > 0, "ron", ROn, "Ω", "finite and above zero");
        InvalidParameterException.Require(ROff > ROn, "roff", ROff, "Ω", $"finite and above ron = {SiText.Format(ROn, "Ω")}");
        InvalidParameterException.Require(KOn < 0, "kon", KOn, "m/s", "finite and below zero (a negative voltage sets)");
        InvalidParameterException.Require(KOff > 0, "koff", KOff, "m/s", "finite and above zero (a positive voltage resets)");
        InvalidParameterException.Require(AlphaOn >= 1, "aon", AlphaOn, "", "finite and at least 1");
        InvalidParameterException.Require(AlphaOff >= 1, "aoff", AlphaOff, "", "finite and at least 1");
        InvalidParameterException.Require(VOn < 0, "von", VOn, "V", "finite and below zero");
        InvalidParameterException.Require(VOff > 0, "voff", VOff, "V", "finite and above zero");
        InvalidParameterException.Require(true, "won", WOn, "m", "finite");
        InvalidParameterException.Require(WOff > WOn, "woff", WOff, "m", $"finite and above won = {SiText.Format(WOn, "m")}");
        if (!(VMin <= 0))
            throw InvalidParameterException.OutOfRange("vmin", VMin, "V", "not above zero");
        if (!(VMax >= 0))
            throw InvalidParameterException.OutOfRange("vmax", VMax, "V", "not below zero");
        RequireStart(Start);
        return this;
    }

    /// <summary>Returns <paramref name="w"/> if a device may start there [m].</summary>
    /// <exception cref="InvalidParameterException">Outside [w_on, w_off], or at a limit where the window would hold it for ever.</exception>
    public double RequireStart(double w)
    {
        InvalidParameterException.Require(w >= WOn && w <= WOff, "w0", w, "m", $"from won = {SiText.Format(WOn, "m")} to woff = {SiText.Format(WOff, "m")}");
        InvalidParameterException.Require(!Window.SticksAtLimits || (w > WOn && w < WOff), "w0", w, "m",
            $"strictly between won and woff: {Window.Kind}'s window holds a state at a limit for ever");
        return w;
    }

    /// <summary>Returns <paramref name="v"/> if the state does not move at it [V].</summary>
    /// <exception cref="InvalidParameterException">A read at this voltage would write.</exception>
    public double RequireReadVoltage(double v)
    {
        InvalidParameterException.Require(v >= VOn && v <= VOff, "read voltage", v, "V",
            $"from von = {SiText.Format(VOn, "V")} to voff = {SiText.Format(VOff, "V")}, where the state does not move");
        return v;
    }

    /// <summary>Whether the card claims to hold at a voltage [V]; beyond its bounds by a rounding, it does.</summary>
    public bool HoldsAt(double v)
    {
        const double Rounding = 1e-9;
        return v >= VMin * (1 + Rounding) && v <= VMax * (1 + Rounding);
    }

    /// <summary>Returns <paramref name="v"/> if the card claims to hold at it [V].</summary>
    /// <param name="name">What the voltage is, for the message.</param>
    /// <exception cref="InvalidParameterException">The voltage is outside [vmin, vmax], or not finite.</exception>
    public double RequireVoltage(double v, string name)
    {
        InvalidParameterException.RequireFinite(v, "V", name);
        return HoldsAt(v) ? v : throw InvalidParameterException.OutOfRange(name, v, "V",
            $"from vmin = {SiText.Format(VMin, "V")} to vmax = {SiText.Format(VMax, "V")}, the range in which the device's card holds; drive it less, or widen the range on the card");
    }
}
