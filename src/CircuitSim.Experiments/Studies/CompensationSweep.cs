using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Options;
using CircuitSim.Numerics;
using MathNet.Numerics.Statistics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// How much of what IR drop costs comes back without another training? A layer's exact effective matrix over wire resistance and tile
/// height, and every compensation of <see cref="LayerCompensation"/> and <see cref="ScaledTargets"/> fitted on the training images,
/// with and without column quantizers in the path, judged on the test images.
/// </summary>
/// <param name="network">The one that it is about; null lets a user choose.</param>
public sealed class CompensationSweep(string? network = null) : Study
{
    public static ChoiceOption<string> Network { get; } = new()
    {
        Name = "--network",
        Key = "network",
        Standard = Digits,
        Choices = [(Digits, Digits, Digits), (Mnist, Mnist, Mnist)],
        Description = "digits: 65 × 40, two's complement, as camponogara-digits; mnist: the first layer of 784-32-10, 785 × 33, with a reference column, the rest ideal.",
    };

    public static QuantitiesOption Wires { get; } = new() { Name = "--wire", Key = "wire_resistances_ohm", Subject = "wire resistance", IsSet = true, Unit = "Ω", Standard = [0.1, 0.2, 0.5, 1, 2, 5, 10], Reduced = [1, 2], Rule = NumberRule.Positive, Description = "Wire resistances per segment" };

    public static QuantitiesOption TileRows { get; } = new()
    {
        Name = "--tile-rows",
        Key = "tile_rows",
        Subject = "tile rows",
        Subjects = "tile rows",
        IsSet = true,
        Unit = "rows",
        Standard = [16, 32, 64, 128, 785],
        Reduced = [32, 785],
        Rule = IrDropSweep.TileRows.Rule,
        Description = "Word lines of a tile; from the layer's rows on it is untiled",
    };

    public static QuantityOption OnResistance { get; } = new() { Name = "--r-on", Key = "r_on_ohm", Subject = "R_on", Unit = "Ω", Standard = 1e4, Rule = NumberRule.Positive, Description = "Least resistance of a cell of mnist; digits takes its card's" };

    public static QuantityOption WireError { get; } = new() { Name = "--wire-error", Key = "wire_error", Subject = "wire error", Unit = "1", Standard = 0, Rule = new NumberRule("finite and above -1", e => double.IsFinite(e) && e > -1), Description = "Share by which the wires of the array differ from those that factors and targets were found for; gains of one measurement see the array itself" };

    public static IntegerOption FitImages { get; } = new() { Name = "--fit-images", Key = "fit_images", Subject = "fit images", Standard = 60000, Reduced = 5000, Description = "Training images that the factors are fitted on, the first ones." };

    // That of camponogara-digits, whose network it is.
    public static SeedOption Seed { get; } = SeedOption.Of(2);

    public const string Digits = "digits", Mnist = "mnist";

    public override string Name => network is null ? "compensation" : $"compensation-{network}";

    public override string Description => """
        How much of what IR drop costs comes back without another training? Gains per column, gains per row and column, a linear decode, and targets bent beforehand, each fitted on the training images to the exact effective matrix, with what it costs in hardware, over wire resistance and tile height, with and without column quantizers.

        Digits needs no data; the images of mnist come from circuitsim data get mnist.

        Examples:
          circuitsim sweep compensation
          circuitsim sweep compensation --network mnist --out results/compensation-mnist
          circuitsim sweep compensation --network mnist --wire 0.5,1,2 --tile-rows 64,785 --adc-bits 10 --fit-images 5000
        """;

    public override IReadOnlyList<StudyOption> Options { get; } =
    [
        .. network is null ? new[] { Network } : [], Wires, WiringOptions.WordWire, WiringOptions.BitWire, TileRows, CamponogaraDigits.AdcBits, CamponogaraDigits.Card, OnResistance, IrDropSweep.Ratio, CamponogaraDigits.Voltage, WiringOptions.Driver, WiringOptions.Sense, WiringOptions.Drive,
        WireError, FitImages, IrDropSweep.LossBound, DataFolderOption.Instance, SizeOption.Instance, Seed, IntegerOption.Jobs,
    ];

    protected override StudyResult Find(StudyRun run) =>
        Sweep(run, (network ?? run.Get(Network)) == Mnist ? MnistSubject(run, ObtainNetwork(run)) : DigitsSubject(run)).Tell();

