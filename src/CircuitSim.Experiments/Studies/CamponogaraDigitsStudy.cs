using System.Globalization;
using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Emulation;
using CircuitSim.Encodings;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// The main job: Camponogara's network for handwritten digits, four-bit weights in two's complement with one memristor
/// per bit, as an ideal network and as the circuit of its 65 × 40 array, side by side over the whole test set.
/// </summary>
public sealed class CamponogaraDigitsStudy
{
    public const string Name = "camponogara-digits";

    private static readonly double[] Sigmas = [0.05, 0.10, 0.20, 0.30];

    private readonly CamponogaraDigitsOptions options;
    private readonly IReadOnlyList<ICircuitSimulator> simulators;
    private readonly StudySteps steps;

    /// <param name="options">Checked here.</param>
    /// <param name="simulators">Solve a few images again; those that cannot run here are reported as such.</param>
    /// <param name="progress">Told about every step.</param>
    /// <exception cref="InvalidParameterException">An option is out of range.</exception>
    public CamponogaraDigitsStudy(
        CamponogaraDigitsOptions options, IReadOnlyList<ICircuitSimulator> simulators, IStudyProgress progress)
    {
        options.Validate();
        this.options = options;
        this.simulators = simulators;
        steps = new StudySteps(progress);
    }

    /// <exception cref="CircuitSimException">Whatever stops it, in one line.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public CamponogaraDigitsResult Run(CancellationToken cancellationToken = default)
    {
        var (card, on, off) = ReadCard();
        var random = new RandomStream(options.Seed);
        var (data, layer, scaleFactors, network) = DigitsNetwork.Train(options.DataFile, random.Child("training"), steps, cancellationToken);
        var floatRule = new ClassRule(layer.OutputFullScale);
        var floatTrain = Predictions.Of(layer.Apply(data.Train), floatRule, data.Train).Correct;
        var floatTest = Predictions.Of(layer.Apply(data.Test), floatRule, data.Test);

        var emulator = network.Predict(data.Test);

        var encoded = new TwosComplement(DigitsNetwork.WeightBits, network.ScaleFactor, on, off)
            .Encode(network.Inputs + 1, network.Outputs, network.Codes);
        var read = new CrossbarRead(encoded, options.ReadVoltage);
        var rule = new ClassRule(network.OutputFullScale);
        var fullScale = read.FullScale(data.Train);
        var array = new Layer(data.Test, read, encoded, rule, emulator, read.IdealCurrents(data.Test), new ColumnQuantizer(options.AdcBits, fullScale));

        var (wireCases, reference) = steps.Run("Wires", step => (SolveWireCases(array, step, cancellationToken),
            $"{data.Test.Count} images × {options.WireResistances.Count} wire resistances, untiled and tiled"));
        var (logitDifference, changedByRatio) = CompareWithoutWires(array, network, on);
        var adcCurve = Enumerable.Range(3, 6).Select(bits => new AdcPoint(bits, QuantizedWithoutWires(array, new ColumnQuantizer(bits, fullScale)).Correct)).ToList();
        var variations = steps.Run("Cell variation", step => (SolveVariations(array, random.Child("variation"), step, cancellationToken),
            $"{Sigmas.Length} spreads × {options.VariationSamples} samples"));

        var wholeArray = options.Wiring(encoded.Rows, encoded.Columns, options.ReferenceWireResistance);
        var agreements = CompareSimulators(array, wholeArray, cancellationToken);
        var checkedImage = CheckedImages(data.Test.Count)[0];
        var result = new CamponogaraDigitsResult
        {
            Options = options,
            Card = card,
            TrainImages = data.Train.Count,
            TestImages = data.Test.Count,
            FloatTrainCorrect = floatTrain,
            FloatTest = floatTest,
            ScaleFactors = scaleFactors,
            EmulatorTest = emulator,
            EmulatorTrainCorrect = network.Predict(data.Train).Correct,
            LogitDifference = logitDifference,
            ChangedByFiniteRatio = changedByRatio,
            QuantizerFullScale = fullScale,
            WireCases = wireCases,
            ReferenceCase = reference,
            AdcCurve = adcCurve,
            Variations = variations,
            VoltageLoss = MapVoltageLoss(array, wholeArray),
            Agreements = agreements,
            Claims = [],
            NetlistText = SpiceWriter.ToText(ArrayNetlist(array, wholeArray, checkedImage), new SpiceWriterOptions
            {
                Dialect = SpiceDialect.Ngspice,
                PrintedCurrents = [.. Enumerable.Range(0, encoded.Columns).Select(j => CrossbarNetlist.SenseSource(j))],
            }),
            Timing = steps.Timing,
        };
        return result with { Claims = CamponogaraDigitsClaims.Check(result) };
    }

