using CircuitSim.Engine;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Runs;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

public class RandomRunsTests
{
    private const string Divider = ".param f=1\nV1 a 0 1\nR1 a b {f*agauss(1k,50,1)}\nR2 b 0 1k\n.op\n.print op v(b)";

    [Fact]
    public void Execute_OfARun_IsTheSameInAnyNumberOfRunsAndThreads()
    {
        var few = Execute(Divider, new RandomRuns(5, 7), jobs: 1);
        var many = Execute(Divider, new RandomRuns(5, 40), jobs: 3);
        Assert.Equal(Voltages(few), Voltages(many).Take(7));
        Assert.Equal(40, Voltages(many).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 40), many.Rows.Select(r => r.Number!.Value));
        // By itself, too.
        var alone = SpiceReader.Read($"t\n{Divider}\n.end\n").Netlist with { Run = new RandomRun(5, 6) };
        Assert.Equal(Voltages(many)[5], new BuiltInSimulator().SolveOperatingPoint(alone.Flatten()).Voltage(new NodeId("b")));
        Assert.NotEqual(Voltages(few), Voltages(Execute(Divider, new RandomRuns(6, 7), jobs: 1)));
    }

    [Fact]
    public void Execute_WithStep_DrawsTheSameAtEachOfItsValues()
    {
        var result = Execute($"{Divider}\n.step param f list 1 2", new RandomRuns(5, 20), jobs: 2);
        Assert.Equal(40, result.Rows.Count);
        var (one, two) = (Voltages(result)[..20], Voltages(result)[20..]);
        for (var k = 0; k < 20; k++)
            Close.Equal(2 * (1 / one[k] - 1), 1 / two[k] - 1, rtol: 1e-9);
        Assert.Equal([1.0, 2.0], result.Summaries().Select(s => s.At.Single()));
        Assert.All(result.Summaries(), s => Assert.Equal((20, 0), (s.Runs, s.Failed)));
        Assert.Equal(["f", "run", "engine", "v(b) [V]"], result.Table().Columns);
    }

    [Fact]
    public void Execute_OfADrawThatCannotBe_IsARunThatFailed()
    {
        var result = Execute("V1 a 0 1\nR1 a b {agauss(0.1,1,1)}\nR2 b 0 1\n.op\n.print op v(b)", new RandomRuns(1, 30), jobs: 1);
        var failed = result.Rows.Count(r => r.Values.Count == 0);
        Assert.InRange(failed, 1, 29);
        Assert.Equal(failed, result.Failures.Count);
        Assert.Equal(failed, Assert.Single(result.Summaries()).Failed);
        Assert.Contains("R1: resistance -", result.Failures[0].Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_OfTooManyRuns_IsRefused()
    {
        var e = Assert.Throws<InvalidParameterException>(() => Execute($"{Divider}\n.step param f 1 1000 1", new RandomRuns(1, 101), jobs: 1));
        Assert.Contains("at most 100000", e.Message, StringComparison.Ordinal);
    }

    /// <summary>By hand: deviations −3 −2 −1 0 6 from a mean of 4; quantiles as NumPy's, linear between the sorted values.</summary>
    [Fact]
    public void Summary_OfFiveValues_IsTheirs()
    {
        var s = RunSummary.Of([], "builtin", new WaveformVector("x", "V"), 6, [10, 3, 1, 2, 4]);
        Assert.Equal((6, 1, 4.0, 1.0, 10.0), (s.Runs, s.Failed, s.Mean, s.Least, s.Greatest));
        Close.Equal(Math.Sqrt(50.0 / 4), s.Deviation, rtol: 1e-14);
        Close.Equal([1.04, 1.2, 2, 3, 4, 8.8, 9.76], [.. s.Quantiles], rtol: 1e-14);
    }

    [Fact]
    public void Write_OfRandomRuns_HasTableSummaryAndHistogram()
    {
        using var folder = new TemporaryFolder();
        var result = Execute(Divider, new RandomRuns(5, 30), jobs: 1);
        using (var files = ResultFolder.Prepare(folder.File("out")))
        {
            result.Write(files, "divider.cir", 1);
            files.Commit();
        }

        Assert.Equal(31, File.ReadAllLines(folder.File("out/runs.csv")).Length);
        Assert.Equal("engine,quantity,unit,runs,failed,mean,deviation,least,q01,q05,q25,q50,q75,q95,q99,greatest", File.ReadAllLines(folder.File("out/summary.csv"))[0]);
        Assert.True(File.Exists(folder.File("out/runs.npz")));
        Assert.Contains("How many runs have which v(b)", result.Html("t"), StringComparison.Ordinal);
    }

    private static double[] Voltages(SteppedRunResult result) => [.. result.Rows.Select(r => r.Values.Single().Value!.Value)];

    private static SteppedRunResult Execute(string cards, RandomRuns random, int jobs) =>
        new SteppedRun(SpiceReader.Read($"t\n{cards}\n.end\n").Netlist, [new BuiltInSimulator()], keepWaveforms: false) { Random = random, Jobs = jobs }.Execute((_, _) => { });
}
