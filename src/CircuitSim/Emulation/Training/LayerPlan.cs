using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Training;

/// <summary>What a layer is before it is trained. Its shapes follow from those of the layers before it.</summary>
public abstract record LayerPlan
{
    /// <param name="shape">Of one sample before the layer.</param>
    /// <param name="stream">For initial weights.</param>
    /// <exception cref="InvalidParameterException">The layer is not possible, or cannot take such samples.</exception>
    internal abstract LayerTraining Start(IReadOnlyList<int> shape, RandomStream stream);
}
