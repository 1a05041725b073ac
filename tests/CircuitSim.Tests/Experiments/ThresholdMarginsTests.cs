using System.Text.Json.Nodes;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Netlists.Results;
using CircuitSim.Programming;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

public class ThresholdMarginsTests
{
    private static readonly StudyValues Small = new StudyValues().With(ThresholdMargins.Size, 8).With(ThresholdMargins.Sizes, [4, 8])
        .With(ThresholdMargins.Wires, [0, 2]).With(ThresholdMargins.Wire, 1).With(ThresholdMargins.Samples, 40);

    private static readonly ThresholdMarginsResult Result = Run(Small);

    [Fact]
    [Trait("Category", "slow")]
    public void Checks_ByTransientsOfTheWholeArray_AgreeWithTheMargins()
    {
        Assert.Equal(4, Result.Checks.Count);
        foreach (var check in Result.Checks)
        {
            var where = $"{check.Direction}, others conduct: {check.OthersConduct}";
            // What the others drift changes what they and the written cell get, to second order.
            if (check.PredictedState is { } predicted)
                Close.Equal(predicted, check.WrittenState, rtol: 0, atol: 1e-3 + 50 * check.LargestDrift, where: where);
            var (low, high) = (Math.Min(check.PredictedDrift.Conducting, check.PredictedDrift.Resisting), Math.Max(check.PredictedDrift.Conducting, check.PredictedDrift.Resisting));
            Assert.True(check.LargestDrift <= 1.05 * high + 1e-12, $"{where}: {check.LargestDrift} above {high}");
            Assert.True(check.LargestDrift >= 0.9 * low - 1e-12, $"{where}: {check.LargestDrift} below {low}");
        }
    }

    /// <summary>The worst case as one transient of the whole array, by an engine that shares no code with the built-in one.</summary>
    [NgspiceFact]
    [Trait("Category", "slow")]
    public void Checks_OnNgspice_Agree()
    {
        var ngspice = new CircuitSim.Ngspice.NgspiceSimulator(new CircuitSim.Ngspice.NgspiceOptions { Executable = CircuitSim.Ngspice.NgspiceLocation.Find() });
        var small = Small.With(ThresholdMargins.Size, 4).With(ThresholdMargins.Sizes, [4]).With(ThresholdMargins.Wires, [2]);
        var result = Run(small, ngspice);
        Assert.Equal(4, result.Checks.Count);
        Assert.All(result.Checks, c => Assert.True(Assert.Single(c.Engines).Agrees, $"{c.Direction}, others conduct: {c.OthersConduct}: {c.Engines[0]} for {c.WrittenState}"));
        Assert.Contains("at most 64 cells", Assert.Throws<InvalidParameterException>(() => new ThresholdMargins().Check(new StudyRun(small.With(ThresholdMargins.Size, 9), new SilentProgress(), [ngspice]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cases_WithMoreWireOrMoreCells_NeedMore()
    {
        foreach (var direction in new[] { WriteDirection.Set, WriteDirection.Reset })
        {
            double Least(int size, double wire) => Result.Cases.Single(c => c.Size == size && c.WireResistance == wire && c.Window.Direction == direction).Window.Least!.Value;
            Assert.True(Least(4, 2) > Least(4, 0) && Least(8, 2) > Least(4, 2));
            Close.Equal(Least(4, 0), Least(8, 0), rtol: 1e-3);
        }
    }

    [Fact]
    [Trait("Category", "slow")]
    public void Verdicts_WhereTheCardEndsBeforeTheWrite_SpeakOfTheCard()
    {
        var symphony = Small.With(ThresholdMargins.Model, "vteam_symphony").With(ThresholdMargins.Sizes, [4])
            .With(ThresholdMargins.Wires, [0.5]).With(ThresholdMargins.Wire, 0.5).With(ThresholdMargins.Sigma, 0);
        var result = Run(symphony);
        var window = result.Windows.Single(w => w.Direction == WriteDirection.Reset);
        Assert.Null(window.Least);
        Assert.True(window.Largest < symphony.Get(ThresholdMargins.Largest));
        Assert.Contains(result.Verdicts(), v => v.Contains("card's range", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Verdicts(), v => v.Contains("10 V", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Category", "slow")]
    public void Yields_OverAmplitude_RiseAndFall()
    {
        foreach (var curve in Result.Yields.GroupBy(y => y.Direction))
        {
            foreach (var (a, b) in curve.Zip(curve.Skip(1)))
                Assert.True(b.Amplitude > a.Amplitude && b.NotWritten <= a.NotWritten && b.Disturbed >= a.Disturbed);
            // One device may do both.
            Assert.All(curve, y => Assert.InRange(y.Failed, Math.Max(y.NotWritten, y.Disturbed), Math.Min(1, y.NotWritten + y.Disturbed)));
            Assert.True(curve.First().NotWritten == 1 && curve.Last().Disturbed == 1, $"{curve.Key}");
        }
    }

    [Fact]
    [Trait("Category", "slow")]
    public void Json_WithAnyNumberOfJobs_HasTheSameFigures()
    {
        var other = Run(Small.With(IntegerOption.Jobs, 3));
        Assert.Equal(WithoutTiming(Result), WithoutTiming(other));

        static string WithoutTiming(ThresholdMarginsResult r)
        {
            var json = JsonNode.Parse(StudyFiles.Json(new ThresholdMargins(), r.Options, r.Tell()))!.AsObject();
            json.Remove("timing");
            return json.ToJsonString();
        }
    }

    [Fact]
    public void Files_OfAResult_AreAllThere()
    {
        using var folder = new TemporaryFolder();
        using (var result = ResultFolder.Prepare(folder.Path))
        {
            StudyFiles.Write(new ThresholdMargins(), Result.Options, Result.Tell(), result);
            result.Commit();
        }

        foreach (var file in new[] { "result.json", "margins.csv", "yield.csv", "whole-array.csv", "disturb-set.csv", "disturb-reset.csv", "report.html" })
            Assert.True(File.Exists(Path.Combine(folder.Path, file)), file);
        var page = File.ReadAllText(Path.Combine(folder.Path, "report.html"));
        foreach (var figure in new[] { "margin_set", "margin_reset", "yield_set", "yield_reset" })
            Assert.Contains($"id=\"{figure}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_AreNamed()
    {
        void Refused(string parameter, StudyValues options) =>
            Assert.Equal(parameter, Assert.Throws<InvalidParameterException>(() => new ThresholdMargins().Check(new StudyRun(options, new SilentProgress()))).Parameter);
        Refused("size", Small.With(ThresholdMargins.Size, 1));
        Refused("size", Small.With(ThresholdMargins.Sizes, [4, 5.5]));
        Refused("sizes", Small.With(ThresholdMargins.Sizes, []));
        Refused("tolerance", Small.With(ThresholdMargins.Tolerance, 1));
        Refused("switched", Small.With(ThresholdMargins.Switched, 0));
        Refused("width", Small.With(ThresholdMargins.Width, -1));
        Refused("samples", Small.With(ThresholdMargins.Samples, 0));
    }

    private static ThresholdMarginsResult Run(StudyValues options, params ICircuitSimulator[] simulators) =>
        ThresholdMargins.Search(new StudyRun(options, new SilentProgress(), simulators));
}
