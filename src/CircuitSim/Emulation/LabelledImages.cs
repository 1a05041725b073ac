using CircuitSim.Emulation.Networks;

namespace CircuitSim.Emulation;

/// <summary>
/// Images with their classes. Pixels stay the small integers they are in the file, so that a network with integer
/// weights can be evaluated without rounding; a network's input is pixel / <see cref="PixelMaximum"/>, in [0, 1].
/// Immutable; may be shared between threads.
/// </summary>
public sealed class LabelledImages
{
    private readonly byte[] pixels;
    private readonly Lazy<double[]> inputs;
    private readonly byte[] labels;

    /// <param name="pixels">[images × features], row-major; an image is its channels one after the other, each row by row.</param>
    /// <param name="labels">[images], each below <paramref name="classes"/>.</param>
    /// <exception cref="InvalidParameterException">The shapes do not fit, or a pixel or label is out of range.</exception>
    public LabelledImages(int width, int height, int pixelMaximum, int classes, ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> labels, int channels = 1)
    {
        Width = InvalidParameterException.RequireAtLeast(width, 1);
        Height = InvalidParameterException.RequireAtLeast(height, 1);
        Channels = InvalidParameterException.RequireAtLeast(channels, 1);
        PixelMaximum = InvalidParameterException.RequireAtLeast(pixelMaximum, 1);
        Classes = InvalidParameterException.RequireAtLeast(classes, 2);
        if (pixels.Length != (long)labels.Length * Features)
            throw InvalidParameterException.WrongShape(nameof(pixels), $"[{pixels.Length}]", $"[{labels.Length} images × {Features} features]");
        this.pixels = pixels.ToArray();
        this.labels = labels.ToArray();
        // Eight times the size of the pixels: the training set of MNIST never needs them.
        inputs = new Lazy<double[]>(() => Array.ConvertAll(this.pixels, p => p / (double)PixelMaximum));
        for (var p = 0; p < pixels.Length; p++)
        {
            if (pixels[p] > pixelMaximum)
                throw InvalidParameterException.OutOfRange($"pixel {p % Features} of image {p / Features}", pixels[p], "", $"at most {pixelMaximum}");
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classes)
                throw InvalidParameterException.OutOfRange($"label of image {i}", labels[i], "", $"below {classes}");
        }
    }

    public int Count => labels.Length;

    public int Width { get; }

    public int Height { get; }

    /// <summary>Of a pixel: 1 for grey, 3 for colours.</summary>
    public int Channels { get; }

    public int Features => Channels * Width * Height;

    public int Classes { get; }

    /// <summary>The pixel value that becomes the input 1.</summary>
    public int PixelMaximum { get; }

    /// <summary>All pixels, [images × features], row-major.</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <summary>All inputs, pixel / <see cref="PixelMaximum"/>, [images × features], row-major.</summary>
    public ReadOnlySpan<double> Inputs => inputs.Value;

    /// <summary>Classes, [images].</summary>
    public ReadOnlySpan<byte> Labels => labels;

    /// <summary>The inputs of one image, [features].</summary>
    public ReadOnlySpan<double> Input(int image) => inputs.Value.AsSpan(image * Features, Features);

    /// <summary>All inputs, [images × features].</summary>
    public Tensor ToTensor() => new([Count, Features], inputs.Value);

    /// <summary>All inputs as pictures, [images × channels × height × width].</summary>
    public Tensor ToPictures() => new([Count, Channels, Height, Width], inputs.Value);

    /// <summary>Images <paramref name="start"/> … <paramref name="start"/> + <paramref name="count"/> − 1.</summary>
    public LabelledImages Slice(int start, int count) =>
        new(Width, Height, PixelMaximum, Classes, pixels.AsSpan(start * Features, count * Features), labels.AsSpan(start, count), Channels);
}
