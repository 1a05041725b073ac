namespace CircuitSim.Devices;

/// <summary>A switch between two resistances, with hysteresis: on above vt + vh, off below vt − vh, as it was in between.</summary>
public sealed record SwitchParameters
{
    /// <summary>ron: resistance when on [Ω].</summary>
    public double OnResistance { get; init; } = 1;

    /// <summary>roff: resistance when off [Ω].</summary>
    public double OffResistance { get; init; } = 1e12;

    /// <summary>vt: middle of the thresholds [V].</summary>
    public double Threshold { get; init; }

    /// <summary>vh: half the distance between the thresholds [V].</summary>
    public double Hysteresis { get; init; }

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public void Validate()
    {
        InvalidParameterException.RequirePositive(OnResistance, "Ω", "ron");
        InvalidParameterException.RequirePositive(OffResistance, "Ω", "roff");
        InvalidParameterException.RequireFinite(Threshold, "V", "vt");
        // ngspice gives a negative vh a meaning of its own (a smooth transition).
        InvalidParameterException.RequireNonNegative(Hysteresis, "V", "vh");
    }
}
