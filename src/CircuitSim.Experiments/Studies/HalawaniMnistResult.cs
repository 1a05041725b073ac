using CircuitSim.Emulation;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>Every figure of <see cref="HalawaniMnist"/>, and what it comes to.</summary>
internal sealed record HalawaniMnistResult
{
    private const string Paper = "Halawani";
    private const string Own = "CircuitSim";

    /// <summary>Table 1: quantization only, dynamic range 10 [%].</summary>
    private static readonly Dictionary<int, double> Table1 = new() { [128] = 94.43, [64] = 92.46, [32] = 84.46, [16] = 50.6, [8] = 9.28, [4] = 10.09 };

    private static readonly Dictionary<string, string> LawNames = new() { ["truncated"] = "normal, cut off at ± v", ["code"] = "the paper's code, nearly uniform", ["normal"] = "normal without end" };

    public required StudyValues Options { get; init; }

    /// <summary>Of the arrays at 16 levels.</summary>
    public required Claim CircuitIsEmulator { get; init; }

    /// <summary>The network as it was trained.</summary>
    public required Predictions Ideal { get; init; }

    /// <summary>Σx of an image, the bias row's 1 included, on average.</summary>
    public required double MeanInputSum { get; init; }

    /// <summary>For each number of levels, rising.</summary>
    public required IReadOnlyList<QuantizedPoint> Quantized { get; init; }

    /// <summary>By how many bins a quantized reference over a symmetric range shifts the weights at 16 and at 17 levels: least and greatest shift.</summary>
    public required IReadOnlyList<(double Least, double Greatest)> ShiftInBins { get; init; }

    public required IReadOnlyList<HalawaniPoint> Points { get; init; }

    /// <summary>Seconds by step; not part of the result's identity.</summary>
    public required IReadOnlyList<(string Step, double Seconds)> Timing { get; init; }

    private double IdealPercent => 100 * Ideal.Accuracy;

    private IEnumerable<HalawaniPoint> Chosen => Points.Where(p => p.Name == "as chosen");

