using System.Text;
using CircuitSim.Files;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_OverAnOldFile_ReplacesItAndLeavesNothingElse()
    {
        File.WriteAllText(folder.File("a.txt"), "old and longer");
        AtomicFile.Write(folder.File("a.txt"), s => s.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(folder.File("a.txt")));
        Assert.Equal(["a.txt"], folder.Entries);
    }

    [Fact]
    public void Write_IntoAMissingFolder_CreatesIt()
    {
        AtomicFile.Write(Path.Combine(folder.Path, "x", "y", "a.bin"), s => s.WriteByte(7));
        Assert.Equal([7], File.ReadAllBytes(Path.Combine(folder.Path, "x", "y", "a.bin")));
    }

    [Fact]
    public void Write_WhileItRuns_LeavesTheOldFileInPlace()
    {
        File.WriteAllText(folder.File("a.txt"), "old");
        AtomicFile.Write(folder.File("a.txt"), s =>
        {
            s.Write("half of the n"u8);
            s.Flush();
            Assert.Equal("old", File.ReadAllText(folder.File("a.txt")));
        });
    }

    [Fact]
    public void Write_CancelledHalfway_KeepsTheOldFileAndDeletesTheTemporaryOne()
    {
        File.WriteAllText(folder.File("a.txt"), "old");
        Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(folder.File("a.txt"), s =>
        {
            s.WriteByte(1);
            throw new OperationCanceledException();
        }));
        Assert.Equal("old", File.ReadAllText(folder.File("a.txt")));
        Assert.Equal(["a.txt"], folder.Entries);
    }

    [Fact]
    public void Write_WhereAFileStandsForAFolder_SaysWhichPathAndLeavesNothing()
    {
        File.WriteAllText(folder.File("file"), "");
        var path = Path.Combine(folder.Path, "file", "a.txt");
        var e = Assert.Throws<DataFileException>(() => AtomicFile.Write(path, s => s.WriteByte(1)));
        Assert.StartsWith($"{path}: cannot be written: ", e.Message, StringComparison.Ordinal);
        Assert.Equal(["file"], folder.Entries);
    }

    [Fact]
    public void Write_OntoAFolder_IsRefusedAndLeavesNoTemporaryFile()
    {
        Directory.CreateDirectory(folder.File("d"));
        Assert.Throws<DataFileException>(() => AtomicFile.Write(folder.File("d"), s => s.WriteByte(1)));
        Assert.Equal(["d"], folder.Entries);
    }

    [Fact]
    public void WriteText_OfSeveralLines_IsUtf8WithLineFeedsAndNoMark()
    {
        AtomicFile.WriteText(folder.File("a.txt"), w =>
        {
            w.WriteLine("2 Ω");
            w.WriteLine("end");
        });
        Assert.Equal(Encoding.UTF8.GetBytes("2 Ω\nend\n"), File.ReadAllBytes(folder.File("a.txt")));
    }
}
