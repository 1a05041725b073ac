using System.Globalization;
using System.Text;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Campaigns;
using CircuitSim.Files;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments.Campaigns;

/// <summary>What a merge makes of rows, and what memory it takes for them. Shards are written here; no point runs.</summary>
public class CampaignMergeTests
{
    /// <summary>Every kind of axis: a seed of each point's own and of a few, numbers and words of lists, and numbers that are drawn.</summary>
    private const string Text = """
        command: array solve
        vary:
          seed: each
          wire_resistance_ohm: {from: 0.001, to: 1000, scale: logarithmic}
          r_low_ohm: [1k, 2.2k, 4700]
          sensing: [one, both]
        design: {kind: DESIGN, points: POINTS}
        collect: [worst_drop_v]
        """;

    private const string Grid = """
        command: array solve
        vary:
          wire_resistance_ohm: {from: 0.1, to: 10, points: 4}
          seed: {seeds: 5}
          sensing: [one, both]
          r_low_ohm: [1k, 2.2k, 4700]
        collect: [worst_drop_v]
        """;

    /// <summary>Options that take several values at once.</summary>
    private const string Several = """
        command: sweep threshold-margins
        vary:
          sizes: [[8, 16], 32]
          wire_resistances_ohm: [1, [2, 0.5], 3]
        collect: [figure]
        """;

    /// <summary>
    /// A row leaves nothing behind, so that the memory of a merge cannot grow with them. Of these numbers of rows the report has all the room that it
    /// ever has for the numbers that it keeps; what is longer are the places of a shard's rows, 16 bytes each, and some text. An object takes 24 bytes.
    /// </summary>
    [Theory]
    [InlineData("latin-hypercube")]
    [InlineData("random")]
    [Trait("Category", "slow")]
    public void Merge_OfTwiceThePoints_AllocatesNoMore(string design)
    {
        const int Few = 15_000;
        using TemporaryFolder small = new(), large = new();
        var (few, many) = (Filled(small, design, Few), Filled(large, design, 2 * Few));
        // Code of the runtime that it has not optimised yet boxes numbers.
        Assert.Contains(Enumerable.Repeat(0, 40), _ => (Allocated(many) - Allocated(few)) / Few < 8);
    }

    /// <summary>A row of a few bytes and one of many, a point that several files have, in the order of no index, with what a kill left between.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3_000)]
    public void Rows_OfShardsInAnyOrder_AreThoseOfTheirPoints(int figures)
    {
        using var temporary = new TemporaryFolder();
        var shard = new CampaignShard(100, 160);
        byte[] RowsFrom(int first, int count) =>
            CampaignTests.Block([.. Enumerable.Range(first, count).Select(k => k % 7 == 0 ? CampaignRow.Failed(k, new string('x', 3 * k), k) : new CampaignRow(k, [.. Enumerable.Range(0, figures).Select(f => (double?)(k + 0.5 * f))], null, k))]);
        byte[] first = [.. RowsFrom(130, 20), .. RowsFrom(150, 10)[..^1], .. RowsFrom(100, 9), .. RowsFrom(0, 100), .. "CS"u8];
        byte[] second = [.. "CSB1CSB"u8, .. RowsFrom(109, 24), .. RowsFrom(152, 8)];
        File.WriteAllBytes(temporary.File("first"), first);
        File.WriteAllBytes(temporary.File("second"), second);
        var reader = new CampaignShardReader();
        // Once more, in the memory of the first time, and a shard of which there is nothing.
        for (var k = 0; k < 2; k++)
        {
            var rows = reader.Read(shard, [temporary.File("first"), temporary.File("none"), temporary.File("second")], figures).Select(r => CampaignBlock.Read(r.Span)).ToList();
            Assert.Equal([.. Enumerable.Range(100, 50), .. Enumerable.Range(152, 8)], rows.Select(r => (int)r.Index));
            Assert.All(rows, r => Assert.Equal(r.Index, r.Seconds));
            Assert.All(rows, r => Assert.Equal(r.Index % 7 == 0 ? new string('x', 3 * (int)r.Index) : null, r.Reason));
            Assert.All(rows.Where(r => r.Values is not null), r => Assert.Equal(Enumerable.Range(0, figures).Select(f => (double?)(r.Index + 0.5 * f)), r.Values!));
            Assert.Empty(reader.Read(shard, [temporary.File("none")], figures));
        }
    }

