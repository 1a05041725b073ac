namespace CircuitSim.Encodings;

/// <summary>From the conductance of a device that is off to that of one that is on.</summary>
internal readonly record struct ConductanceRange
{
    /// <exception cref="InvalidParameterException">The range is none; G_off may be zero.</exception>
    public ConductanceRange(double gOn, double gOff)
    {
        GOff = InvalidParameterException.RequireNonNegative(gOff, "S");
        GOn = double.IsFinite(gOn) && gOn > gOff ? gOn : throw InvalidParameterException.OutOfRange(nameof(gOn), gOn, "S", "finite and above gOff");
    }

    /// <summary>[S].</summary>
    public double GOn { get; }

    /// <summary>[S].</summary>
    public double GOff { get; }

    /// <summary>A share of 0 … 1 of the range, its ends exact [S].</summary>
    public double At(double share) => share >= 1 ? GOn : GOff + share * (GOn - GOff);
}
