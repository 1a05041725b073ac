using CircuitSim.Emulation;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation;

/// <summary>On small files of the published format.</summary>
public class Cifar10FileTests
{
    /// <summary>A record whose pixel p of channel c is (17 · image + 100 c + p) mod 256.</summary>
    private static byte[] Record(byte label, int image) => [label, .. Enumerable.Range(0, 3072).Select(k => (byte)(17 * image + 100 * (k / 1024) + k % 1024))];

    [Fact]
    public void Read_TrainAndTest_GiveChannelsRowByRow()
    {
        using var folder = new TemporaryFolder();
        for (var k = 1; k <= 5; k++)
            File.WriteAllBytes(folder.File($"data_batch_{k}.bin"), [.. Record((byte)k, 2 * k), .. Record(9, 2 * k + 1)]);
        File.WriteAllBytes(folder.File("test_batch.bin"), Record(3, 7));
        var train = Cifar10File.ReadTrain(folder.Path);
        Assert.Equal([1, 9, 2, 9, 3, 9, 4, 9, 5, 9], train.Labels.ToArray());
        Assert.Equal((3, 3072, 10), (train.Channels, train.Features, train.Classes));
        var pictures = Cifar10File.ReadTest(folder.Path).ToPictures();
        Assert.Equal([1, 3, 32, 32], pictures.Shape);
        // Channel 2, row 5, column 6.
        Assert.Equal((17 * 7 + 200 + 5 * 32 + 6) % 256 / 255.0, pictures.Values.Span[2 * 1024 + 5 * 32 + 6]);
        Assert.Equal(train.Inputs.Slice(3 * 3072, 3072).ToArray(), train.Slice(3, 1).Inputs.ToArray());
    }

    [Fact]
    public void Read_OtherSizesOrClasses_AreRefusedInOneLine()
    {
        using var folder = new TemporaryFolder();
        Assert.EndsWith("unpack it, and name the folder.", Refused("none.bin", null), StringComparison.Ordinal);
        Assert.Contains("holds 0 bytes, and records of CIFAR-10 have 3073 each.", Refused("a.bin", []), StringComparison.Ordinal);
        Assert.Contains("holds 3072 bytes", Refused("a.bin", Record(1, 1)[1..]), StringComparison.Ordinal);
        Assert.Contains("record 1 has the class 10; those of CIFAR-10 are 0 to 9.", Refused("a.bin", [.. Record(1, 1), .. Record(10, 1)]), StringComparison.Ordinal);

        string Refused(string name, byte[]? content)
        {
            if (content is not null)
                File.WriteAllBytes(folder.File(name), content);
            var message = Assert.Throws<DataFileException>(() => Cifar10File.Read(folder.File(name))).Message;
            Assert.DoesNotContain('\n', message);
            return message;
        }
    }
}
