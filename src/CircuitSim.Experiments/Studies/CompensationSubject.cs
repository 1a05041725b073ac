using CircuitSim.Cosimulation;
using CircuitSim.Emulation;

namespace CircuitSim.Experiments.Studies;

/// <summary>One layer of a network to compensate, and what its outputs come to.</summary>
/// <param name="Unused">Conductance of cells in unused rows, and the least of any cell [S].</param>
/// <param name="Greatest">The greatest of cells that hold any conductance; null where cells are bits [S].</param>
/// <param name="Train">To fit on.</param>
/// <param name="Classify">From the layer's outputs for the test images to their classes, the rest of the network ideal.</param>
internal sealed record CompensationSubject(
    MappedLayer Layer, double Unused, double? Greatest, InputBatch Train, InputBatch Test, Func<double[], Predictions> Classify)
{
    /// <summary>Whether a reference column is subtracted, as from MNIST's analog cells.</summary>
    public bool HasReference => Greatest is not null;
}
