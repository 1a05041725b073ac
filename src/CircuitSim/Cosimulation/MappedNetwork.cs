using CircuitSim.Emulation;

namespace CircuitSim.Cosimulation;

/// <summary>
/// A network of dense layers read through one array after the other:
/// <code>
/// pixels ─DAC─▶ array 1 ─▶ column currents ─decode─▶ σ ─DAC─▶ array 2 ─▶ column currents ─decode─▶ outputs
/// </code>
/// Decoding and the activation σ are digital and exact. Immutable; may be shared between threads.
/// </summary>
public sealed class MappedNetwork
{
    private readonly MappedLayer[] layers;

    /// <param name="layers">From input to output.</param>
    /// <exception cref="InvalidParameterException">There is no layer, or layers do not fit each other.</exception>
    public MappedNetwork(IReadOnlyList<MappedLayer> layers)
    {
        InvalidParameterException.RequireAtLeast(layers.Count, 1, "layers");
        for (var l = 1; l < layers.Count; l++)
        {
            var (rows, outputs) = (layers[l].Weights.Rows, layers[l - 1].Weights.Outputs);
            if (rows != outputs + 1)
                throw InvalidParameterException.WrongShape($"array {l}", $"[{rows} × {layers[l].Columns}]", $"[{outputs + 1} × …]");
        }

        this.layers = [.. layers];
    }

    public IReadOnlyList<MappedLayer> Layers => layers;

    /// <summary>All images through all layers.</summary>
    /// <param name="conductances">From rows to columns of each layer, [rows × columns] row-major [S].</param>
    /// <param name="firstCurrents">The first layer's column currents where they are known already; else empty.</param>
    /// <returns>The last layer's outputs, [images × outputs] row-major.</returns>
    public double[] Outputs(InputBatch images, IReadOnlyList<double[]> conductances, ReadOnlySpan<double> firstCurrents = default)
    {
        if (conductances.Count != layers.Length)
            throw InvalidParameterException.WrongShape(nameof(conductances), $"[{conductances.Count} layers]", $"[{layers.Length} layers]");
        var inputs = images;
        for (var l = 0; ; l++)
        {
            var outputs = layers[l].Outputs(inputs, l == 0 && !firstCurrents.IsEmpty ? firstCurrents : layers[l].Currents(inputs, conductances[l]));
            if (l == layers.Length - 1)
                return outputs;
            DenseNetwork.Activate(outputs);
            inputs = InputBatch.Of(images.Count, outputs);
        }
    }
}
