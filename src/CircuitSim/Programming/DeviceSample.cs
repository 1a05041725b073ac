namespace CircuitSim.Programming;

/// <summary>A memristor at one moment, counted from the word line's side.</summary>
/// <param name="Voltage">[V]</param>
/// <param name="Current">[A]</param>
public readonly record struct DeviceSample(double Voltage, double Current);
