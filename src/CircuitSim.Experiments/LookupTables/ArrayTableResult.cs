using System.Text.Json.Nodes;
using CircuitSim.Crossbars;
using CircuitSim.Experiments.Arrays;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;
using CircuitSim.LookupTables;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>Tables and data set of arrays, in words, figures and files.</summary>
internal sealed class ArrayTableResult(
    StudyRun run, Study study, ArraySubject subject, ArraySamples samples, ArrayTables tables, ArrayCurrents currents, CrossbarWiring wiring, double readVoltage, ulong seed)
{
    private static readonly string[] PartNames = ["train", "new input", "new array"];

    private readonly int columns = subject.Columns;

    /// <summary>The largest ideal current: what errors are relative to [A].</summary>
    private readonly double fullScale = currents.Ideal.Max();

    public StudyResult Tell()
    {
        var gains = Gains();
        double[] gained = [.. currents.Ideal.Select((current, k) => current * gains[k % columns])];
        var parts = Enumerable.Range(0, PartNames.Length).Select(p => (Name: PartNames[p], Samples: samples.Parts.Count(x => x == p), Ideal: Error(currents.Ideal, p), Gained: Error(gained, p))).ToList();
        double[] kept = [.. currents.Exact.Zip(currents.Ideal).Where(c => c.Second > 0).Select(c => c.First / c.Second)];
        var arrays = ResultTable.Of("arrays", subject.Arrays.Index(),
            ("array", a => a.Index), ("name", a => a.Item.Name), ("first_row", a => a.Item.FirstRow), ("first_column", a => a.Item.FirstColumn), ("unused_rows", a => a.Item.UnusedRows), ("unused_columns", a => a.Item.UnusedColumns),
            ("samples", a => samples.Arrays.Count(s => s == a.Index)), ("largest_drop_all_v", a => a.Index < tables.DropAll.Length ? tables.DropAll[a.Index].Max() : null), ("effective_bound", a => a.Index < tables.Bounds.Length ? tables.Bounds[a.Index] : null));
        var errors = ResultTable.Of("errors", parts, ("part", p => p.Name), ("samples", p => p.Samples), ("ideal_rms", p => p.Ideal.Rms), ("ideal_largest", p => p.Ideal.Largest), ("column_gains_rms", p => p.Gained.Rms), ("column_gains_largest", p => p.Gained.Largest));
        var shown = ReadableTable.Of(parts.Where(p => p.Samples > 0),
            ("part", p => $"{p.Name}"), ("samples", p => $"{p.Samples}"), ("ideal product, rms", p => $"{Percent(p.Ideal.Rms)}"), ("largest", p => $"{Percent(p.Ideal.Largest)}"), ("column gains, rms", p => $"{Percent(p.Gained.Rms)}"), ("largest", p => $"{Percent(p.Gained.Largest)}"));
        var set = new TableSet { Kind = TableKind.Array, Provenance = Provenance(), Tables = tables.Tables(subject), Flags = [.. Flags()] };
        var (share, least, difference) = (currents.Exact.Sum() / currents.Ideal.Sum(), kept.Min(), Difference());
        var verdict = Invariant($"{samples.Count} samples of {subject.Arrays.Count} arrays of {subject.Rows} × {columns}, {WiringOptions.Describe(wiring)}: {Percent(share)} of the ideal current arrives, of one column at least {Percent(least)}. Every exact current is within {SiText.Scientific(currents.Bounds.Max())} of its sample's largest{(difference is { } d ? Invariant($", the effective matrices give the same to {SiText.Scientific(d)}") : "")}.");
        return new StudyResult
        {
            Inputs = subject.Inputs,
            Card = subject.Card,
            Figures =
            [
                ("samples", samples.Count), ("left_out", samples.LeftOut), ("arrays", subject.Arrays.Count), ("rows", subject.Rows), ("columns", columns), ("full_scale_a", fullScale), ("share_that_arrives", share),
                ("least_share_of_a_column", least), ("ideal_rms", Error(currents.Ideal, null).Rms), ("worst_bound", currents.Bounds.Max()), ("effective_difference", difference),
            ],
            Tables = [arrays, errors],
            Lookup = new TableOutput(set, TableFormats.Parse(run.Get(ArrayTableOptions.Formats), TableKind.Array), new ArrayDataSet(subject, samples, currents, set.Provenance).Attachments),
            Shown = [shown],
            Remarks = [("verdict", "", [verdict]), ("flags", "Flag: ", [.. set.Flags.Select(f => f.Text)])],
            Report = Report(verdict, shown, set.Flags, kept),
            Timing = run.Steps.Timing,
        };
    }

    private HtmlReport Report(string verdict, ReadableTable shown, IReadOnlyList<TableFlag> flags, double[] kept)
    {
        var worst = Enumerable.Range(0, tables.DropAll.Length).MaxBy(a => tables.DropAll[a].Max());
        var (least, greatest) = (kept.Min(), kept.Max());
        var report = new HtmlReport($"What wires make of {subject.Title}").Paragraph(verdict);
        foreach (var flag in flags)
            report.Note(flag.Text);
        report.Table("Errors of the ideal product, and with a gain for each column that is fitted to the training part, relative to the largest ideal current", shown)
            .Paragraph("A gain for each column is the least that a surrogate model must beat: it knows neither inputs nor cells.");
        if (greatest > least)
        {
            report.Figure(new HistogramFigure
            {
                Id = "kept",
                Description = "Exact over ideal current of every column of every sample.",
                Values = kept,
                Value = new FigureAxis("exact / ideal current", Least: least, Greatest: greatest),
                Bins = 40,
                CountLabel = "currents",
            }.ToSvg(), "What of each ideal current arrives, all samples.");
        }

        report.Heading(Invariant($"Array {worst} ({subject.Arrays[worst].Name}), of those with tables the one that loses the most"));
        foreach (var (id, quantity, cells) in new[] { ("drop_all", "IR drop, all rows at the read voltage", tables.DropAll[worst]), ("drop_mean", "IR drop at the mean of the array's inputs", tables.DropMean[worst]) })
            ArrayMap.Of(cells, subject.Rows, columns, BinRule.Maximum).AddTo(report, id, quantity, new FigureAxis("IR drop", "V"));
        ArrayMap.Of([.. tables.Effective[worst].Zip(subject.Arrays[worst].Cells, (e, g) => g > 0 ? e / g : 1)], subject.Rows, columns, BinRule.Mean).AddTo(report, "effective", "Effective over own conductance", new FigureAxis("effective / own conductance"));
        return report.Paragraph($"Word lines are driven from {(wiring.Drive == WordLineDrive.BothEnds ? "both ends" : "the left")}, currents sensed at the bottom, row 0 is at the top. dataset.npz and tables.npz beside this page hold all of it; README.md says how they are loaded. Seed {seed}. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.");
    }

    private TableProvenance Provenance()
    {
        var options = new JsonObject(study.Options.Where(o => o.Key is not null).Select(o => KeyValuePair.Create(o.Key!, o.Json(run.Values))))
        {
            ["sensing"] = "one-end",
            ["rows"] = subject.Rows,
            ["columns"] = columns,
            ["arrays"] = new JsonArray([.. subject.Arrays.Select(a => (JsonNode)new JsonObject
            {
                ["name"] = a.Name,
                ["first_row"] = a.FirstRow,
                ["first_column"] = a.FirstColumn,
                ["unused_rows"] = a.UnusedRows,
                ["unused_columns"] = a.UnusedColumns,
            })]),
        };
        return new TableProvenance
        {
            Version = ProductVersion.Number,
            Source = $"lut array {study.Word}",
            Seed = seed,
            Card = subject.Card?.Name,
            CardSha256 = subject.Card?.Sha256,
            ReadVoltage = readVoltage,
            Options = options,
        };
    }

    private IEnumerable<TableFlag> Flags()
    {
        if (!WiringOptions.HasWires(run.Values, run.Get(ArrayTableOptions.Wire)) && run.Get(WiringOptions.Driver) == 0 && run.Get(WiringOptions.Sense) == 0 && run.Get(ArrayTableOptions.Curvature) == 0)
            yield return new TableFlag("no-resistance", "Wires, drivers and sense inputs have 0 Ω and cells are ohmic, so exact and ideal currents are the same; give the wires a resistance.");
        if (!samples.Parts.Contains(ArraySamples.NewArray))
            yield return new TableFlag("no-new-array", Invariant($"No array is kept for the test: of {subject.Arrays.Count} arrays a share of {run.Get(ArrayTableOptions.TestShare)} is none. The test part shows new inputs alone; take more arrays or smaller tiles to judge a model that is to know others."));
        if (!samples.Parts.Contains(ArraySamples.NewInput))
            yield return new TableFlag("no-new-input", "No other input of an array that is trained with is in the test part; take more samples or another test share.");
        if (samples.LeftOut > 0)
            yield return new TableFlag("left-out", Invariant($"{samples.LeftOut} samples were left out, whose rows all had 0 V or whose array had seen all inputs that there are."));
        if (tables.Effective.Length < subject.Arrays.Count)
            yield return new TableFlag("some-arrays", Invariant($"Tables are of the first {tables.Effective.Length} arrays of {subject.Arrays.Count}; the data set has all."));
    }

    /// <summary>One factor for each column that the training part asks for, of all samples where there is no such part.</summary>
    private double[] Gains()
    {
        var (cross, square) = (new double[columns], new double[columns]);
        for (var k = 0; k < currents.Ideal.Length; k++)
        {
            if (samples.Parts[k / columns] != ArraySamples.Train)
                continue;
            cross[k % columns] += currents.Ideal[k] * currents.Exact[k];
            square[k % columns] += currents.Ideal[k] * currents.Ideal[k];
        }

        return [.. cross.Zip(square, (c, s) => s > 0 ? c / s : 1)];
    }

    /// <param name="part">Null: all.</param>
    private (double Rms, double Largest) Error(double[] predicted, int? part)
    {
        var (sum, count, largest) = (0.0, 0, 0.0);
        for (var k = 0; k < predicted.Length; k++)
        {
            if (part is { } p && samples.Parts[k / columns] != p)
                continue;
            var error = Math.Abs(predicted[k] - currents.Exact[k]) / fullScale;
            (sum, count, largest) = (sum + error * error, count + 1, Math.Max(largest, error));
        }

        return (count > 0 ? Math.Sqrt(sum / count) : 0, largest);
    }

    /// <summary>How far products with the effective matrices are from the currents that were solved, relative to the largest of the sample; null where cells are curved.</summary>
    private double? Difference()
    {
        if (run.Get(ArrayTableOptions.Curvature) > 0)
            return null;
        var worst = 0.0;
        for (var s = 0; s < samples.Count; s++)
        {
            if (samples.Arrays[s] >= tables.Effective.Length)
                continue;
            var (input, matrix, product, exact) = (samples.Inputs.Slice(s * subject.Rows, subject.Rows), tables.Effective[samples.Arrays[s]], new double[columns], currents.Exact.AsMemory(s * columns, columns));
            for (var k = 0; k < matrix.Length; k++)
                product[k % columns] += input.Span[k / columns] * matrix[k];
            var largest = exact.ToArray().Max();
            for (var j = 0; j < columns; j++)
                worst = Math.Max(worst, Math.Abs(product[j] - exact.Span[j]) / largest);
        }

        return worst;
    }

    private static string Percent(double share) => Invariant($"{100 * share:0.###} %");
}