    internal static CompensationSubject DigitsSubject(StudyRun run)
    {
        var (_, on, off) = CamponogaraDigits.ReadCard(run.Values);
        var (images, _, _, network) = DigitsNetwork.Train(null, new RandomStream(run.Get(Seed)).Child("training"), run.Steps, run.CancellationToken);
        var layer = new MappedLayer(new TwosComplement(DigitsNetwork.WeightBits, network.ScaleFactor, on, off).Encode(DigitsNetwork.Rows, network.Outputs, network.Codes), run.Get(CamponogaraDigits.Voltage));
        var rule = new ClassRule(network.OutputFullScale);
        return new CompensationSubject(layer, off, Greatest: null, InputBatch.Of(Fit(run, images.Train)), InputBatch.Of(images.Test), outputs => Predictions.Of(outputs, rule, images.Test));
    }

    internal static CompensationSubject MnistSubject(StudyRun run, DenseNetwork trained)
    {
        var folder = Path.Combine(run.Get(DataFolderOption.Instance), ImageSet.Mnist.Name);
        var (train, test) = run.Steps.Run("Images", _ =>
        {
            var (fit, judged) = (Fit(run, MnistFile.ReadTrain(folder, ImageSet.Mnist)), MnistFile.ReadTest(folder, ImageSet.Mnist));
            return ((fit, judged), Invariant($"{fit.Count} of MNIST to fit on, {judged.Count} to test"));
        });
        var (on, off) = (1 / run.Get(OnResistance), 1 / (run.Get(OnResistance) * run.Get(IrDropSweep.Ratio)));
        var layer = new MappedLayer(new OffsetColumn(on, off).Encode(trained.Layers[0].ToMatrix()), run.Get(CamponogaraDigits.Voltage));
        var network = trained.ToNetwork();
        var inputs = InputBatch.Of(test);
        Predictions Classify(double[] outputs) => Predictions.Of(
            network.Apply(inputs.Source, (matrix, count, x) => matrix == 0 ? outputs : network.ExactProduct(matrix, count, x)).Values.Span, trained.Rule, test);
        return new CompensationSubject(layer, off, on, InputBatch.Of(train), inputs, Classify);
    }

    /// <exception cref="CircuitSimException">Whatever stops it, in one line.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal static CompensationSweepResult Sweep(StudyRun run, CompensationSubject subject)
    {
        var layer = subject.Layer;
        var (fitted, ideal, idealCurrents) = run.Steps.Run("Ideal array", _ =>
        {
            var currents = layer.Currents(subject.Test);
            return ((new LayerCompensation(layer, subject.Train), layer.Outputs(subject.Test, currents), currents), Invariant($"{layer.Weights.Rows} × {layer.Columns}"));
        });
        var quantizer = new ColumnQuantizer(run.Get(CamponogaraDigits.AdcBits), fitted.IdealCurrents.Max());
        (int Rows, double Wire)[] plan =
        [
            .. run.Get(TileRows).Select(t => RowTiling.Of(layer.Weights.Rows, (int)t).TileRows).Distinct().Order()
                .SelectMany(t => run.Get(Wires).Distinct().Order().Select(w => (t, w))),
        ];
        var cases = run.Steps.Run("Sweep", step => (run.Each(plan.Length, step, k =>
        {
            var tiles = RowTiling.Of(layer.Weights.Rows, plan[k].Rows);
            double[] Effective(double[] cells, double scale) => tiles.Effective(
                WiringOptions.Of(run.Values, tiles.TileRows, layer.Columns, plan[k].Wire, scale),
                cells, subject.Unused, cancellationToken: run.CancellationToken);
            var wires = new WiredArray(cells => Effective(cells, 1), cells => Effective(cells, 1 + run.Get(WireError)));
            var outcomes = Outcomes(subject, fitted, wires, quantizer, ideal).ToList();
            return new CompensationCase(plan[k].Wire, plan[k].Rows, CurrentLoss.Of(wires.Real(layer.Weights.Conductances.ToArray()), layer.Weights.Conductances, layer.Columns), outcomes);
        }), Invariant($"{plan.Length} cases, {subject.Test.Count} test images each")));
        // The layer alone: what stands behind it is ideal.
        var alone = MappedNetwork.Of(Emulation.Networks.Network.InARow(("layer", new DenseOperator(layer.Weights.ToWeights()))), (_, _) => layer.Weights, layer.ReadVoltage);
        var check = run.Steps.Run("Arrays without wires", _ =>
        {
            var claim = EmulatorCheck.Claim(alone, (subject.HasReference ? subject.Test : subject.Train).Source) with { Id = $"compensation.{(subject.HasReference ? Mnist : Digits)}-circuit-is-emulator" };
            return (claim, $"outputs within {SiText.Scientific(claim.Value)}");
        });
        var (arrays, placed) = subject.HasReference
            ? run.Steps.Run("Explanation", step => (ReferenceArray.All(run, step), Invariant($"{ReferenceArray.Rows} × {ReferenceArray.Columns}, normal weights")))
            : ([], []);
        return new CompensationSweepResult
        {
            Options = run.Values,
            Rows = layer.Weights.Rows,
            Columns = layer.Columns,
            Outputs = layer.Weights.Outputs,
            FitImages = subject.Train.Count,
            FullScale = quantizer.FullScale,
            Ideal = subject.Classify(ideal),
            IdealQuantized = subject.Classify(layer.Outputs(subject.Test, idealCurrents, quantizer)).Correct,
            Cases = cases,
            Arrays = arrays,
            Placed = placed,
            CircuitIsEmulator = check,
            Timing = run.Steps.Timing,
        };
    }

