using System.Text.Json.Nodes;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.ReadOuts;
using CircuitSim.Experiments.Reports;
using CircuitSim.LookupTables;
using static System.FormattableString;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>The tables of a read-out, what to know before they are trusted, and a page about them.</summary>
internal sealed class AdcTableReport(StudyRun run, AdcTableCase array, ISumPatterns patterns, SumStatistics statistics, ConverterTables converters, int conversions, int conversionsThatDiffer, (IReadOnlyList<ConverterDraws> Draws, int Images) compared)
{
    /// <summary>A deviation of so many samples is known to 13 %.</summary>
    private const int Enough = 30;

    private const int MostRows = 17;

    private readonly SumMoments[] all = [.. Enumerable.Range(0, array.LargestSum + 1).Select(k => statistics.Of(k))];

    public StudyResult Tell(TableProvenance provenance, IReadOnlyList<(string Name, string Sha256)> inputs)
    {
        var (mean, deviation) = Filled(k => all[k]);
        int[] seen = [.. Enumerable.Range(0, all.Length).Where(k => all[k].Count > 0)];
        var errors = seen.Select(k => (Sum: k, Error: mean[k] - Math.Clamp(k / array.SumPerCode, 0, array.LastCode))).ToList();
        var worst = errors.MaxBy(e => Math.Abs(e.Error));
        var rms = Math.Sqrt(seen.Average(k => deviation[k] * deviation[k]));
        var within = Math.Sqrt(seen.Average(k => statistics.VarianceWithin(k)));
        var flags = Flags(seen).ToList();
        var set = new TableSet { Kind = TableKind.Converter, Provenance = provenance, Tables = [.. TablesOf(mean, deviation)], Flags = flags }.Validated();

        int[] rows = seen.Length <= MostRows ? seen : [.. Enumerable.Range(0, MostRows).Select(k => seen[k * (seen.Length - 1) / (MostRows - 1)])];
        var shown = ReadableTable.Of(rows, ("sum", k => $"{k}"), ("ideal code", k => $"{array.IdealCode(k)}"), ("mean code", k => $"{mean[k]:0.###}"), ("deviation [codes]", k => $"{deviation[k]:0.###}"),
            ("of one column [codes]", k => $"{Math.Sqrt(statistics.VarianceWithin(k)):0.###}"), ("samples", k => $"{all[k].Count}"));
        var draws = ReadableTable.Of(compared.Draws, ("errors drawn", d => $"{(d.IsShared ? "once for all columns" : "for every column")}"), ("dies", d => $"{d.Correct.Length}"),
            ("rms output error [%], mean", d => $"{100 * ConverterDraws.Spread(d.RmsOutput).Mean:0.###}"), ("its deviation over dies [%]", d => $"{100 * ConverterDraws.Spread(d.RmsOutput).Deviation:0.###}"),
            ("accuracy [%], mean", d => $"{Accuracy(d).Mean:0.##}"), ("its deviation over dies [points]", d => $"{Accuracy(d).Deviation:0.##}"));
        var drawn = ResultTable.Of("converter_draws", compared.Draws, ("drawn", d => d.IsShared ? "shared" : "one-each"), ("dies", d => d.Correct.Length),
            ("rms_output_error_mean", d => ConverterDraws.Spread(d.RmsOutput).Mean), ("rms_output_error_std", d => ConverterDraws.Spread(d.RmsOutput).Deviation),
            ("correct_mean", d => ConverterDraws.Spread(d.Correct.Select(c => (double)c)).Mean), ("correct_std", d => ConverterDraws.Spread(d.Correct.Select(c => (double)c)).Deviation));
        string[] verdicts =
        [
            Invariant($"{all.Sum(m => m.Count)} samples of {seen.Length} of {all.Length} sums: the mean code is {Math.Abs(worst.Error):0.##} off the ideal line at most (sum {worst.Sum}); the deviation is {rms:0.###} codes rms, {within:0.###} within single columns."),
            Invariant($"Converters: largest INL {converters.Linearities.Max(l => l.LargestInl):0.###} LSB, largest DNL {converters.Linearities.Max(l => l.LargestDnl):0.###} LSB.")
                + (conversions > 0 ? Invariant($" {conversions - conversionsThatDiffer} of {conversions} conversions of their circuits gave the code of their transitions.") : ""),
        ];
        var report = new HtmlReport("Codes over ideal partial sums")
            .Paragraph(Invariant($"Arrays of {array.Rows} × {array.Columns}, {array.CellLevels} levels a cell, {array.InputLevels} an input{(array.HasReference ? ", a column of R_off subtracted" : "")}; {array.Dies} dies; circuits: {array.Stages}. Patterns: {patterns.Title}. {ReadOutReport.Scale(converters.ReadOut)} A code counts {array.SumPerCode:0.####}."));
        foreach (var text in verdicts.Concat(flags.Select(f => f.Text)))
            report.Note(text);
        report.Table("Codes", shown)
            .Figure(Lines("code_error", "Mean code less the ideal line, over the sum.", "error of the mean code", [Series("mean", e => e.Error), Series("a deviation above", e => e.Error + deviation[e.Sum], true), Series("a deviation below", e => e.Error - deviation[e.Sum], true)]), "How far the mean code is from sum over sum per code, and one deviation about it.")
            .Figure(Lines("code_std", "Deviation of the code over the sum.", "deviation [codes]", [Series("over all columns", e => deviation[e.Sum]), Series("within single columns", e => Math.Sqrt(statistics.VarianceWithin(e.Sum)), true)]), "Where the two differ, columns differ by amounts that stay.");
        if (compared.Draws.Count > 0)
            report.Table(Invariant($"The Digits network ({compared.Images} images) with converters alone real, over dies"), draws);
        report.Paragraph($"CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.");
        return new StudyResult
        {
            Inputs = inputs,
            Figures =
            [
                ("samples", all.Sum(m => m.Count)), ("sums_seen", seen.Length), ("sum_per_code", array.SumPerCode), ("adc_bits", array.Bits), .. ReadOutReport.Figures(converters.ReadOut),
                ("largest_mean_error_codes", Math.Abs(worst.Error)), ("rms_code_std", rms), ("rms_code_std_within", within),
                ("largest_inl_lsb", converters.Linearities.Max(l => l.LargestInl)), ("largest_dnl_lsb", converters.Linearities.Max(l => l.LargestDnl)),
                ("circuit_conversions", conversions), ("circuit_conversions_differ", conversionsThatDiffer), ("flags", new JsonArray([.. flags.Select(f => (JsonNode)f.Id)])),
            ],
            Tables = compared.Draws.Count > 0 ? [drawn] : [],
            Lookup = new TableOutput(set, TableFormats.Parse(run.Get(AdcTableOptions.Formats), TableKind.Converter)),
            Shown = compared.Draws.Count > 0 ? [shown, draws] : [shown],
            Remarks = [("verdicts", "", verdicts), ("flag_texts", "Note: ", [.. flags.Select(f => f.Text)])],
            Report = report,
            Timing = run.Steps.Timing,
        };

        FigureSeries Series(string name, Func<(int Sum, double Error), double> value, bool isDashed = false) => new(name, [.. errors.Select(e => ((double)e.Sum, value(e)))], false, isDashed);

        (double Mean, double Deviation) Accuracy(ConverterDraws d) => ConverterDraws.Spread(d.Correct.Select(c => 100.0 * c / compared.Images));
    }

