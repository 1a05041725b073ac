namespace CircuitSim.Experiments.Devices;

/// <summary>A train of pulses across one device, with a read behind each.</summary>
public sealed record DevicePulseOptions
{
    /// <summary>Reads to lay over the figures; where it has them, its pulses are the train if none is given.</summary>
    public MeasurementFile? Measured { get; init; }

    /// <summary>Null takes 12 pulses that set and 12 that reset, at twice the thresholds, each a tenth of a full switching.</summary>
    public IReadOnlyList<DevicePulse>? Train { get; init; }

    /// <summary>Part of a pulse's width that each of its edges takes, in addition.</summary>
    public double EdgePart { get; init; } = 0.01;

    /// <summary>Null takes 0.2 V if the device stands still there, else half its reset threshold [V].</summary>
    public double? ReadVoltage { get; init; }

    /// <summary>Width of a read [s].</summary>
    public double ReadTime { get; init; } = 10e-9;

    /// <summary>Resistance at the start; null takes the start of the card [Ω].</summary>
    public double? StartResistance { get; init; }
}
