using CircuitSim.Emulation;
using CircuitSim.Files;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation;

public class TrainedNetworkFileTests
{
    private static readonly DenseNetwork Network = DenseNetworkTrainingTests.RandomNetwork([6, 4, 3], 1);

    private static readonly TrainingProvenance Provenance = new(
        [6, 4, 3], ulong.MaxValue - 1, new TrainingOptions { Epochs = 7, BatchSize = 3, LearningRate = 0.1 },
        ImageSet.Mnist.File(ImageSet.TrainImages).Sha256, ImageSet.Mnist.File(ImageSet.TrainLabels).Sha256);

    [Fact]
    public void Read_OfWhatWasWritten_GivesTheSameNetworkAndProvenance()
    {
        using var folder = new TemporaryFolder();
        TrainedNetworkFile.Write(folder.File("n.npz"), Network, Provenance);
        var (network, provenance) = TrainedNetworkFile.Read(folder.File("n.npz"));
        Assert.Equal(Provenance, provenance);
        for (var l = 0; l < 2; l++)
        {
            Assert.Equal(Network.Layers[l].Weights, network.Layers[l].Weights);
            Assert.Equal(Network.Layers[l].Bias, network.Layers[l].Bias);
        }
    }

    [Fact]
    public void Provenance_DifferingInAnything_IsAnother()
    {
        Assert.Equal(Provenance, Provenance with { Sizes = [6, 4, 3] });
        Assert.NotEqual(Provenance, Provenance with { Sizes = [6, 3, 3] });
        Assert.NotEqual(Provenance, Provenance with { Seed = 1 });
        Assert.NotEqual(Provenance, Provenance with { Options = Provenance.Options with { LearningRate = 0.2 } });
        Assert.NotEqual(Provenance, Provenance with { ImagesSha256 = ImageSet.FashionMnist.File(ImageSet.TrainImages).Sha256 });
    }

    // Whatever byte of a file is changed: the very network, or one line.
    [Fact]
    [Trait("Category", "slow")]
    public void Read_AnyByteChanged_NeverGivesOtherWeights()
    {
        using var folder = new TemporaryFolder();
        TrainedNetworkFile.Write(folder.File("n.npz"), Network, Provenance);
        var whole = File.ReadAllBytes(folder.File("n.npz"));
        var refused = 0;
        for (var k = 0; k < whole.Length; k++)
        {
            var changed = whole.ToArray();
            changed[k] ^= 0x10;
            File.WriteAllBytes(folder.File("c.npz"), changed);
            try
            {
                var (network, _) = TrainedNetworkFile.Read(folder.File("c.npz"));
                Assert.Equal(TrainedNetworkFile.WeightsSha256(Network), TrainedNetworkFile.WeightsSha256(network));
            }
            catch (DataFileException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                refused++;
            }
        }

        Assert.True(refused > whole.Length / 4, $"{refused} of {whole.Length}");
    }

    [Fact]
    public void Read_AnotherArchiveOrAPartOfOne_IsRefusedInOneLine()
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder.File("foreign.npz"), [new NpzArray("w", [2], new double[] { 1, 2 })]);
        AssertRefused("foreign.npz", "is no trained network of CircuitSim");

        TrainedNetworkFile.Write(folder.File("n.npz"), Network, Provenance);
        var arrays = NpzFile.Read(folder.File("n.npz"));
        foreach (var array in arrays)
        {
            NpzFile.Write(folder.File("part.npz"), arrays.Where(a => a != array));
            AssertRefused("part.npz", "");
            NpzFile.Write(folder.File("part.npz"), arrays.Append(array));
            AssertRefused("part.npz", $"has two entries {array.Name}");
        }

        foreach (var (name, values, words) in new (string, double[], string)[]
        {
            ("sizes", [6, double.NaN, 3], "states a layer of size NaN"),
            ("sizes", [6, 1e9, 3], "states a layer of size 1000000000"),
            ("sizes", [6], "does not state the sizes"),
            ("bias_0", [0, 0, 0, double.NaN], "holds no usable network"),
            ("bias_0", [0, 0, 0, 0], "sha256 does not fit"),
            ("seed", [-1, double.PositiveInfinity], "seed"),
            ("training", [double.NaN, 1, 1], "training"),
            ("images_sha256", [.. Enumerable.Repeat(256.0, 32)], "images_sha256"),
        })
        {
            NpzFile.Write(folder.File("part.npz"), arrays.Select(a => a.Name == name ? new NpzArray(name, [values.Length], values) : a));
            AssertRefused("part.npz", words);
        }

        void AssertRefused(string name, string words)
        {
            var e = Assert.Throws<DataFileException>(() => TrainedNetworkFile.Read(folder.File(name)));
            Assert.Contains(words, e.Message, StringComparison.Ordinal);
        }
    }
}
