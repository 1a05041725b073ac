using System.Globalization;
using CircuitSim.Experiments.Campaigns;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Tests.Experiments.Campaigns;

/// <summary>What a campaign file says, and where its points lie.</summary>
public class CampaignTests
{
    internal static readonly CampaignSubject[] Subjects =
        [new("array solve", new ArrayPoint()), new("program", new ProgramPoint()), .. StudyTable.Sweeps.Select(s => new CampaignSubject($"sweep {s.Word}", s))];

    private const string Grid = """
        command: array solve
        options: {rows: 3, read_voltage_v: 100m}
        vary:
          "columns, r_high_ohm": [4, 8]
          wire_resistance_ohm: {from: 1, to: 100, points: 3, scale: logarithmic}
          seed: {seeds: 2}
        collect: [worst_drop_v, {name: first_a, table: currents, column: current_a, where: {column: 0}}]
        """;

    internal static Campaign Parse(string text) => CampaignFile.Parse("c.yaml", System.Text.Encoding.UTF8.GetBytes(text), Subjects, new StudyValues());

    [Fact]
    public void Points_OfAGrid_AreAllCombinationsTheLastFastest()
    {
        var campaign = Parse(Grid.Replace(", r_high_ohm", "", StringComparison.Ordinal));
        Assert.Equal(12, campaign.Points);
        var points = Enumerable.Range(0, 12).Select(k => string.Join(' ', campaign.WordsOf(k).Select(w => w[0]))).ToList();
        Assert.Equal(12, points.Distinct().Count());
        var seeds = points.Select(p => p.Split(' ')[2]).Distinct().ToList();
        Assert.Equal([.. from c in new[] { 4, 8 } from w in new[] { 1, 10, 100 } from s in seeds select $"{c} {w} {s}"], points);
    }

    [Fact]
    public void Command_OfAPoint_HasWhatTheFileGives() =>
        Assert.StartsWith("circuitsim array solve --rows 3 --v-read 0.1 --columns 8 --r-high 8 --wire 100 --seed ", Parse(Grid).CommandOf(10), StringComparison.Ordinal);

    [Fact]
    public void Hash_OfACampaign_KnowsWhatItsPointsFollowFromAndNotHowTheyAreRun()
    {
        var hash = Parse(Grid).Hash;
        Assert.Equal(hash, Parse($"# said otherwise\ntitle: x\n{Grid}\nlimits: {{time_s: 3}}").Hash);
        Assert.NotEqual(hash, Parse($"{Grid}\ndesign: {{seed: 2}}").Hash);
        Assert.NotEqual(hash, Parse(Grid.Replace("[4, 8]", "[4, 9]", StringComparison.Ordinal)).Hash);
        Assert.NotEqual(hash, Parse(Grid.Replace("first_a", "last_a", StringComparison.Ordinal)).Hash);
    }

