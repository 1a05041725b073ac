namespace CircuitSim.Emulation;

/// <summary>The classes that a path, ideal or circuit, gives to a set of images, and how they compare with the labels.</summary>
public sealed class Predictions
{
    private readonly int[] classes;

    private Predictions(int[] classes, int ties, ConfusionMatrix confusion)
    {
        this.classes = classes;
        Ties = ties;
        Confusion = confusion;
    }

    /// <summary>The class of each image, [images].</summary>
    public ReadOnlySpan<int> Classes => classes;

    /// <summary>How many images have more than one largest output, so that the rule for ties decided.</summary>
    public int Ties { get; }

    public ConfusionMatrix Confusion { get; }

    public int Correct => Confusion.Correct;

    /// <summary>Correct / images.</summary>
    public double Accuracy => Confusion.Accuracy;

    /// <param name="outputs">[images × classes], row-major.</param>
    public static Predictions Of(ReadOnlySpan<double> outputs, ClassRule rule, LabelledImages images)
    {
        if (outputs.Length != images.Count * images.Classes)
            throw InvalidParameterException.WrongShape(nameof(outputs), $"[{outputs.Length}]", $"[{images.Count} images × {images.Classes} classes]");
        var classes = new int[images.Count];
        var ties = 0;
        for (var image = 0; image < images.Count; image++)
        {
            var y = outputs.Slice(image * images.Classes, images.Classes);
            classes[image] = rule.Classify(y);
            if (rule.IsTie(y))
                ties++;
        }

        return new Predictions(classes, ties, new ConfusionMatrix(images.Classes, images.Labels, classes));
    }

    /// <summary>How many images have another class than in <paramref name="other"/>.</summary>
    public int CountDifferences(Predictions other)
    {
        if (other.classes.Length != classes.Length)
            throw InvalidParameterException.WrongShape(nameof(other), $"[{other.classes.Length} images]", $"[{classes.Length} images]");
        var changed = 0;
        for (var image = 0; image < classes.Length; image++)
        {
            if (classes[image] != other.classes[image])
                changed++;
        }

        return changed;
    }
}
