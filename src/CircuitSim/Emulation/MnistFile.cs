namespace CircuitSim.Emulation;

/// <summary>
/// Reads MNIST and the sets that share its format from a folder that the user names: four IDX files, gzipped or not,
/// checked by sha256. Pixels are 0 … 255, a network's input is pixel / 255.
/// </summary>
public static class MnistFile
{
    private const int Side = 28;
    private const int PixelMaximum = 255;
    private const int Classes = 10;

    /// <summary>The 60,000 images to train on.</summary>
    /// <exception cref="DataFileException">A file is missing or not the published one.</exception>
    public static LabelledImages ReadTrain(string folder, ImageSet set) => Read(folder, set, ImageSet.TrainImages, ImageSet.TrainLabels);

    /// <summary>The 10,000 images to test with.</summary>
    /// <exception cref="DataFileException">A file is missing or not the published one.</exception>
    public static LabelledImages ReadTest(string folder, ImageSet set) => Read(folder, set, ImageSet.TestImages, ImageSet.TestLabels);

    /// <summary>The path of a file in the folder, raw or gzipped; null where there is neither.</summary>
    public static string? Find(string folder, ImageSetFile file) =>
        new[] { file.Name, $"{file.Name}.gz" }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static LabelledImages Read(string folder, ImageSet set, string images, string labels)
    {
        var (pixels, classes) = (Read(folder, set, images), Read(folder, set, labels));
        return pixels.Shape is [_, Side, Side] && classes.Shape.Count == 1 && classes.Shape[0] == pixels.Shape[0]
            ? new LabelledImages(Side, Side, PixelMaximum, Classes, pixels.Values.Span, classes.Values.Span)
            : throw DataFileException.Corrupt(folder, $"images [{string.Join(" × ", pixels.Shape)}] and labels [{string.Join(" × ", classes.Shape)}] do not belong together.");
    }

    private static IdxArray Read(string folder, ImageSet set, string name)
    {
        var file = set.File(name);
        return IdxFile.Read(
            Find(folder, file) ?? Path.Combine(folder, name), file.Sha256, $"Get the set with: circuitsim data get {set.Name}");
    }
}