    /// <summary>Whoever hands over a folder chooses how long its files are; this one is a hole, which takes no disk.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public void Rows_BehindMoreThanAnIntegerCounts_AreFound()
    {
        using var temporary = new TemporaryFolder();
        var path = temporary.File("long");
        using (var file = File.Create(path))
        {
            file.Position = int.MaxValue + 1L;
            file.Write(CampaignTests.Block(new CampaignRow(3, [0.5], null, 0.25)));
        }

        var row = Assert.Single(new CampaignShardReader().Read(new CampaignShard(0, 8), [path], 1).Select(r => CampaignBlock.Read(r.Span)));
        Assert.Equal(3, row.Index);
    }

    /// <summary>The table says of a point what runs at it.</summary>
    [Theory]
    [InlineData(Grid)]
    [InlineData(Several)]
    [InlineData("latin-hypercube")]
    [InlineData("random")]
    public void Table_OfAMerge_HasTheOptionsOfEachPoint(string design)
    {
        using var temporary = new TemporaryFolder();
        var text = design.Contains('\n', StringComparison.Ordinal) ? design : Text.Replace("DESIGN", design, StringComparison.Ordinal).Replace("POINTS", "200", StringComparison.Ordinal);
        var folder = Fill(temporary, text, index => index % 3 == 1 ? CampaignRow.Failed(index, "it \"falls\", over", 0.5) : new CampaignRow(index, [0.1 * index], null, 0.25));
        Merge(folder);
        var (campaign, lines, columns) = (folder.Campaign, File.ReadAllLines(temporary.File("points.csv")), NpzFile.Read(temporary.File("points.npz")));
        Assert.Equal(campaign.Points + 1, lines.Length);
        static double Number(string word) => double.Parse(word.Replace("k", "e3", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        static string Quoted(string word) => word.AsSpan().ContainsAny(",\"") ? $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : word;
        for (var index = 0; index < campaign.Points; index++)
        {
            var words = campaign.WordsOf(index).Select(w => string.Join(',', w)).Zip(campaign.Axes, (word, axis) => (Word: word, Axis: axis)).ToList();
            List<string> cells =
            [
                index.ToString(CultureInfo.InvariantCulture),
                .. words.Select(w => w.Axis.IsNumeric && !w.Word.All(char.IsAsciiDigit) ? Number(w.Word).ToString("R", CultureInfo.InvariantCulture) : w.Word),
                index % 3 == 1 ? "" : (0.1 * index).ToString("R", CultureInfo.InvariantCulture),
                index % 3 == 1 ? "it \"falls\", over" : "",
                index % 3 == 1 ? campaign.CommandOf(index) : "",
            ];
            Assert.Equal(string.Join(',', cells.Select(Quoted)), lines[index + 1]);
            Assert.Equal(words.Select(w => w.Axis.IsNumeric ? Number(w.Word) : w.Axis.Levels.Index().First(l => string.Join(',', l.Item) == w.Word).Index), columns.Skip(1).Take(words.Count).Select(c => c.Values.Span[index]));
        }
    }

    /// <summary>What a merge allocates [byte].</summary>
    private static long Allocated(CampaignFolder campaign)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Merge(campaign);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static CampaignFolder Filled(TemporaryFolder temporary, string design, int points) =>
        Fill(temporary, Text.Replace("DESIGN", design, StringComparison.Ordinal).Replace("POINTS", points.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), index => new CampaignRow(index, [Math.Sin(index)], null, 0.25));

    /// <summary>A campaign with all its rows.</summary>
    private static CampaignFolder Fill(TemporaryFolder temporary, string text, Func<long, CampaignRow> row)
    {
        var campaign = CampaignFolder.Begin(temporary.Path, CampaignTests.Parse(text), Encoding.UTF8.GetBytes(text));
        Directory.CreateDirectory(campaign.ShardFolder);
        foreach (var shard in campaign.All())
        {
            var block = new CampaignBlock();
            for (var index = shard.First; index < shard.End; index++)
                block.Add(row(index));
            File.WriteAllBytes(campaign.PathOf(shard), block.Seal());
        }

        return campaign;
    }

    private static void Merge(CampaignFolder campaign)
    {
        using var folder = ResultFolder.Prepare(campaign.FullPath, CampaignFiles.Study);
        CampaignFiles.Write(campaign, CampaignStatus.Of(campaign), folder);
        folder.Commit();
    }
}
