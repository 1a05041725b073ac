using CircuitSim.Cosimulation;
using CircuitSim.Emulation;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.ReadOuts;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// Halawani's network for MNIST, 784-32-10, weights shifted by w_min and a reference column subtracted: what levels, dynamic range and
/// variation of the cells cost, as in table 1 and Figs. 5 to 9 of the paper, and why; and if asked for, one of its layers through a read-out
/// whose stages are circuits.
/// </summary>
public sealed class HalawaniMnist : Study
{
    /// <summary>Of the paper, and those behind the explanation of its table 1: nine and seventeen.</summary>
    internal static readonly int[] AllLevels = [4, 8, 9, 16, 17, 32, 64, 128];

    internal static readonly double[] Ratios = [10, 100, 1000], Variations = [0.05, 0.1, 0.2, 0.3];

    public static IntegerOption Samples { get; } = new() { Name = "--samples", Key = "samples", Subject = "samples", Standard = 1000, Reduced = 40, Description = "Samples of each point of the Monte Carlo; comparisons beside the paper's figures take a tenth, at least 20." };

    public static IntegerOption Layer { get; } = new() { Name = "--layer", Key = "layer", Subject = "layer", Standard = 1, Rule = new NumberRule("1 (785 × 33) or 2 (33 × 11)", n => n is 1 or 2), Description = "Layer that is read by circuits: 1 (785 × 33) or 2 (33 × 11)." };

    public static IntegerOption Images { get; } = new() { Name = "--images", Key = "images", Subject = "images", Standard = 10000, Rule = new NumberRule("from 1 to 10000", n => n is >= 1 and <= 10000), Description = "Test images, the first of the 10,000." };

    /// <summary>Of a budget, which reads them some twenty times.</summary>
    public static IntegerOption BudgetImages { get; } = new() { Name = Images.Name, Key = Images.Key, Subject = Images.Subject, Standard = 500, Rule = Images.Rule, Description = Images.Description };

    public static QuantityOption OnResistance { get; } = new() { Name = "--r-on", Key = "r_on_ohm", Subject = "R_on", Unit = "Ω", Standard = 1e3, Rule = NumberRule.Positive, Description = "Least resistance of a cell, before the conductance scale" };

    public static IntegerOption AdcBits { get; } = new() { Name = "--adc-bits", Key = "adc_bits", Subject = "ADC bits", Standard = 8, Rule = new NumberRule("from 1 to 24", n => n is >= 1 and <= 24), Description = "Bits of the ADC of each output." };

    public override string Name => "halawani-mnist";

    public override string Description => """
        MNIST on 784-32-10 with a reference column: what levels, dynamic range and variation of the cells cost over all test images (Halawani's table 1 and Figs. 5 to 9), and why; with stages also a layer of it read through circuits.

        The network is trained on first use (seconds) and kept in the data folder; the images come from circuitsim data get mnist. The read-out takes its own conductances, levels and ratio; the paper's figures take the paper's.

        Examples:
          circuitsim validate halawani-mnist
          circuitsim validate halawani-mnist --range symmetric --reference noisy --law truncated --samples 100
          circuitsim validate halawani-mnist --size reduced --stages circuit --layer 2
          circuitsim validate halawani-mnist --size reduced --stages tia,subtractor,adc --images 500 --adc-bits 6
        """;

    public override IReadOnlyList<StudyOption> Options { get; } = OptionsWith(Images, [.. HalawaniMethod.Options, Samples, SizeOption.Instance, ReadOutOptions.Stages]);

    internal static IReadOnlyList<StudyOption> OptionsWith(IntegerOption images, params IReadOnlyList<StudyOption> more) =>
        [.. more, Layer, images, OnResistance, IrDropSweep.Ratio, IrDropSweep.Levels, IrDropSweep.Voltage, AdcBits, .. ReadOutOptions.Parts, DataFolderOption.Instance, IrDropSweep.Seed, IntegerOption.Jobs];

    protected override void CheckTogether(StudyRun run)
    {
        ReadOutOptions.Check(run.Values, hasSubtractor: true, run.Get(AdcBits));
        ReadOutOptions.CheckConverter(run.Values, run.Get(AdcBits));
    }

