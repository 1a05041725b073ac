using System.Text.Json.Nodes;
using CircuitSim.Cosimulation;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.ReadOuts;
using CircuitSim.Experiments.Studies;
using CircuitSim.LookupTables;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>What a read-out makes of every ideal partial sum, from its circuit: tables for simulators of whole networks.</summary>
public sealed class AdcTableStudy : Study
{
    private const int MostSums = 1 << 16;

    /// <summary>Rows times sums, of the law that patterns are drawn by.</summary>
    private const long MostLaw = 1 << 24;

    /// <summary>Of one table.</summary>
    private const int MostValues = 1 << 23;

    /// <summary>Patterns between two writings of a checkpoint.</summary>
    private const int Block = 64;

    /// <summary>Those of the chain that have a use at rest.</summary>
    private static IReadOnlyList<StudyOption> Parts { get; } = [.. ReadOutOptions.Parts.Except([ReadOutOptions.Transient, ReadOutOptions.SampleTime, ReadOutOptions.Capacitance])];

    private static IReadOnlyList<StudyOption> OfNetworks { get; } = [AdcTableOptions.WeightBits, AdcTableOptions.InputBits, AdcTableOptions.Images];

    private readonly SumSource source;

    private AdcTableStudy(SumSource source, string word, string description, params IReadOnlyList<StudyOption> own)
    {
        (this.source, Word, Description) = (source, word, description);
        Options =
        [
            .. own, AdcTableOptions.Rows, AdcTableOptions.Columns, AdcTableOptions.CellLevels, AdcTableOptions.InputLevels, AdcTableOptions.Samples, AdcTableOptions.Dies, AdcTableOptions.Reference,
            AdcTableOptions.OnResistance, AdcTableOptions.OffResistance, AdcTableOptions.Variation, AdcTableOptions.Voltage, AdcTableOptions.Stages, AdcTableOptions.AdcBits, AdcTableOptions.SumPerCode,
            AdcTableOptions.Converters, .. Parts, AdcTableOptions.CompareDies, AdcTableOptions.Formats, SizeOption.Instance, AdcTableOptions.Seed, IntegerOption.Jobs,
        ];
    }

    public static AdcTableStudy Random { get; } = new(SumSource.Random, "random", """
        Ideal partial sum to ADC code, of drawn cells and inputs, every sum as often: mean and deviation of the code at every sum, from the circuit of the read-out with its wires, varied cells, amplifiers and converters, and the transitions of every converter.

        Examples:
          circuitsim lut adc random
          circuitsim lut adc random --rows 128 --columns 16 --adc-bits 5 --variation 0.05 --samples 500
          circuitsim lut adc random --rows 32 --cell-levels 4 --stages array --formats neurosim-output
          circuitsim lut adc random --adc-bits 6 --adc-sigma 0.05 --compare-dies 200
        """, AdcTableOptions.CellDensity, AdcTableOptions.InputDensity);

    public static AdcTableStudy Digits { get; } = new(SumSource.Digits, "digits", """
        Ideal partial sum to ADC code, of the softmax layer of the built-in Digits and its test images: sums as they come there.

        Examples:
          circuitsim lut adc digits --adc flash --read-wire 5 --out results/digits-sums
        """, [.. OfNetworks]);

    public static AdcTableStudy Mnist { get; } = new(SumSource.Mnist, "mnist", """
        Ideal partial sum to ADC code, of a network 784 → 32 → 10 for MNIST and its test images: sums as they come there. The images come from circuitsim data get mnist.

        Examples:
          circuitsim lut adc mnist --rows 128 --cell-levels 4
        """, [.. OfNetworks, DataFolderOption.Instance]);

    public static AdcTableStudy Network { get; } = new(SumSource.Network, "network", """
        Ideal partial sum to ADC code, of your own network and inputs: files as circuitsim infer takes them. Sums as they come there.

        Examples:
          circuitsim lut adc network --weights studies/letters/weights.csv --inputs studies/letters/pixels.csv --rows 9 --input-bits 1
        """, [Infer.Weights, Infer.Bias, Infer.Network, Infer.Transpose, Infer.Activation, Infer.Inputs, .. OfNetworks]);

