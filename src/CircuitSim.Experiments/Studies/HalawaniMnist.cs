using CircuitSim.Emulation;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.ReadOuts;
using CircuitSim.Experiments.Reports;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// Halawani's network for MNIST, 784-32-10, weights shifted by w_min and a reference column subtracted: one of its layers through a
/// read-out whose stages are circuits, the other one ideal.
/// </summary>
public sealed class HalawaniMnist : Study
{
    public static IntegerOption Layer { get; } = new() { Name = "--layer", Key = "layer", Subject = "layer", Standard = 1, Rule = new NumberRule("1 (785 × 33) or 2 (33 × 11)", n => n is 1 or 2), Description = "Layer that is read by circuits: 1 (785 × 33) or 2 (33 × 11)." };

    public static IntegerOption Images { get; } = new() { Name = "--images", Key = "images", Subject = "images", Standard = 10000, Rule = new NumberRule("from 1 to 10000", n => n is >= 1 and <= 10000), Description = "Test images, the first of the 10,000." };

    /// <summary>Of a budget, which reads them some twenty times.</summary>
    public static IntegerOption BudgetImages { get; } = new() { Name = Images.Name, Key = Images.Key, Subject = Images.Subject, Standard = 500, Rule = Images.Rule, Description = Images.Description };

    public static QuantityOption OnResistance { get; } = new() { Name = "--r-on", Key = "r_on_ohm", Subject = "R_on", Unit = "Ω", Standard = 1e3, Rule = NumberRule.Positive, Description = "Least resistance of a cell, before the conductance scale" };

    public static IntegerOption AdcBits { get; } = new() { Name = "--adc-bits", Key = "adc_bits", Subject = "ADC bits", Standard = 8, Rule = new NumberRule("from 1 to 24", n => n is >= 1 and <= 24), Description = "Bits of the ADC of each output." };

    public override string Name => "halawani-mnist";

    public override string Description => """
        MNIST on 784-32-10 with a reference column and subtractors: a layer of it read through circuits, stage by stage beside the ideal chain.

        The network is trained on first use (seconds) and kept in the data folder; the images come from circuitsim data get mnist.

        Examples:
          circuitsim validate halawani-mnist --stages circuit --layer 2
          circuitsim validate halawani-mnist --stages tia,subtractor,adc --images 500 --adc-bits 6
        """;

    public override IReadOnlyList<StudyOption> Options { get; } = OptionsWith(Images, ReadOutOptions.Stages);

    internal static IReadOnlyList<StudyOption> OptionsWith(IntegerOption images, params IReadOnlyList<StudyOption> more) =>
        [.. more, Layer, images, OnResistance, IrDropSweep.Ratio, IrDropSweep.Levels, IrDropSweep.Voltage, AdcBits, .. ReadOutOptions.Parts, DataFolderOption.Instance, IrDropSweep.Seed, IntegerOption.Jobs];

    protected override void CheckTogether(StudyRun run)
    {
        ReadOutOptions.Check(run.Values, hasSubtractor: true, run.Get(AdcBits));
        ReadOutOptions.CheckConverter(run.Values, run.Get(AdcBits));
    }

    protected override StudyResult Find(StudyRun run)
    {
        var read = Read(run, Images);
        var report = new HtmlReport("MNIST through a read-out of circuits")
            .Paragraph(Invariant($"Layer {run.Get(Layer)} of 784-32-10 in an array of {read.ReadOut.Layer.Weights.Rows} × {read.ReadOut.Layer.Columns} with a reference column, {read.Images.Count} test images, the rest of the network ideal. The ideal network classifies {read.Emulator.Correct} of them correctly. Seed {run.Get(IrDropSweep.Seed)}."));
        var result = new StudyResult
        {
            Inputs = [(ImageSet.TestImages, ImageSet.Mnist.File(ImageSet.TestImages).Sha256)],
            Figures = [("test_images", read.Images.Count), ("emulator_correct", read.Emulator.Correct)],
            Report = report,
            Timing = run.Steps.Timing,
        };
        return ReadOutReport.Run(run, result, read);
    }

    /// <summary>Images, network, and the chain of the layer that was asked for.</summary>
    internal static ReadOutCase Read(StudyRun run, IntegerOption images)
    {
        var folder = Path.Combine(run.Get(DataFolderOption.Instance), ImageSet.Mnist.Name);
        var (test, train) = run.Steps.Run("Images", _ =>
        {
            var all = MnistFile.ReadTest(folder, ImageSet.Mnist);
            return ((all.Slice(0, run.Get(images)), MnistFile.ReadTrain(folder, ImageSet.Mnist)), Invariant($"{run.Get(images)} of MNIST to test"));
        });
        var network = run.Steps.Run("Network", step =>
        {
            var epochs = StudySteps.Share<TrainingProgress>(step, e => (double)e.Epoch / e.Epochs);
            var (trained, remark) = MnistNetwork.Obtain(run.Get(DataFolderOption.Instance), run.Get(IrDropSweep.Seed), epochs, run.CancellationToken);
            return (trained, $"{MnistNetwork.Name}, {remark}");
        });
        return ReadOutSubjects.Mnist(run, network, test, train, run.Get(Layer) - 1);
    }
}
