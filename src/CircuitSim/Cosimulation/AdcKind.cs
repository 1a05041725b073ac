namespace CircuitSim.Cosimulation;

/// <summary>How the columns of a read-out are converted.</summary>
public enum AdcKind
{
    /// <summary>Successive approximation with a binary array of capacitors.</summary>
    Sar,

    /// <summary>A ladder and a comparator for every transition.</summary>
    Flash,

    /// <summary>A counter that runs while a ramp is below the input.</summary>
    Ramp,
}
