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
    public void Dispose_WithoutCommit_RemovesTheFoldersThatItMade()
    {
        using var temporary = new TemporaryFolder();
        using (var folder = ResultFolder.Prepare(Path.Combine(temporary.Path, "a", "b", "out")))
            folder.Write("result.json", "half");
        Assert.Empty(temporary.Entries);
    }

    [Fact]
    public void Commit_WhereAFileCannotBeReplaced_LosesNothingOfTheUsers()
    {
        using var temporary = new TemporaryFolder();
        // A folder of the user's stands where the report should go.
        Directory.CreateDirectory(Path.Combine(temporary.File("out"), "report.html", "keep"));
        Directory.CreateDirectory(Path.Combine(temporary.File("out"), "mine"));
        File.WriteAllText(Path.Combine(temporary.File("out"), "result.json"), "old");
        using (var folder = ResultFolder.Prepare(temporary.File("out")))
        {
            folder.Write("report.html", "new");
            folder.Write("result.json", "new");
            Assert.Throws<DataFileException>(folder.Commit);
        }

        Assert.Equal("old", File.ReadAllText(Path.Combine(temporary.File("out"), "result.json")));
        Assert.Equal(["mine", "report.html", "result.json"], Directory.EnumerateFileSystemEntries(temporary.File("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(Directory.Exists(Path.Combine(temporary.File("out"), "report.html", "keep")));
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