    private static System.Xml.Linq.XElement Lines(string id, string description, string axis, FigureSeries[] series) =>
        new LineFigure { Id = id, Description = description, XAxis = new FigureAxis("ideal partial sum", IsCount: true), YAxis = new FigureAxis(axis), Series = series }.ToSvg();

    private IEnumerable<LookupTable> TablesOf(double[] mean, double[] deviation)
    {
        var sum = new TableAxis(ConverterKeys.Sum, "ideal partial sum", "", [.. Enumerable.Range(0, all.Length).Select(k => (double)k)]);
        var column = new TableAxis(ConverterKeys.Column, "column of every die in turn", "", [.. Enumerable.Range(0, statistics.Columns).Select(j => (double)j)]);
        yield return new LookupTable(ConverterKeys.Ideal, "code of ideal parts", "", [sum], [.. Enumerable.Range(0, all.Length).Select(k => (double)array.IdealCode(k))]);
        yield return new LookupTable(ConverterKeys.Mean, "mean code over all columns", "", [sum], mean);
        yield return new LookupTable(ConverterKeys.Deviation, "standard deviation of the code over all columns", "", [sum], deviation);
        yield return new LookupTable(ConverterKeys.DeviationWithin, "standard deviation of the code of single columns, pooled", "", [sum], [.. Enumerable.Range(0, all.Length).Select(k => Math.Sqrt(statistics.VarianceWithin(k)))]);
        yield return new LookupTable(ConverterKeys.Samples, "samples; 0 where mean and deviation are filled in", "", [sum], [.. all.Select(m => (double)m.Count)]);
        var columns = Enumerable.Range(0, statistics.Columns).Select(j => Filled(k => statistics.Of(j, k))).ToList();
        yield return new LookupTable(ConverterKeys.ColumnMean, "mean code of a column", "", [column, sum], [.. columns.SelectMany(c => c.Mean)]);
        yield return new LookupTable(ConverterKeys.ColumnDeviation, "standard deviation of the code of a column", "", [column, sum], [.. columns.SelectMany(c => c.Deviation)]);
        yield return new LookupTable(ConverterKeys.ColumnSamples, "samples of a column; 0 where mean and deviation are filled in", "", [column, sum], [.. columns.SelectMany((_, j) => Enumerable.Range(0, all.Length).Select(k => (double)statistics.Of(j, k).Count))]);
        foreach (var table in converters.Tables)
            yield return table;
    }

