using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CircuitSim.Cli;
using CircuitSim.Files;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary><c>circuitsim program</c> from what is typed to what is written.</summary>
public class ProgramCommandTests
{
    [Theory]
    [InlineData(2, "cells with a transistor are written with the scheme select, all others with floating, v2 or v3.", "--scheme", "v2")]
    [InlineData(2, "write cell by cell.", "--cell", "1r", "--scheme", "floating")]
    [InlineData(2, "no device model 'hfox' in the library; there are:", "--model", "hfox")]
    [InlineData(2, "read voltage = 400 mV must be from von = -1.5 V to voff = 300 mV", "--v-read", "0.4")]
    [InlineData(2, "bit-line wire resistance = -1 Ω must be finite and not negative. (--wire-bit)", "--wire-bit", "-1")]
    [InlineData(2, "pulse width = 0 s must be finite and above zero.", "--pulse-width", "0")]
    [InlineData(2, "without verify there is nothing to find in a second pass; take one.", "--no-verify", "--passes", "2")]
    [InlineData(2, "--verify does not apply with --no-verify.", "--verify", "--no-verify")]
    [InlineData(2, "--cell: '2r' is not one of 1r, 1s1r, 1t1r; did you mean 1r?", "--cell", "2r")]
    [InlineData(2, "other engines run one write of at most 64 cells as a reference", "--engine", "all")]
    [InlineData(2, "--layer applies only with --network.", "--layer", "5")]
    [InlineData(2, "--encoding applies only with --network.", "--encoding", "offset-column")]
    [InlineData(2, "--bits applies only with --encoding twos-complement.", "--network", "a.npz", "--bits", "3")]
    [InlineData(2, "--gate applies only with --cell 1t1r.", "--cell", "1r", "--gate", "3")]
    [InlineData(2, "--selector applies only with --cell 1s1r.", "--selector", "sinh")]
    [InlineData(2, "--r-high does not apply with --target.", "--target", "a.csv", "--r-high", "1meg")]
    [InlineData(2, "--max-pulses does not apply with --no-verify.", "--no-verify", "--max-pulses", "3")]
    [InlineData(2, "--resume applies only with --engine builtin.", "--engine", "all", "--resume")]
    [InlineData(2, "--require = 1.5 must be above 0 and at most 1.", "--require", "1.5")]
    [InlineData(4, "no-such-target.csv: no such file.", "--target", "no-such-target.csv")]
    public async Task Program_BadInput_IsOneLineWithItsExitCodeAndNoOutput(int code, string words, params string[] arguments)
    {
        using var temporary = new TemporaryFolder();
        var (actual, _, diagnostics) = await Circuitsim.RunAsync(["program", .. arguments, "--out", temporary.File("out")]);
        Assert.Equal(code, actual);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
        Assert.Single(diagnostics.Split('\n'), line => line.StartsWith("circuitsim: ", StringComparison.Ordinal));
        Assert.Empty(temporary.Entries);
    }

    /// <summary>Who is interrupted before the first row is finished types the same line with --resume.</summary>
    [Fact]
    public async Task Program_ResumedBeforeItsFirstCheckpoint_Starts()
    {
        using var temporary = new TemporaryFolder();
        await RunOk(["program", "--rows", "2", "--columns", "2", "--resume", "--out", temporary.File("out")]);
        Assert.Equal(["cells.csv", "report.html", "result.json", "written.npz"], Names(temporary.File("out")));
    }