    public override string Name => $"lut-adc-{Word}";

    public override string Word { get; }

    public override string Description { get; }

    public override IReadOnlyList<StudyOption> Options { get; }

    public override bool CanResume => true;

    protected override void CheckTogether(StudyRun run)
    {
        if (run.Get(AdcTableOptions.OffResistance) <= run.Get(AdcTableOptions.OnResistance))
            throw InvalidParameterException.OutOfRange("R_off", run.Get(AdcTableOptions.OffResistance), "Ω", $"above R_on = {SiText.Format(run.Get(AdcTableOptions.OnResistance), "Ω")}");
        var array = new AdcTableCase(run.Values);
        if (array.Bits is < 1 or > 16)
            throw InvalidParameterException.OutOfRange("ADC bits", array.Bits, "", "from 1 to 16");
        if (array.LargestSum >= MostSums || (long)array.Rows * array.LargestSum > MostLaw)
            throw InvalidParameterException.Because("rows", Invariant($"rows: {array.Rows} of them with {array.CellLevels} cell levels and {array.InputLevels} input levels have sums up to {array.LargestSum}; take fewer rows or levels."));
        if ((long)array.Dies * array.Columns * Math.Max(array.LargestSum + 1, array.LastCode) > MostValues)
            throw InvalidParameterException.Because("columns", Invariant($"columns: tables of {array.Dies} dies with {array.Columns} columns, {array.LargestSum + 1} sums and {array.LastCode + 1} codes have more than {MostValues} values; take fewer of any."));
        if (!array.HasReference && array.Stages != StageSet.Circuit && array.Stages.Has(ReadOutStage.Subtractor))
            throw ReadOut.NothingToSubtract();
        ReadOutOptions.CheckConverter(run.Values, array.Bits);
        _ = TableFormats.Parse(run.Get(AdcTableOptions.Formats), TableKind.Converter);
    }

    protected override StudyResult Find(StudyRun run)
    {
        var (array, random) = (new AdcTableCase(run.Values), new RandomStream(run.Get(AdcTableOptions.Seed)));
        var patterns = run.Steps.Run("Patterns", _ => PatternsOf(run, array, random.Child("patterns")) is var p ? (p, Invariant($"{p.Title}; {p.Count} patterns")) : default);
        var reads = new SumReads(array, patterns, random.Child("reads"));
        var differ = run.Steps.Run("Converters", step => (run.Each(array.Dies * array.Columns, step, column => reads.FindConverter(column, run.CancellationToken)).Sum(), Invariant($"{array.Dies * array.Columns} of {array.Bits} bits")));
        var statistics = run.Steps.Run("Reads", step => Read(run, array, patterns, reads, step) is var s ? (s, Invariant($"{Enumerable.Range(0, s.Sums).Sum(k => s.Of(k).Count)} samples")) : default);
        var compared = run.Get(AdcTableOptions.CompareDies) > 0 ? run.Steps.Run("Dies", step => (ConverterDraws.Find(run, step), Invariant($"{run.Get(AdcTableOptions.CompareDies)} dies of Digits"))) : ([], 0);
        var provenance = new TableProvenance
        {
            Version = ProductVersion.Number,
            Source = $"lut adc {Word}",
            Seed = run.Get(AdcTableOptions.Seed),
            ReadVoltage = array.ReadVoltage,
            Options = OptionsJson(run.Values),
        };
        var converters = new ConverterTables(array, Enumerable.Range(0, array.Dies * array.Columns).Select(reads.SignalTransitions), reads.ReadOutOf(0, array.Encode(new int[array.Rows * array.Columns])));
        return new AdcTableReport(run, array, patterns, statistics, converters, reads.CircuitConversions, differ, compared).Tell(provenance, InputsOf(run));
    }

