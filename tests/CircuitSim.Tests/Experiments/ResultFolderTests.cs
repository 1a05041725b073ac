using CircuitSim.Experiments;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

public class ResultFolderTests
{
    [Fact]
    public void Commit_OverAFormerResult_ReplacesItsFilesAndKeepsTheUsers()
    {
        using var temporary = new TemporaryFolder();
        var target = temporary.File("out");
        Directory.CreateDirectory(Path.Combine(target, "mine"));
        File.WriteAllText(Path.Combine(target, "result.json"), "old");
        File.WriteAllText(Path.Combine(target, "notes.txt"), "mine");
        using (var folder = ResultFolder.Prepare(target))
        {
            folder.Write("result.json", "new");
            Assert.Equal("old", File.ReadAllText(Path.Combine(target, "result.json")));
            folder.Commit();
        }

        Assert.Equal("new", File.ReadAllText(Path.Combine(target, "result.json")));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(target, "notes.txt")));
        Assert.True(Directory.Exists(Path.Combine(target, "mine")));
        Assert.Equal(["out"], temporary.Entries);
    }

    [Fact]
    public void Dispose_WithoutCommit_LeavesTheFormerResultAndNothingElse()
    {
        using var temporary = new TemporaryFolder();
        var target = temporary.File("out");
        Directory.CreateDirectory(target);
        File.WriteAllText(Path.Combine(target, "result.json"), "old");
        using (var folder = ResultFolder.Prepare(target))
            folder.Write("result.json", "half");
        Assert.Equal("old", File.ReadAllText(Path.Combine(target, "result.json")));
        Assert.Equal(["out"], temporary.Entries);
    }

    [Fact]
    public void Prepare_WhereAFileStands_SaysSoAndNamesTheRemedy()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("out"), "");
        var e = Assert.Throws<DataFileException>(() => ResultFolder.Prepare(temporary.File("out")));
        Assert.Contains("cannot be written", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("--out.", e.Message, StringComparison.Ordinal);
    }
}
