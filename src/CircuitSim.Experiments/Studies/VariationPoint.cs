namespace CircuitSim.Experiments.Studies;

/// <summary>Accuracy over samples of cell variation, at zero wire resistance.</summary>
/// <param name="Sigma">Standard deviation of a cell's conductance, relative to its target.</param>
/// <param name="Correct">Test images classified correctly, per sample.</param>
/// <param name="Images">Test images.</param>
internal sealed record VariationPoint(double Sigma, IReadOnlyList<int> Correct, int Images)
{
    public double MeanPercent => 100.0 * Correct.Average() / Images;

    public double WorstPercent => 100.0 * Correct.Min() / Images;

    public double BestPercent => 100.0 * Correct.Max() / Images;
}
