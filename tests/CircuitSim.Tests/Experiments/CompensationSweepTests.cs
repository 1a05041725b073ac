using System.Text.Json.Nodes;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

[Collection(TrainedMnistGroup.Name)]
public class CompensationSweepTests(TrainedMnist mnist)
{
    // Bounds found beforehand in NumPy: 78.1, 87.5, 90.6, 91.9 % within one point.
    [Fact]
    [Trait("Category", "slow")]
    public void Run_OnDigitsAt2OhmUntiled_GivesWhatNumPyFoundAndTheSameBitsForAnyJobs()
    {
        var options = new StudyValues().With(CompensationSweep.Wires, [2, 1e-10]).With(CompensationSweep.TileRows, [65, 13]);
        var run = new StudyRun(options.With(IntegerOption.Jobs, 2), new SilentProgress());
        var subject = CompensationSweep.DigitsSubject(run);
        var result = CompensationSweep.Sweep(run, subject);
        var claims = result.Claims();
        Assert.Equal(5, claims.Count);
        Assert.All(claims, c => Assert.Equal(ClaimVerdict.Passed, c.Verdict));
        foreach (var c in result.Cases.Where(c => c.WireResistance < 1))
            Assert.All(c.Outcomes, o => Assert.Equal(result.Ideal.Correct, o.Correct));

        // Wires half as long again are those of 3 Ω, whatever was fitted.
        CompensationCase Single(double wire, double error) => Assert.Single(CompensationSweep.Sweep(
            new StudyRun(options.With(CompensationSweep.Wires, [wire]).With(CompensationSweep.TileRows, [65]).With(CompensationSweep.WireError, error), new SilentProgress()), subject).Cases);
        var (longer, known) = (Single(2, 0.5), Single(3, 0));
        Assert.Equal((known.Loss, known[CompensationMethod.MeasuredColumnGains].Correct), (longer.Loss, longer[CompensationMethod.MeasuredColumnGains].Correct));
        Assert.True(longer[CompensationMethod.LinearDecode].Correct < known[CompensationMethod.LinearDecode].Correct);
        Assert.Equal(Json(result), Json(CompensationSweep.Sweep(new StudyRun(options.With(IntegerOption.Jobs, 1), new SilentProgress()), subject)));
    }

    [MnistFact]
    [Trait("Category", "slow")]
    public void Run_OnMnistAt1Ohm_SpreadCostsTheAccuracyAndTheTableIsNumPys()
    {
        var options = new StudyValues().With(CompensationSweep.Network, CompensationSweep.Mnist).With(CompensationSweep.Wires, [1]).With(CompensationSweep.TileRows, [32])
            .With(CompensationSweep.FitImages, 1000).With(DataFolderOption.Instance, MnistImages.DataFolder);
        var run = new StudyRun(options, new SilentProgress());
        var result = CompensationSweep.Sweep(run, CompensationSweep.MnistSubject(run, mnist.Network));
        Assert.Equal(mnist.Network.Predict(mnist.Test).Correct, result.Ideal.Correct);
        Assert.Equal(10, result.Claims().Count);
        Assert.All(result.Claims(), c => Assert.NotEqual(ClaimVerdict.Missed, c.Verdict));
        Assert.Contains(result.Advice(), line => line.EndsWith("the spread costs it, not the loss.", StringComparison.Ordinal));
    }

    [Fact]
    public void Claimed_BothNetworks_AreStudiesOfTheirOwnBesideThePublishedOnes()
    {
        Assert.Distinct(StudyTable.Claimed.Select(s => s.Name));
        var own = StudyTable.Claimed.Except(StudyTable.Validations).ToList();
        Assert.Equal(["compensation-digits", "compensation-mnist"], own.Select(s => s.Name));
        Assert.All(own, s => Assert.DoesNotContain(CompensationSweep.Network, s.Options));
    }

    private static string Json(CompensationSweepResult result)
    {
        var document = JsonNode.Parse(StudyFiles.Json(new CompensationSweep(), result.Options, result.Tell()))!.AsObject();
        document.Remove("timing");
        return document.ToJsonString();
    }
}
