using CircuitSim.Programming;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// How many cells of an array fail at an amplitude when devices scatter: each as if it stood at the worst place, so a bound
/// from above.
/// </summary>
/// <param name="Amplitude">[V]</param>
/// <param name="NotWritten">Share of the devices that the amplitude does not write.</param>
/// <param name="Disturbed">Share of the devices that do not bear all writes.</param>
/// <param name="Failed">Share of the devices to which one of the two happens, or both.</param>
internal sealed record WriteYield(WriteDirection Direction, double Amplitude, double NotWritten, double Disturbed, double Failed);
