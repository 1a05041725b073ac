using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Results;

/// <summary>What the points of an analysis hold.</summary>
/// <param name="Axis">Time [s], or the source that the (inner) sweep moves.</param>
/// <param name="Vectors">In the order of the values; see <see cref="WaveformSelection"/>.</param>
public sealed record WaveformHeader(string Title, AnalysisKind Analysis, WaveformVector Axis, IReadOnlyList<WaveformVector> Vectors);