    /// <summary>
    /// What the paper states (source: Halawani) or what an independent reproduction in NumPy found beforehand where the paper has no
    /// figure or contradicts itself. Bounds were set before this study ran, from the scatter over training seeds 1 to 6.
    /// </summary>
    private List<Claim> Claims()
    {
        var claims = new List<Claim> { new("halawani.float", Paper, "94.58 % with trained weights", "float weights, test set", IdealPercent, "%", 94.5, 95.6) };
        foreach (var (levels, least, greatest) in new (int, double?, double)[] { (128, 93.43, 95.43), (64, 90.46, 94.46), (32, 77.46, 91.46), (16, 30.6, 70.6), (8, null, 30), (4, null, 30) })
        {
            claims.Add(new(Invariant($"halawani.table-1-{levels}"), $"{Paper}, table 1", Invariant($"{Table1[levels]} % at {levels} levels"),
                "quantization only, symmetric range, reference column quantized like the rest", Percent(At(levels).AsTable1), "%", least, greatest));
        }

        claims.Add(new("halawani.table-1-9", Own, "table 1 has no odd number; 94.2 % at 9 levels in the reproduction", "quantization only, symmetric range, reference column quantized like the rest", Percent(At(9).AsTable1), "%", 92.7, 95.7));
        foreach (var (levels, found, tolerance) in new[] { (128, 94.6, 1.0), (64, 94.6, 1), (32, 94.7, 1), (16, 94.6, 1), (9, 94.2, 1.5), (8, 91.8, 3) })
        {
            claims.Add(new(Invariant($"halawani.levels-{levels}-reference-exact"), Own, Invariant($"{found} % at {levels} levels with an exact reference, in the reproduction"),
                "quantization only, method as chosen", Percent(At(levels).Chosen), "%", found - tolerance, found + tolerance));
        }

        claims.Add(new("halawani.levels-4-reference-exact", Own, "78.6 % at 4 levels with an exact reference, in the reproduction", "quantization only, method as chosen", Percent(At(4).Chosen), "%", 60, null));
        // The explanation of table 1.
        claims.Add(new("halawani.input-sum", Own, "such a shift of every weight counts Σx times, about 104 for MNIST", "mean of an image's inputs, the bias row's 1 included", MeanInputSum, "", null, null));
        claims.Add(new("halawani.half-a-bin-16", Own, "at an even number of levels zero lies at the edge of a bin, and a quantized reference shifts every weight by half of one",
            "largest difference of a weight's shift from ½ bin, 16 levels, both layers", Math.Max(Math.Abs(ShiftInBins[0].Least - 0.5), Math.Abs(ShiftInBins[0].Greatest - 0.5)), "bins", null, 1e-9));
        claims.Add(new("halawani.half-a-bin-17", Own, "at an odd number zero is a level, and nothing is shifted", "largest shift of a weight, 17 levels, both layers", ShiftInBins[1].Greatest, "bins", null, 1e-9));
        foreach (var (odd, even) in new[] { (9, 8), (17, 16) })
        {
            claims.Add(new(Invariant($"halawani.odd-beats-even-{odd}-{even}"), Own, Invariant($"{odd} levels beat {even} where the reference is quantized"),
                "quantization only, symmetric range, points gained", Percent(At(odd).AsTable1) - Percent(At(even).AsTable1), "points", 20, null));
            claims.Add(new(Invariant($"halawani.odd-beats-even-{odd}-{even}-noisy"), Own, Invariant($"{odd} levels beat {even} where the reference is quantized and noisy"),
                Invariant($"variation 10 %, symmetric range, points gained by the mean of {Noisy(odd).Samples} samples"), Noisy(odd).Mean - Noisy(even).Mean, "points", 20, null));
        }

        foreach (var (levels, found, least, greatest) in new (int, double, double?, double)[] { (8, 10, null, 30), (9, 93, 89, 97), (16, 43, 23, 63), (17, 93, 89, 97) })
        {
            var point = Noisy(levels);
            claims.Add(new(Invariant($"halawani.levels-{levels}-reference-noisy"), Own, Invariant($"{found} % at {levels} levels with a quantized and noisy reference, in the reproduction"),
                Invariant($"variation 10 %, symmetric range, mean of {point.Samples} samples"), point.Mean, "%", least, greatest));
        }

        claims.Add(new("halawani.dynamic-range", Paper, "the dynamic range does not change the accuracy", "images whose class changes at ratios of 100 or 1000, quantization only, all numbers of levels", Quantized.Sum(q => q.ChangedByRatio), "images", null, 0));
        claims.Add(new("halawani.dynamic-range-variation", $"{Paper}, Fig. 7", "with variation a larger dynamic range makes little difference", "largest difference of the mean accuracy from ratio 10 to 100 or 1000, variation 10 %, 8 levels and more",
            HalawaniMnist.AllLevels.Where(l => l is not 4 and not 17).Max(l => HalawaniMnist.Ratios.Max(r => Math.Abs(Mean(l, r) - Mean(l, 10)))), "points", null, 2));
        foreach (var (v, found, tolerance) in new[] { (0.05, 94.1, 1), (0.1, 93.2, 1.5), (0.2, 87.7, 4), (0.3, 75.5, 8) })
        {
            claims.Add(new(Invariant($"halawani.levels-16-ratio-10-variation-{100 * v:0}"), Own, Invariant($"{found} % at a variation of {100 * v:0} %, in the reproduction"),
                MethodOf(Point(16, 10, v)), Mean(16, 10, v), "%", found - tolerance, found + tolerance));
        }

        claims.AddRange(Points.Where(p => LawNames.ContainsKey(p.Name)).Select(p => new Claim(
            Invariant($"halawani.levels-16-ratio-10-variation-{100 * p.Variation:0}-{p.Name}"), Own, "what the reproduction found depends on the law of variation", MethodOf(p), p.Mean, "%", null, null)));
        double[] falling = [Percent(At(16).Chosen), .. HalawaniMnist.Variations.Select(v => Mean(16, 10, v))];
        claims.Add(new("halawani.monotone-in-variation", $"{Paper}, Fig. 9", "accuracy falls as cells vary more", "least fall of the mean from 0 to 5, 10, 20 and 30 %", falling.Zip(falling.Skip(1), (a, b) => a - b).Min(), "points", 0, null));
        claims.Add(new("halawani.drop-at-variation-5", Paper, "a variation of 5 % costs about 5 points", "float minus mean accuracy at 16 levels", IdealPercent - Mean(16, 10, 0.05), "points", 0, 5));
        foreach (var (levels, found, tolerance) in new[] { (4, 77, 10.0), (8, 92, 2.5), (9, 93, 2.5), (64, 94, 2.5) })
        {
            claims.Add(new(Invariant($"halawani.levels-{levels}-variation-10"), Own, Invariant($"{found} % at {levels} levels, in the reproduction{(levels == 9 ? " (paper: 88.98 %)" : "")}"),
                MethodOf(Point(levels, 10, 0.1)), Mean(levels, 10), "%", found - tolerance, found + tolerance));
        }

        claims.Add(new("halawani.saturates-by-16", $"{Paper}, Fig. 7", "more than 16 levels bring no more", "mean accuracy at 64 levels minus that at 16, variation 10 %", Mean(64, 10) - Mean(16, 10), "points", null, 1));
        claims.Add(new("halawani.per-layer-over-global", Paper, "one range for each layer is better than one for the network (there for the CNN)", "16 levels, quantization only, points gained", Percent(At(16).PerLayer) - Percent(At(16).Global), "points", 0, null));
        claims.Add(CircuitIsEmulator);
        return claims;
    }

