namespace CircuitSim.Devices;

/// <summary>
/// PSpice's switch without hysteresis: a conductance that goes smoothly from one value to the other between two controls. ln G
/// is a cubic in the control, level at both ends (PSpice A/D Reference Guide, "Voltage-controlled switch"; Xyce Reference Guide has the same).
/// </summary>
public sealed record SmoothSwitchParameters
{
    /// <summary>ron: resistance when on [Ω].</summary>
    public double OnResistance { get; init; } = 1;

    /// <summary>roff: resistance when off [Ω].</summary>
    public double OffResistance { get; init; } = 1e6;

    /// <summary>von, ion or on: control of the one end [V] or [A].</summary>
    public double On { get; init; } = 1;

    /// <summary>voff, ioff or off: control of the other end [V] or [A].</summary>
    public double Off { get; init; }

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public SmoothSwitchParameters Validated()
    {
        InvalidParameterException.RequirePositive(OnResistance, "Ω", "ron");
        InvalidParameterException.RequirePositive(OffResistance, "Ω", "roff");
        InvalidParameterException.RequireFinite(On, "", "on");
        InvalidParameterException.RequireFinite(Off, "", "off");
        return On != Off ? this : throw InvalidParameterException.Because("on", "the controls of on and off must differ; a switch without a transition is one of kind SW.");
    }
}