    private (CardProvenance Card, double On, double Off) ReadCard()
    {
        var entry = DeviceModelLibrary.Find(options.Card);
        var parameters = VteamCard.ToParameters(entry.Card);
        try
        {
            parameters.RequireReadVoltage(options.ReadVoltage);
        }
        catch (InvalidParameterException e)
        {
            throw InvalidParameterException.Because(e.Parameter, $"card {entry.Card.Name}: {e.Message} Choose another --v-read.");
        }

        var provenance = new CardProvenance(entry.Card.Name, entry.File, entry.Sha256, entry.Card.Parameters);
        var device = new Vteam(parameters);
        return (provenance, device.Conductance(options.ReadVoltage, parameters.WOn), device.Conductance(options.ReadVoltage, parameters.WOff));
    }

    private (List<WireCase> Cases, WireCase Reference) SolveWireCases(Layer array, IStudyStep step, CancellationToken cancellationToken)
    {
        var tilings = new[] { RowTiling.Untiled(CamponogaraDigitsOptions.Rows), RowTiling.Of(CamponogaraDigitsOptions.Rows, options.TileRows) }.Distinct().ToArray();
        (double Wire, RowTiling Tiling)[] plan =
        [
            .. tilings.SelectMany(t => options.WireResistances.Select(w => (w, t))),
            (options.ReferenceWireResistance, tilings[^1]),
        ];
        var cases = new WireCase[plan.Length];
        var done = 0;
        Parallel.For(0, plan.Length, Parallelism(cancellationToken), k =>
        {
            var (wire, tiling) = plan[k];
            var tiles = tiling.Effective(options.Wiring(tiling.TileRows, array.Weights.Columns, wire), array.Weights.Conductances.ToArray(), CrossbarSolverOptions.Tightest);
            var currents = array.Read.CircuitCurrents(array.Images, tiles);
            var exact = array.Classify(currents);
            var quantized = array.Classify(currents, array.Quantizer);
            cases[k] = new WireCase(
                wire, tiling.TileRows, exact, quantized,
                exact.CountDifferences(array.Emulator), quantized.CountDifferences(array.Emulator),
                CurrentError.Of(currents, array.IdealCurrents));
            step.Report((double)Interlocked.Increment(ref done) / plan.Length);
        });
        return ([.. cases[..^1]], cases[^1]);
    }

    /// <summary>
    /// The array without wires against the emulator: outputs and classes, and the classes that come out if the current of
    /// the high-resistance cells is not corrected for. That error is −1/r in every weight, common to all classes.
    /// </summary>
    private static (double LogitDifference, int ChangedByFiniteRatio) CompareWithoutWires(Layer array, QuantizedLayer network, double on)
    {
        var currents = WithoutWires(array, array.Weights.Conductances);
        var outputs = array.Read.Outputs(array.Images, currents);
        var expected = network.Apply(array.Images);
        var difference = outputs.Zip(expected, (a, b) => Math.Abs(a - b)).Max() / network.OutputFullScale;

        // Reading as if R_off were infinite: decode with G_off = 0 and the same G_on.
        var naive = new TwosComplement(network.Quantizer.Bits, network.ScaleFactor, on, 0)
            .Encode(network.Inputs + 1, network.Outputs, network.Codes);
        var uncorrected = new CrossbarRead(naive, array.Read.ReadVoltage).Outputs(array.Images, currents);
        var classes = Predictions.Of(uncorrected, array.Rule, array.Images);
        return (difference, classes.CountDifferences(array.Emulator));
    }

    private static double[] WithoutWires(Layer array, ReadOnlySpan<double> conductances)
    {
        var wiring = CrossbarWiring.Uniform(array.Weights.Rows, array.Weights.Columns, 0);
        return array.Read.CircuitCurrents(array.Images, [EffectiveConductance.Compute(wiring, conductances, CrossbarSolverOptions.Tightest)]);
    }

    private static Predictions QuantizedWithoutWires(Layer array, ColumnQuantizer quantizer) =>
        array.Classify(WithoutWires(array, array.Weights.Conductances), quantizer);

