namespace CircuitSim.Emulation;

/// <summary>How many images of each class were taken for which.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] counts;

    public ConfusionMatrix(int classes, ReadOnlySpan<byte> labels, ReadOnlySpan<int> predicted)
    {
        if (labels.Length != predicted.Length)
            throw InvalidParameterException.WrongShape(nameof(predicted), $"[{predicted.Length}]", $"[{labels.Length} labels]");
        Classes = InvalidParameterException.RequireAtLeast(classes, 1);
        Count = labels.Length;
        counts = new int[classes * classes];
        for (var image = 0; image < labels.Length; image++)
            counts[labels[image] * classes + predicted[image]]++;
    }

    public int Classes { get; }

    /// <summary>All images.</summary>
    public int Count { get; }

    /// <summary>Images of class <paramref name="label"/> that were taken for <paramref name="predicted"/>.</summary>
    public int this[int label, int predicted] => counts[label * Classes + predicted];

    public int Correct
    {
        get
        {
            var correct = 0;
            for (var k = 0; k < Classes; k++)
                correct += this[k, k];
            return correct;
        }
    }

    /// <summary>Correct / images; 0 for no images.</summary>
    public double Accuracy => Count == 0 ? 0 : Correct / (double)Count;
}
