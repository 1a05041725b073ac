namespace CircuitSim.Experiments.Devices;

/// <summary>When the samples of a loop were taken that gives no times; one of the two is not null.</summary>
/// <param name="Period">From the first to the last row, evenly [s].</param>
/// <param name="SweepRate">How fast the voltage went from row to row [V/s].</param>
public sealed record MeasurementTiming(double? Period = null, double? SweepRate = null);