    private SumStatistics Read(StudyRun run, AdcTableCase array, ISumPatterns patterns, SumReads reads, IStudyStep step)
    {
        var fingerprint = $"{OptionsJson(run.Values).ToJsonString()} seed {run.Get(AdcTableOptions.Seed)} {string.Join(' ', InputsOf(run))} {ProductVersion.Number} {ProductVersion.Commit}";
        var statistics = run.Resumes && File.Exists(run.Checkpoint)
            ? SumStatistics.Read(run.Checkpoint, fingerprint, array.Dies * array.Columns, array.LargestSum + 1)
            : new SumStatistics(array.Dies * array.Columns, array.LargestSum + 1);
        while (statistics.Patterns < patterns.Count)
        {
            var (first, count) = (statistics.Patterns, Math.Min(Block, patterns.Count - statistics.Patterns));
            foreach (var read in run.Each(count, new StepShare(step, first, count, patterns.Count), k => reads.Read(first + k, run.CancellationToken)))
                statistics.Add(read);
            if (run.Checkpoint is not null)
                statistics.Write(run.Checkpoint, fingerprint);
        }

        return statistics;
    }

    private JsonObject OptionsJson(StudyValues values) => new(Options.Where(o => o.Key is not null).Select(o => KeyValuePair.Create(o.Key!, o.Json(values))));

    private ISumPatterns PatternsOf(StudyRun run, AdcTableCase array, RandomStream random)
    {
        var (samples, images) = (run.Get(AdcTableOptions.Samples), run.Get(AdcTableOptions.Images));
        switch (source)
        {
            case SumSource.Digits:
                var digits = DigitsNetwork.Train(null, new RandomStream(run.Get(AdcTableOptions.Seed)).Child("training"), new StudySteps(new SilentProgress()), run.CancellationToken);
                return Of(new DenseNetwork([digits.Layer]).ToNetwork(), digits.Images.Test.Slice(0, Math.Min(images, digits.Images.Test.Count)).ToTensor(), "Digits");
            case SumSource.Mnist:
                var test = MnistFile.ReadTest(Path.Combine(run.Get(DataFolderOption.Instance), ImageSet.Mnist.Name), ImageSet.Mnist);
                var (network, _) = MnistNetwork.Obtain(run.Get(DataFolderOption.Instance), run.Get(AdcTableOptions.Seed), null, run.CancellationToken);
                return Of(network.ToNetwork(), test.Slice(0, Math.Min(images, test.Count)).ToTensor(), "MNIST");
            case SumSource.Network:
                var own = InferNetwork.Read(run);
                var count = own.Batch ?? Math.Min(images, own.Inputs.Batch);
                return Of(own.Network, new Tensor([count, .. own.Inputs.Shape.Skip(1)], own.Inputs.Values[..(count * (own.Inputs.Count / own.Inputs.Batch))]), own.Describe());
            default:
                return new RandomSums(array, run.Get(AdcTableOptions.CellDensity), run.Get(AdcTableOptions.InputDensity), samples, random);
        }

        NetworkSums Of(Network network, Tensor inputs, string title) => new(array, network, inputs, run.Get(AdcTableOptions.WeightBits), run.Get(AdcTableOptions.InputBits), samples, title, random);
    }

    private IReadOnlyList<(string Name, string Sha256)> InputsOf(StudyRun run) => source switch
    {
        SumSource.Digits => [("digits.csv.gz", DigitsFile.Sha256)],
        SumSource.Mnist => [(ImageSet.TestImages, ImageSet.Mnist.File(ImageSet.TestImages).Sha256)],
        SumSource.Network => InferResult.HashesOf(run),
        _ => [],
    };

    private sealed class StepShare(IStudyStep step, int first, int count, int all) : IStudyStep
    {
        public void Report(double share) => step.Report((first + share * count) / all);

        public void Conclude(string outcome) => step.Conclude(outcome);

        public void Dispose()
        {
        }
    }
}
