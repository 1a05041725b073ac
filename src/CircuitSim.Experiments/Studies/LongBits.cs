using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.ReadOuts;
using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// The arithmetic of Long, She and Mukhopadhyay, without a network: what bits of binary cells read where the ratio of conductances is
/// finite (their Figs 4b and 5), how the variation of cells becomes that of a weight (Eqs 3 and 4), and whether noise may be put on
/// weights instead of on bits behind ADCs (their example of 64 rows). Every product is read from an array of cells.
/// </summary>
public sealed class LongBits : Study
{
    private const string Paper = "Long";
    private const double ReadVoltage = 0.2, GOn = 1e-4, Ratio = 10, Weight = 0.125, FigureVariation = 0.1, MacVariation = 0.2;
    private const int Bits = 8, MacRows = 64, MacOutputs = 8, MacVectors = 16, MacBits = 8;
    private static readonly double[] Ratios = [10, 30, 100, 300, 1000];
    private static readonly int[] AdcBits = [4, 5, 6, 7, 8, 9, 10];

    public static IntegerOption Samples { get; } = new() { Name = "--samples", Key = "samples", Subject = "samples", Standard = 20000, Reduced = 4000, Rule = NumberRule.AtLeast(100), Description = "Samples of varied cells for each weight." };

    public static IntegerOption Matrices { get; } = new() { Name = "--matrices", Key = "matrices", Subject = "matrices", Standard = 50, Reduced = 10, Description = "Random matrices of 64 rows." };

    public static SeedOption Seed { get; } = SeedOption.Of(1);

    public override string Name => "long-bits";

    public override string Description => """
        Weights as bits of binary cells: what a finite ratio reads, dynamic against conventional fixed point, variation of weights from that of cells, and noise on weights against noise on bits behind ADCs. The arithmetic of Long's paper, read from arrays.

        Examples:
          circuitsim validate long-bits
          circuitsim validate long-bits --matrices 200 --seed 3
          circuitsim validate long-bits --stages tia,adc --read-samples 20
        """;

    public override IReadOnlyList<StudyOption> Options { get; } = [Samples, Matrices, .. ReadOutOptions.OfNetworks, SizeOption.Instance, Seed, IntegerOption.Jobs];

    protected override void CheckTogether(StudyRun run) => ReadOutOptions.Check(run.Values, hasSubtractor: false, run.Get(ReadOutOptions.ConverterBits));

    protected override StudyResult Find(StudyRun run)
    {
        var random = new RandomStream(run.Get(Seed));
        var formats = run.Steps.Run("One weight", _ =>
        {
            Format[] found = [FormatOf("conventional", 2), FormatOf("dynamic", BitSliced.Covering([OneWeight], Bits, 1, 0).IntegerBits)];
            return (found, string.Join(", ", found.Select(f => Invariant($"{f.Name} {f.Read:0.######}"))));
        });
        var errors = run.Steps.Run("Read-out errors", step => (
            run.Each(Ratios.Length, step, k => ReadOutErrors(Ratios[k], run.Get(Samples), random.Child("weights"))), $"{Ratios.Length} ratios"));
        var spreads = run.Steps.Run("Variation of weights", step => (
            run.Each(15, step, k => SpreadOf(k + 1, run.Get(Samples), random.Child("spread", k + 1))), "1 … 15 in four bits"));
        var macs = run.Steps.Run("Products of 64 rows", step => (
            run.Each(run.Get(Matrices), step, k => MacOf(random.Child("matrix", k))), $"{run.Get(Matrices)} matrices"));
        var weights = MacWeights(random.Child("matrix", 0));
        var network = Network.InARow(("matrix", new DenseOperator(weights)));
        var mapped = MappedNetwork.Of(network, (_, w) => BitSliced.Covering([w], Bits, GOn, GOn / Ratio).Encode(w), ReadVoltage);
        var vectors = new Tensor([run.Get(ReadOutOptions.Samples), MacRows - 1], Uniform(random.Child("read"), run.Get(ReadOutOptions.Samples) * (MacRows - 1), "input"));
        var check = EmulatorCheck.Claim(mapped, new Tensor([EmulatorCheck.MostSamples, MacRows - 1], Uniform(random.Child("check"), EmulatorCheck.MostSamples * (MacRows - 1), "input"))) with { Id = "long-bits.circuit-is-emulator" };
        return NetworkReadOutReport.Run(run, Tell(run, formats, errors, spreads, MacErrors.Of(macs), check), new NetworkReadOutCase(mapped, vectors, vectors, [], run.Get(ReadOutOptions.ConverterBits)), random).Result;
    }

