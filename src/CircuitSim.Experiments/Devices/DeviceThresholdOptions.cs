namespace CircuitSim.Experiments.Devices;

/// <summary>How a device is to be read and written.</summary>
public sealed record DeviceThresholdOptions
{
    /// <summary>[V]</summary>
    public double ReadVoltage { get; init; } = 0.2;

    /// <summary>Of one read [s].</summary>
    public double ReadTime { get; init; } = 10e-9;

    /// <summary>Reads between two writes, one behind the other.</summary>
    public int Reads { get; init; } = 1_000_000;

    /// <summary>Below zero; null is twice the threshold, within the range of the card [V].</summary>
    public double? SetVoltage { get; init; }

    /// <summary>Above zero; null is twice the threshold, within the range of the card [V].</summary>
    public double? ResetVoltage { get; init; }

    /// <summary>Of one pulse [s].</summary>
    public double SetTime { get; init; } = 100e-9;

    /// <summary>Of one pulse [s].</summary>
    public double ResetTime { get; init; } = 100e-9;

    /// <summary>How far a switching must go, as a part of the range; a window keeps a state from arriving.</summary>
    public double Completeness { get; init; } = 0.99;

    /// <summary>By how much all reads together may move a state, as a part of the range.</summary>
    public double DisturbLimit { get; init; } = 0.01;

    /// <summary>Switching times to lay over those of the device.</summary>
    public MeasurementFile? Measured { get; init; }

    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public DeviceThresholdOptions Validated()
    {
        InvalidParameterException.RequireFinite(ReadVoltage, "V", "read voltage");
        InvalidParameterException.RequirePositive(ReadTime, "s", "read time");
        InvalidParameterException.RequireAtLeast(Reads, 1, "reads");
        InvalidParameterException.RequirePositive(SetTime, "s", "set time");
        InvalidParameterException.RequirePositive(ResetTime, "s", "reset time");
        if (SetVoltage is { } set && !(set < 0))
            throw InvalidParameterException.OutOfRange("set voltage", set, "V", "below zero");
        if (ResetVoltage is { } reset && !(reset > 0))
            throw InvalidParameterException.OutOfRange("reset voltage", reset, "V", "above zero");
        if (!(Completeness > 0.5 && Completeness < 1))
            throw InvalidParameterException.OutOfRange("completeness", Completeness, "", "above 0.5 and below 1");
        if (!(DisturbLimit > 0 && DisturbLimit < 1))
            throw InvalidParameterException.OutOfRange("disturb limit", DisturbLimit, "", "above 0 and below 1");
        return this;
    }
}
