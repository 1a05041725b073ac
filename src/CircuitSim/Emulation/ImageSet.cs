namespace CircuitSim.Emulation;

/// <summary>
/// A published set of 70,000 images of 28 × 28 pixels in four IDX files: 60,000 to train, 10,000 to test. Every figure
/// refers to these very files, so their content is known by hash.
/// </summary>
/// <param name="Name">As users write it, and the folder below the data folder.</param>
/// <param name="Obtain">How to get the files where nobody else gets them, one sentence.</param>
/// <param name="Files">All four.</param>
public sealed record ImageSet(string Name, string Obtain, IReadOnlyList<ImageSetFile> Files)
{
    public const string TrainImages = "train-images-idx3-ubyte";
    public const string TrainLabels = "train-labels-idx1-ubyte";
    public const string TestImages = "t10k-images-idx3-ubyte";
    public const string TestLabels = "t10k-labels-idx1-ubyte";

    /// <summary>
    /// Handwritten digits: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning applied to document
    /// recognition", Proc. IEEE 86(11), 1998.
    /// </summary>
    public static ImageSet Mnist { get; } = new(
        "mnist",
        "Get the four files of http://yann.lecun.com/exdb/mnist, gzipped or not, by any way you trust, and name their folder.",
        [
            new(TrainImages, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new(TrainLabels, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            new(TestImages, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            new(TestLabels, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        ]);

    /// <summary>Pieces of clothing: H. Xiao, K. Rasul and R. Vollgraf, arXiv:1708.07747, 2017 (MIT licence).</summary>
    public static ImageSet FashionMnist { get; } = new(
        "fashion-mnist",
        "Debian and Ubuntu have them: apt install dataset-fashion-mnist puts them into /usr/share/datasets/fashion-mnist; name that folder.",
        [
            new(TrainImages, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
            new(TrainLabels, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
            new(TestImages, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
            new(TestLabels, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        ]);

    public static IReadOnlyList<ImageSet> All { get; } = [Mnist, FashionMnist];

    /// <exception cref="InvalidParameterException">There is no such set.</exception>
    public static ImageSet Named(string name) =>
        All.FirstOrDefault(s => s.Name == name)
        ?? throw InvalidParameterException.Because("data set", $"there is no data set '{name}'; the data sets are: {string.Join(", ", All.Select(s => s.Name))}.");

    /// <exception cref="InvalidOperationException">The set has no such file.</exception>
    public ImageSetFile File(string name) => Files.Single(f => f.Name == name);
}