    private static double[] Uniform(RandomStream random, int count, string what) => [.. Enumerable.Range(0, count).Select(k => random.Child(what, k).NextUniform())];

    private static WeightMatrix MacWeights(RandomStream random) => new(MacRows, MacOutputs, Uniform(random, MacRows * MacOutputs, "weight"));

    private static WeightMatrix OneWeight { get; } = new(1, 1, [Weight]);

    /// <summary>The paper's Fig. 5: cells of the sign that is not there conduct nothing, zero bits a tenth.</summary>
    private static Format FormatOf(string name, int integerBits)
    {
        var encoded = new BitSliced(Bits, integerBits, GOn, GOn / Ratio) { LeavesTwinUnformed = true }.Encode(OneWeight);
        // One row, which the input 1 drives.
        var read = Reading(encoded, encoded.Conductances)(null, 1, default)[0];
        var spread = 0.0;
        foreach (var (g, d) in encoded.Conductances.ToArray().Zip(encoded.CurrentDecode.ToArray()))
            spread += Math.Pow(FigureVariation * g * d, 2);
        return new Format(name, integerBits, read, Math.Sqrt(spread));
    }

    /// <summary>Weights ten times narrower than those that the conventional format is made for, as the paper's Fig. 4 has them.</summary>
    private static ReadOutError ReadOutErrors(double ratio, int samples, RandomStream random)
    {
        const double Narrow = 0.05;
        var weights = new WeightMatrix(samples, 1, [.. Enumerable.Range(0, samples).Select(_ => Narrow * random.NextNormal())]);
        double Error(BitSliced format)
        {
            var encoded = format.Encode(weights);
            var cells = new double[encoded.Conductances.Length];
            Variability.Normal(FigureVariation).Apply(encoded.Conductances, random.Child("cells"), cells);
            return Rms(encoded.ToWeights(cells).Values.ToArray().Zip(weights.Values.ToArray(), (a, b) => a - b)) / Rms(weights.Values.ToArray());
        }

        return new ReadOutError(ratio,
            Error(new BitSliced(Bits, 2, GOn, GOn / ratio) { LeavesTwinUnformed = true }),
            Error(new BitSliced(Bits, BitSliced.Covering([weights], Bits, 1, 0).IntegerBits, GOn, GOn / ratio) { LeavesTwinUnformed = true }));
    }

    /// <summary>σ_P / (γ P) of a weight whose HRS conducts nothing: from its cells and the decode of their currents (Eq. 4), and over samples.</summary>
    private static Spread SpreadOf(int value, int samples, RandomStream random)
    {
        var encoded = new BitSliced(5, 4, GOn, 0).Encode(new WeightMatrix(samples, 1, [.. Enumerable.Repeat((double)value, samples)]));
        var varied = new double[encoded.Conductances.Length];
        Variability.Normal(FigureVariation).Apply(encoded.Conductances, random, varied);
        var weights = encoded.ToWeights(varied).Values.ToArray();
        var (law, mean) = (0.0, weights.Average());
        for (var j = 0; j < encoded.Columns; j++)
            law += Math.Pow(encoded.Conductances[j] * encoded.CurrentDecode[j], 2);
        return new Spread(value, Math.Sqrt(law) / value, Math.Sqrt(weights.Sum(w => (w - mean) * (w - mean)) / (samples - 1)) / (FigureVariation * value));
    }

