using CircuitSim.Encodings;

namespace CircuitSim.Emulation;

/// <summary>
/// A dense layer of integers and one scale factor: y = sf · (Qᵀx + q_bias). On images its outputs are integers times
/// sf / <see cref="LabelledImages.PixelMaximum"/>, computed without rounding, so that equal outputs are equal.
/// Immutable; may be shared between threads.
/// </summary>
public sealed class QuantizedLayer
{
    private readonly int[] codes;

    internal QuantizedLayer(FixedPointQuantizer quantizer, int inputs, int outputs, double scaleFactor, int[] codes)
    {
        Quantizer = quantizer;
        Inputs = inputs;
        Outputs = outputs;
        ScaleFactor = scaleFactor;
        this.codes = codes;
    }

    public FixedPointQuantizer Quantizer { get; }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>The weight that the integer 1 stands for.</summary>
    public double ScaleFactor { get; }

    /// <summary>The integers, the bias as the last row: [(inputs + 1) × outputs], row-major.</summary>
    public ReadOnlySpan<int> Codes => codes;

    /// <summary>As <see cref="DenseLayer.OutputFullScale"/>.</summary>
    public double OutputFullScale
    {
        get
        {
            var largest = 0;
            for (var k = 0; k < Outputs; k++)
            {
                var sum = 0;
                for (var i = 0; i <= Inputs; i++)
                    sum += Math.Abs(codes[i * Outputs + k]);
                largest = Math.Max(largest, sum);
            }

            return ScaleFactor * largest;
        }
    }

    /// <summary>Outputs of all images, [images × outputs], row-major.</summary>
    public double[] Apply(LabelledImages images)
    {
        var sums = new long[Outputs];
        var outputs = new double[images.Count * Outputs];
        if (images.Features != Inputs)
            throw InvalidParameterException.WrongShape(nameof(images), $"[{images.Count} images × {images.Features} features]", $"[… × {Inputs} inputs]");
        for (var image = 0; image < images.Count; image++)
        {
            for (var k = 0; k < Outputs; k++)
                sums[k] = (long)images.PixelMaximum * codes[Inputs * Outputs + k];
            for (var i = 0; i < Inputs; i++)
            {
                var pixel = images.Pixels[image * Inputs + i];
                for (var k = 0; k < Outputs; k++)
                    sums[k] += (long)pixel * codes[i * Outputs + k];
            }

            for (var k = 0; k < Outputs; k++)
                outputs[image * Outputs + k] = ScaleFactor * sums[k] / images.PixelMaximum;
        }

        return outputs;
    }

    /// <summary>The classes of all images.</summary>
    public Predictions Predict(LabelledImages images) =>
        Predictions.Of(Apply(images), new ClassRule(OutputFullScale), images);

    /// <summary>sf · Q with the bias as the last row, [(inputs + 1) × outputs], for an encoding.</summary>
    public WeightMatrix ToMatrix() => new(Inputs + 1, Outputs, Array.ConvertAll(codes, q => q * ScaleFactor));
}
