using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;

namespace CircuitSim.Cosimulation;

/// <summary>
/// A network whose matrices are on arrays:
/// <code>
/// inputs ─▶ … ─DAC─▶ array k ─▶ column currents ─quantizer─▶ codes ─decode─▶ outputs of matrix k ─▶ … ─▶ outputs
/// </code>
/// A convolution reads its array once for each patch, a recurrent layer once for each step. Decoding and all other operators are
/// digital and exact. Immutable; may be shared between threads.
/// </summary>
public sealed class MappedNetwork
{
    private readonly MappedLayer[] layers;

    /// <param name="layers">One for each of the network's matrices.</param>
    /// <param name="inputScales">The input of each layer that its array's input 1 stands for; null: 1.</param>
    /// <exception cref="InvalidParameterException">There is no matrix, or a layer is not as large as its matrix.</exception>
    public MappedNetwork(Network network, IReadOnlyList<MappedLayer> layers, IReadOnlyList<double>? inputScales = null)
    {
        InvalidParameterException.RequireAtLeast(network.Matrices.Count, 1, "matrices of the network");
        if (layers.Count != network.Matrices.Count)
            throw InvalidParameterException.WrongShape(nameof(layers), $"[{layers.Count} arrays]", $"[{network.Matrices.Count} matrices]");
        foreach (var (layer, matrix) in layers.Zip(network.Matrices))
        {
            if ((layer.Weights.Rows, layer.Weights.Outputs) != (matrix.Weights.Rows, matrix.Weights.Outputs))
                throw InvalidParameterException.WrongShape($"array of {matrix.Name}", $"[{layer.Weights.Rows} rows → {layer.Weights.Outputs} outputs]", $"[{matrix.Weights.Rows} → {matrix.Weights.Outputs}]");
        }

        (Network, this.layers, InputScales) = (network, [.. layers], inputScales ?? [.. layers.Select(_ => 1.0)]);
    }

    public Network Network { get; }

    /// <summary>In the order of <see cref="Network.Matrices"/>.</summary>
    public IReadOnlyList<MappedLayer> Layers => layers;

    /// <summary>The input of each layer that is read with the read voltage. Weights beside the bias are as many times larger in the array.</summary>
    public IReadOnlyList<double> InputScales { get; }

    /// <summary>Every matrix by its encoding.</summary>
    /// <param name="encode">The index of a matrix and its weights to cells.</param>
    /// <param name="inputScales">See <see cref="InputScales"/>; null: 1.</param>
    public static MappedNetwork Of(Network network, Func<int, WeightMatrix, EncodedWeights> encode, double readVoltage, IReadOnlyList<double>? inputScales = null) =>
        new(network, [.. network.Matrices.Select((m, k) => new MappedLayer(encode(k, Scaled(m.Weights, inputScales?[k] ?? 1)), readVoltage))], inputScales);

    /// <summary>
    /// What to scale inputs by so that the largest of a batch is read with the read voltage; 1 where it lies in ½ … 1 already, as pixels and
    /// sigmoids do.
    /// </summary>
    public static IReadOnlyList<double> ScalesFor(IReadOnlyList<double[]> inputs) => [.. inputs.Select(x =>
    {
        var largest = x.Length > 0 ? x.Max(Math.Abs) : 0;
        return largest is 0 or (>= 0.5 and <= 1) ? 1 : largest;
    })];

    private static WeightMatrix Scaled(WeightMatrix weights, double scale)
    {
        if (scale == 1)
            return weights;
        var values = weights.Values.ToArray();
        foreach (ref var w in values.AsSpan(..^weights.Outputs))
            w *= scale;
        return new WeightMatrix(weights.Rows, weights.Outputs, values);
    }

    /// <summary>The product of <see cref="Network.Apply"/> that reads the arrays.</summary>
    /// <param name="conductances">From rows to columns of each layer, [rows × columns] row-major; null for the targets [S].</param>
    /// <param name="quantizers">In place of the ADCs of each layer; null passes all currents as they are.</param>
    /// <param name="known">A batch, and its currents if it has been read before, for the matrix that takes just these inputs.</param>
    public MatrixProduct Product(IReadOnlyList<double[]>? conductances = null, IReadOnlyList<ColumnQuantizer>? quantizers = null, (InputBatch Inputs, double[]? Currents)? known = null)
    {
        if (conductances is not null && conductances.Count != layers.Length)
            throw InvalidParameterException.WrongShape(nameof(conductances), $"[{conductances.Count} layers]", $"[{layers.Length} layers]");
        if (quantizers is not null && quantizers.Count != layers.Length)
            throw InvalidParameterException.WrongShape(nameof(quantizers), $"[{quantizers.Count} layers]", $"[{layers.Length} layers]");
        double[] Read(int matrix, InputBatch batch, double[]? currents) => layers[matrix].Outputs(
            batch, currents ?? layers[matrix].Currents(batch, conductances is null ? default : conductances[matrix]), quantizers?[matrix]);
        return (matrix, count, inputs) => known is { } k && InputScales[matrix] == 1 && k.Inputs.Source.Values.Equals(inputs)
            ? Read(matrix, k.Inputs, k.Currents)
            : Multiply(matrix, count, inputs, batch => Read(matrix, batch, null));
    }

    /// <summary>One layer's inputs at their scale through a read of its array.</summary>
    /// <inheritdoc cref="MappedLayer.Multiply" path="/param"/>
    public double[] Multiply(int matrix, int count, ReadOnlyMemory<double> inputs, Func<InputBatch, double[]> read)
    {
        var scale = InputScales[matrix];
        return layers[matrix].Multiply(count, scale == 1 ? inputs : Array.ConvertAll(inputs.ToArray(), x => x / scale), read);
    }

    /// <summary>All images through all layers.</summary>
    /// <param name="conductances">As in <see cref="Product"/>.</param>
    /// <param name="firstCurrents">The first layer's column currents where they are known already.</param>
    /// <returns>The network's first output, [images × outputs] row-major.</returns>
    public double[] Outputs(InputBatch images, IReadOnlyList<double[]>? conductances = null, double[]? firstCurrents = null) =>
        Network.Apply(images.Source, Product(conductances, null, (images, firstCurrents))).Values.ToArray();

    /// <summary>What each matrix takes while a batch passes with exact products: what full scales are found from.</summary>
    /// <returns>[count × (rows − 1)] of each matrix, row-major; of a matrix that is asked several times all of it.</returns>
    public static IReadOnlyList<double[]> InputsOf(Network network, Tensor batch)
    {
        List<double>[] taken = [.. network.Matrices.Select(_ => new List<double>())];
        network.Apply(batch, (matrix, count, inputs) =>
        {
            taken[matrix].AddRange(inputs.Span);
            return network.ExactProduct(matrix, count, inputs);
        });
        return [.. taken.Select(t => t.ToArray())];
    }
}
