namespace CircuitSim.Programming;

/// <summary>How far the writing of an array is: all that the units to come depend on, and what the report needs. Arrays are [M × N] row-major.</summary>
public sealed record ProgrammingState
{
    /// <summary>Units that are done.</summary>
    public required int UnitsDone { get; init; }

    /// <summary>Of the memristors [m].</summary>
    public required double[] States { get; init; }

    /// <summary>As read last within the cell's own unit; 0 before it [S].</summary>
    public required double[] WrittenConductances { get; init; }

    /// <summary>States then [m].</summary>
    public required double[] WrittenStates { get; init; }

    /// <summary>Pulses that a cell was given.</summary>
    public required int[] Pulses { get; init; }

    /// <summary>Why the cell was given up within its own unit.</summary>
    public required WriteFailure[] Failures { get; init; }

    /// <summary>Amplitude of the last pulse [V].</summary>
    public required double[] LastAmplitudes { get; init; }

    /// <summary>How much of it reached the memristor; magnitude [V].</summary>
    public required double[] DeliveredVoltages { get; init; }

    /// <summary>Sum of what pulses on other cells did to the state, positive towards the HRS, as a part of its range.</summary>
    public required double[] Disturbs { get; init; }

    public PulseAccount Sets { get; init; }

    public PulseAccount Resets { get; init; }

    public PulseAccount Reads { get; init; }

    /// <summary>Steps of the engine.</summary>
    public long Steps { get; init; }

    /// <summary>What the sources delivered [J].</summary>
    public double Energy => Sets.Energy + Resets.Energy + Reads.Energy;

    /// <summary>[s]</summary>
    public double Time => Sets.Time + Resets.Time + Reads.Time;

    public static ProgrammingState Before(ProgrammingCase job)
    {
        var count = job.Array.Count;
        return new ProgrammingState
        {
            UnitsDone = 0,
            States = job.Start.ToArray(),
            WrittenConductances = new double[count],
            WrittenStates = new double[count],
            Pulses = new int[count],
            Failures = new WriteFailure[count],
            LastAmplitudes = new double[count],
            DeliveredVoltages = new double[count],
            Disturbs = new double[count],
        };
    }

    /// <summary>With arrays of its own.</summary>
    internal ProgrammingState Copy() => this with
    {
        States = [.. States],
        WrittenConductances = [.. WrittenConductances],
        WrittenStates = [.. WrittenStates],
        Pulses = [.. Pulses],
        Failures = [.. Failures],
        LastAmplitudes = [.. LastAmplitudes],
        DeliveredVoltages = [.. DeliveredVoltages],
        Disturbs = [.. Disturbs],
    };
}