    /// <summary>In the form that all studies share.</summary>
    public StudyResult Tell()
    {
        var claims = Claims();
        var quantization = ResultTable.Of("quantization", Quantized.Reverse(),
            ("levels", q => q.Levels), ("paper_table_1_percent", q => PaperPercent(q.Levels)), ("quantized_reference_percent", q => Percent(q.AsTable1)), ("as_chosen_percent", q => Percent(q.Chosen)),
            ("per_layer_percent", q => Percent(q.PerLayer)), ("global_percent", q => Percent(q.Global)), ("per_column_percent", q => Percent(q.PerColumn)), ("quantized_reference_global_percent", q => Percent(q.GlobalAsTable1)), ("images_changed_by_ratio", q => q.ChangedByRatio));
        var summary = ResultTable.Of("monte_carlo", Points,
            ("method", p => p.Name), ("levels", p => p.Levels), ("ratio", p => p.Ratio), ("variation_percent", p => 100 * p.Variation), ("samples", p => p.Samples),
            ("mean_percent", p => p.Mean), ("least_percent", p => p.Sorted[0]), ("quartile_1_percent", p => p.Quantile(0.25)), ("median_percent", p => p.Quantile(0.5)), ("quartile_3_percent", p => p.Quantile(0.75)), ("greatest_percent", p => p.Sorted[^1]));
        var samples = ResultTable.Of("samples", Points.SelectMany(p => p.Correct.Select((correct, sample) => (p, sample, correct))),
            ("method", s => s.p.Name), ("levels", s => s.p.Levels), ("ratio", s => s.p.Ratio), ("variation_percent", s => 100 * s.p.Variation), ("sample", s => s.sample), ("correct", s => s.correct));
        var table1 = ReadableTable.Of(Quantized.Reverse(),
            ("levels", q => $"{q.Levels}"), ("paper, table 1 [%]", q => PaperPercent(q.Levels) is { } percent ? (FormattableString)$"{percent:0.00}" : $"–"), ("reference quantized, symmetric range [%]", q => $"{Percent(q.AsTable1):0.00}"), ("method as chosen [%]", q => $"{Percent(q.Chosen):0.00}"));
        var varied = ReadableTable.Of(Points.Where(p => p.Ratio == 10),
            ("method", p => $"{p.Name}"), ("levels", p => $"{p.Levels}"), ("variation [%]", p => $"{100 * p.Variation:0}"), ("samples", p => $"{p.Samples}"), ("mean [%]", p => $"{p.Mean:0.0}"), ("least [%]", p => $"{p.Sorted[0]:0.0}"), ("median [%]", p => $"{p.Quantile(0.5):0.0}"), ("greatest [%]", p => $"{p.Sorted[^1]:0.0}"));
        return new StudyResult
        {
            Inputs = [(ImageSet.TestImages, ImageSet.Mnist.File(ImageSet.TestImages).Sha256)],
            Figures = [("test_images", Images), ("emulator_correct", Ideal.Correct), ("mean_input_sum", MeanInputSum)],
            Claims = claims,
            Tables = [quantization, summary],
            CsvTables = [quantization, summary, samples],
            Opening = Invariant($"\nNetwork as trained: {Ideal.Correct} of {Images} test images ({IdealPercent:0.00} %).\n"),
            Shown = [table1, varied],
            Remarks = [("verdict", "", [Explanation])],
            Report = Report(claims, table1, varied),
            Timing = Timing,
        };
    }

