using CircuitSim.Numerics;

namespace CircuitSim.Devices;

/// <summary>Parameters of <see cref="IonDrift"/>. Messages name them as a model card does; see device-models/README.md.</summary>
public sealed record IonDriftParameters
{
    /// <summary>Resistance of the doped film; above zero [Ω].</summary>
    public required double ROn { get; init; }

    /// <summary>Resistance of the undoped film; above <see cref="ROn"/> [Ω].</summary>
    public required double ROff { get; init; }

    /// <summary>Thickness D of the film; above zero [m].</summary>
    public required double Thickness { get; init; }

    /// <summary>Mobility μ_v of the ions; above zero [m²/(V·s)].</summary>
    public required double Mobility { get; init; }

    /// <summary>Exponent p of Joglekar's window; at least 1.</summary>
    public double P { get; init; } = 1;

    /// <summary>Resistance at the start unless an element says otherwise; null is the middle between the limits [Ω].</summary>
    public double? RInit { get; init; }

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public IonDriftParameters Validated()
    {
        InvalidParameterException.Require(ROn > 0, "ron", ROn, "Ω", "finite and above zero");
        InvalidParameterException.Require(ROff > ROn, "roff", ROff, "Ω", $"finite and above ron = {SiText.Format(ROn, "Ω")}");
        InvalidParameterException.Require(Thickness > 0, "d", Thickness, "m", "finite and above zero");
        InvalidParameterException.Require(Mobility > 0, "uv", Mobility, "m²/(V·s)", "finite and above zero");
        InvalidParameterException.Require(P >= 1, "p", P, "", "finite and at least 1");
        if (RInit is { } r)
            InvalidParameterException.Require(r > ROn && r < ROff, "r_init", r, "Ω", $"strictly between ron = {SiText.Format(ROn, "Ω")} and roff = {SiText.Format(ROff, "Ω")}");
        return this;
    }
}
