namespace CircuitSim.Devices;

/// <summary>The function that slows a memristor's state near its limits.</summary>
public enum StateWindowKind
{
    /// <summary>Full speed up to the limits, where the state stops.</summary>
    None,
    Joglekar,
    Biolek,
    Prodromakis,

    /// <summary>TEAM's double exponential.</summary>
    Exponential,
}
