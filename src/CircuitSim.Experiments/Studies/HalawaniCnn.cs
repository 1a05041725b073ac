using CircuitSim.Cosimulation;
using CircuitSim.Emulation;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.ReadOuts;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// Halawani's CNN in direction: levels and variation of cells on a network of three convolutions and two dense layers for Fashion-MNIST
/// (theirs, for CIFAR-10, is larger), all layers in cells or one alone. A convolution's filters stand in the columns of one array, its
/// patches drive the rows, and one column holds the weight zero; the paper has an array for each channel and a reference for each filter.
/// </summary>
public sealed class HalawaniCnn : Study
{
    internal static readonly int[] AllLevels = [4, 8, 16, 17, 32, 64, 128];

    /// <summary>From which the scales of inputs and of the read-out are found.</summary>
    private const int CalibrationImages = 20;

    internal static readonly double[] Variations = [0.01, 0.03, 0.1];

    public static IntegerOption Samples { get; } = new() { Name = "--samples", Key = "samples", Subject = "samples", Standard = 10, Reduced = 3, Description = "Samples of each point of the Monte Carlo." };

    public static IntegerOption Images { get; } = new() { Name = "--images", Key = "images", Subject = "images", Standard = 10000, Reduced = 1000, Rule = HalawaniMnist.Images.Rule, Description = "Test images, the first of the 10,000." };

    public static IntegerOption ReadImages { get; } = new() { Name = "--read-images", Key = "read_images", Subject = "read images", Standard = 2, Description = "Test images that are read through circuits, where stages are any; all five layers, a convolution once for each patch." };

    public override string Name => "halawani-cnn";

    public override string Description => """
        Fashion-MNIST on three convolutions and two dense layers with reference columns: what levels and variation of the cells cost, all layers together and one by one, one range for each layer against one for all, and which classes are left (Halawani's table 2 and Figs. 12 and 13 in direction).

        The network is trained on first use (a minute or two) and kept in the data folder; the images come from circuitsim data get fashion-mnist.

        Examples:
          circuitsim validate halawani-cnn
          circuitsim validate halawani-cnn --scope column --samples 30 --images 2000
          circuitsim validate halawani-cnn --size reduced --stages tia,subtractor,adc
        """;

    public override IReadOnlyList<StudyOption> Options { get; } =
        [.. HalawaniMethod.Options, Samples, Images, SizeOption.Instance, ReadOutOptions.Stages, ReadImages, IrDropSweep.Voltage, HalawaniMnist.AdcBits, .. ReadOutOptions.Parts, DataFolderOption.Instance, IrDropSweep.Seed, IntegerOption.Jobs];

    protected override void CheckTogether(StudyRun run)
    {
        ReadOutOptions.Check(run.Values, hasSubtractor: true, run.Get(HalawaniMnist.AdcBits));
        ReadOutOptions.CheckConverter(run.Values, run.Get(HalawaniMnist.AdcBits));
    }

    protected override StudyResult Find(StudyRun run)
    {
        var folder = run.Get(DataFolderOption.Instance);
        var test = run.Steps.Run("Images", _ => (
            MnistFile.ReadTest(Path.Combine(folder, ImageSet.FashionMnist.Name), ImageSet.FashionMnist).Slice(0, run.Get(Images)), Invariant($"{run.Get(Images)} of Fashion-MNIST to test")));
        var trained = run.Steps.Run("Network", step => FashionNetwork.Obtain(
            folder, run.Get(IrDropSweep.Seed), run.Get(IntegerOption.Jobs), StudySteps.Share<TrainingProgress>(step, e => (double)e.Epoch / e.Epochs), run.CancellationToken));
        // Rectified outputs have no bound; ties of trained weights do not occur but where all neurons are dead.
        var network = new HalawaniNetwork(trained, test, FashionNetwork.Shape, null, new ClassRule(0));
        var method = HalawaniMethod.Of(run.Values);
        var noisy = method.AsTable1 with { Subtracted = OffsetReference.NoisyColumn };
        var quantized = run.Steps.Run("Quantization", step => (QuantizedPoint.Solve(run, network, method, AllLevels, step), Invariant($"{AllLevels.Length} numbers of levels, {test.Count} images")));
        var layers = run.Steps.Run("Layer by layer", step => (
            run.Each(2 * FashionNetwork.LayerNames.Count, step, k => network.Classify(network.With(k / 2, (k % 2 == 0 ? method : method.AsTable1).Encode(network.Weights, 16, 10)[k / 2].ToWeights()))), "16 levels in one layer"));
        HalawaniPoint[] points =
        [
            .. from m in new[] { (Name: "as chosen", Method: method), (Name: "noisy reference", Method: noisy) }
               from point in (IEnumerable<(double Variation, int? Only)>)[.. Variations.Select(v => (v, (int?)null)), .. FashionNetwork.LayerNames.Select((_, k) => (0.1, (int?)k))]
               select new HalawaniPoint(m.Name, m.Method, 16, 10, point.Variation, run.Get(Samples), point.Only),
        ];
        var random = new RandomStream(run.Get(IrDropSweep.Seed)).Child("variation");
        run.Steps.Run("Monte Carlo", step => (HalawaniPoint.Solve(run, network, points, random, step), Invariant($"{points.Sum(p => p.Samples)} samples × {test.Count} images")));
        // Rectified inputs have no bound: each array is read so that the largest of some images is the read voltage.
        var calibration = test.Slice(0, Math.Min(CalibrationImages, test.Count)).ToPictures();
        var mapped = MappedNetwork.Of(trained, (_, weights) => method.Encode([weights], 16, 10)[0], run.Get(IrDropSweep.Voltage), MappedNetwork.ScalesFor(MappedNetwork.InputsOf(trained, calibration)));
        var result = new HalawaniCnnResult
        {
            CircuitIsEmulator = run.Steps.Run("Arrays", _ => (EmulatorCheck.Claim(mapped, test.ToPictures()) with { Id = "halawani-cnn.circuit-is-emulator" }, "without wires")),
            Options = run.Values,
            Ideal = network.Classify(network.Weights),
            Quantized = quantized,
            Layers = [.. layers.Chunk(2).Select(pair => (pair[0], pair[1]))],
            Points = points,
            Collapsed = network.Classify(noisy.Vary(noisy.Encode(network.Weights, 16, 10), 0.1, random.Child("sample", 0))),
            Timing = run.Steps.Timing,
        }.Tell() with
        { Binaries = NetworkExport.Of(trained, "network", FashionNetwork.Shape) };
        if (StageSet.Parse(run.Get(ReadOutOptions.Stages)).IsIdeal)
            return result;
        var few = test.Slice(0, Math.Min(run.Get(ReadImages), test.Count));
        var read = new NetworkReadOutCase(mapped, calibration, few.ToPictures(), [.. few.Labels.ToArray()], run.Get(HalawaniMnist.AdcBits));
        return NetworkReadOutReport.Run(run, result, read, new RandomStream(run.Get(IrDropSweep.Seed))).Result;
    }
}
