using CircuitSim.Emulation.Networks;

namespace CircuitSim.Emulation;

/// <summary>
/// Dense layers in a row, the logistic function 1 / (1 + e^−y) between them: the ideal form of a multilayer
/// perceptron. The last layer's outputs are what a softmax would take; classes need no softmax. Immutable; may be shared
/// between threads.
/// </summary>
public sealed class DenseNetwork
{
    private readonly DenseLayer[] layers;

    /// <param name="layers">From the input to the output.</param>
    /// <exception cref="InvalidParameterException">There is no layer, or one has not as many inputs as the one before has outputs.</exception>
    public DenseNetwork(IReadOnlyList<DenseLayer> layers)
    {
        InvalidParameterException.RequireAtLeast(layers.Count, 1, "layers");
        for (var l = 1; l < layers.Count; l++)
        {
            if (layers[l].Inputs != layers[l - 1].Outputs)
                throw InvalidParameterException.WrongShape($"layer {l}", $"[{layers[l].Inputs} inputs × {layers[l].Outputs} outputs]", $"[{layers[l - 1].Outputs} inputs × …]");
        }

        this.layers = [.. layers];
    }

    public IReadOnlyList<DenseLayer> Layers => layers;

    /// <summary>Inputs and outputs of all layers, e.g. 784, 32, 10.</summary>
    public IReadOnlyList<int> Sizes => [layers[0].Inputs, .. layers.Select(l => l.Outputs)];

    /// <summary>The rule for classes that every path through this network shares.</summary>
    public ClassRule Rule => new(layers[^1].OutputFullScale);

    /// <summary>The same network as a graph of operators.</summary>
    public Network ToNetwork() => Network.InARow([.. layers.SelectMany((layer, l) => new (string, INetworkOperator)[]
    {
        ($"dense{l + 1}", new DenseOperator(layer.ToMatrix())), ($"sigmoid{l + 1}", ActivationOperator.Sigmoid),
    }).SkipLast(1)]);

    /// <summary>The logistic function, in place.</summary>
    public static void Activate(Span<double> outputs)
    {
        foreach (ref var y in outputs)
            y = 1 / (1 + Math.Exp(-y));
    }

    /// <summary>One input vector [inputs] to the last layer's outputs [classes].</summary>
    public double[] Apply(ReadOnlySpan<double> input)
    {
        var x = input.ToArray();
        for (var l = 0; ; l++)
        {
            var y = new double[layers[l].Outputs];
            layers[l].Apply(x, y);
            if (l == layers.Length - 1)
                return y;
            Activate(y);
            x = y;
        }
    }

    /// <summary>Outputs of all images, [images × classes], row-major.</summary>
    public double[] Apply(LabelledImages images)
    {
        if (images.Features != layers[0].Inputs)
            throw InvalidParameterException.WrongShape(nameof(images), $"[{images.Count} images × {images.Features} features]", $"[… × {layers[0].Inputs} inputs]");
        var classes = layers[^1].Outputs;
        var outputs = new double[images.Count * classes];
        for (var image = 0; image < images.Count; image++)
            Apply(images.Input(image)).CopyTo(outputs, image * classes);
        return outputs;
    }

    /// <summary>The classes of all images.</summary>
    public Predictions Predict(LabelledImages images) => Predictions.Of(Apply(images), Rule, images);
}
