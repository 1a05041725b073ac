using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Training;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.ReadOuts;
using CircuitSim.Numerics;
using CircuitSim.Periphery;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// Binary weights and 4-bit activations after Zanotti, Pavan and Puglisi, of whom only the abstract is public: a pair of cells in
/// opposite states for each weight, an analog neuron for each pair of bit lines. Its statements are directions: the variability of the LRS
/// costs the accuracy, a stronger reset raises accuracy and lowers energy, and the neuron governs power and throughput. The first two
/// are asked of the network on its arrays, the last of the transistors of a neuron with its lines.
/// </summary>
public sealed class ZanottiBinary : Study
{
    internal const double ReadVoltage = 0.2, ResetVariation = 0.3;
    private const int ActivationBits = 4;

    /// <summary>What the last code of an activation stands for.</summary>
    private const double Ceiling = 2;

    private static readonly double[] Sigmas = [0.1, 0.2, 0.3, 0.4, 0.5];
    private static readonly double[] Ratios = [2, 3, 5, 10, 30, 100];

    public static IntegerOption Samples { get; } = new() { Name = "--samples", Key = "samples", Subject = "samples", Standard = 50, Reduced = 20, Description = "Samples of varied cells at each point." };

    public static IntegerOption Epochs { get; } = new() { Name = "--epochs", Key = "epochs", Subject = "epochs", Standard = 12, Reduced = 6, Description = "Epochs of the network for MNIST; 0 leaves it out.", Rule = NumberRule.AtLeast(0) };

    public static IntegerOption DigitsEpochs { get; } = new() { Name = "--digits-epochs", Key = "digits_epochs", Subject = "epochs of Digits", Standard = 60, Description = "Epochs of the networks for Digits." };

    public static QuantityOption Ratio { get; } = new() { Name = "--ratio", Key = "ratio", Subject = "ratio", Unit = "1", Standard = 10, Rule = new NumberRule("finite and above 1", r => double.IsFinite(r) && r > 1), Description = "Conductance of the LRS over that of the HRS where one of them varies" };

    public static QuantitiesOption Biases { get; } = new() { Name = "--bias", Key = "neuron_biases_a", Subject = "neuron bias", Subjects = "neuron biases", IsSet = true, Unit = "A", Rule = NumberRule.Positive, Standard = [2e-6, 3e-6, 5e-6, 8e-6, 13e-6, 20e-6], Description = "Bias currents of the neuron" };

    public static QuantityOption ReadTime { get; } = new() { Name = "--read-time", Key = "read_time_s", Subject = "read time", Unit = "s", Standard = 100e-9, Rule = NumberRule.Positive, Description = "Length of a read, over which energies are counted" };

    public static SeedOption Seed { get; } = SeedOption.Of(1);

    public override string Name => "zanotti-binary";

    public override string Description => """
        Binary weights and 4-bit activations on pairs of cells, with an analog neuron: accuracy, variability of the LRS against that of the HRS, reset strength against accuracy and energy, and the neuron's power against its delay.

        Digits are inside; MNIST comes from circuitsim data get mnist, and --epochs 0 leaves it out.

        Examples:
          circuitsim validate zanotti-binary
          circuitsim validate zanotti-binary --epochs 0 --ratio 30 --samples 20
          circuitsim validate zanotti-binary --size reduced --bias 2u,20u
          circuitsim validate zanotti-binary --epochs 0 --samples 1 --stages tia,adc
        """;

    public override IReadOnlyList<StudyOption> Options { get; } = [Samples, Epochs, DigitsEpochs, Ratio, Biases, ReadTime, .. ReadOutOptions.OfNetworks, DataFolderOption.Instance, SizeOption.Instance, Seed, IntegerOption.Jobs];

    protected override void CheckTogether(StudyRun run) => ReadOutOptions.Check(run.Values, hasSubtractor: false, run.Get(ReadOutOptions.ConverterBits));

