using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Training;
using CircuitSim.Files;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// A network for Fashion-MNIST in the direction of Halawani's 3C2F for CIFAR-10, smaller: three convolutions and two dense layers,
/// <code>
/// 28×28 ─5×5─▶ 8×24×24 ─pool─▶ 8×12×12 ─5×5─▶ 16×8×8 ─pool─▶ 16×4×4 ─3×3─▶ 32×4×4 ─▶ 64 ─▶ 10
/// arrays 26×9                     201×17                     145×33       513×65   65×11
/// </code>
/// with rectifiers. It is trained once per seed and then kept as a NumPy archive of its parameters, with what the training depends on.
/// </summary>
internal static class FashionNetwork
{
    public const string Name = "fashion-3c2f";

    public static DescentOptions Descent { get; } = new() { Epochs = 4, LearningRate = 0.02, BatchSize = 32, Decay = 0.7 };

    private static readonly IReadOnlyList<LayerPlan> Plan =
    [
        new ConvolutionPlan(8, 5), ActivationPlan.Relu, new PoolingPlan(2),
        new ConvolutionPlan(16, 5), ActivationPlan.Relu, new PoolingPlan(2),
        new ConvolutionPlan(32, 3) { Pad = 1 }, ActivationPlan.Relu,
        new DensePlan(64) { Initial = InitialWeights.He }, ActivationPlan.Relu,
        new DensePlan(10),
    ];

    /// <summary>Of one image.</summary>
    public static IReadOnlyList<int> Shape { get; } = [1, 28, 28];

    /// <summary>The layers as the paper calls them, in the order of the network's matrices.</summary>
    public static IReadOnlyList<string> LayerNames { get; } = ["conv1", "conv2", "conv3", "fc1", "fc2"];

    /// <summary>The network of a seed: from its file where that holds this very training, else trained and kept.</summary>
    /// <returns>The network, and what happened in a few words.</returns>
    /// <exception cref="DataFileException">The images cannot be read, or the network cannot be written.</exception>
    public static (Network Network, string Remark) Obtain(string dataFolder, ulong seed, int jobs, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var path = Path.Combine(dataFolder, "networks", FormattableString.Invariant($"{Name}-seed{seed}.npz"));
        var training = new NetworkTraining(Shape, Plan, new RandomStream(seed).Child("training"), jobs);
        double[] wanted =
        [
            seed >> 32, seed & uint.MaxValue, Descent.Epochs, Descent.BatchSize, Descent.LearningRate, Descent.Momentum, Descent.Decay,
            .. Convert.FromHexString(ImageSet.FashionMnist.File(ImageSet.TrainImages).Sha256).Select(b => (double)b),
        ];
        if (File.Exists(path) && Read(path, wanted, training.Parameters))
            return (training.ToNetwork(), "trained before");
        var images = MnistFile.ReadTrain(Path.Combine(dataFolder, ImageSet.FashionMnist.Name), ImageSet.FashionMnist);
        training.Run(TrainingSet.Of(images, Shape), Descent, progress, cancellationToken);
        NpzFile.Write(path, [new("training", [wanted.Length], wanted), .. training.Parameters.Select((p, k) => new NpzArray(FormattableString.Invariant($"parameters_{k}"), [p.Length], p.ToArray()))]);
        return (training.ToNetwork(), FormattableString.Invariant($"trained on {images.Count} images, {Descent.Epochs} epochs"));
    }

    /// <summary>Whether the file held just these parameters; one that cannot be read is replaced.</summary>
    private static bool Read(string path, double[] wanted, IReadOnlyList<Memory<double>> parameters)
    {
        try
        {
            var arrays = NpzFile.Read(path).ToDictionary(a => a.Name, a => a.Values);
            ReadOnlyMemory<double>[] kept = [.. parameters.Select((_, k) => arrays.GetValueOrDefault(FormattableString.Invariant($"parameters_{k}")))];
            if (!arrays.GetValueOrDefault("training").Span.SequenceEqual(wanted) || kept.Zip(parameters).Any(p => p.First.Length != p.Second.Length))
                return false;
            foreach (var (from, to) in kept.Zip(parameters))
                from.CopyTo(to);
            return true;
        }
        catch (DataFileException)
        {
            return false;
        }
    }
}
