using CircuitSim.Emulation;
using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments.Studies;

/// <summary><see cref="IrDropSweep"/> as a study.</summary>
public sealed class IrDropSweepStudy : Study
{
    public override string Name => IrDropSweep.Name;

    public override string Description => """
        How large may an array be? Accuracy over the whole test set of MNIST with every wire in place, against wire resistance, R_on, tile height and drive.

        The network is trained on first use (seconds) and kept in the data folder; the images come from circuitsim data get mnist.

        Examples:
          circuitsim sweep ir-drop
          circuitsim sweep ir-drop --network mnist-784-32-10 --encoding offset-column --r-on 10k,100k --wire 0,1,2,5 --tile-rows 32,128,785
          circuitsim sweep ir-drop --drive one,both --loss 0.5 --out results/ir-drop-both
        """;

    public override IReadOnlyList<StudyOption> Options => IrDropSweepOptions.All;

    /// <summary>The result in the form that all studies share.</summary>
    public static StudyResult Of(IrDropSweepResult r) => new()
    {
        Inputs = [.. ImageSet.Mnist.Files.Select(f => (f.Name, f.Sha256)), (Path.GetFileName(r.Options.Network), r.WeightsSha256)],
        Figures =
        [
            ("test_images", r.Images),
            ("ideal_correct", r.Ideal.Correct),
            ("without_wires_correct", r.WithoutWires),
            ("output_difference_over_full_scale", r.OutputDifference),
        ],
        Remarks = [("recommendations", "", [.. IrDropSweepSummary.Recommendations(r)]), ("warnings", "Warning: ", [.. IrDropSweepSummary.Warnings(r)])],
        Tables = [IrDropSweepTables.Cases(r), IrDropSweepTables.Recommendations(r)],
        Shown = [(IrDropSweepSummary.Header, [.. IrDropSweepSummary.Rows(r)])],
        Report = IrDropSweepReport.Of(r),
        Timing = r.Timing,
    };

    protected override void CheckTogether(StudyRun run) => _ = Job(run);

    protected override StudyResult Find(StudyRun run) => Of(Job(run).Run(run.CancellationToken));

    private static IrDropSweep Job(StudyRun run) => new(new IrDropSweepOptions(run.Values), run.Progress);
}