    protected override StudyResult Find(StudyRun run)
    {
        var digits = DigitsFile.Split(DigitsFile.ReadEmbedded());
        List<ZanottiNetwork> networks = [Train(run, "Digits", digits, 64, 16, run.Get(DigitsEpochs)), Train(run, "Digits", digits, 128, 16, run.Get(DigitsEpochs))];
        if (run.Get(Epochs) > 0)
        {
            var folder = Path.Combine(run.Get(DataFolderOption.Instance), ImageSet.Mnist.Name);
            var mnist = new TrainTestSplit(MnistFile.ReadTrain(folder, ImageSet.Mnist), MnistFile.ReadTest(folder, ImageSet.Mnist));
            networks.Add(Train(run, "MNIST", mnist, 128, 32, run.Get(Epochs)));
        }

        var random = new RandomStream(run.Get(Seed));
        var subject = networks[0];
        // The neuron's range is that of the activation: what its full scale is in current fixes the conductance of the LRS.
        var neuron = new Neuron { Bits = ActivationBits };
        var gOn = neuron.FullScale / neuron.Transresistance * BinaryPair.Covering(subject.Network.Matrices[0].Weights, 1, 0).Magnitude / (ReadVoltage * Ceiling);
        var check = run.Steps.Run("Arrays without wires", _ =>
        {
            var claim = EmulatorCheck.Claim(MappedNetwork.Of(subject.Network, (_, w) => Encode(w, gOn, run.Get(Ratio)), ReadVoltage), digits.Train.ToTensor()) with { Id = "zanotti.circuit-is-emulator" };
            return (claim, $"outputs within {SiText.Scientific(claim.Value)}");
        });
        var samples = run.Get(Samples);
        var variations = run.Steps.Run("Variability", step =>
        {
            var correct = run.Each(2 * Sigmas.Length * samples, step, k =>
            {
                var (point, ofOn) = (k / samples % Sigmas.Length, k / samples < Sigmas.Length);
                return subject.Correct(Arrays(subject, gOn, run.Get(Ratio), Variability.Normal(Sigmas[point]), g => g == gOn == ofOn, random.Child("sample", k % samples)));
            });
            double At(int point, bool ofOn) => subject.Percent(correct.Skip(((ofOn ? 0 : Sigmas.Length) + point) * samples).Take(samples).Average());
            return (Sigmas.Select((sigma, s) => new VariationCase(sigma, At(s, true), At(s, false))).ToArray(), $"{samples} samples");
        });
        var resets = run.Steps.Run("Reset strength", step =>
        {
            var correct = run.Each(Ratios.Length * samples, step, k =>
                subject.Correct(Arrays(subject, gOn, Ratios[k / samples], Variability.Normal(ResetVariation), _ => true, random.Child("sample", k % samples))));
            return (Ratios.Select((ratio, r) => new ResetCase(
                ratio, subject.Percent(correct.Skip(r * samples).Take(samples).Average()), subject.Correct(Arrays(subject, gOn, ratio, Variability.None, _ => true, random)), ReadEnergy(subject, gOn, ratio, run.Get(ReadTime)))).ToArray(),
                $"{Ratios.Length} ratios");
        });
        var neurons = run.Steps.Run("Neuron", step => (
            run.Each(run.Get(Biases).Count, step, k => ReadNeuron(run, subject, digits.Test, neuron with { Bias = run.Get(Biases)[k] }, gOn)), "in time"));
        var result = new ZanottiBinaryResult(run, networks, gOn, check, variations, resets, neurons).Tell() with
        {
            Binaries = [.. networks.SelectMany(n => NetworkExport.Of(n.Network, n.Name.ToLowerInvariant().Replace(' ', '-'), [n.Test.Features]))],
        };
        var inputs = MappedNetwork.InputsOf(subject.Network, subject.Test.ToTensor());
        var mapped = MappedNetwork.Of(subject.Network, (_, w) => Encode(w, gOn, run.Get(Ratio)), ReadVoltage, MappedNetwork.ScalesFor(inputs));
        var read = subject.Test.Slice(0, Math.Min(run.Get(ReadOutOptions.Samples), subject.Test.Count));
        // 240 codes hold Digits' seventeen pixel values and the sixteen activations alike.
        return NetworkReadOutReport.Run(run, result, new NetworkReadOutCase(mapped, subject.Test.ToTensor(), read.ToTensor(), [.. read.Labels.ToArray()], run.Get(ReadOutOptions.ConverterBits), 240), random).Result;
    }