    protected override StudyResult Find(StudyRun run)
    {
        var (dense, test, train) = Obtain(run, Images);
        var inputs = InputBatch.Of(test);
        var trained = dense.ToNetwork();
        var network = new HalawaniNetwork(trained, test, [test.Features], inputs, dense.Rule);
        var method = HalawaniMethod.Of(run.Values);
        var quantized = run.Steps.Run("Quantization", step => (QuantizedPoint.Solve(run, network, method, AllLevels, step), Invariant($"{AllLevels.Length} numbers of levels, {test.Count} images")));
        var points = Points(run, method);
        run.Steps.Run("Monte Carlo", step => (HalawaniPoint.Solve(run, network, points, new RandomStream(run.Get(IrDropSweep.Seed)).Child("variation"), step), Invariant($"{points.Sum(p => p.Samples)} samples × {test.Count} images")));
        var arrays = method.Encode(network.Weights, 16, 10);
        var result = new HalawaniMnistResult
        {
            CircuitIsEmulator = EmulatorCheck.Claim(MappedNetwork.Of(trained, (k, _) => arrays[k], run.Get(IrDropSweep.Voltage)), inputs.Source) with { Id = "halawani.circuit-is-emulator" },
            Options = run.Values,
            Ideal = dense.Predict(test),
            MeanInputSum = Enumerable.Range(0, test.Count).Average(inputs.InputSum),
            Quantized = quantized,
            ShiftInBins = [ShiftInBins(network, method, 16), ShiftInBins(network, method, 17)],
            Points = points,
            Timing = run.Steps.Timing,
        }.Tell() with
        { Binaries = NetworkExport.Of(trained, "network", [test.Features]) };
        return StageSet.Parse(run.Get(ReadOutOptions.Stages)).IsIdeal ? result : ReadOutReport.Run(run, result, ReadOutSubjects.Mnist(run, dense, test, train, run.Get(Layer) - 1));
    }

    /// <summary>Images, network, and the chain of the layer that was asked for.</summary>
    internal static ReadOutCase Read(StudyRun run, IntegerOption images)
    {
        var (network, test, train) = Obtain(run, images);
        return ReadOutSubjects.Mnist(run, network, test, train, run.Get(Layer) - 1);
    }

    private static (DenseNetwork Network, LabelledImages Test, LabelledImages Train) Obtain(StudyRun run, IntegerOption images)
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
        return (network, test, train);
    }

    /// <summary>By how much a quantized reference over a symmetric range shifts every weight, in bins: the least and the greatest shift.</summary>
    private static (double Least, double Greatest) ShiftInBins(HalawaniNetwork network, HalawaniMethod method, int levels)
    {
        double least = double.PositiveInfinity, greatest = 0;
        var arrays = method.AsTable1.Encode(network.Weights, levels, 10).Zip((method.AsTable1 with { Subtracted = OffsetReference.Column }).Encode(network.Weights, levels, 10));
        foreach (var ((quantized, exact), matrix) in arrays.Zip(network.Weights))
        {
            var bin = WeightRange.Of(matrix).Symmetric.Width / levels;
            foreach (var (a, b) in quantized.ToWeights().Values.ToArray().Zip(exact.ToWeights().Values.ToArray()))
                (least, greatest) = (Math.Min(least, Math.Abs(a - b) / bin), Math.Max(greatest, Math.Abs(a - b) / bin));
        }

        return (least, greatest);
    }

    /// <summary>The paper's: every number of levels at every dynamic range at 10 %, every variation at 16 levels; and beside them other laws, and the method of table 1.</summary>
    private static List<HalawaniPoint> Points(StudyRun run, HalawaniMethod method)
    {
        var samples = run.Get(Samples);
        var fewer = Math.Min(samples, Math.Max(20, samples / 10));
        var noisy = method.AsTable1 with { Subtracted = OffsetReference.NoisyColumn };
        return
        [
            .. from ratio in Ratios from levels in AllLevels where levels != 17 select new HalawaniPoint("as chosen", method, levels, ratio, 0.1, samples),
            .. from v in Variations where v != 0.1 select new HalawaniPoint("as chosen", method, 16, 10, v, samples),
            .. from law in HalawaniMethod.Law.Choices where law.Value != method.VariationLaw from v in Variations select new HalawaniPoint(law.Written, method with { VariationLaw = law.Value }, 16, 10, v, fewer),
            new HalawaniPoint(method.Overwrites ? "not overwritten" : "overwritten", method with { Overwrites = !method.Overwrites }, 16, 10, 0.1, fewer),
            .. from levels in AllLevels where levels is >= 8 and <= 17 select new HalawaniPoint("noisy reference", noisy, levels, 10, 0.1, fewer),
        ];
    }
}