    private List<VariationPoint> SolveVariations(Layer array, RandomStream random, IStudyStep step, CancellationToken cancellationToken)
    {
        var samples = options.VariationSamples;
        var correct = new int[Sigmas.Length * samples];
        var done = 0;
        Parallel.For(0, correct.Length, Parallelism(cancellationToken), k =>
        {
            var varied = new double[array.Weights.Conductances.Length];
            Variability.Normal(Sigmas[k / samples]).Apply(array.Weights.Conductances, random.Child("sample", k), varied);
            correct[k] = array.Classify(WithoutWires(array, varied)).Correct;
            step.Report((double)Interlocked.Increment(ref done) / correct.Length);
        });
        return [.. Sigmas.Select((sigma, s) => new VariationPoint(sigma, correct[(s * samples)..((s + 1) * samples)], array.Images.Count))];
    }

    private static double[] MapVoltageLoss(Layer array, CrossbarWiring wiring)
    {
        var solver = new CrossbarSolver(wiring, CrossbarSolverOptions.Tightest);
        solver.Factor(array.Weights.Conductances);
        var voltage = array.Read.ReadVoltage;
        solver.Solve([.. Enumerable.Repeat(voltage, wiring.Rows)], new double[wiring.Columns]);
        var loss = new double[wiring.Rows * wiring.Columns];
        for (var k = 0; k < loss.Length; k++)
            loss[k] = 1 - (solver.WordLineVoltages[k] - solver.BitLineVoltages[k]) / voltage;
        return loss;
    }

    private List<SimulatorAgreement> CompareSimulators(Layer array, CrossbarWiring wiring, CancellationToken cancellationToken)
    {
        var images = CheckedImages(array.Images.Count);
        var solver = new CrossbarSolver(wiring, CrossbarSolverOptions.Tightest);
        solver.Factor(array.Weights.Conductances);
        var currents = images.Select(image =>
        {
            var row = new double[wiring.Columns];
            solver.Solve(array.Read.RowVoltages(array.Images, image), row);
            return row;
        }).ToList();

        var agreements = new List<SimulatorAgreement>();
        foreach (var simulator in simulators)
        {
            var availability = simulator.FindAvailability();
            if (!availability.IsAvailable)
            {
                agreements.Add(new SimulatorAgreement(simulator.Name, null, 0, null, availability.Remedy));
                continue;
            }

            agreements.Add(steps.Run($"Cross-check on {simulator.Name}", step =>
            {
                double worst = 0;
                for (var k = 0; k < images.Length; k++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var point = simulator.SolveOperatingPoint(ArrayNetlist(array, wiring, images[k]), cancellationToken);
                    for (var j = 0; j < wiring.Columns; j++)
                        worst = Math.Max(worst, Math.Abs(point.Current(CrossbarNetlist.SenseSource(j)) - currents[k][j]) / Math.Abs(currents[k][j]));
                    step.Report((k + 1.0) / images.Length);
                }

                return (new SimulatorAgreement(simulator.Name, availability.Version, images.Length, worst, null),
                    $"{images.Length} images at {SiText.Format(options.ReferenceWireResistance, "Ω")}, column currents within {SiText.Scientific(worst)}");
            }));
        }

        return agreements;
    }

    /// <summary>Spread over the test set.</summary>
    private int[] CheckedImages(int count) =>
        [.. Enumerable.Range(0, options.CheckImages).Select(k => options.CheckImages == 1 ? 0 : k * (count - 1) / (options.CheckImages - 1))];

    private Netlist ArrayNetlist(Layer array, CrossbarWiring wiring, int image) => new()
    {
        Title = string.Create(CultureInfo.InvariantCulture,
            $"Digits test image {image} on a {wiring.Rows} x {wiring.Columns} array, {options.ReferenceWireResistance} Ohm per segment"),
        Elements = CrossbarNetlist.Elements(wiring, array.Weights.Conductances, array.Read.RowVoltages(array.Images, image)),
    };

    private ParallelOptions Parallelism(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = options.Jobs, CancellationToken = cancellationToken };

    /// <summary>What every stage of the read needs: the images, the array's cells, and the ideal answer to compare with.</summary>
    private sealed record Layer(
        LabelledImages Images, CrossbarRead Read, EncodedWeights Weights, ClassRule Rule, Predictions Emulator,
        double[] IdealCurrents, ColumnQuantizer Quantizer)
    {
        public Predictions Classify(double[] currents, ColumnQuantizer? quantizer = null) =>
            Predictions.Of(Read.Outputs(Images, currents, quantizer), Rule, Images);
    }
}
