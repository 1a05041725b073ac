using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Emulation;
using CircuitSim.Encodings;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// How large may an array be? Halawani's network for MNIST on arrays with a reference column, 785 × 33 and 33 × 11, all
/// 10,000 test images with every wire in place, over wire resistance, R_on, tile height and drive. Each combination
/// costs the effective conductances of its tiles and one product with all images.
/// </summary>
public sealed class IrDropSweep
{
    public const string Name = "ir-drop";

    private readonly IrDropSweepOptions options;
    private readonly StudySteps steps;

    /// <exception cref="InvalidParameterException">An option is out of range.</exception>
    public IrDropSweep(IrDropSweepOptions options, IStudyProgress progress)
    {
        options.Validate();
        this.options = options;
        steps = new StudySteps(progress);
    }

    /// <exception cref="CircuitSimException">Whatever stops it, in one line.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IrDropSweepResult Run(CancellationToken cancellationToken = default)
    {
        var images = steps.Run("Images", _ =>
        {
            var test = MnistFile.ReadTest(Path.Combine(options.DataFolder, ImageSet.Mnist.Name), ImageSet.Mnist);
            return (test, FormattableString.Invariant($"{test.Count} of MNIST to test"));
        });
        var network = steps.Run("Network", step => ObtainNetwork(images, step, cancellationToken));
        var ideal = network.Predict(images);
        var inputs = InputBatch.Of(images);
        var arrays = options.OnResistances.Select(on => Encode(network, inputs, on)).ToList();
        var (withoutWires, difference) = CompareWithoutWires(arrays[0], network, images, inputs);
        var cases = steps.Run("Sweep", step =>
        {
            var solved = SolveCases(arrays, network, images, inputs, ideal, step, cancellationToken);
            return (solved, FormattableString.Invariant($"{solved.Length} cases of {images.Count} images"));
        });
        return new IrDropSweepResult
        {
            Options = options,
            Sizes = network.Sizes,
            WeightsSha256 = TrainedNetworkFile.WeightsSha256(network),
            Ideal = ideal,
            WithoutWires = withoutWires,
            OutputDifference = difference,
            Cases = cases,
            Timing = steps.Timing,
        };
    }

    private (DenseNetwork, string) ObtainNetwork(LabelledImages images, IStudyStep step, CancellationToken cancellationToken)
    {
        if (options.Network == MnistNetwork.Name)
        {
            var epochs = StudySteps.Share<TrainingProgress>(step, e => (double)e.Epoch / e.Epochs);
            var (network, remark) = MnistNetwork.Obtain(options.DataFolder, options.Seed, epochs, cancellationToken);
            return (network, $"{MnistNetwork.Name}, {remark}");
        }

        if (!options.Network.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
        {
            throw InvalidParameterException.Because(
                "network", $"there is no network '{options.Network}'; write {MnistNetwork.Name} or the path of a trained one (.npz).");
        }

        var given = TrainedNetworkFile.Read(options.Network).Network;
        return given.Sizes[0] == images.Features && given.Sizes[^1] == images.Classes
            ? (given, $"{string.Join('-', given.Sizes)} from {Path.GetFileName(options.Network)}")
            : throw InvalidParameterException.WrongShape("network", $"[{string.Join(" → ", given.Sizes)}]", $"[{images.Features} → … → {images.Classes}]");
    }

    private Arrays Encode(DenseNetwork network, InputBatch inputs, double onResistance)
    {
        WeightMatrix[] matrices = [.. network.Layers.Select(l => l.ToMatrix())];
        var encoding = new OffsetColumn(1 / onResistance, 1 / (onResistance * options.Ratio))
        {
            Scope = options.Scope,
            GlobalRange = WeightRange.Of(matrices),
            Reference = options.Reference,
            Levels = options.Levels,
        };
        var read = new NetworkRead([.. matrices.Select(encoding.Encode)], options.ReadVoltage);
        return new Arrays(onResistance, encoding, read, read.Currents(0, inputs, read.Layers[0].Conductances));
    }

    private static (int Correct, double OutputDifference) CompareWithoutWires(
        Arrays arrays, DenseNetwork network, LabelledImages images, InputBatch inputs)
    {
        var outputs = arrays.Read.Outputs(inputs, [.. arrays.Read.Layers.Select(l => l.Conductances.ToArray())], arrays.IdealCurrents);
        var difference = outputs.Zip(network.Apply(images), (a, b) => Math.Abs(a - b)).Max() / network.Rule.FullScale;
        return (Predictions.Of(outputs, network.Rule, images).Correct, difference);
    }

    private IrDropCase[] SolveCases(
        List<Arrays> arrays, DenseNetwork network, LabelledImages images, InputBatch inputs, Predictions ideal,
        IStudyStep step, CancellationToken cancellationToken)
    {
        (Arrays Arrays, WordLineDrive Drive, int TileRows, double Wire)[] plan =
        [
            .. from a in arrays from d in options.Drives from t in options.TileRows from w in options.WireResistances select (a, d, t, w),
        ];
        var cases = new IrDropCase[plan.Length];
        var done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Jobs, CancellationToken = cancellationToken };
        Parallel.For(0, plan.Length, parallel, k =>
        {
            var (a, drive, tileRows, wire) = plan[k];
            double[][] effective = [.. a.Read.Layers.Select(layer => Effective(layer, a.Encoding.GOff, drive, tileRows, wire, cancellationToken))];
            var currents = a.Read.Currents(0, inputs, effective[0]);
            var predictions = Predictions.Of(a.Read.Outputs(inputs, effective, currents), network.Rule, images);
            cases[k] = new IrDropCase(
                a.OnResistance, drive, wire, tileRows, predictions.Correct, predictions.CountDifferences(ideal),
                [.. a.Read.Layers.Zip(effective, (layer, g) => CurrentLoss.Of(g, layer.Conductances, layer.Columns))],
                CurrentError.Of(currents, a.IdealCurrents));
            step.Report((double)Interlocked.Increment(ref done) / plan.Length);
        });
        return cases;
    }

    private double[] Effective(
        EncodedWeights layer, double unused, WordLineDrive drive, int tileRows, double wire, CancellationToken cancellationToken)
    {
        var tiles = TileStack.Of(layer.Rows, tileRows);
        return tiles.Effective(options.Wiring(tiles.TileRows, layer.Columns, wire, drive), layer.Conductances, unused, cancellationToken);
    }

    /// <summary>The encoded network at one R_on, and its first layer's currents without wires.</summary>
    private sealed record Arrays(double OnResistance, OffsetColumn Encoding, NetworkRead Read, double[] IdealCurrents);
}
