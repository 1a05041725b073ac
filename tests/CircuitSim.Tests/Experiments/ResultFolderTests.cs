using System.Diagnostics;
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
    public void Commit_AmongTheUsersFiles_KeepsThoseInTheWayUnderANameOfTheirOwn()
    {
        using var temporary = new TemporaryFolder();
        foreach (var (name, text) in new[] { ("tran.csv", "measured"), ("tran.csv.bak", "older"), ("same.csv", "the same"), ("result.json", "{ \"schema\": \"mine\" }") })
            File.WriteAllText(temporary.File(name), text);
        var told = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            using var folder = ResultFolder.Prepare(temporary.Path, "run");
            folder.Kept = told.Add;
            folder.Write("tran.csv", $"simulated {run}");
            folder.Write("same.csv", "the same");
            folder.Write(new ResultDocument("run", []));
            folder.Commit();
        }

        Assert.Equal(["result.json", "result.json.bak", "same.csv", "tran.csv", "tran.csv.bak", "tran.csv.bak2"], temporary.Entries.Order(StringComparer.Ordinal));
        Assert.Equal("measured", File.ReadAllText(temporary.File("tran.csv.bak2")));
        Assert.Equal("simulated 1", File.ReadAllText(temporary.File("tran.csv")));
        Assert.Equal(2, told.Count);
        Assert.Contains($"tran.csv was in {temporary.Path} before, and is no result's: it is tran.csv.bak2 now.", told);
    }

    [Fact]
    public void Commit_OverAFormerResult_RemovesWhatThatAloneWrote()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("notes.txt"), "mine");
        foreach (var names in new[] { new[] { "taps.npz", "maps/a.csv", "outputs.npy" }, ["outputs.npy"] })
        {
            using var folder = ResultFolder.Prepare(temporary.Path, "infer");
            foreach (var name in names)
                folder.Write(name, "numbers");
            folder.Write(new ResultDocument("infer", []));
            folder.Commit();
        }

        Assert.Equal(["notes.txt", "outputs.npy", "result.json"], temporary.Entries.Order(StringComparer.Ordinal));
    }

    /// <summary>Names that a stranger's result gives lead nowhere else.</summary>
    [Theory]
    [InlineData("../mine.txt")]
    [InlineData("a/../mine.txt")]
    [InlineData("a/b/mine.txt")]
    [InlineData("")]
    public void Commit_OverAResultWithStrangeNames_LeavesThemAlone(string name)
    {
        using var temporary = new TemporaryFolder();
        Directory.CreateDirectory(temporary.File("out/a/b"));
        foreach (var mine in new[] { "mine.txt", "out/mine.txt", "out/a/b/mine.txt" })
            File.WriteAllText(temporary.File(mine), "mine");
        File.WriteAllText(temporary.File("out/result.json"), new ResultDocument("run", []).Add("files", [name]).ToText());
        using (var folder = ResultFolder.Prepare(temporary.File("out"), "run"))
        {
            folder.Write(new ResultDocument("run", []));
            folder.Commit();
        }

        Assert.All(["mine.txt", "out/mine.txt", "out/a/b/mine.txt"], mine => Assert.True(File.Exists(temporary.File(mine))));
    }

    [Theory]
    [InlineData("device-iv", true)]
    [InlineData("program", false)]
    public void Prepare_OverAResultOfAnotherStudy_IsRefusedAndTouchesNothing(string study, bool isRefused)
    {
        using var temporary = new TemporaryFolder();
        var former = new ResultDocument("program", []).ToText();
        File.WriteAllText(temporary.File("result.json"), former);
        if (isRefused)
        {
            var e = Assert.Throws<InvalidParameterException>(() => ResultFolder.Prepare(temporary.Path, study));
            Assert.Contains("holds a result of program, whose files would mix with those of device-iv; name another folder", e.Message, StringComparison.Ordinal);
        }
        else
        {
            ResultFolder.Prepare(temporary.Path, study).Dispose();
        }

        Assert.Equal(former, File.ReadAllText(temporary.File("result.json")));
        Assert.Equal(["result.json"], temporary.Entries);
    }

    [Theory]
    [InlineData("{ \"schema\": \"mine\", \"study\": \"other\" }")]
    [InlineData("[1, 2]")]
    [InlineData("no json")]
    public void Prepare_OverAResultThatIsNotOurs_GoesOn(string text)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("result.json"), text);
        ResultFolder.Prepare(temporary.Path, "program").Dispose();
        Assert.Equal(["result.json"], temporary.Entries);
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

    /// <summary>A process of our own is killed while it computes; the next result takes its hidden folder away.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public void Prepare_BehindAProcessThatWasKilled_RemovesWhatItLeft()
    {
        using var temporary = new TemporaryFolder();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CircuitSim.Cli.dll"), "sweep", "threshold-margins", "--samples", "1000000", "--out", temporary.File("out")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using (var process = Process.Start(start)!)
        {
            while (!process.HasExited && !(Directory.Exists(temporary.File("out")) && Partial().Any(f => File.Exists(Path.Combine(f, ".claim")))))
                Thread.Sleep(20);
            Assert.False(process.HasExited, process.HasExited ? process.StandardError.ReadToEnd() : "");

            // As long as it lives, nobody touches its folder.
            ResultFolder.Prepare(temporary.File("out")).Dispose();
            Assert.Single(Partial());
            process.Kill();
            process.WaitForExit();
        }

        Assert.Single(Partial());
        using (var folder = ResultFolder.Prepare(temporary.File("out")))
        {
            Assert.Single(Partial());
            folder.Write("result.json", "new");
            folder.Commit();
        }

        Assert.Equal([temporary.File("out/result.json")], Directory.EnumerateFileSystemEntries(temporary.File("out")));

        IEnumerable<string> Partial() => Directory.EnumerateDirectories(temporary.File("out"), "*.partial");
    }

    [Theory]
    [InlineData(null)] // made by an older version, or just now
    [InlineData("")]
    [InlineData("another-machine")]
    public void Prepare_BesideAHiddenFolderOfAnother_LeavesIt(string? machine)
    {
        using var temporary = new TemporaryFolder();
        var hidden = Directory.CreateDirectory(temporary.File(".circuitsim-x.partial")).FullName;
        if (machine is not null)
            File.WriteAllText(Path.Combine(hidden, ".claim"), machine);
        ResultFolder.Prepare(temporary.Path).Dispose();
        Assert.Equal([".circuitsim-x.partial"], temporary.Entries);
    }

    [Fact]
    public void Prepare_BesideOneThatIsStillOpen_LeavesIt()
    {
        using var temporary = new TemporaryFolder();
        using var first = ResultFolder.Prepare(temporary.Path);
        first.Write("result.json", "first");
        ResultFolder.Prepare(temporary.Path).Dispose();
        first.Commit();
        Assert.Equal("first", File.ReadAllText(temporary.File("result.json")));
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
        Assert.Contains("cannot be written: it is a file, and a folder is wanted.", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("Choose another folder.", e.Message, StringComparison.Ordinal);
    }
}
