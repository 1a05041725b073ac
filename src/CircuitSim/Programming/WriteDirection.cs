namespace CircuitSim.Programming;

/// <summary>Where a pulse moves a device.</summary>
public enum WriteDirection
{
    /// <summary>To the LRS, by a negative voltage from word to bit line.</summary>
    Set,

    /// <summary>To the HRS, by a positive voltage from word to bit line.</summary>
    Reset,
}
