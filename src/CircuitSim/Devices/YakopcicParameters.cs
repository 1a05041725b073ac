namespace CircuitSim.Devices;

/// <summary>Parameters of <see cref="Yakopcic"/>. Messages name them as a model card does; see device-models/README.md.</summary>
public sealed record YakopcicParameters
{
    /// <summary>Current of the fully conducting device over sinh, at positive voltages; above zero [A].</summary>
    public double A1 { get; init; } = 1;

    /// <summary>The same at negative voltages; above zero [A].</summary>
    public double A2 { get; init; } = 1;

    /// <summary>Bending of the current; above zero [1/V].</summary>
    public double B { get; init; } = 1;

    /// <summary>Positive threshold; not negative [V].</summary>
    public double VP { get; init; } = 0.01;

    /// <summary>Magnitude of the negative threshold; not negative [V].</summary>
    public double VN { get; init; } = 0.01;

    /// <summary>Speed at positive voltages; not negative [1/s].</summary>
    public double AP { get; init; } = 1;

    /// <summary>Speed at negative voltages; not negative [1/s].</summary>
    public double AN { get; init; } = 1;

    /// <summary>State above which the motion towards 1 is slowed; from 0 to 1.</summary>
    public double XP { get; init; } = 1;

    /// <summary>1 less the state below which the motion towards 0 is slowed; from 0 to 1.</summary>
    public double XN { get; init; } = 1;

    /// <summary>How fast the motion towards 1 decays; not negative.</summary>
    public double AlphaP { get; init; } = 1;

    /// <summary>How fast the motion towards 0 decays; not negative.</summary>
    public double AlphaN { get; init; } = 1;

    /// <summary>1: positive voltages set. −1: they reset.</summary>
    public double Eta { get; init; } = 1;

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public YakopcicParameters Validated()
    {
        InvalidParameterException.Require(A1 > 0, "a1", A1, "A", "finite and above zero");
        InvalidParameterException.Require(A2 > 0, "a2", A2, "A", "finite and above zero");
        InvalidParameterException.Require(B > 0, "b", B, "1/V", "finite and above zero");
        InvalidParameterException.Require(VP >= 0, "vp", VP, "V", "finite and not negative");
        InvalidParameterException.Require(VN >= 0, "vn", VN, "V", "finite and not negative: it is a magnitude");
        InvalidParameterException.Require(AP >= 0, "ap", AP, "1/s", "finite and not negative");
        InvalidParameterException.Require(AN >= 0, "an", AN, "1/s", "finite and not negative");
        InvalidParameterException.Require(XP is >= 0 and <= 1, "xp", XP, "", "from 0 to 1");
        InvalidParameterException.Require(XN is >= 0 and <= 1, "xn", XN, "", "from 0 to 1");
        InvalidParameterException.Require(AlphaP >= 0, "alphap", AlphaP, "", "finite and not negative");
        InvalidParameterException.Require(AlphaN >= 0, "alphan", AlphaN, "", "finite and not negative");
        InvalidParameterException.Require(Eta is 1 or -1, "eta", Eta, "", "1 or -1");
        return this;
    }
}
