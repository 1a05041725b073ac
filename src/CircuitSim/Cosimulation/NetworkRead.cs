using CircuitSim.Emulation;
using CircuitSim.Encodings;

namespace CircuitSim.Cosimulation;

/// <summary>
/// A network of dense layers read through one array after the other:
/// <code>
/// pixels ─DAC─▶ array 1 ─▶ column currents ─decode─▶ σ ─DAC─▶ array 2 ─▶ column currents ─decode─▶ outputs
/// </code>
/// Decoding and the activation σ are digital and exact; each array is any matrix from its rows to its columns: the
/// cells themselves (no wires) or the effective conductance of the wired array. Immutable; may be shared between threads.
/// </summary>
public sealed class NetworkRead
{
    private readonly EncodedWeights[] layers;

    /// <param name="layers">The encoded layers, their last rows the biases, from input to output.</param>
    /// <param name="readVoltage">Row voltage of the input 1 in every layer [V].</param>
    /// <exception cref="InvalidParameterException">Layers do not fit each other, or the voltage is not above zero.</exception>
    public NetworkRead(IReadOnlyList<EncodedWeights> layers, double readVoltage)
    {
        InvalidParameterException.RequireAtLeast(layers.Count, 1, "layers");
        for (var l = 1; l < layers.Count; l++)
        {
            if (layers[l].Rows != layers[l - 1].Outputs + 1)
                throw InvalidParameterException.WrongShape($"array {l}", $"[{layers[l].Rows} × {layers[l].Columns}]", $"[{layers[l - 1].Outputs + 1} × …]");
        }

        this.layers = [.. layers];
        ReadVoltage = InvalidParameterException.RequirePositive(readVoltage, "V", "read voltage");
    }

    public IReadOnlyList<EncodedWeights> Layers => layers;

    /// <summary>Row voltage of the input 1 [V].</summary>
    public double ReadVoltage { get; }

    /// <summary>Column currents of one layer, [images × columns] row-major [A].</summary>
    /// <param name="conductances">From rows to columns, [rows × columns] row-major [S].</param>
    public double[] Currents(int layer, InputBatch inputs, ReadOnlySpan<double> conductances) =>
        ColumnCurrents.Of(inputs, conductances, layers[layer].Columns, ReadVoltage);

    /// <summary>Decodes the column currents of one layer into its outputs, [images × outputs] row-major.</summary>
    public double[] Decode(int layer, InputBatch inputs, ReadOnlySpan<double> currents)
    {
        var weights = layers[layer];
        var outputs = new double[inputs.Count * weights.Outputs];
        for (var image = 0; image < inputs.Count; image++)
        {
            weights.Decode(
                currents.Slice(image * weights.Columns, weights.Columns), ReadVoltage, inputs.InputSum(image),
                outputs.AsSpan(image * weights.Outputs, weights.Outputs));
        }

        return outputs;
    }

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
            var currents = l == 0 && !firstCurrents.IsEmpty ? firstCurrents : Currents(l, inputs, conductances[l]);
            var outputs = Decode(l, inputs, currents);
            if (l == layers.Length - 1)
                return outputs;
            DenseNetwork.Activate(outputs);
            inputs = InputBatch.Of(images.Count, outputs);
        }
    }
}
