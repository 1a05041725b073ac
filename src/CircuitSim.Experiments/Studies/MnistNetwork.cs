using CircuitSim.Emulation;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// Halawani's network for MNIST: 784 inputs, 32 logistic, 10 classes; about 94.6 % of the test set, as in the paper. It
/// is trained once per seed and then kept as a file.
/// </summary>
public static class MnistNetwork
{
    public const string Name = "mnist-784-32-10";

    /// <summary>The paper gives none; with these, the seeds 1 … 10 end at 94.56 … 94.90 %, 94.73 % on average.</summary>
    public static TrainingOptions Options { get; } = new() { Epochs = 6, BatchSize = 16, LearningRate = 0.05 };

    private static readonly int[] Sizes = [784, 32, 10];

    /// <summary>Where the network of a seed is kept.</summary>
    public static string CachePath(string dataFolder, ulong seed) =>
        Path.Combine(dataFolder, "networks", FormattableString.Invariant($"{Name}-seed{seed}.npz"));

    /// <summary>
    /// The network of a seed: from its file where that holds this very network, else trained and kept. A file that is
    /// corrupt or holds another training is replaced, and the remark says so.
    /// </summary>
    /// <returns>The network, and what happened in a few words.</returns>
    /// <exception cref="DataFileException">The images cannot be read, or the network cannot be written.</exception>
    public static (DenseNetwork Network, string Remark) Obtain(
        string dataFolder, ulong seed, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var path = CachePath(dataFolder, seed);
        var wanted = TrainingProvenance.Of(ImageSet.Mnist, Sizes, seed, Options);
        var why = "";
        if (File.Exists(path))
        {
            try
            {
                var (kept, provenance) = TrainedNetworkFile.Read(path);
                if (provenance == wanted)
                    return (kept, "trained before");
                why = $"; {path} held another training and was replaced";
            }
            catch (DataFileException e)
            {
                why = $"; {e.Message.TrimEnd('.')} and was replaced";
            }
        }

        var images = MnistFile.ReadTrain(Path.Combine(dataFolder, ImageSet.Mnist.Name), ImageSet.Mnist);
        var network = DenseNetworkTraining.Train(
            images, Sizes[1..^1], Options, new RandomStream(seed).Child("training"), progress, cancellationToken);
        TrainedNetworkFile.Write(path, network, wanted);
        return (network, FormattableString.Invariant($"trained on {images.Count} images, {Options.Epochs} epochs{why}"));
    }
}
