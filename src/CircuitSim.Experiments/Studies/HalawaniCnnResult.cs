using CircuitSim.Emulation;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>Every figure of <see cref="HalawaniCnn"/>, and what it comes to.</summary>
internal sealed record HalawaniCnnResult
{
    private const string Paper = "Halawani, table 2";
    private const string Own = "CircuitSim";

    /// <summary>Table 2: baseline; all layers at 16 levels; each alone [%]. CIFAR-10, a larger network: only directions can be compared.</summary>
    private const double PaperIdeal = 57.12, PaperQuantized = 30.52;

    private static readonly double[] PaperLayers = [46.14, 41.00, 47.73, 52.84, 56.07];

    private static readonly string[] Clothes = ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"];

    public required StudyValues Options { get; init; }

    /// <summary>Of the arrays at 16 levels.</summary>
    public required Claim CircuitIsEmulator { get; init; }

    /// <summary>The network as it was trained.</summary>
    public required Predictions Ideal { get; init; }

    /// <summary>For each number of levels, rising.</summary>
    public required IReadOnlyList<QuantizedPoint> Quantized { get; init; }

    /// <summary>16 levels in one layer alone, by the method as chosen and as in table 1 of the paper.</summary>
    public required IReadOnlyList<(Predictions Chosen, Predictions AsTable1)> Layers { get; init; }

    public required IReadOnlyList<HalawaniPoint> Points { get; init; }

    /// <summary>A sample of 16 levels, a quantized and noisy reference and a variation of 10 %.</summary>
    public required Predictions Collapsed { get; init; }

    /// <summary>Seconds by step; not part of the result's identity.</summary>
    public required IReadOnlyList<(string Step, double Seconds)> Timing { get; init; }

    private double IdealPercent => Percent(Ideal);

    /// <summary>The paper's directions; its figures are those of another set and a larger network.</summary>
    private List<Claim> Claims()
    {
        var q16 = At(16);
        double LeastFall(string name)
        {
            double[] means = [.. Points.Where(p => p.Name == name && p.Only is null).OrderBy(p => p.Variation).Select(p => p.Mean)];
            return means.Zip(means.Skip(1), (a, b) => a - b).Min();
        }

        double[] alone = [.. Layers.Select(l => Percent(l.AsTable1))];
        var three = Points.Single(p => p is { Name: "as chosen", Only: null, Variation: 0.03 });
        const string As = "symmetric range, quantized reference";
        return
        [
            new("halawani-cnn.float", Own, "a small CNN reads at least 83 % of Fashion-MNIST (paper: 57.12 % of CIFAR-10)", "float weights, test set", IdealPercent, "%", 83, null),
            new("halawani-cnn.levels-16", Paper, "16 levels lose much: 57.12 → 30.52 %", $"points lost, {As}", IdealPercent - Percent(q16.AsTable1), "points", 1, null),
            new("halawani-cnn.levels-16-reference-exact", Own, "with an exact reference they do not", "points lost, method as chosen, less than with a quantized reference by", Percent(q16.Chosen) - Percent(q16.AsTable1), "points", 0, null),
            new("halawani-cnn.levels-64-over-16", Paper, "64 levels bring much of it back: 30.52 → 47.18 %", $"points gained, {As}", Percent(At(64).AsTable1) - Percent(q16.AsTable1), "points", 1, null),
            new("halawani-cnn.odd-beats-even-17-16", Own, "17 levels beat 16 where the reference is quantized", $"points gained, {As}", Percent(At(17).AsTable1) - Percent(q16.AsTable1), "points", 0, null),
            new("halawani-cnn.per-layer-over-global", Paper, "one range for each layer beats one for all: 30.52 against 9.96 %", $"points gained at 16 levels, {As}", Percent(q16.AsTable1) - Percent(q16.GlobalAsTable1), "points", 0, null),
            new("halawani-cnn.per-layer-over-global-reference-exact", Own, "one range for each layer beats one for all", "points gained at 16 levels, reference as chosen", Percent(q16.PerLayer) - Percent(q16.Global), "points", 0, null),
            new("halawani-cnn.layer-by-layer", Paper, "one layer at 16 levels loses less than all of them", $"accuracy with the worst layer alone minus that with all, {As}", alone.Min() - Percent(q16.AsTable1), "points", 0, null),
            new("halawani-cnn.late-layers", Paper, "later layers stand quantization better: 41 … 48 % for convolutions, 53 and 56 % for dense layers", $"mean accuracy with one dense layer minus that with one convolution in cells, {As}", alone[3..].Average() - alone[..3].Average(), "points", 0, null),
            new("halawani-cnn.monotone-in-variation", Paper, "accuracy falls from 1 to 3 to 10 % of variation: 29.88, 23.50, 15.40 %", $"least fall of the mean of {Points[0].Samples} samples, method as chosen", LeastFall("as chosen"), "points", 0, null),
            new("halawani-cnn.monotone-in-variation-reference-noisy", Paper, "the same where quantization alone has ruined the network", $"least fall of the mean of {Points[0].Samples} samples, symmetric range, quantized and noisy reference", LeastFall("noisy reference"), "points", null, null),
            new("halawani-cnn.variation-3", Paper, "a variation of 3 % costs less than 8 points", $"points lost beyond quantization at 16 levels, method as chosen, mean of {three.Samples} samples", Percent(q16.Chosen) - three.Mean, "points", null, 8),
            new("halawani-cnn.few-classes-left", "Halawani, Fig. 13", "quantized and varied, the network takes most images for a few classes", "share of images in the two classes that it names most, minus that as trained; 16 levels, quantized and noisy reference, variation 10 %", ShareOfTwo(Collapsed) - ShareOfTwo(Ideal), "points", 5, null),
            CircuitIsEmulator,
        ];
    }

