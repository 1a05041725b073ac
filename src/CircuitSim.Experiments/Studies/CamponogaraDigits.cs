using CircuitSim.Emulation;
using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments.Studies;

/// <summary><see cref="CamponogaraDigitsStudy"/> as a study of the table.</summary>
public sealed class CamponogaraDigits : Study
{
    public override string Name => CamponogaraDigitsStudy.Name;

    public override string Description => """
        Run a published network as an ideal emulator and as the circuit of its crossbar, side by side, and check what its paper claims.

        Studies:
          camponogara-digits  Digits 8×8, 4-bit two's complement, one memristor per bit, 65 × 40 array

        Examples:
          circuitsim validate camponogara-digits
          circuitsim validate camponogara-digits --wire 0,1,2,4 --drive both --tile-rows 5 --out results/both-ends
          circuitsim validate camponogara-digits --engine builtin --seed 7
        """;

    public override IReadOnlyList<StudyOption> Options => CamponogaraDigitsOptions.All;

    public override SimulatorUse Simulators { get; } = new("all", "Simulator that solves the circuit again");

    /// <summary>The result in the form that all studies share.</summary>
    public static StudyResult Of(CamponogaraDigitsResult r)
    {
        var (onTest, onTrain) = (r.ScaleFactors.BestOnTest(), r.ScaleFactors.BestOnTrain());
        return new StudyResult
        {
            Inputs = [(r.Options.DataFile is { } path ? Path.GetFileName(path) : "digits.csv.gz", DigitsFile.Sha256)],
            Card = r.Card,
            Figures =
            [
                ("train_images", r.TrainImages),
                ("test_images", r.TestImages),
                ("float_train_correct", r.FloatTrainCorrect),
                ("float_test_correct", r.FloatTest.Correct),
                ("emulator_train_correct", r.EmulatorTrainCorrect),
                ("emulator_test_correct", r.EmulatorTest.Correct),
                ("emulator_test_ties", r.EmulatorTest.Ties),
                ("scale_factor", onTest.Best.ScaleFactor),
                ("scale_factor_equally_good", onTest.EquallyGood),
                ("scale_factor_on_train", onTrain.Best.ScaleFactor),
                ("scale_factor_on_train_test_correct", onTrain.Best.TestCorrect),
                ("column_quantizer_full_scale_a", r.QuantizerFullScale),
                ("logit_difference_over_full_scale", r.LogitDifference),
                ("classes_changed_by_finite_ratio", r.ChangedByFiniteRatio),
            ],
            Claims = r.Claims,
            Tables =
            [
                CamponogaraDigitsTables.Accuracy(r), CamponogaraDigitsTables.ScaleFactorCurve(r), CamponogaraDigitsTables.AdcCurve(r),
                CamponogaraDigitsTables.Variation(r), CamponogaraDigitsTables.Agreement(r), CamponogaraDigitsTables.Confusion(r),
                CamponogaraDigitsTables.VoltageLoss(r),
            ],
            CsvTables = [CamponogaraDigitsTables.Accuracy(r), CamponogaraDigitsTables.ScaleFactors(r)],
            Files = [("array.cir", r.NetlistText)],
            Opening = FormattableString.Invariant(
                $"""

                Float network: {r.FloatTrainCorrect} of {r.TrainImages} training images, {r.FloatTest.Correct} of {r.TestImages} test images.
                Scale factor chosen on the test set, as the paper did: {onTest.Best.ScaleFactor:0.0000} with {onTest.Best.TestCorrect} test images ({onTest.EquallyGood} equally good);
                chosen on the training set: {onTrain.Best.ScaleFactor:0.0000} with {onTrain.Best.TestCorrect} test images.

                """),
            Shown =
            [
                (CamponogaraDigitsSummary.AccuracyHeader(r), [.. CamponogaraDigitsSummary.AccuracyRows(r)]),
                (["cell variation σ [%]", "samples", "mean accuracy [%]", "worst", "best"], [.. r.Variations.Select(v =>
                    (IReadOnlyList<string>)[.. new[] { 100 * v.Sigma, v.Correct.Count, v.MeanPercent, v.WorstPercent, v.BestPercent }.Select(x => FormattableString.Invariant($"{x:0.#}"))])]),
                (["column quantizer [bits]", .. r.AdcCurve.Select(p => $"{p.Bits}")], [["images correct", .. r.AdcCurve.Select(p => $"{p.Correct}")]]),
            ],
            Remarks =
            [
                (null, "Not cross-checked on ", [.. r.Agreements.Where(a => a.WorstDifference is null).Select(a => $"{a.Simulator}: {a.Remedy}")]),
                (null, "Note: ", [.. CamponogaraDigitsSummary.Warnings(r)]),
            ],
            Report = CamponogaraDigitsReport.Of(r),
            Timing = r.Timing,
        };
    }

    protected override void CheckTogether(StudyRun run) => _ = Job(run);

    protected override StudyResult Find(StudyRun run) => Of(Job(run).Run(run.CancellationToken));

    private static CamponogaraDigitsStudy Job(StudyRun run) => new(new CamponogaraDigitsOptions(run.Values), run.Simulators, run.Progress);
}
