using CircuitSim.Experiments;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

public class ZanottiBinaryTests
{
    private static readonly StudyValues Small = new StudyValues().With(ZanottiBinary.Samples, 4).With(ZanottiBinary.Epochs, 0).With(ZanottiBinary.Biases, [2e-6, 20e-6]);

    [Fact]
    [Trait("Category", "slow")]
    public void Run_AtASmallSize_HoldsEveryClaimAndGivesTheSameBitsForAnyJobs()
    {
        var result = Run(Small.With(ZanottiBinary.DigitsEpochs, 20).With(IntegerOption.Jobs, 2));
        Assert.All(result.Claims, c => Assert.NotEqual(ClaimVerdict.Missed, c.Verdict));
        Assert.Equal(10, result.Claims.Count(c => c.Verdict == ClaimVerdict.Passed));
        // A pair has one LRS and one HRS, whatever its weight: energy goes with 1 + 1/ratio, exactly.
        var reset = result.Tables.Single(t => t.Name == "reset");
        for (var k = 1; k < reset.Rows.Count; k++)
            Close.Equal((1 + 1 / reset.Number(k, "ratio")) / (1 + 1 / reset.Number(0, "ratio")), reset.Number(k, "read_energy_j") / reset.Number(0, "read_energy_j"), rtol: 1e-12);
        var brief = Small.With(ZanottiBinary.DigitsEpochs, 1).With(ZanottiBinary.Samples, 2);
        result = Run(brief.With(IntegerOption.Jobs, 2));
        var alone = Run(brief.With(IntegerOption.Jobs, 1));
        Assert.Equal(result.Tables.Select(t => t.ToCsv()), alone.Tables.Select(t => t.ToCsv()));
        Assert.Equal(result.Claims, alone.Claims);
    }

    private static StudyResult Run(StudyValues options) => new ZanottiBinary().Run(new StudyRun(options, new SilentProgress()));
}
