namespace CircuitSim.Experiments.Devices;

/// <summary>A periodic voltage across one device.</summary>
public sealed record DeviceSweepOptions
{
    /// <summary>Every period has a thousand points or more, each of which is kept and written.</summary>
    public const int MostCycles = 100;

    /// <summary>Whether straight lines take the place of the sine.</summary>
    public bool IsTriangle { get; init; }

    /// <summary>Null takes 1.5 times the larger threshold, within the range of the card [V].</summary>
    public double? Amplitude { get; init; }

    /// <summary>Null takes one at which half a period could switch three times over, in the slower direction [Hz].</summary>
    public double? Frequency { get; init; }

    /// <summary>Periods.</summary>
    public int Cycles { get; init; } = 2;

    /// <summary>A loop to lay over the figures; where it has times, and neither amplitude nor frequency is given, its voltage is the wave.</summary>
    public MeasurementFile? Measured { get; init; }

    /// <summary>The measured voltage where it is the wave, from time 0 on.</summary>
    internal (double[] Times, double[] Voltages)? Drive { get; init; }

    /// <summary>Resistance at the start; null takes the start of the card [Ω].</summary>
    public double? StartResistance { get; init; }
}
