using CircuitSim.Emulation;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation;

public class MnistFileTests
{
    // Counts of the classes as everybody finds them, and the first labels.
    [MnistFact]
    [Trait("Category", "slow")]
    public void Read_TheRealFiles_GivesTheKnownSet()
    {
        var train = MnistFile.ReadTrain(MnistImages.Folder, ImageSet.Mnist);
        var test = MnistFile.ReadTest(MnistImages.Folder, ImageSet.Mnist);
        Assert.Equal((60000, 10000), (train.Count, test.Count));
        Assert.Equal((28, 28, 10, 255), (test.Width, test.Height, test.Classes, test.PixelMaximum));
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], CountLabels(train));
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], CountLabels(test));
        Assert.Equal([5, 0, 4, 1, 9], train.Labels[..5].ToArray());
        Assert.Equal([7, 2, 1, 0, 4], test.Labels[..5].ToArray());

        // 33318421 / 255 / 60000 / 784 = 0.1307 is the mean that everybody normalizes with.
        Assert.Equal(0.1307, train.Pixels.ToArray().Average(p => (double)p) / 255, 4);
    }

    [Fact]
    public void Read_NoSuchFolder_NamesTheCommandThatGetsTheSet()
    {
        var e = Assert.Throws<DataFileException>(() => MnistFile.ReadTest("no/such", ImageSet.Mnist));
        Assert.Equal($"{Path.Combine("no/such", "t10k-images-idx3-ubyte")}: no such file. Get the set with: circuitsim data get mnist", e.Message);
    }

    [Fact]
    public void Read_AnotherSetUnderTheSameNames_IsRefused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File(ImageSet.TestImages), [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[784]]);
        var e = Assert.Throws<DataFileException>(() => MnistFile.ReadTest(folder.Path, ImageSet.Mnist));
        Assert.Contains(ImageSet.Mnist.File(ImageSet.TestImages).Sha256, e.Message, StringComparison.Ordinal);
    }

    private static int[] CountLabels(LabelledImages images)
    {
        var counts = new int[images.Classes];
        foreach (var label in images.Labels)
            counts[label]++;
        return counts;
    }
}
