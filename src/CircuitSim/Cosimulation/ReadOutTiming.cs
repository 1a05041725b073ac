namespace CircuitSim.Cosimulation;

/// <summary>Reads of a batch in time.</summary>
/// <param name="Settled">When the last line of the slowest image has come within ½ LSB of its end, tap by tap along the chain [s].</param>
/// <param name="Energy">What the sources of each stage delivered for an image, on average; of SAR converters what their references did [J].</param>
/// <param name="EarliestSample">The earliest sampling time at which every line of every image is within ½ LSB; what is held is not in it [s].</param>
/// <param name="Unsettled">Taps that moved too late in some image, a line each; none where all is well.</param>
/// <param name="Steps">Accepted steps of an image, on average.</param>
public sealed record ReadOutTiming(
    IReadOnlyList<(ReadOutStage Behind, string Name, double Time)> Settled, IReadOnlyList<(ReadOutStage Stage, double Energy)> Energy,
    double EarliestSample, IReadOnlyList<string> Unsettled, double Steps);
