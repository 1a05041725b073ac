using CircuitSim.Cosimulation;
using CircuitSim.Emulation;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.ReadOuts;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>The error budget of a network's read-out: what each stage costs alone, what the chain gains without it, and what comes together along it.</summary>
public sealed class BudgetStudy : Study
{
    private readonly Func<StudyRun, ReadOutCase> subject;
    private readonly IntegerOption adcBits;
    private readonly (string Name, string Sha256) input;

    private BudgetStudy(string name, string what, IReadOnlyList<StudyOption> options, IntegerOption adcBits, (string Name, string Sha256) input, Func<StudyRun, ReadOutCase> subject)
    {
        (Word, Options, this.adcBits, this.input, this.subject) = (name, options, adcBits, input, subject);
        Description = $"""
            Where do the LSBs go? {what} through its read-out, each stage alone as a circuit, each taken out of the whole chain, and one after the other, with what that costs in LSB, outputs and accuracy.

            Examples:
              circuitsim budget {name}
              circuitsim budget {name} --adc-bits 6 --offset-sigma 2m --read-wire 5
            """;
    }

    public static BudgetStudy Digits { get; } = new(
        "camponogara-digits", "Camponogara's network for Digits, 65 × 40,",
        [CamponogaraDigits.Card, CamponogaraDigits.Voltage, CamponogaraDigits.AdcBits, .. ReadOutOptions.Parts.Except([ReadOutOptions.Transient, ReadOutOptions.SampleTime]), CamponogaraDigits.Seed, IntegerOption.Jobs],
        CamponogaraDigits.AdcBits,
        ("digits.csv.gz", DigitsFile.Sha256),
        run => ReadOutSubjects.Digits(run, CamponogaraDigits.Train(run)));

    public static BudgetStudy Mnist { get; } = new(
        "halawani-mnist", "A layer of Halawani's network for MNIST with its reference column",
        [.. HalawaniMnist.OptionsWith(HalawaniMnist.BudgetImages).Except([ReadOutOptions.Transient, ReadOutOptions.SampleTime])],
        HalawaniMnist.AdcBits,
        (ImageSet.TestImages, ImageSet.Mnist.File(ImageSet.TestImages).Sha256),
        run => HalawaniMnist.Read(run, HalawaniMnist.BudgetImages));

    public override string Name => $"budget-{Word}";

    public override string Word { get; }

    public override string Description { get; }

    public override IReadOnlyList<StudyOption> Options { get; }

    protected override void CheckTogether(StudyRun run) => ReadOutOptions.CheckConverter(run.Values, run.Get(adcBits));

    protected override StudyResult Find(StudyRun run)
    {
        var read = subject(run);
        ReadOutStage[] stages = [.. read.ReadOut.Stages.Where(s => s != ReadOutStage.SampleHold)];
        string[] names = [.. stages.Select(ReadOutReport.NameOf), "quantization"];
        ReadOutRun? whole = null;
        var budget = run.Steps.Run("Budget", step =>
        {
            var (sets, done) = (3 * names.Length - 1, 0);
            return (ErrorBudget.Of(names, real =>
            {
                var progress = new StepShare(step, done++, sets);
                var part = read.ReadOut.RunAtRest(read.Inputs, StageSet.Of(real.Where(k => k < stages.Length).Select(k => stages[k])), real.Contains(stages.Length), run.Get(IntegerOption.Jobs), progress, run.CancellationToken);
                whole = real.Count == names.Length ? part : whole;
                return read.OutcomeOf(part);
            }), Invariant($"{names.Length} parts, {read.Images.Count} images"));
        });
        return BudgetReport.Of(run, Word, read, budget, whole!, [input]);
    }

    private sealed class StepShare(IStudyStep step, int done, int sets) : IProgress<double>
    {
        public void Report(double value) => step.Report((done + value) / sets);
    }
}