    private string Explanation => Invariant(
        $"Levels are not what table 1 counts: with the reference column exact, {At(16).Levels} levels keep {Percent(At(16).Chosen):0.0} % of the images and 8 keep {Percent(At(8).Chosen):0.0} %; quantized like the rest, it shifts every weight by half a bin where their number is even, times Σx = {MeanInputSum:0} in each neuron, and {Percent(At(16).AsTable1):0.0} % and {Percent(At(8).AsTable1):0.0} % are left. One level more undoes it: {Percent(At(17).AsTable1):0.0} % at 17, {Percent(At(9).AsTable1):0.0} % at 9.");

    private HtmlReport Report(IReadOnlyList<Claim> claims, ReadableTable table1, ReadableTable varied)
    {
        var report = new HtmlReport("How many levels does a cell need? MNIST on arrays with a reference column")
            .Note(Explanation)
            .Figure(QuantizationFigure().ToSvg(), "Accuracy over the number of levels, without variation: the paper's table 1, the same here, and with the method as chosen.")
            .Table($"Quantization only, dynamic range 10, {Images} test images", table1)
            .Paragraph(Invariant($"Halawani's network, 784-32-10 with logistic neurons, {IdealPercent:0.00} % of the test images as trained (paper: 94.58 %), on arrays of 785 × 33 and 33 × 11: one row for the bias, one column for a zero weight, which is subtracted. Seed {Options.Get(IrDropSweep.Seed)}. Options that are not the standard ones: {NotStandard()}."));

        report.Heading("Claims").Table("Claims of the paper and checks of our own: what was found, and how far it may differ", Claim.Header, claims.Select(c => c.Row));

        report.Heading("Variation").Table("Monte Carlo at a dynamic range of 10", varied)
            .Figure(MeanFigure().ToSvg(), "As Fig. 9: the mean over the samples at 16 levels. The law decides as much as the variation: the paper's text and code bound a cell to ± v of its level, and a normal law of the same v without end costs several times as much.")
            .Figure(SpreadFigure().ToSvg(), "As Fig. 8: the spread of the samples at 16 levels; half of them lie between the quartiles.")
            .Figure(HistogramFigure().ToSvg(), "As Fig. 5: how many samples have which accuracy, at a dynamic range of 100 and a variation of 10 %, in steps of one percent.")
            .Figure(CumulativeFigure().ToSvg(), "As Fig. 6: the share of samples that does not exceed an accuracy, at a dynamic range of 10 and a variation of 10 %.");

        report.Heading("Dynamic range").Figure(RatioFigure().ToSvg(), "As Fig. 7: mean accuracy over the number of levels at a variation of 10 %. Without variation the dynamic range cancels exactly: bins of conductance are bins of weight.");
        return report.Heading("Range of the weights").Table("Quantization only, reference as chosen: over which weights the least and the greatest are taken", ReadableTable.Of(Quantized.Reverse(),
                ("levels", q => $"{q.Levels}"), ("per layer [%]", q => $"{Percent(q.PerLayer):0.00}"), ("global [%]", q => $"{Percent(q.Global):0.00}"), ("per column [%]", q => $"{Percent(q.PerColumn):0.00}"), ("per layer, reference quantized [%]", q => $"{Percent(q.AsTable1):0.00}"), ("global, reference quantized [%]", q => $"{Percent(q.GlobalAsTable1):0.00}")))
            .Paragraph($"All samples are in samples.csv. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.");
    }

