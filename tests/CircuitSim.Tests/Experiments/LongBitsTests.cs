using CircuitSim.Experiments;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

public class LongBitsTests
{
    private static readonly StudyValues Small = new StudyValues().With(LongBits.Samples, 500).With(LongBits.Matrices, 3);

    [Fact]
    [Trait("Category", "slow")]
    public void Run_AtASmallSize_HoldsEveryClaimAndGivesTheSameBitsForAnyJobs()
    {
        var result = Run(Small.With(IntegerOption.Jobs, 2));
        Assert.All(result.Claims, c => Assert.NotEqual(ClaimVerdict.Missed, c.Verdict));
        // Eq. 4 worked out by hand: 7 = 4 + 2 + 1, 12 = 8 + 4.
        var spread = result.Tables.Single(t => t.Name == "weight_variation");
        Close.Equal(Math.Sqrt(21) / 7, spread.Number(6, "sigma_by_gamma_p"), rtol: 1e-12);
        Close.Equal(Math.Sqrt(80) / 12, spread.Number(11, "sigma_by_gamma_p"), rtol: 1e-12);
        // Finer ADCs bring noise on bits nearer to noise on weights, down to what the clipping of varied columns leaves.
        var adc = result.Tables.Single(t => t.Name == "adc_mismatch");
        for (var k = 1; k < adc.Rows.Count; k++)
            Assert.True(adc.Number(k, "mismatch_rms") < adc.Number(k - 1, "mismatch_rms"));
        var alone = Run(Small.With(IntegerOption.Jobs, 1));
        Assert.Equal(result.Tables.Select(t => t.ToCsv()), alone.Tables.Select(t => t.ToCsv()));
        Assert.Equal(result.Claims, alone.Claims);
    }

    private static StudyResult Run(StudyValues options) => new LongBits().Run(new StudyRun(options, new SilentProgress()));
}