    /// <summary>Means and deviations; where no sample is, linear between the neighbours, and beyond them along the ideal line; neighbours that are well known, if any are.</summary>
    private (double[] Mean, double[] Deviation) Filled(Func<int, SumMoments> of)
    {
        SumMoments[] own = [.. Enumerable.Range(0, all.Length).Select(of)];
        var least = own.Any(m => m.Count >= Enough) ? Enough : 1;
        int[] known = [.. Enumerable.Range(0, own.Length).Where(k => own[k].Count >= least)];
        var (mean, deviation, next) = (new double[own.Length], new double[own.Length], 0);
        for (var k = 0; k < own.Length; k++)
        {
            while (next < known.Length && known[next] < k)
                next++;
            if (own[k].Count > 0)
                (mean[k], deviation[k]) = (own[k].Mean, own[k].Deviation);
            else if (known.Length == 0)
                mean[k] = Math.Clamp(k / array.SumPerCode, 0, array.LastCode);
            else if (next > 0 && next < known.Length)
            {
                var (below, above, part) = (own[known[next - 1]], own[known[next]], (double)(k - known[next - 1]) / (known[next] - known[next - 1]));
                (mean[k], deviation[k]) = (below.Mean + part * (above.Mean - below.Mean), below.Deviation + part * (above.Deviation - below.Deviation));
            }
            else
            {
                var near = next == 0 ? known[0] : known[^1];
                (mean[k], deviation[k]) = (Math.Clamp(own[near].Mean + (k - near) / array.SumPerCode, 0, array.LastCode), own[near].Deviation);
            }
        }

        return (mean, deviation);
    }

    private IEnumerable<TableFlag> Flags(int[] seen)
    {
        if (seen.Length < all.Length)
            yield return new("sums-not-seen", Invariant($"{all.Length - seen.Length} of {all.Length} sums never came ({Ranges(Enumerable.Range(0, all.Length).Except(seen))}): their rows have 0 samples and are filled in from the neighbours; take more samples, or random ones."));
        if (seen.Count(k => all[k].Count < Enough) is > 0 and var few)
            yield return new("few-samples", Invariant($"{few} sums have fewer than {Enough} samples ({Ranges(seen.Where(k => all[k].Count < Enough))}), so their deviations are rough; take more samples."));
        if (array.LargestSum / array.SumPerCode > array.LastCode + 0.5)
            yield return new("sums-beyond-last-code", Invariant($"sums above {array.LastCode * array.SumPerCode:0.##} are beyond the last code, {array.LastCode}; take more bits, or a larger sum per code."));
        if (statistics.Above + statistics.Below > 0)
            yield return new("converter-saturates", Invariant($"{statistics.Above} samples lie more than a code beyond the last code and {statistics.Below} below the first: the converters saturate; lower what comes before them, or take a larger sum per code."));
        if (statistics.Saturated > 0)
            yield return new("amplifier-saturates", Invariant($"in {statistics.Saturated} of {statistics.Patterns} patterns an amplifier leaves its range. {statistics.Note}"));
        var missing = converters.Linearities.Index().Where(l => l.Item.MissingCodes.Count > 0).ToList();
        if (missing.Count > 0)
            yield return new("missing-codes", Invariant($"{missing.Count} of {converters.Linearities.Count} converters miss codes, the first one in column {missing[0].Index}: {Ranges(missing[0].Item.MissingCodes)}; lower the sigma of their parts, or take fewer bits."));
        if (conversionsThatDiffer > 0)
            yield return new("conversions-differ", Invariant($"{conversionsThatDiffer} of {conversions} conversions of converter circuits gave another code than their transitions at rest; report this."));
    }

    /// <summary>Whole numbers as ranges, at most ten of them.</summary>
    private static string Ranges(IEnumerable<int> numbers)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var k in numbers)
        {
            if (ranges.Count > 0 && ranges[^1].Last == k - 1)
                ranges[^1] = (ranges[^1].First, k);
            else
                ranges.Add((k, k));
        }

        return string.Join(", ", ranges.Take(10).Select(r => r.First == r.Last ? Invariant($"{r.First}") : Invariant($"{r.First}–{r.Last}"))) + (ranges.Count > 10 ? " …" : "");
    }
}