    [Theory]
    [InlineData("program --rows 4 --columns 4 --variability 0.05", "16 of 16")]
    [InlineData("program --cell 1r --scheme v3 --rows 4 --columns 4", "v_off = 300 mV")]
    [InlineData("program --target target.csv --order cell --passes 3 --tolerance 0.01 --seed 7 --require 0.99", "6 of 6 (100 % within ±1 %)")]
    [InlineData("program --rows 3 --columns 3 --ladder width --no-verify", "one pulse by the nominal card")]
    [Trait("Category", "slow")]
    public async Task Program_ExamplesOfItsHelp_WriteTheirFiles(string line, string words)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("target.csv"), "1e-5,2e-5,5e-5\n20u,100u,40u\n");
        var results = await RunOk([.. line.Replace("target.csv", temporary.File("target.csv"), StringComparison.Ordinal).Split(' '), "--out", temporary.File("out")]);
        Assert.Contains(words, results, StringComparison.Ordinal);
        Assert.Equal(["cells.csv", "report.html", "result.json", "written.npz"], Names(temporary.File("out")));
    }

    [Theory]
    [InlineData("0.99", 1, "% of the cells are within the tolerance, 99 % are required.")]
    [InlineData(null, 0, "the drifts under")]
    public async Task Program_OfWhichNothingStays_FailsOnlyWhatIsRequired(string? required, int expected, string words)
    {
        using var temporary = new TemporaryFolder();
        string[] requirement = required is null ? [] : ["--require", required];
        var (code, results, diagnostics) = await Circuitsim.RunAsync(["program", "--cell", "1r", "--scheme", "v3", "--rows", "3", "--columns", "3", .. requirement, "--out", temporary.File("out")]);
        Assert.True(code == expected, diagnostics);
        Assert.Contains(words, results, StringComparison.Ordinal);
        Assert.Equal(["cells.csv", "report.html", "result.json", "written.npz"], Names(temporary.File("out")));
    }

    [NgspiceFact]
    public async Task Program_ReferenceOfItsHelp_AgreesWithNgspice()
    {
        using var temporary = new TemporaryFolder();
        var results = await RunOk(["program", "--rows", "2", "--columns", "2", "--engine", "all", "--out", temporary.File("out")]);
        foreach (var engine in new[] { "builtin", "ngspice" })
        {
            var row = results.Split('\n').Single(l => l.TrimStart().StartsWith(engine, StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            // In percent of the range; the co-simulation and ngspice choose their own steps.
            Assert.InRange(double.Parse(row[1], CultureInfo.InvariantCulture), 0, engine == "builtin" ? 0.01 : 0.2);
            Assert.Equal("2", row[^1]);
        }

        Assert.Empty(temporary.Entries);
    }

    [Fact]
    public async Task Program_Figures_ShowWhatTheFilesHold()
    {
        using var temporary = new TemporaryFolder();
        await RunOk(["program", "--cell", "1r", "--scheme", "v3", "--rows", "4", "--columns", "3", "--out", temporary.File("out")]);
        var arrays = NpzFile.Read(temporary.File("out/written.npz")).ToDictionary(a => a.Name, a => a.Values.ToArray());
        var page = XDocument.Parse(File.ReadAllText(temporary.File("out/report.html")).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        string[] Shown(string figure) => [.. FigureReader.Of(page, figure).Hovers.Select(h => h[(h.LastIndexOf(": ", StringComparison.Ordinal) + 2)..])];
        Assert.Equal(arrays["pulses"].Select(n => $"{n}"), Shown("pulses"));
        Assert.Equal(arrays["disturbs"].Select(d => 100 * Math.Abs(d)), Shown("disturb").Select(t => double.Parse(t.Split(' ')[0].Replace('−', '-'), CultureInfo.InvariantCulture)), Close4);
        Assert.Equal(12, Shown("error_histogram").Sum(t => int.Parse(t.Split(' ')[0], CultureInfo.InvariantCulture)));
        var scatter = FigureReader.Of(page, "target_and_read");
        Assert.Equal(["target [µS]", "read [µS]"], scatter.Titles);
        Assert.InRange(scatter.HoversBehind("cells, ").Length, 2, 12 + 1);
        bool Close4(double written, double drawn) => Math.Abs(written - drawn) <= 1e-4 * written;

        var figures = JsonNode.Parse(File.ReadAllText(temporary.File("out/result.json")))!["figures"]!;
        Assert.Equal(arrays["pulses"].Sum() / 12, (double)figures["pulses_per_cell"]!);
        Close.Equal((double)figures["energy_j"]!, (double)figures["set_energy_j"]! + (double)figures["reset_energy_j"]! + (double)figures["read_energy_j"]!, 1e-14);
        Assert.Equal(12 - (int)figures["cells_within_tolerance"]!, figures["failures"]!.AsObject().Sum(f => (int)f.Value!));
    }

    [Theory]
    [InlineData("row")]
    [InlineData("cell")]
    [Trait("Category", "slow")]
    public async Task Program_InterruptedAndResumed_EndsAtTheSameBits(string order)
    {
        using var temporary = new TemporaryFolder();
        string[] line = ["program", "--rows", "16", "--columns", "6", "--variability", "0.05", "--read-noise", "1e-3", "--order", order];
        await RunOk([.. line, "--out", temporary.File("whole")]);

        using (var results = new StringWriter())
        using (var watched = new InterruptingWriter("25 %"))
        {
            var code = await Task.Run(() => CommandLine.Run([.. line, "--out", temporary.File("parts")], Terminal.ForWriters(results, watched, isWatched: true), watched.Token));
            Assert.Equal(130, code);
            Assert.Contains("--resume goes on from there.", watched.ToString().ReplaceLineEndings(" "), StringComparison.Ordinal);
        }

        Assert.Equal(["checkpoint.json"], Names(temporary.File("parts")));

        var (other, _, refusal) = await Circuitsim.RunAsync([.. line, "--seed", "2", "--resume", "--out", temporary.File("parts")]);
        Assert.Equal(2, other);
        Assert.Contains("left by a run with other options", refusal, StringComparison.Ordinal);

        await RunOk([.. line, "--resume", "--out", temporary.File("parts")]);
        Assert.Equal(Names(temporary.File("whole")), Names(temporary.File("parts")));
        Assert.Equal(File.ReadAllText(temporary.File("whole/cells.csv")), File.ReadAllText(temporary.File("parts/cells.csv")));
        foreach (var (a, b) in NpzFile.Read(temporary.File("whole/written.npz")).Zip(NpzFile.Read(temporary.File("parts/written.npz"))))
            Assert.Equal(a.Values.ToArray(), b.Values.ToArray());
        JsonNode Result(string folder)
        {
            var json = JsonNode.Parse(File.ReadAllText(temporary.File($"{folder}/result.json")))!.AsObject();
            json.Remove("timing");
            return json;
        }

        Assert.Equal(Result("whole").ToJsonString(), Result("parts").ToJsonString());
    }

    private static string[] Names(string folder) => [.. Directory.EnumerateFileSystemEntries(folder).Select(e => Path.GetFileName(e)).Order(StringComparer.Ordinal)];

    private static async Task<string> RunOk(string[] arguments)
    {
        var (code, results, diagnostics) = await Circuitsim.RunAsync(arguments);
        Assert.True(code == 0, diagnostics);
        return results;
    }
}