    private string NotStandard()
    {
        string[] words = [.. HalawaniMethod.Options.Where(o => o.Key is not null && o.Json(Options)?.ToJsonString() != o.Json(new StudyValues())?.ToJsonString()).Select(o => $"{o.Key} {o.Json(Options)}")];
        return words.Length == 0 ? "none" : string.Join(", ", words);
    }

    private LineFigure QuantizationFigure() => new()
    {
        Id = "quantization",
        Description = "Accuracy against the number of levels without variation: the paper's, with a quantized reference, and as chosen.",
        XAxis = new FigureAxis("levels of a cell", Scale: FigureScale.Ordinal),
        YAxis = Accuracy,
        Series =
        [
            new("paper, table 1", [.. Table1.OrderBy(t => t.Key).Select(t => ((double)t.Key, t.Value))], Dashed: true),
            new("symmetric range, reference quantized", [.. Quantized.Select(q => ((double)q.Levels, Percent(q.AsTable1)))]),
            new("method as chosen", [.. Quantized.Select(q => ((double)q.Levels, Percent(q.Chosen)))]),
        ],
    };

    private LineFigure MeanFigure() => new()
    {
        Id = "variation",
        Description = "Mean accuracy against the variation of the cells at 16 levels, for three laws.",
        XAxis = new FigureAxis("variation of a cell", "%"),
        YAxis = Accuracy,
        Series =
        [
            .. Points.Where(p => p is { Levels: 16, Ratio: 10 } && p.Name is not "noisy reference" && !p.Name.EndsWith("overwritten", StringComparison.Ordinal)).GroupBy(p => p.Name)
                .Select(g => new FigureSeries(LawOf(g.First()), [(0, Percent(At(16).Chosen)), .. g.OrderBy(p => p.Variation).Select(p => (100 * p.Variation, p.Mean))], Dashed: g.Key != "as chosen")),
        ],
    };

    private LineFigure SpreadFigure()
    {
        FigureSeries Series(string name, Func<HalawaniPoint, double> of) => new(name, [.. HalawaniMnist.Variations.Select(v => (100 * v, of(Point(16, 10, v))))], Dashed: name is "greatest" or "least");
        return new LineFigure
        {
            Id = "spread",
            Description = "Least, quartiles, median and greatest accuracy of the samples against the variation of the cells.",
            XAxis = new FigureAxis("variation of a cell", "%"),
            YAxis = Accuracy,
            Series = [Series("greatest", p => p.Sorted[^1]), Series("third quartile", p => p.Quantile(0.75)), Series("median", p => p.Quantile(0.5)), Series("first quartile", p => p.Quantile(0.25)), Series("least", p => p.Sorted[0])],
        };
    }

