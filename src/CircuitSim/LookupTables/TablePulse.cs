namespace CircuitSim.LookupTables;

/// <summary>A trapezoidal pulse.</summary>
/// <param name="Voltage">[V]</param>
/// <param name="Width">At the full voltage [s].</param>
/// <param name="Edge">Of each side, in addition [s].</param>
public readonly record struct TablePulse(double Voltage, double Width, double Edge);
