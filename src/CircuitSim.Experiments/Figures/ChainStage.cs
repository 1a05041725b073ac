namespace CircuitSim.Experiments.Figures;

/// <summary>A stage in a <see cref="ChainFigure"/> and the tap behind it.</summary>
/// <param name="Name">In the box.</param>
/// <param name="Parts">What it is made of, in a few words a line.</param>
/// <param name="IsCircuit">Drawn filled; ideal stages are outlines.</param>
/// <param name="Tap">The quantity behind it; null for none.</param>
/// <param name="Errors">What is wrong there, a few words a line.</param>
/// <param name="Lsb">Largest error there, for the bar [LSB].</param>
public sealed record ChainStage(string Name, IReadOnlyList<string> Parts, bool IsCircuit, string? Tap, IReadOnlyList<string> Errors, double Lsb);
