using System.IO.Compression;
using CircuitSim.Emulation;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation;

public class IdxFileTests
{
    /// <summary>Two "images" of 1 × 3.</summary>
    private static readonly byte[] Small = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60];

    private static readonly string Hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Small));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_RawOrGzipped_GivesShapeAndBytes(bool packed)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a"), packed ? Pack(Small) : Small);
        var array = IdxFile.Read(folder.File("a"), Hash, "");
        Assert.Equal([2, 1, 3], array.Shape);
        Assert.Equal([10, 20, 30, 40, 50, 60], array.Values.ToArray());
    }

    [Fact]
    public void Read_OtherContent_NamesBothHashesAndTheRemedy()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a"), [.. Small[..^1], 61]);
        var e = Assert.Throws<DataFileException>(() => IdxFile.Read(folder.File("a"), Hash, "Get another."));
        Assert.Contains(Hash, e.Message, StringComparison.Ordinal);
        Assert.EndsWith("Get another.", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData(new byte[] { }, "is no IDX file")]
    [InlineData(new byte[] { 0, 0, 8 }, "is no IDX file")]
    [InlineData(new byte[] { 1, 0, 8, 1, 0, 0, 0, 0 }, "is no IDX file")]
    [InlineData(new byte[] { 0, 0, 13, 1, 0, 0, 0, 0 }, "is no IDX file")] // floats
    [InlineData(new byte[] { 0, 0, 8, 0 }, "is no IDX file")]
    [InlineData(new byte[] { 0, 0, 8, 255, 0, 0, 0, 0 }, "is no IDX file")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 2 }, "ends within its header")]
    [InlineData(new byte[] { 0, 0, 8, 1, 255, 255, 255, 255 }, "states more than")]
    [InlineData(new byte[] { 0, 0, 8, 4, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0 }, "states more than")] // 2^64: overflows
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 7 }, "states 2 bytes, but holds 1")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 7, 7 }, "states 1 bytes, but holds 2")]
    public void Parse_HostileHeader_IsRefusedInOneLine(byte[] content, string words)
    {
        var e = Assert.Throws<DataFileException>(() => IdxFile.Parse(content, "a"));
        Assert.StartsWith("a: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "slow")]
    public void ReadContent_BrokenOrEndlessGzip_IsRefused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("broken"), [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 255, 255, 255]);
        Assert.Contains("is no valid gzip file", Assert.Throws<DataFileException>(() => IdxFile.ReadContent(folder.File("broken"), "")).Message, StringComparison.Ordinal);

        using (var file = new GZipStream(File.Create(folder.File("bomb")), CompressionLevel.Fastest))
        {
            var zeros = new byte[1 << 20];
            for (var k = 0; k < 257; k++)
                file.Write(zeros);
        }

        Assert.Contains("holds more than", Assert.Throws<DataFileException>(() => IdxFile.ReadContent(folder.File("bomb"), "")).Message, StringComparison.Ordinal);
    }

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }
}
