using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using CircuitSim.Cli;
using CircuitSim.Cli.Commands;
using CircuitSim.Experiments.Campaigns;
using CircuitSim.Experiments.Options;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary>Campaigns of commands that are no studies: what they vary, collect and refuse, by laws that circuits obey.</summary>
public sealed class CampaignOfCommandsTests : IDisposable
{
    /// <summary>Charges to 1 V through r; the source is there from the first instant on.</summary>
    private const string Rc = """
        RC
        .param r=1k c=1n top=1
        .include source.inc
        R1 in out {r}
        C1 out 0 {c} ic=0
        R2 in half 3k
        R3 half 0 1k
        .tran {r*c/100} {8*r*c} uic
        .measure tran t63 when v(out)={top*(1-exp(-1))}
        .measure tran never when v(out)=7
        .op
        .end
        """;

    private readonly TemporaryFolder folder = new();

    public CampaignOfCommandsTests()
    {
        File.WriteAllText(folder.File("rc.cir"), Rc);
        File.WriteAllText(folder.File("source.inc"), "V1 in 0 {top}\n");
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Commands that have no figures to collect.</summary>
    [Fact]
    public void Command_OfEveryName_IsASubjectOrHasNoFigures()
    {
        string[] without = ["array export", "lut check", "engines", "data get", "examples list", "examples copy"];
        var subjects = CampaignCommand.Subjects.Select(s => s.Command).ToList();
        var leaves = Leaves(CommandLine.Build(Terminal.ForWriters(TextWriter.Null, TextWriter.Null), []), "").Where(c => c.Split(' ')[0] is not ("campaign" or "completion"));
        Assert.Equal(leaves.Order(StringComparer.Ordinal), subjects.Concat(without).Order(StringComparer.Ordinal));

        static IEnumerable<string> Leaves(Command command, string above) => command.Subcommands.SelectMany(c => Leaves(c, $"{above} {c.Name}".Trim()))
            .Concat(command.Action is not null && above.Length > 0 ? [above] : []);
    }

    [Fact]
    public void Run_OverParametersOfANetlist_CollectsTheTimeConstantAndTheEnds()
    {
        var campaign = Parse("""
            command: run
            options: {file: rc.cir, set.top: 2}
            vary: {set.r: [1k, 2.2k], set.c: {from: 1n, to: 4n, points: 3, scale: logarithmic}}
            collect:
              - t63
              - never
              - {name: divided, table: points, column: value, where: {quantity: v(half)}}
              - {name: end, table: waveforms, column: last, where: {quantity: v(out)}}
              - {name: start, table: waveforms, column: first, where: {quantity: v(out)}}
              - {name: peak, table: waveforms, column: greatest, where: {quantity: v(in)}}
            """);
        campaign.Check();
        Assert.Equal(6, campaign.Points);
        for (var index = 0; index < 6; index++)
        {
            var row = new CampaignWorker(campaign).Run(index, TestContext.Current.CancellationToken);
            Assert.Null(row.Reason);
            var tau = (index < 3 ? 1e3 : 2.2e3) * (1e-9 * (1 << index % 3));
            Close.Equal(tau, row.Values![0]!.Value, rtol: 2e-4);
            Assert.Null(row.Values[1]);
            Close.Equal(0.5, row.Values[2]!.Value, rtol: 1e-9);
            Close.Equal(2 * (1 - Math.Exp(-8)), row.Values[3]!.Value, rtol: 1e-5);
            Close.Equal(0, row.Values[4]!.Value, rtol: 0, atol: 1e-6);
            Close.Equal(2, row.Values[5]!.Value, rtol: 1e-12);
        }
    }

    /// <summary>The line that repeats a point is one that the command line takes, and it finds the same bits.</summary>
    [Fact]
    public async Task Run_Again_FindsTheSameBits()
    {
        var campaign = Parse("command: run\noptions: {file: rc.cir}\nvary: {set.r: [1k, 2.2k], set.v1: [-1, 1]}\ncollect: [{table: points, column: value, where: {quantity: v(half)}}]");
        var line = campaign.CommandOf(2);
        Assert.Equal($"circuitsim run {folder.File("rc.cir")} --set r=2200 --set v1=-1", line);
        using var results = new StringWriter();
        var code = await Task.Run(() => CommandLine.Run([.. line.Split(' ').Skip(1), "--json"], Terminal.ForWriters(results, TextWriter.Null)));
        Assert.Equal(0, code);
        var points = JsonNode.Parse(results.ToString())!["tables"]!["points"]!["rows"]!.AsArray();
        Assert.Equal(new CampaignWorker(campaign).Run(2, TestContext.Current.CancellationToken).Values![0], points.Single(p => (string?)p![0] == "v(half)")![3]!.GetValue<double>());
    }

    /// <summary>Below its thresholds a device of linear I–V is a resistor: its peak is the amplitude over its resistance.</summary>
    [Fact]
    public void Device_OverItsCardAndAmplitude_ConductsAsItsResistance()
    {
        var campaign = Parse("""
            command: device iv
            options: {model: vteam_magic, cycles: 1, wave: triangle, frequency: 1meg}
            vary: {set.roff: [100k, 300k], amplitude: [0.1, 0.25]}
            collect: [{name: peak, table: iv, column: current_a, take: greatest}, {name: missed, table: requirements, column: id, where: {verdict: failed}, take: count}]
            """);
        campaign.Check();
        for (var index = 0; index < 4; index++)
        {
            var row = new CampaignWorker(campaign).Run(index, TestContext.Current.CancellationToken);
            Assert.Null(row.Reason);
            Close.Equal((index % 2 == 0 ? 0.1 : 0.25) / (index < 2 ? 100e3 : 300e3), row.Values![0]!.Value, rtol: 1e-9);
            Assert.Equal(0, row.Values[1]);
        }
    }

    /// <summary>One cell without wires is its resistance behind those of driver and sense; the file that the command writes is gone.</summary>
    [Fact]
    public void Array_Effective_IsTheCellBehindItsDriver()
    {
        var campaign = Parse("command: array effective\noptions: {rows: 1, columns: 1, r_low: 10k, r_high: 10k, wire: 0, sense: 50}\nvary: {driver: [100, 950]}\ncollect: [largest_s]");
        Close.Equal(1 / 10150.0, new CampaignWorker(campaign).Run(0, TestContext.Current.CancellationToken).Values![0]!.Value, rtol: 1e-9);
        Close.Equal(1 / 11e3, new CampaignWorker(campaign).Run(1, TestContext.Current.CancellationToken).Values![0]!.Value, rtol: 1e-9);
        Assert.DoesNotContain(Directory.GetDirectories(Path.GetTempPath(), "circuitsim-point-*"), d => Directory.GetCreationTimeUtc(d) > DateTime.UtcNow.AddMinutes(-1));
    }

    /// <summary>What the point in the process takes is what the command takes, but how it is solved and shown.</summary>
    [Fact]
    public void Array_Point_HasTheOptionsOfTheCommand()
    {
        var solve = CommandLine.Build(Terminal.ForWriters(TextWriter.Null, TextWriter.Null), ["array"]).Subcommands.Single().Subcommands.Single(c => c.Name == "solve");
        string[] shown = ["--method", "--out", "--nodes", "--force", "--json", "--quiet", "--config"];
        Assert.Equal(solve.Options.Select(o => o.Name).Except(shown).Order(StringComparer.Ordinal), new ArrayPoint().Options.Select(o => o.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>Ohm's law of a cell whose resistance is in a file, between two held lines.</summary>
    [Fact]
    public void Array_OfResistancesInAFile_ObeysOhmsLaw()
    {
        File.WriteAllText(folder.File("cells.csv"), "2000\n");
        File.WriteAllText(folder.File("columns.csv"), "0.4\n");
        var campaign = Parse("command: array solve\noptions: {cells: cells.csv, cells_unit: ohm, bit_voltages: columns.csv, wire_resistance_ohm: 0}\nvary: {read_voltage_v: [1, 2]}\ncollect: [total_current_a]");
        Close.Equal(0.6 / 2000, new CampaignWorker(campaign).Run(0, TestContext.Current.CancellationToken).Values![0]!.Value, rtol: 1e-9);
        Close.Equal(1.6 / 2000, new CampaignWorker(campaign).Run(1, TestContext.Current.CancellationToken).Values![0]!.Value, rtol: 1e-9);
    }

    /// <summary>A study that runs its circuits on the product's engine is given it, as its command gives it.</summary>
    [Fact]
    public void Study_ThatNeedsAnEngine_HasIt() =>
        Assert.Equal("builtin", CampaignCommand.Subjects.Single(s => s.Command == "sweep device-table").Simulators.Single().Name);

    [Fact]
    public void Hash_OfACampaign_KnowsTheFilesThatANetlistIncludesAndThoseOfEachValue()
    {
        const string Text = "command: run\nvary: {file: [rc.cir, other.cir]}\ncollect: [t63]";
        File.WriteAllText(folder.File("other.cir"), Rc.Replace("source.inc", "another.inc", StringComparison.Ordinal));
        File.WriteAllText(folder.File("another.inc"), "V1 in 0 {top}\n");
        var hash = Parse(Text).Hash;
        Assert.Equal(hash, Parse(Text).Hash);
        File.WriteAllText(folder.File("another.inc"), "V1 in 0 {2*top}\n");
        Assert.NotEqual(hash, Parse(Text).Hash);

        const string Device = "command: device iv\noptions: {model: 'cards.lib:mine'}\ncollect: [x]";
        File.Copy(Path.Combine(Repository.Root, "examples", "cards.lib"), folder.File("cards.lib"));
        hash = Parse(Device).Hash;
        File.AppendAllText(folder.File("cards.lib"), "* another word\n");
        Assert.NotEqual(hash, Parse(Device).Hash);
    }

    [Theory]
    [InlineData("options: {file: rc.cir, set.rr: 2}", "the netlist has no parameter or element 'rr'; did you mean r?")]
    [InlineData("options: {file: rc.cir, set.elsewhere: 2}", "the netlist has no parameter or element 'elsewhere'; its parameters are: r, c, top.")]
    [InlineData("options: {file: rc.cir, runs: 3, run: 2}", "--run does not apply with --runs.")]
    [InlineData("options: {file: rc.cir, plot: true}", ":2:25: run has no option 'plot'; there are: file, engine, ")]
    [InlineData("options: {file: gone.cir}", "gone.cir: no such file. Check the path.")]
    [InlineData("options: {file: rc.cir, dialect: ltspce}", "dialect: 'ltspce' is not one of ")]
    [InlineData("vary: {file: [rc.cir, broken.cir, rc.cir]}", "broken.cir(2,7): the statement ends where the resistance is expected.")]
    [InlineData("options: {dialect: ltspice}", "run needs the file of a netlist.")]
    [InlineData("options: {file: rc.cir}\nvary: {set.r: [1k, 2k]}\ncollect: [set.r]", "the table has a column 'set.r' already; give what is collected another name.")]
    [InlineData("options: {file: rc.cir}\ncollect: [t64]", "the result has no figure 't64'; did you mean t63?")]
    [InlineData("options: {file: rc.cir, set: [r]}", "'r' is not a parameter and its number, name=number; write for example rload=2k.")]
    public async Task Run_BadInput_IsOneLineAndNoPoint(string text, string words)
    {
        File.WriteAllText(folder.File("broken.cir"), "broken\nR1 a 0\n.op\n.end\n");
        File.WriteAllText(folder.File("c.yaml"), $"command: run\n{text}\n{(text.Contains("collect", StringComparison.Ordinal) ? "" : "collect: [t63]")}\n");
        using var diagnostics = new StringWriter();
        var code = await Task.Run(() => CommandLine.Run(["campaign", "run", folder.File("c.yaml"), "--out", folder.File("out")], Terminal.ForWriters(TextWriter.Null, diagnostics)));
        Assert.Contains(words, diagnostics.ToString(), StringComparison.Ordinal);
        Assert.Contains(code, new[] { 2, 4 });
        Assert.Single(diagnostics.ToString().Split('\n'), line => line.StartsWith("circuitsim: ", StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder.File("out/shards")));
    }

    /// <summary>An analysis that does not end is a failed row with its reason; the others have theirs. Named by a path from the current folder, as people type it.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public async Task Run_InWorkers_IsATableWithAFailedRow()
    {
        File.WriteAllText(folder.File("range.cir"), """
            range
            .param top=1
            V1 a 0 pwl(0 0 10n {top})
            YMEMRISTOR m1 a 0 m
            .model m memristor(ron=1k roff=100k kon=-50 koff=0.5 aon=3 aoff=3 von=-1.5 voff=1.2 won=0 woff=3n vmin=-2 vmax=1.5)
            .tran 0.1n 10n
            .measure tran most max v(a)
            """);
        File.WriteAllText(folder.File("c.yaml"), "command: run\noptions: {file: range.cir}\nvary: {set.top: [0.5, 5, 1]}\ncollect: [most]");
        using var results = new StringWriter();
        var path = Path.GetRelativePath(Directory.GetCurrentDirectory(), folder.File("c.yaml"));
        Assert.Equal(1, await Task.Run(() => CommandLine.Run(["campaign", "run", path, "--jobs", "1", "--out", folder.File("out")], Terminal.ForWriters(results, results))));
        Assert.Contains("2 of 3 points are done, 1 failed, 0 missing.\n", results.ToString(), StringComparison.Ordinal);
        Assert.Contains($"\n  point 1 again: circuitsim run {folder.File("range.cir")} --set top=5\n", results.ToString(), StringComparison.Ordinal);
        var rows = File.ReadAllLines(folder.File("out/points.csv"));
        Assert.Equal("point,set.top,most,failed,again", rows[0]);
        Assert.StartsWith("1,5,,", rows[2], StringComparison.Ordinal);
        Close.Equal(1, double.Parse(rows[3].Split(',')[2], CultureInfo.InvariantCulture), rtol: 1e-9);
    }

    private Campaign Parse(string text) =>
        CampaignFile.Parse(folder.File("c.yaml"), System.Text.Encoding.UTF8.GetBytes(text), CampaignCommand.Subjects, new StudyValues());
}
