namespace CircuitSim.Devices;

/// <summary>How a memristor's resistance depends on its state.</summary>
public enum CurrentVoltageForm
{
    /// <summary>Resistance linear in the state.</summary>
    Linear,

    /// <summary>Logarithm of the resistance linear in the state.</summary>
    Exponential,
}