    /// <summary>In the form that all studies share.</summary>
    public StudyResult Tell()
    {
        var claims = Claims();
        var quantization = ResultTable.Of("quantization", Quantized.Reverse(),
            ("levels", q => q.Levels), ("quantized_reference_percent", q => Percent(q.AsTable1)), ("quantized_reference_global_percent", q => Percent(q.GlobalAsTable1)), ("as_chosen_percent", q => Percent(q.Chosen)),
            ("per_layer_percent", q => Percent(q.PerLayer)), ("global_percent", q => Percent(q.Global)), ("per_column_percent", q => Percent(q.PerColumn)), ("images_changed_by_ratio", q => q.ChangedByRatio));
        var layers = ResultTable.Of("layers", Layers.Index(),
            ("layer", l => FashionNetwork.LayerNames[l.Index]), ("paper_percent", l => PaperLayers[l.Index]), ("quantized_reference_percent", l => Percent(l.Item.AsTable1)), ("noisy_reference_variation_10_percent", l => Mean("noisy reference", l.Index)),
            ("as_chosen_percent", l => Percent(l.Item.Chosen)), ("as_chosen_variation_10_percent", l => Mean("as chosen", l.Index)));
        var summary = ResultTable.Of("monte_carlo", Points,
            ("method", p => p.Name), ("layer", p => p.Only is { } only ? FashionNetwork.LayerNames[only] : "all"), ("variation_percent", p => 100 * p.Variation), ("samples", p => p.Samples), ("mean_percent", p => p.Mean), ("least_percent", p => p.Sorted[0]), ("greatest_percent", p => p.Sorted[^1]));
        var confusion = ResultTable.Of("confusion", Enumerable.Range(0, Clothes.Length * Clothes.Length),
            ("label", k => Clothes[k / Clothes.Length]), ("predicted", k => Clothes[k % Clothes.Length]), ("as_trained", k => Ideal.Confusion[k / Clothes.Length, k % Clothes.Length]), ("in_cells", k => Collapsed.Confusion[k / Clothes.Length, k % Clothes.Length]));
        var shownLayers = ReadableTable.Of(Layers.Index(),
            ("only this layer in cells", l => $"{FashionNetwork.LayerNames[l.Index]}"), ("paper, CIFAR-10 [%]", l => $"{PaperLayers[l.Index]:0.0}"), ("16 levels, reference quantized [%]", l => $"{Percent(l.Item.AsTable1):0.0}"), ("and varied by 10 % [%]", l => $"{Mean("noisy reference", l.Index):0.0}"),
            ("16 levels as chosen [%]", l => $"{Percent(l.Item.Chosen):0.0}"), ("and varied by 10 % [%] ", l => $"{Mean("as chosen", l.Index):0.0}"));
        shownLayers = shownLayers with
        {
            Rows =
            [
                .. shownLayers.Rows,
                ["all", Invariant($"{PaperQuantized:0.0}"), Invariant($"{Percent(At(16).AsTable1):0.0}"), Invariant($"{Mean("noisy reference", null):0.0}"), Invariant($"{Percent(At(16).Chosen):0.0}"), Invariant($"{Mean("as chosen", null):0.0}")],
                ["none", Invariant($"{PaperIdeal:0.0}"), Invariant($"{IdealPercent:0.0}"), "–", Invariant($"{IdealPercent:0.0}"), "–"],
            ],
        };
        return new StudyResult
        {
            Inputs = [(ImageSet.TestImages, ImageSet.FashionMnist.File(ImageSet.TestImages).Sha256)],
            Figures = [("test_images", Images), ("emulator_correct", Ideal.Correct), ("in_cells_correct", Collapsed.Correct)],
            Claims = claims,
            Tables = [quantization, layers, summary, confusion],
            Opening = Invariant($"\nNetwork as trained: {Ideal.Correct} of {Images} test images ({IdealPercent:0.00} %).\n"),
            Shown = [shownLayers],
            Remarks = [("verdict", "", [Verdict])],
            Report = Report(claims, shownLayers),
            Timing = Timing,
        };
    }

