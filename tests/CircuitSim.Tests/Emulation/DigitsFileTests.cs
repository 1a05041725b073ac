using CircuitSim.Emulation;

namespace CircuitSim.Tests.Emulation;

public class DigitsFileTests
{
    // Label counts and the first image as sklearn.datasets.load_digits gives them.
    [Fact]
    public void ReadEmbedded_Always_GivesTheKnownSet()
    {
        var digits = DigitsFile.ReadEmbedded();

        Assert.Equal(1797, digits.Count);
        Assert.Equal((8, 8, 64, 10, 16), (digits.Width, digits.Height, digits.Features, digits.Classes, digits.PixelMaximum));
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], CountLabels(digits));
        Assert.Equal(16, digits.Pixels.ToArray().Max());
        Assert.Equal([0, 0, 5, 13, 9, 1, 0, 0], digits.Pixels[..8].ToArray());
        Assert.Equal(13 / 16.0, digits.Input(0)[3]);
    }

    [Fact]
    public void Split_Always_TakesTheLast297ToTest()
    {
        var all = DigitsFile.ReadEmbedded();
        var (train, test) = DigitsFile.Split(all);

        Assert.Equal((1500, 297), (train.Count, test.Count));
        Assert.Equal(all.Input(1500), test.Input(0));
        Assert.Equal(all.Labels[^1], test.Labels[^1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(57)]
    [InlineData(3_000_000)]
    public void Read_OtherContent_IsRefusedInOneLineWithBothHashes(int length)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new byte[length]);
            var e = Assert.Throws<DataFileException>(() => DigitsFile.Read(path));
            Assert.StartsWith($"{path}: sha256 is ", e.Message, StringComparison.Ordinal);
            Assert.Contains(DigitsFile.Sha256, e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Read_NoSuchFile_NamesItAndTheRemedy()
    {
        var e = Assert.Throws<DataFileException>(() => DigitsFile.Read("no/such/digits.csv.gz"));
        Assert.StartsWith("no/such/digits.csv.gz: no such file. Leave it out", e.Message, StringComparison.Ordinal);
    }

    private static int[] CountLabels(LabelledImages images)
    {
        var counts = new int[images.Classes];
        foreach (var label in images.Labels)
            counts[label]++;
        return counts;
    }
}
