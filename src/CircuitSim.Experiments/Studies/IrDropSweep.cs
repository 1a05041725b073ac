using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Emulation;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Options;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// How large may an array be? Halawani's network for MNIST on arrays with a reference column, 785 × 33 and 33 × 11, all
/// 10,000 test images with every wire in place, over wire resistance, R_on, tile height and drive. Each combination
/// costs the effective conductances of its tiles and one product with all images.
/// </summary>
public sealed class IrDropSweep : Study
{
    public static TextOption Network { get; } = new() { Name = "--network", Key = "network", Standard = MnistNetwork.Name, Placeholder = "name|file", MayBePath = true, Description = $"{MnistNetwork.Name}, or a trained network's file (.npz)." };

    public static ChoiceOption<string> Encoding { get; } = new() { Name = "--encoding", Key = "encoding", Standard = OffsetColumn.Word, Choices = [(OffsetColumn.Word, OffsetColumn.Word, OffsetColumn.Word)], Description = "How weights become conductances." };

    public static ChoiceOption<OffsetScope> Scope { get; } = new()
    {
        Name = "--scope",
        Key = "scope",
        Standard = OffsetScope.Layer,
        Choices = [("layer", "layer", OffsetScope.Layer), ("global", "global", OffsetScope.Global), ("column", "column", OffsetScope.Column)],
        Description = "Over which weights the encoding's range is taken.",
    };

    public static ChoiceOption<OffsetReference> Reference { get; } = new()
    {
        Name = "--reference",
        Key = "reference",
        Standard = OffsetReference.Column,
        Choices = [("column", "column", OffsetReference.Column), ("quantized-column", "quantized-column", OffsetReference.QuantizedColumn), ("digital", "digital", OffsetReference.Digital)],
        Description = "The current of a zero weight: from an exact column, a column quantized like the rest, or computed from the inputs' sum.",
    };

    public static OptionalIntegerOption Levels { get; } = new() { Name = "--levels", Key = "levels", Standard = null, Description = "Conductance levels of a cell. Default: any conductance." };

    public static QuantitiesOption Wires { get; } = new() { Name = "--wire", Key = "wire_resistances_ohm", Subject = "wire resistance", Unit = "Ω", Standard = [0, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 2], Description = "Wire resistances per segment" };

    public static QuantitiesOption TileRows { get; } = new()
    {
        Name = "--tile-rows",
        Key = "tile_rows",
        Subject = "tile rows",
        Subjects = "tile rows",
        Unit = "rows",
        Standard = [16, 32, 64, 128, 785],
        Rule = new NumberRule("a whole number from 1 up", n => n is >= 1 and <= int.MaxValue && double.IsInteger(n)),
        Description = "Word lines of a tile; 785 leaves the first layer untiled",
    };

    public static QuantitiesOption OnResistances { get; } = new() { Name = "--r-on", Key = "r_on_ohm", Subject = "R_on", Subjects = "R_on", Unit = "Ω", Standard = [1e3], Rule = NumberRule.Positive, Description = "Least resistances of a cell" };

    public static QuantityOption Ratio { get; } = new() { Name = "--ratio", Key = "ratio", Subject = "ratio", Unit = "1", Standard = 100, Rule = new NumberRule("finite and above 1", r => double.IsFinite(r) && r > 1), Description = "R_off / R_on" };

    public static ChoiceOption<string> Drives { get; } = new()
    {
        Name = "--drive",
        Key = "drives",
        Standard = "one",
        IsList = true,
        Choices = [("one", "one-end", "one"), ("both", "both-ends", "both"), ("one,both", "one-end,both-ends", "one,both")],
        Description = "Word lines driven from one end, from both, or both compared.",
    };

    public static QuantityOption Voltage { get; } = new() { Name = "--v-read", Key = "read_voltage_v", Subject = "read voltage", Unit = "V", Standard = 0.2, Rule = NumberRule.Positive, Description = "Row voltage of a white pixel" };

    /// <summary>[percentage points]</summary>
    public static QuantityOption LossBound { get; } = new() { Name = "--loss", Key = "loss_bound_points", Subject = "loss bound", Unit = "points", Standard = 1, Description = "Loss of accuracy that a recommended tile may have" };

    /// <summary>Of the network's training.</summary>
    public static SeedOption Seed { get; } = SeedOption.Of(1);

    public override string Name => "ir-drop";

    public override string Description => """
        How large may an array be? Accuracy over the whole test set of MNIST with every wire in place, against wire resistance, R_on, tile height and drive.

        The network is trained on first use (seconds) and kept in the data folder; the images come from circuitsim data get mnist.

        Examples:
          circuitsim sweep ir-drop
          circuitsim sweep ir-drop --network mnist-784-32-10 --encoding offset-column --r-on 10k,100k --wire 0,1,2,5 --tile-rows 32,128,785
          circuitsim sweep ir-drop --drive one,both --loss 0.5 --out results/ir-drop-both
        """;

    public override IReadOnlyList<StudyOption> Options { get; } =
    [
        Network, Encoding, Scope, Reference, Levels, Wires, WiringOptions.WordWire, WiringOptions.BitWire, TileRows, OnResistances, Ratio, Drives, WiringOptions.Driver, WiringOptions.Sense, Voltage, LossBound,
        DataFolderOption.Instance, Seed, IntegerOption.Jobs,
    ];

    /// <summary>The ends that <see cref="Drives"/> names.</summary>
    public static IReadOnlyList<WordLineDrive> DrivesOf(StudyValues values) =>
        [.. values.Get(Drives).Split(',').Select(word => word == "both" ? WordLineDrive.BothEnds : WordLineDrive.OneEnd)];

