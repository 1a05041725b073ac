using CircuitSim.Experiments;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Tests.Experiments;

public class LongDvaTests
{
    private static readonly StudyValues Small = new StudyValues().With(LongDva.RecurrentOnly, true).With(LongDva.Samples, 1).With(LongDva.Epochs, 1);

    /// <summary>Barely trained, but what holds exactly holds: one format, arrays, the same bits for any number of jobs; and varied cells do not raise the accuracy.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public void Run_OfRecurrentNetworks_HoldsWhatIsExactAndGivesTheSameBitsForAnyJobs()
    {
        var result = Run(Small.With(IntegerOption.Jobs, 2));
        foreach (var id in new[] { "long.rnn-one-format", "long.circuit-is-emulator" })
            Assert.Equal(ClaimVerdict.Passed, result.Claims.Single(c => c.Id == id).Verdict);
        Assert.Equal(9, result.Claims.Count);
        // Networks and samples that are the same give the same: the recurrent network's own curve and the one trained at that noise.
        var (accuracy, mismatch) = (result.Tables.Single(t => t.Name == "accuracy"), result.Tables.Single(t => t.Name == "mismatch"));
        Assert.Equal(
            accuracy.Rows.Where(r => r[0] is "RNN" && r[1] is "DFP+DVA").Select(r => r[4]),
            mismatch.Rows.Where(r => r[1] is "trained at 25 %").Select(r => r[4]));
        var alone = Run(Small.With(IntegerOption.Jobs, 1));
        Assert.Equal(result.Tables.Select(t => t.ToCsv()), alone.Tables.Select(t => t.ToCsv()));
        Assert.Equal(result.Claims, alone.Claims);
    }

    private static StudyResult Run(StudyValues options) => new LongDva().Run(new StudyRun(options, new SilentProgress()));
}
