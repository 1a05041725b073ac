using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Results.Spectra;

namespace CircuitSim.Experiments.Runs;

/// <summary>One analysis on one simulator.</summary>
/// <param name="Name">"op", "dc", "ac", "noise", "tf", "tran", with a number from the second of a kind on.</param>
/// <param name="Waveforms">Its points, where they were kept.</param>
/// <param name="Measured">What its .measure lines give; null where one failed.</param>
/// <param name="Differences">Against the first simulator; empty for the first one itself.</param>
public sealed record AnalysisRun(
    string Name, AnalysisKind Kind, string Simulator, SimulationStatistics Statistics, double Seconds, Waveforms? Waveforms,
    IReadOnlyList<MeasuredValue> Measured, IReadOnlyList<WaveformDifference> Differences)
{
    /// <summary>What its .print lines give.</summary>
    public IReadOnlyList<PrintedTable> Printed { get; init; } = [];

    /// <summary>What its .four lines give.</summary>
    public IReadOnlyList<HarmonicTable> Harmonics { get; init; } = [];

    /// <summary>What its .fft lines give.</summary>
    public IReadOnlyList<Spectrum> Spectra { get; init; } = [];
}