    protected override void CheckTogether(StudyRun run)
    {
        if (run.Get(Levels) is { } levels)
            _ = new ConductanceLevels(levels, 0, 1);
    }

    protected override StudyResult Find(StudyRun run) => Sweep(run).Tell();

    /// <exception cref="CircuitSimException">Whatever stops it, in one line.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal static IrDropSweepResult Sweep(StudyRun run)
    {
        var images = run.Steps.Run("Images", _ =>
        {
            var test = MnistFile.ReadTest(Path.Combine(run.Get(DataFolderOption.Instance), ImageSet.Mnist.Name), ImageSet.Mnist);
            return (test, Invariant($"{test.Count} of MNIST to test"));
        });
        var network = run.Steps.Run("Network", step => ObtainNetwork(run, images, step));
        var ideal = network.Predict(images);
        var inputs = InputBatch.Of(images);
        var arrays = run.Get(OnResistances).Select(on => Encode(run.Values, network, inputs, on)).ToList();
        var (withoutWires, difference) = CompareWithoutWires(arrays[0], network, images, inputs);
        (Arrays Arrays, WordLineDrive Drive, int TileRows, double Wire)[] plan =
        [
            .. from a in arrays from d in DrivesOf(run.Values) from t in run.Get(TileRows) from w in run.Get(Wires) select (a, d, (int)t, w),
        ];
        var cases = run.Steps.Run("Sweep", step => (run.Each(plan.Length, step, k =>
        {
            var (a, drive, tileRows, wire) = plan[k];
            double[][] effective = [.. a.Read.Layers.Select(layer => Effective(run, layer.Weights, a.Encoding.GOff, drive, tileRows, wire))];
            var currents = a.Read.Layers[0].Currents(inputs, effective[0]);
            var predictions = Predictions.Of(a.Read.Outputs(inputs, effective, currents), network.Rule, images);
            return new IrDropCase(
                a.OnResistance, drive, wire, tileRows, predictions.Correct, predictions.CountDifferences(ideal),
                [.. a.Read.Layers.Zip(effective, (layer, g) => CurrentLoss.Of(g, layer.Weights.Conductances, layer.Columns))],
                CurrentError.Of(currents, a.IdealCurrents));
        }), Invariant($"{plan.Length} cases of {images.Count} images")));
        return new IrDropSweepResult
        {
            Options = run.Values,
            Sizes = network.Sizes,
            WeightsSha256 = TrainedNetworkFile.WeightsSha256(network),
            Ideal = ideal,
            WithoutWires = withoutWires,
            OutputDifference = difference,
            Cases = cases,
            Timing = run.Steps.Timing,
        };
    }

    private static (DenseNetwork, string) ObtainNetwork(StudyRun run, LabelledImages images, IStudyStep step)
    {
        var name = run.Get(Network);
        if (name == MnistNetwork.Name)
        {
            var epochs = StudySteps.Share<TrainingProgress>(step, e => (double)e.Epoch / e.Epochs);
            var (network, remark) = MnistNetwork.Obtain(run.Get(DataFolderOption.Instance), run.Get(Seed), epochs, run.CancellationToken);
            return (network, $"{MnistNetwork.Name}, {remark}");
        }

        if (!name.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
            throw InvalidParameterException.Because("network", $"there is no network '{name}'; write {MnistNetwork.Name} or the path of a trained one (.npz).");
        var given = TrainedNetworkFile.Read(name).Network;
        return given.Sizes[0] == images.Features && given.Sizes[^1] == images.Classes
            ? (given, $"{string.Join('-', given.Sizes)} from {Path.GetFileName(name)}")
            : throw InvalidParameterException.WrongShape("network", $"[{string.Join(" → ", given.Sizes)}]", $"[{images.Features} → … → {images.Classes}]");
    }

    private static Arrays Encode(StudyValues values, DenseNetwork network, InputBatch inputs, double onResistance)
    {
        var graph = network.ToNetwork();
        var encoding = new OffsetColumn(1 / onResistance, 1 / (onResistance * values.Get(Ratio)))
        {
            Scope = values.Get(Scope),
            GlobalRange = WeightRange.Of(graph.Matrices.Select(m => m.Weights)),
            Reference = values.Get(Reference),
            Levels = values.Get(Levels),
        };
        var read = MappedNetwork.Of(graph, (_, weights) => encoding.Encode(weights), values.Get(Voltage));
        return new Arrays(onResistance, encoding, read, read.Layers[0].Currents(inputs));
    }

    private static (int Correct, double OutputDifference) CompareWithoutWires(
        Arrays arrays, DenseNetwork network, LabelledImages images, InputBatch inputs)
    {
        var outputs = arrays.Read.Outputs(inputs, firstCurrents: arrays.IdealCurrents);
        var difference = outputs.Zip(network.Apply(images), (a, b) => Math.Abs(a - b)).Max() / network.Rule.FullScale;
        return (Predictions.Of(outputs, network.Rule, images).Correct, difference);
    }

    private static double[] Effective(StudyRun run, EncodedWeights layer, double unused, WordLineDrive drive, int tileRows, double wire)
    {
        var tiles = RowTiling.Of(layer.Rows, tileRows);
        var wiring = WiringOptions.Of(run.Values, tiles.TileRows, layer.Columns, wire) with { Drive = drive };
        return tiles.Effective(wiring, layer.Conductances, unused, cancellationToken: run.CancellationToken);
    }

    /// <summary>The encoded network at one R_on, and its first layer's currents without wires.</summary>
    private sealed record Arrays(double OnResistance, OffsetColumn Encoding, MappedNetwork Read, double[] IdealCurrents);
}