    private string Verdict => Invariant(
        $"At 16 levels this network keeps {Percent(At(16).Chosen):0.0} of its {IdealPercent:0.0} % with the method as chosen; over a symmetric range with the reference column quantized, as the paper's figures ask for, {Percent(At(16).AsTable1):0.0} %, and {Percent(At(17).AsTable1):0.0} % at 17 levels.");

    private HtmlReport Report(IReadOnlyList<Claim> claims, ReadableTable layers)
    {
        var report = new HtmlReport("How many levels does a CNN need? Fashion-MNIST on arrays with reference columns")
            .Note(Verdict)
            .Figure(QuantizationFigure().ToSvg(), "Accuracy over the number of levels, without variation.")
            .Table(Invariant($"Layer by layer, {Images} test images; variation: mean of {Points[0].Samples} samples"), layers)
            .Paragraph(Invariant($"Three convolutions (8, 16 and 32 filters) and two dense layers (64, 10), {IdealPercent:0.00} % of Fashion-MNIST as trained: smaller than the paper's 3C2F for CIFAR-10 (57.12 %), so that its figures can be followed in direction only. A convolution's filters are the columns of one array and its patches drive the rows; one column holds the weight zero. Seed {Options.Get(IrDropSweep.Seed)}, dynamic range 10."));
        report.Heading("Claims").Table("Directions of the paper and checks of our own: what was found, and how far it may differ", Claim.Header, claims.Select(c => c.Row));
        report.Heading("Variation").Figure(VariationFigure().ToSvg(), "Mean accuracy with all layers at 16 levels.");
        report.Heading("Classes")
            .Figure(ConfusionFigure("confusion", Ideal).ToSvg(), Invariant($"As Fig. 12: as trained, {Ideal.Correct} of {Images} correct."))
            .Figure(ConfusionFigure("confusion_in_cells", Collapsed).ToSvg(), Invariant($"As Fig. 13: 16 levels, reference quantized and noisy, variation 10 %, one sample: {Collapsed.Correct} of {Images} correct."))
            .Table("Precision (of what is named so, how much is) and recall (of what is so, how much is named)", ReadableTable.Of(Enumerable.Range(0, Clothes.Length),
                ("class", k => $"{Clothes[k]}"), ("precision as trained [%]", k => $"{Share(Ideal, k, isPrecision: true):0.0}"), ("recall as trained [%]", k => $"{Share(Ideal, k, isPrecision: false):0.0}"),
                ("precision in cells [%]", k => $"{Share(Collapsed, k, isPrecision: true):0.0}"), ("recall in cells [%]", k => $"{Share(Collapsed, k, isPrecision: false):0.0}")));
        return report.Heading("Range of the weights").Table("Quantization only", ReadableTable.Of(Quantized.Reverse(),
                ("levels", q => $"{q.Levels}"), ("per layer [%]", q => $"{Percent(q.PerLayer):0.0}"), ("global [%]", q => $"{Percent(q.Global):0.0}"), ("per filter [%]", q => $"{Percent(q.PerColumn):0.0}"),
                ("per layer, reference quantized [%]", q => $"{Percent(q.AsTable1):0.0}"), ("global, reference quantized [%]", q => $"{Percent(q.GlobalAsTable1):0.0}")))
            .Paragraph($"CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.");
    }

