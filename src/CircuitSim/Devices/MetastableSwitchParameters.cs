using CircuitSim.Numerics;

namespace CircuitSim.Devices;

/// <summary>Parameters of <see cref="MetastableSwitch"/>. Messages name them as a model card does; see device-models/README.md.</summary>
public sealed record MetastableSwitchParameters
{
    /// <summary>Resistance with all switches on; above zero [Ω].</summary>
    public double ROn { get; init; } = 100;

    /// <summary>Resistance with all switches off; above <see cref="ROn"/> [Ω].</summary>
    public double ROff { get; init; } = 16e3;

    /// <summary>Voltage at which a switch that is off turns on in 2τ; above zero [V].</summary>
    public double VOn { get; init; } = 1;

    /// <summary>Magnitude of the negative voltage at which a switch that is on turns off in 2τ; above zero [V].</summary>
    public double VOff { get; init; } = 1;

    /// <summary>Time constant τ; above zero [s].</summary>
    public double Tau { get; init; } = 10e-9;

    /// <summary>Temperature, whose thermal voltage is the width of the thresholds; above zero [K].</summary>
    public double Temperature { get; init; } = 300;

    /// <summary>Part of the current that the switches carry; the rest is that of a Schottky diode each way; from 0 to 1.</summary>
    public double Phi { get; init; } = 1;

    /// <summary>Scale of the forward diode; not negative [A].</summary>
    public double ForwardAlpha { get; init; }

    /// <summary>Slope of the forward diode; not negative [1/V].</summary>
    public double ForwardBeta { get; init; }

    /// <summary>Scale of the reverse diode; not negative [A].</summary>
    public double ReverseAlpha { get; init; }

    /// <summary>Slope of the reverse diode; not negative [1/V].</summary>
    public double ReverseBeta { get; init; }

    /// <summary>Resistance of the switches at the start; null is <see cref="ROff"/> [Ω].</summary>
    public double? RInit { get; init; }

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public MetastableSwitchParameters Validated()
    {
        InvalidParameterException.Require(ROn > 0, "ron", ROn, "Ω", "finite and above zero");
        InvalidParameterException.Require(ROff > ROn, "roff", ROff, "Ω", $"finite and above ron = {SiText.Format(ROn, "Ω")}");
        InvalidParameterException.Require(VOn > 0, "von", VOn, "V", "finite and above zero");
        InvalidParameterException.Require(VOff > 0, "voff", VOff, "V", "finite and above zero: it is a magnitude");
        InvalidParameterException.Require(Tau > 0, "tau", Tau, "s", "finite and above zero");
        InvalidParameterException.Require(Temperature > 0, "temp", Temperature, "K", "finite and above zero");
        InvalidParameterException.Require(Phi is >= 0 and <= 1, "phi", Phi, "", "from 0 to 1");
        InvalidParameterException.Require(ForwardAlpha >= 0, "sfa", ForwardAlpha, "A", "finite and not negative");
        InvalidParameterException.Require(ForwardBeta >= 0, "sfb", ForwardBeta, "1/V", "finite and not negative");
        InvalidParameterException.Require(ReverseAlpha >= 0, "sra", ReverseAlpha, "A", "finite and not negative");
        InvalidParameterException.Require(ReverseBeta >= 0, "srb", ReverseBeta, "1/V", "finite and not negative");
        if (RInit is { } r)
            InvalidParameterException.Require(r >= ROn && r <= ROff, "r_init", r, "Ω", $"from ron = {SiText.Format(ROn, "Ω")} to roff = {SiText.Format(ROff, "Ω")}");
        return this;
    }
}
