namespace CircuitSim.Emulation;

/// <summary>An epoch that has just ended.</summary>
/// <param name="Epoch">One-based.</param>
/// <param name="MeanLoss">Cross-entropy per image, averaged over the epoch while the weights moved [nat].</param>
public readonly record struct TrainingProgress(int Epoch, int Epochs, double MeanLoss);