    /// <summary>
    /// The paper's Fig. 7 for one matrix: varied cells, column currents through ADCs, shift and add (noise on bits), against the product
    /// by the weights that the varied cells stand for (noise on weights); both relative to the exact product.
    /// </summary>
    private static Mac MacOf(RandomStream random)
    {
        var weights = MacWeights(random);
        // No weight is negative, and the columns of negative ones stay empty.
        var format = BitSliced.Covering([weights], Bits, 1, 0).IntegerBits;
        var encoded = new BitSliced(Bits, format, GOn, GOn / 1000) { LeavesTwinUnformed = true }.Encode(weights);
        var cells = new double[encoded.Conductances.Length];
        Variability.Normal(MacVariation).Apply(encoded.Conductances, random.Child("cells"), cells);
        var x = Uniform(random, MacVectors * (MacRows - 1), "input");

        double[] Product(WeightMatrix w) => Network.Multiply(w, MacVectors, x);
        var (exact, onWeights) = (Product(encoded.ToWeights()), Product(encoded.ToWeights(cells)));
        var fullScale = new MappedLayer(encoded, ReadVoltage).FullScale(InputBatch.Of(MacVectors, x));
        double[] Differences(double[] a, double[] b) => [.. a.Select((y, k) => (y - b[k]) / exact[k])];
        var read = Reading(encoded, cells);
        double[] Behind(ColumnQuantizer? adc) => Differences(read(adc, MacVectors, x), onWeights);
        var serial = new BitSerialInputs(MacBits);
        return new Mac(
            Differences(onWeights, exact), Behind(null), [.. AdcBits.Select(bits => Behind(new ColumnQuantizer(bits, fullScale)))],
            Differences(
                serial.Of((_, count, bits) => read(new ColumnQuantizer(MacBits, fullScale), count, bits))(0, MacVectors, x),
                Network.Multiply(encoded.ToWeights(cells), MacVectors, Array.ConvertAll(x, serial.Round))));
    }

    /// <summary>What the array solver finds for an array without wires, decoded: [count × (rows − 1)] to [count × outputs].</summary>
    private static Func<ColumnQuantizer?, int, ReadOnlyMemory<double>, double[]> Reading(EncodedWeights encoded, ReadOnlySpan<double> cells)
    {
        var layer = new MappedLayer(encoded, ReadVoltage);
        var array = EffectiveConductance.Compute(CrossbarWiring.Uniform(encoded.Rows, encoded.Columns, 0), cells, CrossbarSolverOptions.Tightest).Values.ToArray();
        return (adc, count, x) => layer.Multiply(count, x, batch => layer.Outputs(batch, layer.Currents(batch, array), adc));
    }

