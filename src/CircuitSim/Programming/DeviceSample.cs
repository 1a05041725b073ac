namespace CircuitSim.Programming;

/// <summary>A cell at one moment, counted from the word line's side.</summary>
/// <param name="Voltage">Across the memristor [V].</param>
/// <param name="Current">[A]</param>
/// <param name="CellVoltage">Between the lines at the crosspoint, with what stands in series with the memristor [V].</param>
public readonly record struct DeviceSample(double Voltage, double Current, double CellVoltage);
