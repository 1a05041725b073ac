using CircuitSim.Emulation.Networks;

namespace CircuitSim.Emulation.Training;

/// <summary>Samples of one shape with their classes. Immutable; may be shared between threads.</summary>
public sealed class TrainingSet
{
    private readonly Action<int, Span<double>> copy;

    private TrainingSet(IReadOnlyList<int> shape, int classes, int[] labels, Action<int, Span<double>> copy) =>
        (Shape, Classes, Labels, this.copy) = ([.. shape], InvalidParameterException.RequireAtLeast(classes, 2), labels, copy);

    /// <summary>Of one sample.</summary>
    public IReadOnlyList<int> Shape { get; }

    public int Count => Labels.Count;

    public int Classes { get; }

    public IReadOnlyList<int> Labels { get; }

    /// <summary>Images as rows of features, or in another shape: [1, height, width] for convolutions, [height, width] for sequences of lines.</summary>
    /// <exception cref="InvalidParameterException">The shape holds another number of pixels.</exception>
    public static TrainingSet Of(LabelledImages images, params IReadOnlyList<int> shape)
    {
        if (shape.Count > 0 && LayerTraining.CountOf(shape) != images.Features)
            throw InvalidParameterException.WrongShape(nameof(shape), Tensor.ShapeText(shape), $"[{images.Features}] in any form");
        // Pixels stay bytes: as numbers, 60,000 images would take 376 MB.
        double[] inputOf = [.. Enumerable.Range(0, images.PixelMaximum + 1).Select(p => p / (double)images.PixelMaximum)];
        return new TrainingSet(shape.Count > 0 ? shape : [images.Features], images.Classes, [.. images.Labels.ToArray()], (image, to) =>
        {
            var pixels = images.Pixels.Slice(image * images.Features, images.Features);
            for (var i = 0; i < pixels.Length; i++)
                to[i] = inputOf[pixels[i]];
        });
    }

    /// <param name="samples">The first dimension counts them.</param>
    /// <exception cref="InvalidParameterException">Not as many labels as samples, or a label is not a class.</exception>
    public static TrainingSet Of(Tensor samples, IReadOnlyList<int> labels, int classes)
    {
        if (samples.Shape.Count < 2 || samples.Batch != labels.Count)
            throw InvalidParameterException.WrongShape(nameof(samples), samples.ToString(), $"[{labels.Count} labels × …]");
        foreach (var (i, label) in labels.Index())
            InvalidParameterException.Require(label >= 0 && label < classes, FormattableString.Invariant($"label of sample {i}"), label, "", FormattableString.Invariant($"from 0 to {classes - 1}"));
        var size = samples.Count / Math.Max(samples.Batch, 1);
        return new TrainingSet([.. samples.Shape.Skip(1)], classes, [.. labels], (sample, to) => samples.Values.Span.Slice(sample * size, size).CopyTo(to));
    }

    internal void Copy(int sample, Span<double> to) => copy(sample, to);
}