    private LineFigure QuantizationFigure()
    {
        FigureSeries Series(string name, Func<QuantizedPoint, Predictions> of, bool dashed = false) => new(name, [.. Quantized.Select(q => ((double)q.Levels, Percent(of(q))))], Dashed: dashed);
        return new LineFigure
        {
            Id = "quantization",
            Description = "Accuracy against the number of levels, for three methods and the paper.",
            XAxis = new FigureAxis("levels of a cell", Scale: FigureScale.Ordinal),
            YAxis = Accuracy,
            Series =
            [
                Series("method as chosen", q => q.Chosen),
                Series("symmetric range, reference quantized", q => q.AsTable1),
                Series("the same, one range for all layers", q => q.GlobalAsTable1),
                new("paper, CIFAR-10", [(16, PaperQuantized), (64, 47.18)], Dashed: true),
            ],
        };
    }

    private LineFigure VariationFigure()
    {
        FigureSeries Series(string name, string title, Predictions clean) => new(title, [(0, Percent(clean)), .. Points.Where(p => p.Name == name && p.Only is null).OrderBy(p => p.Variation).Select(p => (100 * p.Variation, p.Mean))]);
        return new LineFigure
        {
            Id = "variation",
            Description = "Mean accuracy against the variation of the cells, for two methods and the paper.",
            XAxis = new FigureAxis("variation of a cell", "%"),
            YAxis = Accuracy,
            Series =
            [
                Series("as chosen", "method as chosen", At(16).Chosen),
                Series("noisy reference", "symmetric range, reference quantized and noisy", At(16).AsTable1),
                new("paper, CIFAR-10", [(0, 31.12), (1, 29.88), (3, 23.5), (10, 15.4)], Dashed: true),
            ],
        };
    }

    private static MapFigure ConfusionFigure(string id, Predictions predictions)
    {
        var n = Clothes.Length;
        return new MapFigure
        {
            Id = id,
            Description = "Images by true and predicted class.",
            Rows = n,
            Columns = n,
            Values = [.. Enumerable.Range(0, n * n).Select(k => (double)predictions.Confusion[k / n, k % n])],
            RowAxis = new FigureAxis("true class"),
            ColumnAxis = new FigureAxis("predicted class"),
            Value = new FigureAxis("images"),
            Cell = (42, 30),
            ShowValues = true,
        };
    }

    private static FigureAxis Accuracy => new("images classified correctly", "%", Least: 0, Greatest: 100);

    /// <summary>Precision or recall of a class; 0 where it is never named or never there [%].</summary>
    private static double Share(Predictions predictions, int k, bool isPrecision)
    {
        var all = Enumerable.Range(0, Clothes.Length).Sum(other => isPrecision ? predictions.Confusion[other, k] : predictions.Confusion[k, other]);
        return all == 0 ? 0 : 100.0 * predictions.Confusion[k, k] / all;
    }

    private double ShareOfTwo(Predictions predictions) =>
        100.0 * predictions.Classes.ToArray().CountBy(k => k).Select(c => c.Value).OrderDescending().Take(2).Sum() / Images;

    private double Mean(string name, int? only) => Points.Single(p => p.Name == name && p.Only == only && p.Variation == 0.1).Mean;

    private QuantizedPoint At(int levels) => Quantized.Single(q => q.Levels == levels);

    private int Images => Ideal.Confusion.Count;

    private static double Percent(Predictions predictions) => Math.Round(100 * predictions.Accuracy, 3);
}
