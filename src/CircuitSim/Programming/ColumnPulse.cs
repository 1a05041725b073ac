namespace CircuitSim.Programming;

/// <summary>What one cell of the selected row gets.</summary>
/// <param name="Column">Bit line.</param>
/// <param name="Amplitude">Magnitude of the voltage between its lines, above zero [V].</param>
/// <param name="Width">Between the edges [s].</param>
public readonly record struct ColumnPulse(int Column, double Amplitude, double Width);