    /// <summary>Every method on one wired array.</summary>
    private static IEnumerable<CompensationOutcome> Outcomes(CompensationSubject subject, LayerCompensation fitted, WiredArray wires, ColumnQuantizer quantizer, double[] ideal)
    {
        var (layer, cells) = (fitted.Layer, fitted.Layer.Weights.Conductances.ToArray());
        var (known, real) = (wires.Known(cells), wires.Real(cells));
        var plain = new WiredRead(subject, known, real);
        CompensationOutcome Outcome(CompensationMethod method, WiredRead read, Func<double[], EncodedWeights> fit)
        {
            var refitted = new ColumnQuantizer(quantizer.Bits, read.Fit.Max());
            double[] Outputs(ColumnQuantizer? q)
            {
                var seen = (double[])read.Fit.Clone();
                q?.Quantize(seen);
                return new MappedLayer(fit(seen), layer.ReadVoltage).Outputs(subject.Test, read.Test, q);
            }

            var exact = Outputs(null);
            return new CompensationOutcome(
                method, Correlation.Pearson(ideal, exact), refitted.FullScale / quantizer.FullScale,
                subject.Classify(exact).Correct, subject.Classify(Outputs(quantizer)).Correct, subject.Classify(Outputs(refitted)).Correct);
        }

        var (common, measured) = (fitted.CommonGain(real), fitted.ColumnGains(real));
        yield return Outcome(CompensationMethod.None, plain, _ => layer.Weights);
        yield return Outcome(CompensationMethod.CommonGain, plain, _ => fitted.WithGains([common]));
        yield return Outcome(CompensationMethod.MeasuredColumnGains, plain, _ => fitted.WithGains(measured));
        yield return Outcome(CompensationMethod.ColumnGains, plain, seen => fitted.WithGains(fitted.ColumnGains(seen, CompensationGoal.Currents)));
        yield return Outcome(CompensationMethod.ColumnGainsToOutputs, plain, seen => fitted.WithGains(fitted.ColumnGains(seen, CompensationGoal.Outputs)));
        var gains = fitted.RowColumnGains(known, CompensationGoal.Outputs);
        var driven = new WiredRead(subject, gains.Drive(known), gains.Drive(real));
        yield return Outcome(CompensationMethod.RowColumnGains, driven, seen => fitted.WithGains(fitted.ColumnGains(seen, CompensationGoal.Outputs)));
        yield return Outcome(CompensationMethod.LinearDecode, plain, seen => fitted.LinearDecode(seen));
        if (subject.Greatest is { } greatest)
        {
            var targets = ScaledTargets.Of(cells, subject.Unused, greatest, wires.Known);
            yield return Outcome(CompensationMethod.ScaledTargets, new WiredRead(subject, targets.Effective, wires.Real(targets.Conductances)), _ => fitted.WithGains([targets.Gain]));
        }
    }

    private static LabelledImages Fit(StudyRun run, LabelledImages images) => images.Slice(0, Math.Min(run.Get(FitImages), images.Count));

    private static DenseNetwork ObtainNetwork(StudyRun run) => run.Steps.Run("Network", step =>
    {
        var epochs = StudySteps.Share<TrainingProgress>(step, e => (double)e.Epoch / e.Epochs);
        var (network, remark) = MnistNetwork.Obtain(run.Get(DataFolderOption.Instance), run.Get(Seed), epochs, run.CancellationToken);
        return (network, $"{MnistNetwork.Name}, {remark}");
    });

    /// <summary>From cells to the effective matrix, with the wires that are known beforehand and with those that are there [S].</summary>
    private sealed record WiredArray(Func<double[], double[]> Known, Func<double[], double[]> Real);

    /// <summary>What the known effective matrix makes of the images to fit on and the real one of those to test, [images × columns] [A].</summary>
    private sealed class WiredRead(CompensationSubject subject, double[] known, double[] real)
    {
        public double[] Fit { get; } = subject.Layer.Currents(subject.Train, known);

        public double[] Test { get; } = subject.Layer.Currents(subject.Test, real);
    }
}