    /// <summary>The law of the design: of n points every n-th part of each range holds one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Points_OfALatinHypercube_MeetEveryStratumOnce(int points)
    {
        var campaign = Parse($$"""
            command: array solve
            vary: {read_voltage_v: {from: 0, to: 1}, r_low_ohm: {from: 1, to: 1k, scale: logarithmic}, rows: [1, 2]}
            design: {kind: latin-hypercube, points: {{points}}, seed: 5}
            collect: [worst_drop_v]
            """);
        double[][] values = [.. Enumerable.Range(0, points).Select(k => campaign.WordsOf(k).Select(w => double.Parse(w[0], CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(Enumerable.Range(0, points), values.Select(v => (int)(v[0] * points)).Order());
        Assert.Equal(Enumerable.Range(0, points), values.Select(v => (int)(Math.Log10(v[1]) / 3 * points)).Order());
        Assert.InRange(values.Count(v => v[2] == 1), points / 2, (points + 1) / 2);
    }

    [Fact]
    public void Points_OfARandomDesign_FollowFromTheirIndexAlone()
    {
        string Text(int points, int extra) => $$"""
            command: array solve
            vary: {read_voltage_v: {from: 0, to: 1}, seed: each{{(extra > 0 ? ", rows: [1, 2, 3]" : "")}}}
            design: {kind: random, points: {{points}}}
            collect: [worst_drop_v]
            """;
        var (few, many, wider) = (Parse(Text(10, 0)), Parse(Text(4000, 0)), Parse(Text(10, 1)));
        Assert.Equal(few.WordsOf(7), many.WordsOf(7));
        // A further option shifts no other.
        Assert.Equal(few.WordsOf(7), wider.WordsOf(7).Take(2));
        double[] values = [.. Enumerable.Range(0, 4000).Select(k => double.Parse(many.WordsOf(k)[0][0], CultureInfo.InvariantCulture))];
        // The mean of 4,000 uniform numbers, five of its standard deviations.
        Assert.InRange(values.Average(), 0.5 - 5 / Math.Sqrt(12 * 4000), 0.5 + 5 / Math.Sqrt(12 * 4000));
        Assert.Equal(4000, Enumerable.Range(0, 4000).Select(k => many.WordsOf(k)[1][0]).Distinct().Count());
    }

    [Fact]
    public void Order_OfAnyCount_HoldsEachIndexOnce()
    {
        foreach (var count in Enumerable.Range(1, 70).Append(1000).Append(4097))
            Assert.Equal(Enumerable.Range(0, count).Select(k => (long)k), Enumerable.Range(0, count).Select(k => new IndexOrder(count, 99).At(k)).Order());
        var order = new IndexOrder(Campaign.MostPoints, 1);
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(k => order.At(k)).Where(k => k is >= 0 and < Campaign.MostPoints).Distinct().Count());
    }

    [Theory]
    [InlineData("c.yaml:3:3: this asks for 1e+12 points, and a campaign has at most 100000000; vary less at once, or take a random design.", "command: array solve", "vary:", "  seed: {seeds: 1000000000}\n  r_high_ohm: {from: 1, to: 2, points: 1000}", "collect: [a]")]
    [InlineData("c.yaml:2:8: array-solve has no option 'wires'; there are: ", "command: array solve", "vary: {wires: [1]}", "collect: [a]")]
    [InlineData("r_low_ohm does not apply with cells.", "command: array solve", "options: {cells: a.npz}", "vary: {r_low_ohm: [1, 2]}", "collect: [a]")]
    [InlineData("c.yaml:1:10: there is no command 'array slove' for a campaign; did you mean array solve?", "command: array slove", "collect: [a]")]
    [InlineData("c.yaml:1:1: a campaign runs either a study or a command; name one of the two.", "collect: [a]")]
    [InlineData("c.yaml:1:1: the key collect is missing; name the figures to keep", "command: program")]
    [InlineData("c.yaml:2:16: there is no design 'latin'; ", "command: program", "design: {kind: latin}", "collect: [a]")]
    [InlineData("a design that draws its points needs their number; add points.", "command: program", "design: {kind: random}", "collect: [a]")]
    [InlineData("points: '1e12' must be a whole number from 1 to 100000000.", "command: program", "design: {kind: random, points: 1e12}", "collect: [a]")]
    [InlineData("a grid has as many points as there are combinations; leave points out", "command: program", "design: {points: 3}", "collect: [a]")]
    [InlineData("rows has a value already, at 2:17; remove one of the two.", "command: program", "options: {rows: 3}", "vary: {rows: [1, 2]}", "collect: [a]")]
    [InlineData("wire resistance = -1 Ω must be finite and not negative.", "command: array solve", "vary: {wire_resistance_ohm: [1, -1]}", "collect: [a]")]
    [InlineData("take: 'worst' is not one of first, last, least, greatest, mean, count.", "command: program", "collect: [{table: t, column: c, take: worst}]")]
    [InlineData("a figure to keep is either a figure, or a table and its column.", "command: program", "collect: [{table: t}]")]
    [InlineData("'a' is collected twice; give each a name of its own.", "command: program", "collect: [a, a]")]
    [InlineData("time_s must be above zero.", "command: program", "collect: [a]", "limits: {time_s: 0}")]
    public void File_ThatIsWrong_IsRefusedWithItsPlace(string words, params string[] lines)
    {
        var fault = Assert.ThrowsAny<CircuitSimException>(() => Parse(string.Join('\n', lines)));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Rows_ReadBack_AreTheSame()
    {
        CampaignRow[] rows = [new(12, [0.1 + 0.2, null, -1e-300], null, 0.25), CampaignRow.Failed(3, "it\nfell\tover: π", 1)];
        var again = ReadBack(Block(rows), 3);
        Assert.Equal([(12, 0.25, null), (3, 1, "it fell over: π")], again.Select(r => (r.Index, r.Seconds, r.Reason)));
        Assert.Equal(rows[0].Values, again[0].Values);
        Assert.Null(again[1].Values);
    }

    /// <summary>The check value of CRC-32C, as the catalogue of Cook and RFC 3720 have it, of the bytes "123456789".</summary>
    [Fact]
    public void Checksum_OfABlock_IsCrc32C()
    {
        byte[] block = [.. "CSB1"u8, 9, 0, 0, 0, 0x83, 0x92, 0x06, 0xe3, .. "123456789"u8];
        Assert.Equal(9, CampaignBlock.RowsBehind(block));
        Assert.True(CampaignBlock.IsWhole(block, block.AsSpan(CampaignBlock.Head)));
        block[^1]++;
        Assert.False(CampaignBlock.IsWhole(block, block.AsSpan(CampaignBlock.Head)));
    }

    /// <summary>What a killed process leaves of its last block, and what lies between whole ones.</summary>
    [Fact]
    public void Rows_OfBlocksThatAreNotWhole_AreNone()
    {
        var block = Block(new CampaignRow(12, [0.125, 3], null, 0.25), new CampaignRow(13, [0.25, 4], null, 0.25));
        for (var k = 0; k < block.Length; k++)
            Assert.Empty(ReadBack(block.AsSpan(0, k), 2));
        for (var k = 0; k < block.Length; k++)
        {
            byte[] spoilt = [.. block, .. block];
            spoilt[k] ^= 1;
            Assert.Equal([12L, 13], ReadBack(spoilt, 2).Select(r => r.Index));
        }

        Assert.Empty(ReadBack([.. "CSB1"u8, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0], 2));
    }

    internal static byte[] Block(params CampaignRow[] rows)
    {
        var block = new CampaignBlock();
        foreach (var row in rows)
            block.Add(row);
        return block.Seal().ToArray();
    }

    private static List<CampaignRow> ReadBack(ReadOnlySpan<byte> file, int figures)
    {
        var found = new List<CampaignRow>();
        while (CampaignBlock.Next(ref file) is { IsEmpty: false } rows)
        {
            while (CampaignBlock.TryTake(ref rows, figures, out _, out var row))
                found.Add(CampaignBlock.Read(row));
        }

        return found;
    }

    /// <summary>What is collected is what a result holds, by figure, claim, or rows of a table.</summary>
    [Fact]
    public void Point_OfAnArray_HasTheFiguresOfItsSolve()
    {
        var campaign = Parse("""
            command: array solve
            options: {rows: 1, columns: 3, r_low_ohm: 1k, r_high_ohm: 1k, wire_resistance_ohm: 0, read_voltage_v: 500m}
            collect: [ideal_total_current_a, {table: currents, column: current_a, where: {column: 2}}, {name: sum, table: currents, column: current_a, take: mean}, {name: n, table: currents, column: column, take: count}]
            """);
        var row = new CampaignWorker(campaign).Run(0, TestContext.Current.CancellationToken);
        Assert.Null(row.Reason);
        foreach (var (expected, actual) in new[] { 1.5e-3, 0.5e-3, 0.5e-3, 3 }.Zip(row.Values!))
            Assert.Equal(expected, actual!.Value, 1e-15);
    }
}