    private static StudyResult Tell(StudyRun run, Format[] formats, ReadOutError[] errors, Spread[] spreads, MacErrors mac, Claim check)
    {
        // Of a standard deviation that is found from samples, relative to it.
        var deviation = 1 / Math.Sqrt(2.0 * run.Get(Samples));
        Claim Near(string id, string statement, string method, double value, double expected, double within) => new(id, Paper, statement, method, value, "", expected - within, expected + within);
        Claim[] claims =
        [
            Near("long.fig5-conventional", "0.125 in sign + 2, 1, …, 1/32 reads 0.125 g₁ + 3.84375 g₀", "ratio 10, no variation, from the array", formats[0].Read, 0.509375, 1e-12),
            Near("long.fig5-dynamic", "in sign + 1/8, …, 1/512 it reads 0.125 g₁ + 0.123047 g₀", "ratio 10, no variation, from the array", formats[1].Read, 0.125 + 0.123046875 / 10, 1e-12),
            new("long.fig5-conventional-draw", Paper, "with cells varied by 10 % it read 0.505", "distance from the figure above, in standard deviations of such a draw", Math.Abs(0.505 - formats[0].Read) / formats[0].Spread, "σ", null, 3),
            new("long.fig5-dynamic-draw", Paper, "with cells varied by 10 % it read 7 % too much", "distance from the figure above, in standard deviations of such a draw", Math.Abs(1.07 * Weight - formats[1].Read) / formats[1].Spread, "σ", null, 3),
            .. errors.Where(e => e.Ratio is 10 or 100 or 1000).Select(e => new Claim(Invariant($"long.fig4b-ratio-{e.Ratio}"), Paper, "dynamic fixed point lowers the error of the read-out at every ratio",
                "rms error of narrow weights, conventional over dynamic, cells varied by 10 %", e.Conventional / e.Dynamic, "", 1, null)),
            Near("long.eq4-mean", "σ_P ≈ 0.8 γ P", "σ_P / (γ P) of Eq. 4, mean over 1 … 15", spreads.Average(s => s.Law), 0.810, 5e-4),
            Near("long.eq4-least", "σ_P ≈ 0.8 γ P", "least of them, at 15", spreads.Min(s => s.Law), 0.615, 5e-4),
            Near("long.eq4-greatest", "σ_P ≈ 0.8 γ P", "greatest of them, at powers of two", spreads.Max(s => s.Law), 1, 1e-12),
            new("long.eq4-samples", Paper, "sums of varied cells have the deviation of Eq. 4", $"largest difference of {run.Get(Samples)} samples, 1 … 15, in standard deviations of such a draw", spreads.Max(s => Math.Abs(s.Sampled / s.Law - 1)) / deviation, "σ", null, 5),
            new("long.ideal-adc", Paper, "without ADCs, noise on bits is noise on weights", "largest difference relative to the exact product, from the array", mac.WithoutAdc, "", null, 1e-9),
            new("long.mac-mismatch", Paper, "behind 8-bit ADCs the difference is negligible beside what variation does (1.0146 against 1.0147)", "rms difference of both over rms error of variation, 64 rows, σ = 20 %", mac.At(MacBits) / mac.Variation, "", null, 0.2),
            new("long.mac-variation", Paper, "1.0147 for 1", "rms relative error of a product by variation, 64 rows, σ = 20 %", mac.Variation, "", null, null),
            new("long.mac-serial", "CircuitSim", "inputs bit by bit pass the ADCs more often", "rms difference with inputs in 8 bits, each bit through the 8-bit ADCs", mac.Serial, "", null, null),
            check,
        ];
        var spread = ResultTable.Of("weight_variation", spreads, ("value", s => s.Value), ("sigma_by_gamma_p", s => s.Law), ("sampled", s => s.Sampled));
        var readOut = ResultTable.Of("read_out_error", errors, ("ratio", e => e.Ratio), ("conventional_rms", e => e.Conventional), ("dynamic_rms", e => e.Dynamic));
        var adc = ResultTable.Of("adc_mismatch", AdcBits, ("adc_bits", b => b), ("mismatch_rms", b => mac.At(b)), ("variation_rms", _ => mac.Variation));
        var fig5 = ReadableTable.Of(formats,
            ("format", f => $"{f.Name}"), ("bits before the point", f => $"{f.IntegerBits}"), ("read at ratio 10", f => $"{f.Read:0.########}"), ("too much [%]", f => $"{100 * (f.Read / Weight - 1):0.#}"), ("deviation if cells vary by 10 %", f => $"{f.Spread:0.####}"));
        static FigureSeries Line(string name, ResultTable t, string x, string y, bool dashed = false) => new(name, [.. Enumerable.Range(0, t.Rows.Count).Select(k => (t.Number(k, x), t.Number(k, y)))], Dashed: dashed);
        var report = new HtmlReport("Weights as bits of binary cells: Long's arithmetic")
            .Paragraph(Invariant($"Long, She and Mukhopadhyay put each bit of a weight into a cell that is on or off. What an off cell conducts, and how far cells vary, then depends on where the point of the fixed-point format stands. Everything here is read from arrays without wires; seed {run.Get(Seed)}."))
            .Table("The weight 0.125 in eight bits (Fig. 5)", fig5)
            .Table("Claims of the paper", Claim.Header, claims.Select(c => c.Row))
            .Heading("A finite ratio")
            .Figure(new LineFigure
            {
                Id = readOut.Name,
                Description = "Error of read weights against the ratio of conductances.",
                XAxis = new FigureAxis("ratio of conductances", Scale: FigureScale.Logarithmic),
                YAxis = new FigureAxis("rms error over rms weight", Scale: FigureScale.Logarithmic),
                Series = [Line("conventional fixed point", readOut, "ratio", "conventional_rms"), Line("dynamic fixed point", readOut, "ratio", "dynamic_rms")],
            }.ToSvg(), "Weights of standard deviation 0.05 in a format that reaches to 4, as in another layer's range, and in their own; cells varied by 10 %.")
            .Heading("Variation of a weight")
            .Figure(new LineFigure
            {
                Id = spread.Name,
                Description = "Relative deviation of four-bit weights.",
                XAxis = new FigureAxis("four-bit value", IsCount: true),
                YAxis = new FigureAxis("σ_P / (γ P)", Least: 0, Greatest: 1.1),
                Series = [Line("Eq. 4", spread, "value", "sigma_by_gamma_p"), Line("samples", spread, "value", "sampled", dashed: true)],
            }.ToSvg(), "Independent cells average out: a weight varies by less than its cells, the less the more bits it has.")
            .Heading("Noise on weights for noise on bits")
            .Figure(new LineFigure
            {
                Id = adc.Name,
                Description = "Difference between noise on bits and on weights against the bits of the ADC.",
                XAxis = new FigureAxis("bits of the column ADCs", IsCount: true),
                YAxis = new FigureAxis("rms, relative to the exact product", Scale: FigureScale.Logarithmic),
                Series = [Line("noise on bits against noise on weights", adc, "adc_bits", "mismatch_rms"), Line("what variation does", adc, "adc_bits", "variation_rms", dashed: true)],
            }.ToSvg(), Invariant($"{run.Get(Matrices)} matrices of {MacRows} × {MacOutputs}, {MacVectors} vectors each, cells varied by 20 %."))
            .Paragraph($"CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.");
        return new StudyResult
        {
            Figures = [("mac_variation_rms", mac.Variation), ("mac_mismatch_rms", mac.At(MacBits)), ("mac_serial_mismatch_rms", mac.Serial)],
            Claims = claims,
            Tables = [readOut, spread, adc],
            Shown = [fig5],
            Report = report,
            Timing = run.Steps.Timing,
        };
    }

    private static double Rms(IEnumerable<double> values) => Math.Sqrt(values.Average(v => v * v));

    /// <summary>What a weight reads in a format, and the standard deviation of that where cells vary.</summary>
    private sealed record Format(string Name, int IntegerBits, double Read, double Spread);

    private sealed record ReadOutError(double Ratio, double Conventional, double Dynamic);

    private sealed record Spread(int Value, double Law, double Sampled);

    /// <summary>Relative differences of one matrix' products.</summary>
    private sealed record Mac(double[] Variation, double[] WithoutAdc, double[][] Mismatch, double[] Serial);

    private sealed record MacErrors(double Variation, double WithoutAdc, double[] Mismatch, double Serial)
    {
        public double At(int adcBits) => Mismatch[Array.IndexOf(AdcBits, adcBits)];

        public static MacErrors Of(Mac[] macs) => new(
            Rms(macs.SelectMany(m => m.Variation)), macs.Max(m => m.WithoutAdc.Max(Math.Abs)),
            [.. AdcBits.Select((_, k) => Rms(macs.SelectMany(m => m.Mismatch[k])))], Rms(macs.SelectMany(m => m.Serial)));
    }
}
