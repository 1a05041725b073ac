namespace CircuitSim.Experiments.Arrays;

/// <summary>A read without any wire, driver or sense resistance: each line has one voltage.</summary>
/// <param name="WordLineVoltages">[rows] [V].</param>
/// <param name="BitLineVoltages">[columns] [V].</param>
/// <param name="ColumnCurrents">Current into each sensing node, 0 for a floating bit line, [columns] [A].</param>
public sealed record IdealRead(
    ReadOnlyMemory<double> WordLineVoltages, ReadOnlyMemory<double> BitLineVoltages, ReadOnlyMemory<double> ColumnCurrents);
