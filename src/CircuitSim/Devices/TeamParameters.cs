using CircuitSim.Numerics;

namespace CircuitSim.Devices;

/// <summary>Parameters of <see cref="Team"/>. Messages name them as a model card does; see device-models/README.md.</summary>
public sealed record TeamParameters
{
    /// <summary>Resistance at x_on; above zero [Ω].</summary>
    public double ROn { get; init; } = 50;

    /// <summary>Resistance at x_off; above <see cref="ROn"/> [Ω].</summary>
    public double ROff { get; init; } = 1000;

    /// <summary>Speed of the state towards x_on; below zero [m/s].</summary>
    public double KOn { get; init; } = -8e-13;

    /// <summary>Speed of the state towards x_off; above zero [m/s].</summary>
    public double KOff { get; init; } = 8e-13;

    /// <summary>Exponent of the set; at least 1.</summary>
    public double AlphaOn { get; init; } = 3;

    /// <summary>Exponent of the reset; at least 1.</summary>
    public double AlphaOff { get; init; } = 3;

    /// <summary>Current below which the device sets; below zero [A].</summary>
    public double IOn { get; init; } = -8.9e-6;

    /// <summary>Current above which the device resets; above zero [A].</summary>
    public double IOff { get; init; } = 115e-6;

    /// <summary>State of the LRS [m].</summary>
    public double XOn { get; init; }

    /// <summary>State of the HRS; above <see cref="XOn"/> [m].</summary>
    public double XOff { get; init; } = 3e-9;

    public CurrentVoltageForm Form { get; init; }

    /// <summary>Of (x − x_on)/(x_off − x_on). The exponential one has no limit of its own: the state ends where it closes.</summary>
    public StateWindow Window { get; init; }

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public TeamParameters Validated()
    {
        InvalidParameterException.Require(ROn > 0, "ron", ROn, "Ω", "finite and above zero");
        InvalidParameterException.Require(ROff > ROn, "roff", ROff, "Ω", $"finite and above ron = {SiText.Format(ROn, "Ω")}");
        InvalidParameterException.Require(KOn < 0, "kon", KOn, "m/s", "finite and below zero (a negative current sets)");
        InvalidParameterException.Require(KOff > 0, "koff", KOff, "m/s", "finite and above zero (a positive current resets)");
        InvalidParameterException.Require(AlphaOn >= 1, "alphaon", AlphaOn, "", "finite and at least 1");
        InvalidParameterException.Require(AlphaOff >= 1, "alphaoff", AlphaOff, "", "finite and at least 1");
        InvalidParameterException.Require(IOn < 0, "ion", IOn, "A", "finite and below zero");
        InvalidParameterException.Require(IOff > 0, "ioff", IOff, "A", "finite and above zero");
        InvalidParameterException.Require(true, "xon", XOn, "m", "finite");
        InvalidParameterException.Require(XOff > XOn, "xoff", XOff, "m", $"finite and above xon = {SiText.Format(XOn, "m")}");
        return this;
    }
}
