using CircuitSim.Encodings;

namespace CircuitSim.Emulation;

/// <summary>
/// y = Wᵀx + b, the ideal form: plain multiplication in double precision, inputs added in index order and the bias
/// last. Immutable; may be shared between threads.
/// </summary>
public sealed class DenseLayer
{
    private readonly double[] weights;
    private readonly double[] bias;

    /// <param name="weights">[inputs × outputs], row-major.</param>
    /// <param name="bias">[outputs].</param>
    /// <exception cref="InvalidParameterException">The shapes do not fit, or a number is not finite.</exception>
    public DenseLayer(int inputs, int outputs, ReadOnlySpan<double> weights, ReadOnlySpan<double> bias)
    {
        Inputs = InvalidParameterException.RequireAtLeast(inputs, 1);
        Outputs = InvalidParameterException.RequireAtLeast(outputs, 1);
        if (weights.Length != (long)inputs * outputs)
            throw InvalidParameterException.WrongShape(nameof(weights), $"[{weights.Length}]", $"[{inputs} inputs × {outputs} outputs]");
        if (bias.Length != outputs)
            throw InvalidParameterException.WrongShape(nameof(bias), $"[{bias.Length}]", $"[{outputs} outputs]");
        foreach (var w in weights)
            InvalidParameterException.RequireFinite(w, "", nameof(weights));
        foreach (var b in bias)
            InvalidParameterException.RequireFinite(b, "", nameof(bias));
        this.weights = weights.ToArray();
        this.bias = bias.ToArray();
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>[inputs × outputs], row-major.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>[outputs].</summary>
    public ReadOnlySpan<double> Bias => bias;

    /// <summary>
    /// The largest magnitude that an output can reach with inputs in [0, 1]: max over outputs of Σ|w| + |b|. It
    /// depends on the weights alone, so that every path that computes this layer shares one <see cref="ClassRule"/>.
    /// </summary>
    public double OutputFullScale
    {
        get
        {
            var largest = 0.0;
            for (var k = 0; k < Outputs; k++)
            {
                var sum = Math.Abs(bias[k]);
                for (var i = 0; i < Inputs; i++)
                    sum += Math.Abs(weights[i * Outputs + k]);
                largest = Math.Max(largest, sum);
            }

            return largest;
        }
    }

    /// <summary>One input vector [inputs] to its outputs [outputs].</summary>
    public void Apply(ReadOnlySpan<double> input, Span<double> output)
    {
        output.Clear();
        for (var i = 0; i < input.Length; i++)
        {
            // Half of the pixels of an image are blank.
            if (input[i] == 0)
                continue;
            for (var k = 0; k < output.Length; k++)
                output[k] += input[i] * weights[i * Outputs + k];
        }

        for (var k = 0; k < output.Length; k++)
            output[k] += bias[k];
    }

    /// <summary>Outputs of all images, [images × outputs], row-major.</summary>
    public double[] Apply(LabelledImages images)
    {
        if (images.Features != Inputs)
            throw InvalidParameterException.WrongShape(nameof(images), $"[{images.Count} images × {images.Features} features]", $"[… × {Inputs} inputs]");
        var outputs = new double[images.Count * Outputs];
        for (var image = 0; image < images.Count; image++)
            Apply(images.Input(image), outputs.AsSpan(image * Outputs, Outputs));
        return outputs;
    }

    /// <summary>The weights with the bias as one more row, [(inputs + 1) × outputs], as an array of cells holds them.</summary>
    public WeightMatrix ToMatrix() => new(Inputs + 1, Outputs, [.. weights, .. bias]);
}
