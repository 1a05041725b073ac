using CircuitSim.Experiments.Campaigns;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments.Campaigns;

/// <summary>The pool beside workers that do what no study of ours does, played by a script.</summary>
public class CampaignPoolTests
{
    private const string Python = "/usr/bin/python3";

    private static readonly string Text = """
        command: array solve
        vary: {seed: {seeds: 16}}
        collect: [a]
        """;

    /// <summary>
    /// A worker of the protocol of <see cref="CampaignWorker"/> whose figure is ten times the index. Like that one it keeps rows to itself where it
    /// may, so that they are lost with it.
    /// </summary>
    private const string Worker = """
        import os, signal, struct, sys, tempfile, time
        def crc32c(b):
            c = 0xffffffff
            for x in b:
                c ^= x
                for _ in range(8): c = (c >> 1) ^ (0x82f63b78 if c & 1 else 0)
            return c ^ 0xffffffff
        def block(rows):
            sys.stdout.buffer.write(b"CSB1" + struct.pack("<II", len(rows), crc32c(rows)) + rows)
            sys.stdout.buffer.flush()
        def litter():
            folder = tempfile.mkdtemp(prefix="circuitsim-point-%d-" % os.getpid())
            open(folder + "/table.csv", "w").close()
            print(folder, file=open(sys.argv[2] + ".folders", "a"))
        print("ready " + sys.argv[1], flush=True)
        for words in sys.stdin:
            first, end, hold = map(int, words.split())
            held = b""
            for i in range(first, end):
                if i == 3: sys.stderr.write("it falls over\n"); sys.stderr.flush(); os.kill(os.getpid(), signal.SIGSEGV)
                if i == 5 and "hangs" in sys.argv:
                    if held: block(held)
                    time.sleep(100)
                if i == 7 and "swells" in sys.argv: much = b"x" * (1 << 28); time.sleep(100)
                if i == 9: print("all went well", flush=True); time.sleep(100)
                if i == 11 and not os.path.exists(sys.argv[2]): open(sys.argv[2], "w"); os.kill(os.getpid(), signal.SIGKILL)
                if i == 13: litter(); sys.exit(7)
                if i == 14 and "strays" in sys.argv: i = 40
                held += struct.pack("<qdid", i, 0.001, -1, 10 * i)
                if hold == 0 or i == end - 1: block(held); held = b""
            if held: block(held)
        """;

    /// <param name="points">One in a shard, or many that are asked for at once.</param>
    [Theory]
    [InlineData("16")]
    [InlineData("512")]
    [Trait("Category", "slow")]
    public void Points_ThatCrashOrWriteRubbish_AreRowsAndTheOthersGoOn(string points)
    {
        Assert.SkipUnless(File.Exists(Python), "needs python3");
        using var temporary = new TemporaryFolder();
        var (folder, tally) = Run(temporary, Text.Replace("16", points, StringComparison.Ordinal), 3, "strays");
        Assert.Equal((folder.Campaign.Points, folder.Campaign.Points, 0, 4), (tally.Points, tally.Done, tally.Before, tally.Failed));
        var rows = folder.All().SelectMany(folder.Read).ToList();
        Assert.Equal(Enumerable.Range(0, (int)tally.Points), rows.Select(r => (int)r.Index));
        string[] reasons = ["its process ended, 2 times: signal 11, it falls over.", "the worker wrote rubbish: all went well", "its process ended, 2 times: exit code 7.", "the worker wrote rubbish: rows of other points than were asked for"];
        Assert.Equal([(3, reasons[0]), (9, reasons[1]), (13, reasons[2]), (14, reasons[3])], rows.Where(r => r.Values is null).Select(r => ((int)r.Index, r.Reason!)));
        Assert.All(rows.Where(r => r.Values is not null), r => Assert.Equal(10.0 * r.Index, r.Values![0]));
        Assert.Empty(Directory.GetFiles(folder.ShardFolder, "*.partial"));
        // What a point's command writes for itself goes with the worker that it ended.
        var litter = File.ReadAllLines(temporary.File("died-once.folders"));
        Assert.InRange(litter.Length, 2, 3);
        Assert.DoesNotContain(litter, Directory.Exists);
        Assert.Equal($"{tally.Points - 4} of {points} points are done, 4 failed, 0 missing.", CampaignStatus.Of(folder).Sentence);

        // Those four alone are done again.
        Assert.Equal(4, folder.Reopen());
        Assert.Equal([3L, 9, 13], CampaignStatus.Of(folder).Missing.Select(m => m.First));
    }

