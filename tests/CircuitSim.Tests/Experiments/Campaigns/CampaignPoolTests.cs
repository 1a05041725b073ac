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

    /// <summary>A worker of the protocol of <see cref="CampaignWorker"/> whose figure is ten times the index.</summary>
    private const string Worker = """
        import os, signal, sys, time
        def line(i, v):
            s, h = f"{i}\t0.001\tok\t{v}", 0x811c9dc5
            for c in s: h = ((h ^ ord(c)) * 0x01000193) & 0xffffffff
            return f"{s}\t{h:08x}"
        print("ready " + sys.argv[1], flush=True)
        for words in sys.stdin:
            first, end = map(int, words.split())
            for i in range(first, end):
                if i == 3: sys.stderr.write("it falls over\n"); sys.stderr.flush(); os.kill(os.getpid(), signal.SIGSEGV)
                if i == 5 and "hangs" in sys.argv: time.sleep(100)
                if i == 7 and "swells" in sys.argv: held = b"x" * (1 << 28); time.sleep(100)
                if i == 9: print("all went well", flush=True); time.sleep(100)
                if i == 11 and not os.path.exists(sys.argv[2]): open(sys.argv[2], "w"); os.kill(os.getpid(), signal.SIGKILL)
                if i == 13: sys.exit(7)
                print(line(i, 10 * i), flush=True)
        """;

    [UnixFact]
    [Trait("Category", "slow")]
    public void Points_ThatCrashOrWriteRubbish_AreRowsAndTheOthersGoOn()
    {
        Assert.SkipUnless(File.Exists(Python), "needs python3");
        using var temporary = new TemporaryFolder();
        var (folder, tally) = Run(temporary, Text, 3, "");
        Assert.Equal((16, 16, 1, 3), (tally.Points, tally.Done, tally.Before, tally.Failed));
        var rows = folder.All().SelectMany(folder.Read).ToList();
        Assert.Equal(Enumerable.Range(0, 16), rows.Select(r => (int)r.Index));
        string[] reasons = ["its process ended, 2 times: signal 11, it falls over.", "the worker wrote rubbish: all went well", "its process ended, 2 times: exit code 7."];
        Assert.Equal([(3, reasons[0]), (9, reasons[1]), (13, reasons[2])], rows.Where(r => r.Values is null).Select(r => ((int)r.Index, r.Reason!)));
        Assert.All(rows.Where(r => r.Values is not null), r => Assert.Equal(10.0 * r.Index, r.Values![0]));
        Assert.Empty(Directory.GetFiles(folder.ShardFolder, "*.partial"));
        Assert.Equal("13 of 16 points are done, 3 failed, 0 missing.", CampaignStatus.Of(folder).Sentence);

        // Those three alone are done again.
        Assert.Equal(3, folder.Reopen());
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
        var (folder, _) = Run(temporary, $"{Text.Replace("16", "8", StringComparison.Ordinal)}\nlimits: {{{limit}}}", 2, how);
        var failed = folder.All().SelectMany(folder.Read).Where(r => r.Values is null).ToDictionary(r => (int)r.Index, r => r.Reason);
        Assert.Equal(reason, failed[point]);
        // The one that falls over besides.
        Assert.Equal([3, point], failed.Keys);
    }

    private static (CampaignFolder Folder, CampaignTally Tally) Run(TemporaryFolder temporary, string text, int jobs, string how)
    {
        var folder = Begin(temporary, text);
        string[] worker = [Python, "-c", Worker, folder.Campaign.Hash, temporary.File("died-once"), how];
        return (folder, new CampaignPool(folder, worker, jobs, _ => { }).Run([.. folder.All()], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Pool_WhoseWorkerDoesNotStart_SaysSo()
    {
        using var temporary = new TemporaryFolder();
        var folder = Begin(temporary, Text);
        var fault = Assert.Throws<InvalidParameterException>(() => new CampaignPool(folder, ["/no/such/program"], 1, _ => { }).Run([.. folder.All()], TestContext.Current.CancellationToken));
        Assert.StartsWith("a worker of the campaign cannot start: /no/such/program: ", fault.Message, StringComparison.Ordinal);
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
        var folder = Begin(temporary, Text.Replace("16", "2500", StringComparison.Ordinal));
        var shard = folder.All().First();
        Assert.Equal(3, shard.Count);
        Directory.CreateDirectory(folder.ShardFolder);
        string Line(int index) => new CampaignRow(index, [index], null, 0).ToLine();
        File.WriteAllText(folder.PathOf(shard) + ".a.1.partial", $"{Line(0)}\n{Line(2)[..9]}");
        File.WriteAllText(folder.PathOf(shard) + ".b.2.partial", $"rubbish\n{Line(0)}\n{Line(1)}\n{Line(77)}\n");
        Assert.Equal([0L, 1], folder.Read(shard).Select(r => r.Index));
        Assert.Equal(2, CampaignStatus.Of(folder).Begun);
        Assert.Equal("2-2499", CampaignStatus.Of(folder).MissingText);
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

    private static CampaignFolder Begin(TemporaryFolder folder, string text) => CampaignFolder.Begin(folder.Path, CampaignTests.Parse(text), System.Text.Encoding.UTF8.GetBytes(text));
}
