using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using CircuitSim.Cli;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary><c>circuitsim campaign</c> from what is typed to what is written, its workers real processes.</summary>
public class CampaignCommandTests
{
    private const string Reads = """
        command: array solve
        options: {rows: 8, columns: 8}
        vary: {wire_resistance_ohm: {from: 1, to: 10, scale: logarithmic}, seed: each}
        design: {kind: random, points: 60, seed: 3}
        collect: [total_current_a, worst_drop_v]
        """;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "CircuitSim.Cli.dll");

    [Fact]
    [Trait("Category", "slow")]
    public async Task Campaign_OnOneWorkerOrEight_IsTheSameTable()
    {
        using var temporary = new TemporaryFolder();
        var file = Write(temporary, Reads);
        await RunOk(["campaign", "run", file, "--jobs", "1", "--out", temporary.File("one")]);
        Assert.StartsWith("60 of 60 points are done, 0 failed, 0 missing.\n", await RunOk(["campaign", "run", file, "--jobs", "8", "--out", temporary.File("eight")]), StringComparison.Ordinal);
        var table = File.ReadAllText(Table(temporary, "one"));
        Assert.Equal(61, File.ReadAllLines(Table(temporary, "one")).Length);
        Assert.Equal(table, File.ReadAllText(Table(temporary, "eight")));
        Assert.Equal(WithoutTimes(temporary.File("one/result.json")), WithoutTimes(temporary.File("eight/result.json")));

        // The line that does a point again finds the same figures.
        var row = File.ReadAllLines(Table(temporary, "one"))[1 + 17].Split(',');
        var again = new StringWriter();
        Assert.Equal(0, CommandLine.Run(["array", "solve", "--rows", "8", "--columns", "8", "--wire", row[1], "--seed", row[2], "--out", temporary.File("again")], Terminal.ForWriters(again, again)));
        var figures = JsonNode.Parse(File.ReadAllText(temporary.File("again/result.json")))!["figures"]!;
        Assert.Equal([row[3], row[4]], new[] { "total_current_a", "worst_drop_v" }.Select(k => figures[k]!.GetValue<double>().ToString("R", CultureInfo.InvariantCulture)));

        // What is gone is done again, from the folder or by collecting that of another machine.
        foreach (var shard in Directory.GetFiles(temporary.File("one/shards")).Order(StringComparer.Ordinal).Skip(5).Take(2))
            File.Delete(shard);
        var (code, results, _) = await RunAsync(["campaign", "merge", temporary.File("one")]);
        Assert.Equal(3, code);
        Assert.Contains("Missing: 20-27\n", results, StringComparison.Ordinal);
        await RunOk(["campaign", "merge", temporary.File("one"), "--from", temporary.File("eight")]);
        Assert.Equal(table, File.ReadAllText(Table(temporary, "one")));
    }

    [Fact]
    [Trait("Category", "slow")]
    public async Task Campaign_WhosePointsFail_EndsWithOneAndARowEach()
    {
        using var temporary = new TemporaryFolder();
        var file = Write(temporary, """
            command: array solve
            options: {rows: 4, columns: 4}
            vary: {r_low_ohm: [1k, 200k, 2k]}
            collect: [worst_drop_v]
            """);
        var (code, results, _) = await RunAsync(["campaign", "run", file, "--jobs", "1", "--out", temporary.File("out")]);
        Assert.Equal(1, code);
        Assert.Contains("2 of 3 points are done, 1 failed, 0 missing.", results, StringComparison.Ordinal);
        Assert.Contains("\n  point 1 again: circuitsim array solve --rows 4 --columns 4 --r-low 200000\n", results, StringComparison.Ordinal);
        var lines = File.ReadAllLines(Table(temporary, "out"));
        Assert.EndsWith(",circuitsim array solve --rows 4 --columns 4 --r-low 200000", lines[2], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
        Assert.Equal(1, (await RunAsync(["campaign", "status", temporary.File("out")])).Code);
        Assert.Equal(1, (await RunAsync(["campaign", "retry", temporary.File("out"), "--jobs", "1"])).Code);
        Assert.Equal(lines, File.ReadAllLines(Table(temporary, "out")));
    }

    /// <summary>Of a list and of a range; a percent is a hundredth.</summary>
    [Theory]
    [Trait("Category", "slow")]
    [InlineData("[150%, 2]")]
    [InlineData("{from: 150%, to: 2, points: 2}")]
    public async Task Campaign_OverPercents_IsOverShares(string axis)
    {
        using var temporary = new TemporaryFolder();
        var file = Write(temporary, $"command: array solve\noptions: {{rows: 4, columns: 4}}\nvary: {{wire_resistance_ohm: {axis}}}\ncollect: [worst_drop_v]\n");
        await RunOk(["campaign", "run", file, "--jobs", "1", "--out", temporary.File("out")]);
        Assert.Equal(["1.5", "2"], File.ReadAllLines(Table(temporary, "out")).Skip(1).Select(l => l.Split(',')[1]));
    }

    [Fact]
    public async Task Campaign_OfAFolder_SaysSo()
    {
        using var temporary = new TemporaryFolder();
        var (code, _, diagnostics) = await RunAsync(["campaign", "run", temporary.Path, "--out", temporary.File("out")]);
        Assert.Equal((4, $"circuitsim: {temporary.Path}: cannot be read: it is a folder. Name a file in it.\n"), (code, diagnostics));
    }

    [Theory]
    [InlineData(2, "the result has no figure 'worst_drup'; did you mean worst_drop_", "worst_drop_v", "worst_drup")]
    [InlineData(4, "array-solve has no option 'wires'; ", "wire_resistance_ohm", "wires")]
    [InlineData(4, "this asks for 1e+12 points, and a campaign has at most 100000000;", "", "")]
    [InlineData(4, "the logarithmic range of wire_resistance_ohm must lie above zero.", "from: 1", "from: -1")]
    public async Task Campaign_BadInput_IsOneLineAndNoPoint(int code, string words, string old, string changed)
    {
        const string Huge = "command: array solve\nvary: {seed: {seeds: 1000000000}, rows: {from: 1, to: 1000, step: 1}}\ncollect: [a]";
        using var temporary = new TemporaryFolder();
        var file = Write(temporary, old.Length == 0 ? Huge : Reads.Replace(old, changed, StringComparison.Ordinal));
        var (actual, _, diagnostics) = await RunAsync(["campaign", "run", file, "--out", temporary.File("out")]);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
        Assert.Equal(code, actual);
        Assert.Single(diagnostics.Split('\n'), line => line.StartsWith("circuitsim: ", StringComparison.Ordinal));
        Assert.False(Directory.Exists(temporary.File("out/shards")));
    }

    /// <summary>Campaigns of the repository: read, and their first and last point accepted.</summary>
    [Fact]
    public async Task Campaigns_OfTheRepository_CanBePlanned()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "studies", "campaigns"), "*.yaml");
        Assert.InRange(files.Length, 7, int.MaxValue);
        foreach (var file in files)
            Assert.Contains(" points; the first ones:\n  circuitsim ", await RunOk(["campaign", "plan", file]), StringComparison.Ordinal);
    }

    /// <summary>The three forms of the table hold the same rows, as Python reads them, and the report's figures are NumPy's.</summary>
    [NumPyFact]
    [Trait("Category", "slow")]
    public async Task Campaign_Table_IsTheSameInSqliteNpzAndCsv()
    {
        using var temporary = new TemporaryFolder();
        var file = Write(temporary, """
            command: array solve
            options: {rows: 4}
            vary:
              drive: [one, both]
              columns: [4, 8]
              wire_resistance_ohm: {from: 1, to: 100, points: 5, scale: logarithmic}
              r_low_ohm: [1k, 200k]
              seed: {seeds: 3}
            collect: [total_current_a, worst_drop_v]
            """);
        Assert.Equal(1, (await RunAsync(["campaign", "run", file, "--jobs", "2", "--out", temporary.File("out")])).Code);
        var words = NumPy.Run("""
            import sqlite3, csv
            folder = sys.argv[1]
            rows = list(csv.DictReader(open(folder + "/points.csv")))
            data = sqlite3.connect(folder + "/campaign.sqlite")
            table = data.execute("select point, drive, columns, wire_resistance_ohm, r_low_ohm, seed, total_current_a, worst_drop_v, failed, again from points order by point").fetchall()
            npz = np.load(folder + "/points.npz")
            assert len(rows) == len(table) == len(npz["point"]) == 120
            assert data.execute("pragma integrity_check").fetchall() == [("ok",)] and data.execute("select count(*) from timing").fetchall() == [(120,)]
            for k, (r, t) in enumerate(zip(rows, table)):
                assert int(r["point"]) == t[0] == npz["point"][k] == k
                assert r["drive"] == t[1] == ["one", "both"][int(npz["drive"][k])]
                for n, name in enumerate(["columns", "wire_resistance_ohm", "r_low_ohm", "seed"]):
                    assert float(r[name].replace("1k", "1000").replace("200k", "200000").replace("2001000", "200000")) == t[2 + n] == npz[name][k], (name, r[name], t[2 + n])
                for n, name in enumerate(["total_current_a", "worst_drop_v"]):
                    assert (r[name] == "" and t[6 + n] is None and np.isnan(npz[name][k])) or float(r[name]) == t[6 + n] == npz[name][k]
                assert (t[8] or "") == r["failed"] and (t[9] or "") == r["again"] and (npz["ok"][k] == 1) == (r["failed"] == "")
            drops = npz["worst_drop_v"][npz["ok"] == 1]
            near = drops[npz["columns"][npz["ok"] == 1] == 8]
            print(len(drops), "%.4g" % drops.mean(), "%.4g" % drops.std(ddof=1), *["%.4g" % q for q in np.quantile(near, [0.25, 0.5, 0.75])])
            """, temporary.File("out")).Trim().Split();
        Assert.Equal("60", words[0]);
        var page = File.ReadAllText(temporary.File("out/report.html"));
        var figures = System.Text.RegularExpressions.Regex.Matches(page, @"[0-9.]+(?:e[+-]\d+)?").Select(m => double.TryParse(m.Value.Replace('−', '-'), CultureInfo.InvariantCulture, out var value) ? value : 0).ToList();
        Assert.All(words.Skip(1).Select(w => double.Parse(w, CultureInfo.InvariantCulture)), expected => Assert.Contains(figures, actual => Math.Abs(actual - expected) <= 2e-4 * expected));
        // Of the second figure: lines over four options, and a map.
        foreach (var id in new[] { "figure_1_over_0", "figure_1_over_3", "figure_1_map" })
            Assert.Contains($"id=\"{id}\"", page, StringComparison.Ordinal);
    }

    /// <summary>
    /// The whole campaign is killed again and again at instants that nobody chose; the table in the end is that of a run that nobody disturbed.
    /// CIRCUITSIM_CAMPAIGN_KILLS says how often; 1000 takes some minutes.
    /// </summary>
    [UnixFact]
    [Trait("Category", "slow")]
    public async Task Campaign_KilledAtRandomInstants_EndsAtTheSameTableAndLeavesNothing()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("CIRCUITSIM_CAMPAIGN_KILLS") ?? "50", CultureInfo.InvariantCulture);
        using var temporary = new TemporaryFolder();
        var file = Write(temporary, Reads.Replace("60", "2000", StringComparison.Ordinal));
        await RunOk(["campaign", "run", file, "--jobs", "2", "--out", temporary.File("whole")]);
        var (expected, random, done) = (File.ReadAllBytes(Table(temporary, "whole")), new Random(16), 0);
        for (var round = 0; done < kills; round++)
        {
            var output = temporary.File($"killed-{round}");
            while (done < kills)
            {
                using var process = Process.Start(new ProcessStartInfo("dotnet", [Program, "campaign", "run", file, "--jobs", "2", "--out", output]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                if (process.WaitForExit(random.Next(20, 350)))
                    break;
                process.Kill();
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
                done++;
            }

            await RunOk(["campaign", "run", file, "--jobs", "2", "--out", output]);
            Assert.Equal(expected, File.ReadAllBytes(Path.Combine(output, "points.csv")));
            Assert.Equal(new DirectoryInfo(temporary.File("whole")).EnumerateFileSystemInfos().Select(e => e.Name).Order(), new DirectoryInfo(output).EnumerateFileSystemInfos().Select(e => e.Name).Order());
            Assert.Equal(new DirectoryInfo(temporary.File("whole/shards")).EnumerateFiles().Select(e => e.Name).Order(), new DirectoryInfo(Path.Combine(output, "shards")).EnumerateFiles().Select(e => e.Name).Order());
        }

        TestContext.Current.SendDiagnosticMessage($"{done} kills");
    }

    private static string Write(TemporaryFolder folder, string text)
    {
        File.WriteAllText(folder.File("reads.yaml"), text);
        return folder.File("reads.yaml");
    }

    private static string Table(TemporaryFolder folder, string name) => Path.Combine(folder.File(name), "points.csv");

    private static string WithoutTimes(string path)
    {
        var root = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        root.Remove("timing");
        return root.ToJsonString();
    }

    private static async Task<string> RunOk(string[] arguments)
    {
        var (code, results, diagnostics) = await RunAsync(arguments);
        Assert.True(code == 0, diagnostics + results);
        return results;
    }

    private static async Task<(int Code, string Results, string Diagnostics)> RunAsync(string[] arguments)
    {
        using var results = new StringWriter();
        using var diagnostics = new StringWriter();
        var code = await Task.Run(() => CommandLine.Run(arguments, Terminal.ForWriters(results, diagnostics)));
        return (code, results.ToString(), diagnostics.ToString());
    }
}
