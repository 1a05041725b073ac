namespace CircuitSim.Devices;

/// <summary>A switch between two resistances, with hysteresis: on above vt + vh, off below vt − vh, as it was in between; it and ih where a current controls it.</summary>
public sealed record SwitchParameters
{
    /// <summary>ron: resistance when on [Ω].</summary>
    public double OnResistance { get; init; } = 1;

    /// <summary>roff: resistance when off [Ω].</summary>
    public double OffResistance { get; init; } = 1e12;

    /// <summary>Whether the thresholds are currents.</summary>
    public bool IsControlledByCurrent { get; init; }

    /// <summary>vt or it: middle of the thresholds [V] or [A].</summary>
    public double Threshold { get; init; }

    /// <summary>vh or ih: half the distance between the thresholds [V] or [A].</summary>
    public double Hysteresis { get; init; }

    /// <summary>What SPICE calls threshold and hysteresis.</summary>
    public static (string Threshold, string Hysteresis) ThresholdNames(bool controlledByCurrent) => controlledByCurrent ? ("it", "ih") : ("vt", "vh");

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public SwitchParameters Validated()
    {
        var ((threshold, hysteresis), unit) = (ThresholdNames(IsControlledByCurrent), IsControlledByCurrent ? "A" : "V");
        InvalidParameterException.RequirePositive(OnResistance, "Ω", "ron");
        InvalidParameterException.RequirePositive(OffResistance, "Ω", "roff");
        InvalidParameterException.RequireFinite(Threshold, unit, threshold);
        // ngspice gives a negative vh a meaning of its own (a smooth transition).
        InvalidParameterException.RequireNonNegative(Hysteresis, unit, hysteresis);
        return this;
    }
}