    [Theory]
    [InlineData("hangs", "time_s: 3", 5, "it takes more than 3 s.")]
    [InlineData("swells", "memory_mb: 150", 7, "it needs more memory than 150 MB.")]
    [Trait("Category", "slow")]
    public void Point_BeyondALimit_IsARowAndTheOthersGoOn(string how, string limit, int point, string reason)
    {
        Assert.SkipUnless(File.Exists(Python), "needs python3");
        using var temporary = new TemporaryFolder();
        var (folder, _) = Run(temporary, $"{Text.Replace("16", "256", StringComparison.Ordinal)}\nlimits: {{{limit}}}", 2, how);
        var failed = folder.All().SelectMany(folder.Read).Where(r => r.Values is null).ToDictionary(r => (int)r.Index, r => r.Reason);
        Assert.Equal(reason, failed[point]);
        // Those that fail anyway besides.
        Assert.Equal(((int[])[3, point, 9, 13]).Order(), failed.Keys);
    }

    private static (CampaignFolder Folder, CampaignTally Tally) Run(TemporaryFolder temporary, string text, int jobs, string how)
    {
        var folder = Begin(temporary, text);
        string[] worker = [Python, "-c", Worker, folder.Campaign.Hash, temporary.File("died-once"), how];
        return (folder, new CampaignPool(folder, worker, jobs, _ => { }).Run(0, folder.Campaign.Points, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Pool_WhoseWorkerDoesNotStart_SaysSo()
    {
        using var temporary = new TemporaryFolder();
        var folder = Begin(temporary, Text);
        var fault = Assert.Throws<InvalidParameterException>(() => new CampaignPool(folder, ["/no/such/program"], 1, _ => { }).Run(0, 16, TestContext.Current.CancellationToken));
        Assert.StartsWith("a worker of the campaign cannot start: /no/such/program: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_OfAnotherCampaign_WhereThatIsWanted_BeginsAnew_AndOfTheSameGoesOn()
    {
        using var temporary = new TemporaryFolder();
        var folder = Begin(temporary, Text);
        Directory.CreateDirectory(folder.ShardFolder);
        File.WriteAllText(Path.Combine(folder.ShardFolder, "shard-0"), "rows");
        Assert.Equal(folder.Campaign.Hash, Begin(temporary, Text, replacesOthers: true).Campaign.Hash);
        Assert.True(File.Exists(Path.Combine(folder.ShardFolder, "shard-0")));
        var other = Text.Replace("16", "17", StringComparison.Ordinal);
        Begin(temporary, other, replacesOthers: true);
        Assert.False(Directory.Exists(folder.ShardFolder));
        Assert.NotEqual(folder.Campaign.Hash, Begin(temporary, other).Campaign.Hash);
    }

    [Fact]
    public void Folder_OfAnotherCampaign_IsRefused()
    {
        using var temporary = new TemporaryFolder();
        var folder = Begin(temporary, Text);
        Directory.CreateDirectory(folder.ShardFolder);
        Assert.Equal(folder.Campaign.Hash, Begin(temporary, $"{Text}\nlimits: {{time_s: 2}}").Campaign.Hash);
        var fault = Assert.Throws<InvalidParameterException>(() => Begin(temporary, Text.Replace("16", "17", StringComparison.Ordinal)));
        Assert.Contains("holds another campaign", fault.Message, StringComparison.Ordinal);
        File.WriteAllText(temporary.File("campaign.json"), File.ReadAllText(temporary.File("campaign.json")).Replace("commit", "other commit", StringComparison.Ordinal));
        fault = Assert.Throws<InvalidParameterException>(() => Begin(temporary, Text));
        Assert.Contains("points of two versions do not mix", fault.Message, StringComparison.Ordinal);
        using var other = new TemporaryFolder();
        File.WriteAllText(other.File("result.json"), """{"schema": "circuitsim.result/1", "study": "array"}""");
        Assert.Contains("holds a result of array", Assert.Throws<InvalidParameterException>(() => Begin(other, Text)).Message, StringComparison.Ordinal);
    }

    /// <summary>Half a line, a line of rubbish and a shard that two worked on, as kills and a node's loss leave them.</summary>
    [Fact]
    public void Rows_OfShardsThatWereCutOff_AreTheWholeOnesOnce()
    {
        using var temporary = new TemporaryFolder();
        var folder = Begin(temporary, Text.Replace("16", "45", StringComparison.Ordinal));
        var shard = folder.All().First();
        Assert.Equal(3, shard.Count);
        Directory.CreateDirectory(folder.ShardFolder);
        byte[] Row(int index) => CampaignTests.Block(new CampaignRow(index, [index], null, 0));
        File.WriteAllBytes(folder.PathOf(shard) + ".a.1.partial", [.. Row(0), .. Row(2)[..9]]);
        File.WriteAllBytes(folder.PathOf(shard) + ".b.2.partial", [.. "rubbish"u8, .. Row(0), .. Row(1), .. Row(77)]);
        Assert.Equal([0L, 1], folder.Read(shard).Select(r => r.Index));
        Assert.Equal(2, CampaignStatus.Of(folder).Begun);
        Assert.Equal("2-44", CampaignStatus.Of(folder).MissingText);
    }

    /// <summary>Two tasks of a cluster whose points lie in one shard, and a part that was there before.</summary>
    [UnixFact]
    [Trait("Category", "slow")]
    public void Shard_OfTwoTasks_IsWholeWhenTheSecondIsDone()
    {
        Assert.SkipUnless(File.Exists(Python), "needs python3");
        using var temporary = new TemporaryFolder();
        var folder = Begin(temporary, Text.Replace("16", "100", StringComparison.Ordinal));
        var shard = folder.All().ElementAt(3);
        Assert.Equal((21, 28), (shard.First, shard.End));
        Directory.CreateDirectory(folder.ShardFolder);
        File.WriteAllBytes(folder.PathOf(shard) + ".a.1.partial", CampaignTests.Block(new CampaignRow(23, [230], null, 0)));
        CampaignTally Task(long first, long end) => new CampaignPool(folder, [Python, "-c", Worker, folder.Campaign.Hash, temporary.File("died-once"), ""], 2, _ => { }).Run(first, end, TestContext.Current.CancellationToken);
        Assert.Equal(new CampaignTally(4, 4, 1, 0), Task(21, 25));
        Assert.Equal(["0-20", "25-99"], folder.Missing().Select(m => $"{m.First}-{m.End - 1}"));
        Assert.False(folder.IsDone(shard));
        Assert.Equal(new CampaignTally(3, 3, 0, 0), Task(25, 28));
        Assert.Equal([shard.Name], Directory.GetFiles(folder.ShardFolder).Select(f => Path.GetFileName(f)));
        Assert.Equal([21L, 22, 23, 24, 25, 26, 27], folder.Read(shard).Select(r => r.Index));
        Assert.All(folder.Read(shard), r => Assert.Equal(10.0 * r.Index, r.Values![0]));
        // A folder of another machine gives its part of a shard, too.
        using var other = new TemporaryFolder();
        var elsewhere = Begin(other, Text.Replace("16", "100", StringComparison.Ordinal));
        Assert.Equal(new CampaignTally(2, 2, 0, 0), Task(19, 21));
        Assert.Equal(2, elsewhere.Collect(temporary.Path));
        Assert.Equal(["0-18", "28-99"], elsewhere.Missing().Select(m => $"{m.First}-{m.End - 1}"));
    }

    /// <summary>What kills at the very first and last moments leave.</summary>
    [Fact]
    public void Tidy_OfWhatKillsLeave_KeepsWhatSomebodyClaims()
    {
        using var temporary = new TemporaryFolder();
        var folder = Begin(temporary, Text);
        string Hidden(string name) => Directory.CreateDirectory(temporary.File($".circuitsim-{name}.partial")).FullName;
        Hidden("empty");
        File.WriteAllText(Path.Combine(Hidden("unnamed"), ".claim"), "");
        File.WriteAllText(Path.Combine(Hidden("half-removed"), "points.csv"), "");
        File.WriteAllText(Path.Combine(Hidden("claimed"), ".claim"), "another-machine");
        File.WriteAllText(temporary.File(".campaign.json.x.tmp"), "");
        folder.Tidy();
        Assert.Equal([".circuitsim-claimed.partial", "campaign.json", "campaign.yaml"], temporary.Entries);
    }

    private static CampaignFolder Begin(TemporaryFolder folder, string text, bool replacesOthers = false) =>
        CampaignFolder.Begin(folder.Path, CampaignTests.Parse(text), System.Text.Encoding.UTF8.GetBytes(text), replacesOthers);
}