    private static ZanottiNetwork Train(StudyRun run, string set, TrainTestSplit images, int hidden, int batch, int epochs) => run.Steps.Run(Invariant($"{set} {images.Train.Features}-{hidden}-10"), step =>
    {
        var training = new NetworkTraining([images.Train.Features],
            [new DensePlan(hidden) { Bias = false, View = WeightViews.Binary }, ActivationPlan.ClippedRelu(ActivationBits, Ceiling), new DensePlan(images.Train.Classes) { Bias = false, View = WeightViews.Binary }],
            new RandomStream(run.Get(Seed)).Child("training"), run.Get(IntegerOption.Jobs));
        var options = new DescentOptions { Epochs = epochs, BatchSize = batch, LearningRate = 0.05, Decay = Math.Pow(0.05, 1.0 / epochs) };
        training.Run(TrainingSet.Of(images.Train), options, StudySteps.Share<TrainingProgress>(step, e => (double)e.Epoch / e.Epochs), run.CancellationToken);
        var network = new ZanottiNetwork(Invariant($"{set} {images.Train.Features}-{hidden}-10"), training.ToNetwork(), images.Test);
        network = network with { IdealCorrect = network.Correct([.. network.Network.Matrices.Select(m => m.Weights)]) };
        return (network, Invariant($"{network.Percent(network.IdealCorrect):0.00} % of {images.Test.Count}"));
    });

    private static EncodedWeights Encode(WeightMatrix weights, double gOn, double ratio) => BinaryPair.Covering(weights, gOn, gOn / ratio).Encode(weights);

    /// <summary>
    /// The weights that varied arrays hold behind neurons of a fixed gain, which was chosen for an HRS that conducts nothing: what the HRS
    /// conducts is lost to the difference. The row of the bias, which this network does not have, does not vary.
    /// </summary>
    private static WeightMatrix[] Arrays(ZanottiNetwork network, double gOn, double ratio, Variability variability, Func<double, bool> varies, RandomStream random) =>
    [
        .. network.Network.Matrices.Select((m, layer) =>
        {
            var encoded = Encode(m.Weights, gOn, ratio);
            var cells = encoded.Conductances.ToArray();
            var varied = new double[cells.Length];
            variability.Apply(cells, random.Child("layer", layer), varied);
            for (var k = 0; k < cells.Length - encoded.Columns; k++)
                cells[k] = varies(cells[k]) ? varied[k] : cells[k];
            var weights = encoded.ToWeights(cells);
            return new WeightMatrix(weights.Rows, weights.Outputs, Array.ConvertAll(weights.Values.ToArray(), w => w * (1 - 1 / ratio)));
        }),
    ];

    /// <summary>What the cells of all arrays take for one image, the mean over the test set: t Σ_i v_i² Σ_j G_ij [J].</summary>
    private static double ReadEnergy(ZanottiNetwork network, double gOn, double ratio, double time)
    {
        var energy = 0.0;
        foreach (var (layer, inputs) in MappedNetwork.InputsOf(network.Network, network.Test.ToTensor()).Index())
        {
            var encoded = Encode(network.Network.Matrices[layer].Weights, gOn, ratio);
            var (rows, unit) = (encoded.Rows - 1, layer == 0 ? ReadVoltage : ReadVoltage / Ceiling);
            double[] conductance = [.. Enumerable.Range(0, rows).Select(i => Sum(encoded.Conductances.Slice(i * encoded.Columns, encoded.Columns)))];
            for (var k = 0; k < inputs.Length; k++)
                energy += Math.Pow(unit * inputs[k], 2) * conductance[k % rows];
        }

        return energy * time / network.Test.Count;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var v in values)
            sum += v;
        return sum;
    }

    /// <summary>The hidden neuron whose output is nearest the middle of its range for the first test image, read as a circuit.</summary>
    private static NeuronCase ReadNeuron(StudyRun run, ZanottiNetwork network, LabelledImages images, Neuron neuron, double gOn)
    {
        var weights = network.Network.Matrices[0].Weights;
        var x = images.Input(0).ToArray();
        var sums = Network.Multiply(weights, 1, x);
        var k = Enumerable.Range(0, sums.Length).MinBy(o => Math.Abs(sums[o] - Ceiling / 2));
        var encoded = Encode(weights, gOn, run.Get(Ratio));
        double[] cells = [.. Enumerable.Range(0, x.Length).SelectMany(i => new[] { encoded.Conductances[i * encoded.Columns + 2 * k], encoded.Conductances[i * encoded.Columns + 2 * k + 1] })];
        var wiring = CrossbarWiring.Uniform(x.Length, 2, 2) with { SegmentCapacitance = 1e-15 };
        var read = NeuronRead.Of(neuron, wiring, cells, Array.ConvertAll(x, v => v * ReadVoltage), run.Get(ReadTime), run.CancellationToken);
        return new NeuronCase(neuron.Bias, read, neuron.Quantize(sums[k] / Ceiling * neuron.FullScale), neuron.Quantize(read.Output));
    }
}
