namespace CircuitSim.Programming;

/// <summary>What a controller changes from pulse to pulse.</summary>
public enum PulseLadder
{
    /// <summary>The amplitude; all pulses have the same width.</summary>
    Amplitude,

    /// <summary>The width; all pulses of a direction have the same amplitude.</summary>
    Width,
}