    private LineFigure HistogramFigure() => new()
    {
        Id = "histogram",
        Description = "Number of samples by accuracy for each number of levels.",
        XAxis = Accuracy with { Least = null },
        YAxis = new FigureAxis("samples", IsCount: true),
        Series = [.. Ranked(100).Select(x =>
        {
            var counts = x.Point.Sorted.CountBy(a => Math.Floor(a)).ToDictionary();
            return x.Series([.. Enumerable.Range((int)Chosen.Where(p => p.Ratio == 100).Min(p => p.Sorted[0]), 101 - (int)Chosen.Where(p => p.Ratio == 100).Min(p => p.Sorted[0])).Select(a => (a + 0.5, (double)counts.GetValueOrDefault(a)))]);
        })],
    };

    private LineFigure CumulativeFigure() => new()
    {
        Id = "cumulative",
        Description = "Share of samples that does not exceed an accuracy, for each number of levels.",
        XAxis = Accuracy with { Least = null },
        YAxis = new FigureAxis("samples up to it", "%", Least: 0, Greatest: 100),
        Series = [.. Ranked(10).Select(x => x.Series([.. x.Point.Sorted.Select((a, k) => (a, 100.0 * (k + 1) / x.Point.Sorted.Length))]))],
    };

    private LineFigure RatioFigure() => new()
    {
        Id = "dynamic_range",
        Description = "Mean accuracy against the number of levels for three dynamic ranges.",
        XAxis = new FigureAxis("levels of a cell", Scale: FigureScale.Ordinal),
        YAxis = Accuracy,
        Series = [.. HalawaniMnist.Ratios.Select(ratio => new FigureSeries(Invariant($"dynamic range {ratio}"), [.. Chosen.Where(p => p.Ratio == ratio && p.Variation == 0.1).OrderBy(p => p.Levels).Select(p => ((double)p.Levels, p.Mean))], Dashed: ratio > 10))],
    };

    private static FigureAxis Accuracy => new("images classified correctly", "%", Least: 0, Greatest: 100);

    /// <summary>The points of one dynamic range at 10 %, coloured along their number of levels.</summary>
    private IEnumerable<(HalawaniPoint Point, Func<IReadOnlyList<(double X, double Y)>, FigureSeries> Series)> Ranked(double ratio)
    {
        HalawaniPoint[] points = [.. Chosen.Where(p => p.Ratio == ratio && p.Variation == 0.1 && p.Levels != 9).OrderBy(p => p.Levels)];
        return points.Select((p, k) => (p, (Func<IReadOnlyList<(double X, double Y)>, FigureSeries>)(xy => new FigureSeries(Invariant($"{p.Levels} levels"), xy, ShowPoints: false, Rank: k / (points.Length - 1.0)))));
    }

    private static string LawOf(HalawaniPoint point) => LawNames[point.Method.VariationLaw] + (point.Name == "as chosen" ? " (as chosen)" : "");

    private static string MethodOf(HalawaniPoint point) => Invariant($"{point.Levels} levels, ratio {point.Ratio}, variation {100 * point.Variation:0} % ({LawNames[point.Method.VariationLaw]}), mean of {point.Samples} samples");

    private HalawaniPoint Noisy(int levels) => Points.Single(p => p.Name == "noisy reference" && p.Levels == levels);

    private HalawaniPoint Point(int levels, double ratio, double variation = 0.1) => Chosen.Single(p => p.Levels == levels && p.Ratio == ratio && p.Variation == variation);

    private double Mean(int levels, double ratio, double variation = 0.1) => Point(levels, ratio, variation).Mean;

    private QuantizedPoint At(int levels) => Quantized.Single(q => q.Levels == levels);

    private int Images => Ideal.Confusion.Count;

    private static double? PaperPercent(int levels) => Table1.TryGetValue(levels, out var percent) ? percent : null;

    private static double Percent(Predictions predictions) => Math.Round(100 * predictions.Accuracy, 3);
}
