using CircuitSim.Crossbars;
using CircuitSim.Emulation;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>Every figure of <see cref="IrDropSweep"/>, and what it comes to.</summary>
internal sealed record IrDropSweepResult
{
    /// <summary>Share of the current from which a line is said to be useless as it stands.</summary>
    private const double UselessLoss = 0.5;

    /// <summary>Accuracy lost, in percentage points, from which the same is said.</summary>
    private const double UselessPoints = 10;

    private const string Help = "Low tiles and one gain per column give most of it back, as sweep compensation shows; a higher R_on helps at any height, drive from both ends where the word lines lose most.";

    public required StudyValues Options { get; init; }

    /// <summary>The network's inputs, hidden outputs and classes.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>sha256 of the network's weights.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>The ideal network on the test set.</summary>
    public required Predictions Ideal { get; init; }

    /// <summary>Images correct on the arrays without wires; less than the ideal network's only by quantization.</summary>
    public required int WithoutWires { get; init; }

    /// <summary>Largest |array − network| of any output of any image over full scale, without wires.</summary>
    public required double OutputDifference { get; init; }

    /// <summary>In the order of the options: by R_on, drive, tile rows, wire resistance.</summary>
    public required IReadOnlyList<IrDropCase> Cases { get; init; }

    /// <summary>Seconds by step; not part of the result's identity.</summary>
    public required IReadOnlyList<(string Step, double Seconds)> Timing { get; init; }

    public int Images => Ideal.Classes.Length;

    /// <summary>Accuracy that the wires of a case cost [percentage points].</summary>
    public double Loss(IrDropCase c) => 100.0 * (WithoutWires - c.Correct) / Images;

    /// <summary>
    /// The greatest height such that it and every smaller one of these cases keeps the loss of accuracy within the bound;
    /// null where even the smallest loses more.
    /// </summary>
    public int? LargestTile(IEnumerable<IrDropCase> cases) =>
        cases.OrderBy(c => c.TileRows).TakeWhile(c => Loss(c) <= Options.Get(IrDropSweep.LossBound)).LastOrDefault()?.TileRows;

    /// <summary>How large a tile may be, a line for every R_on, drive and wire resistance above zero.</summary>
    public IEnumerable<string> Recommendations()
    {
        var points = Bound;
        foreach (var device in Cases.GroupBy(c => (c.OnResistance, c.Drive)))
        {
            foreach (var group in device.Where(c => c.WireResistance > 0).GroupBy(c => c.WireResistance).OrderBy(g => g.Key))
            {
                var where = $"At {SiText.Format(group.Key, "Ω")} per segment, R_on {SiText.Format(device.Key.OnResistance, "Ω")}, {DriveText(device.Key.Drive)}: ";
                yield return where + (LargestTile(group) is { } rows
                    ? rows >= Sizes[0] + 1
                        ? $"no tiling needed, the whole array of {Sizes[0] + 1} rows loses at most {points} of accuracy."
                        : $"tile to at most {rows} rows, which loses at most {points} of accuracy."
                    : $"no height of this sweep loses at most {points} of accuracy.{Remedy(device, group.Key)}");
            }
        }
    }

    /// <summary><see cref="Recommendations"/> as short rows.</summary>
    private ReadableTable Advice() => ReadableTable.Of(
        Cases.GroupBy(c => (c.OnResistance, c.Drive)).SelectMany(device => device.Where(c => c.WireResistance > 0).GroupBy(c => c.WireResistance).OrderBy(g => g.Key).Select(group => (Device: device, Wire: group.Key, Rows: LargestTile(group)))),
        ("wire", x => $"{SiText.Format(x.Wire, "Ω")}"), ("R_on", x => $"{SiText.Format(x.Device.Key.OnResistance, "Ω")}"), ("driven from", x => $"{DriveName(x.Device.Key.Drive)}"),
        (FormattableString.Invariant($"largest tile for ≤ {Options.Get(IrDropSweep.LossBound):0.##} points [rows]"), x => $"{(x.Rows is not { } rows ? "no height of this sweep" : rows >= Sizes[0] + 1 ? $"no need, {Sizes[0] + 1}" : $"{rows}")}"),
        ("or else", x => $"{(x.Rows is null ? Remedy(x.Device, x.Wire).Trim() : "–")}"));

    /// <summary><see cref="Warnings"/> as short rows: what is lost where an array begins to be useless.</summary>
    private ReadableTable Useless() => ReadableTable.Of(
        Cases.GroupBy(c => (c.OnResistance, c.Drive, c.TileRows)).Select(FirstUseless).OfType<IrDropCase>(),
        ("useless, tiles of [rows]", c => $"{Math.Min(c.TileRows, Sizes[0] + 1)}"), ("R_on", c => $"{SiText.Format(c.OnResistance, "Ω")}"), ("driven from", c => $"{DriveName(c.Drive)}"), ("from a wire of", c => $"{SiText.Format(c.WireResistance, "Ω")}"),
        ("current lost [%]", c => $"{100 * c.Losses[0].Total:0}"), ("spread over columns [%]", c => $"{100 * c.Losses[0].Spread:0.0}"), ("accuracy lost [points]", c => $"{Loss(c):0}"));

    private IrDropCase? FirstUseless(IEnumerable<IrDropCase> array) =>
        array.OrderBy(c => c.WireResistance).FirstOrDefault(c => c.Losses[0].Total >= UselessLoss || Loss(c) >= UselessPoints);

    /// <summary>Says so where the wires make an array useless, and what helps.</summary>
    public IEnumerable<string> Warnings()
    {
        foreach (var array in Cases.GroupBy(c => (c.OnResistance, c.Drive, c.TileRows)))
        {
            var bad = FirstUseless(array);
            if (bad is null)
                continue;
            var worst = array.MaxBy(c => c.WireResistance)!;
            string Cost(IrDropCase c) => Invariant(
                $"{100 * c.Losses[0].Total:0} % of the first layer's current, which spreads by {100 * c.Losses[0].Spread:0.0} % over the columns, and {Loss(c):0} points of accuracy at {SiText.Format(c.WireResistance, "Ω")}");
            var costs = bad == worst ? Cost(bad) : $"{Cost(bad)}, {Cost(worst)}";
            var rows = Math.Min(array.Key.TileRows, Sizes[0] + 1);
            var best = Cases.Where(c => (c.OnResistance, c.Drive, c.WireResistance) == (bad.OnResistance, bad.Drive, bad.WireResistance)).MinBy(Loss)!;
            var tiles = best.TileRows == bad.TileRows ? "" : Invariant($"Of this sweep, tiles of {best.TileRows} rows lose least there, {Loss(best):0.0} points. ");
            yield return
                $"{(rows == Sizes[0] + 1 ? $"A bit line of {rows} rows" : $"An array in tiles of {rows} rows")} with {SiText.Format(array.Key.OnResistance, "Ω")} … {SiText.Format(array.Key.OnResistance * Options.Get(IrDropSweep.Ratio), "Ω")}, {DriveText(array.Key.Drive)}, is useless as it stands from {SiText.Format(bad.WireResistance, "Ω")} per segment on: it loses {costs}. "
                + $"{tiles}Low tiles and one gain per column give most of it back, as sweep compensation shows; a higher R_on helps at any height{(array.Key.Drive == WordLineDrive.OneEnd ? ", drive from both ends where the word lines lose most" : "")}.";
        }
    }

    /// <summary>
    /// A higher R_on of this sweep that is enough, or else what follows from another wire resistance: currents depend on the
    /// ratio of wire to cell resistance alone where drivers and sensing nodes have none, so what holds at a lower wire
    /// resistance holds here with R_on raised by the same factor.
    /// </summary>
    private string Remedy(IGrouping<(double OnResistance, WordLineDrive Drive), IrDropCase> device, double wire)
    {
        var enough = Cases.Where(c => c.Drive == device.Key.Drive && c.WireResistance == wire && c.OnResistance > device.Key.OnResistance)
            .GroupBy(c => c.OnResistance).OrderBy(g => g.Key).FirstOrDefault(g => LargestTile(g) is not null);
        if (enough is not null)
            return Invariant($" With R_on {SiText.Format(enough.Key, "Ω")}, tiles of {LargestTile(enough)} rows would.");
        if (Options.Get(WiringOptions.Driver) > 0 || Options.Get(WiringOptions.Sense) > 0)
            return "";
        var best = device.Where(c => c.WireResistance > 0 && c.WireResistance < wire).GroupBy(c => c.WireResistance).OrderByDescending(g => g.Key)
            .Select(g => (Wire: g.Key, Rows: LargestTile(g), On: g.First().OnResistance)).FirstOrDefault(x => x.Rows is not null);
        return best.Rows is { } rows
            ? $" With R_on and R_off {Invariant($"{wire / best.Wire:0.##}")} times as high (R_on {SiText.Format(best.On * wire / best.Wire, "Ω")}), tiles of {rows} rows would."
            : " Raise R_on beyond what this sweep covers.";
    }

    /// <summary>In the form that all studies share.</summary>
    public StudyResult Tell()
    {
        var table = CasesTable();
        var devices = Cases.GroupBy(c => (c.OnResistance, c.Drive, c.WireResistance)).ToList();
        var shown = ReadableTable.Of(Cases,
            ("R_on", c => $"{SiText.Format(c.OnResistance, "Ω")}"), ("drive", c => $"{DriveName(c.Drive)}"), ("tile rows", c => $"{c.TileRows}"), ("wire [Ω]", c => $"{c.WireResistance:0.######}"),
            ("accuracy [%]", c => Number(100.0 * c.Correct / Images)), ("changed images", c => $"{c.Changed}"), ("current lost [%]", c => Number(100 * c.Losses[0].Total)),
            ("spread over columns [%]", c => Number(100 * c.Losses[0].Spread)), ("worst column [%]", c => Number(100 * c.Losses[0].WorstColumn)), ("worst current error [%]", c => Number(100 * c.CurrentError.Worst)));
        return new StudyResult
        {
            Inputs = [.. ImageSet.Mnist.Files.Select(f => (f.Name, f.Sha256)), (Path.GetFileName(Options.Get(IrDropSweep.Network)), WeightsSha256)],
            Figures = [("test_images", Images), ("ideal_correct", Ideal.Correct), ("without_wires_correct", WithoutWires), ("output_difference_over_full_scale", OutputDifference)],
            Remarks = [("recommendations", null, [.. Recommendations()]), ("warnings", null, [.. Warnings()]), (null, "", Useless().Rows.Count > 0 ? [Help] : [])],
            Tables =
            [
                table,
                // The largest tile within the bound; null where there is none.
                ResultTable.Of("recommendation", devices, ("r_on_ohm", g => g.Key.OnResistance), ("drive", g => DriveName(g.Key.Drive)), ("wire_resistance_ohm", g => g.Key.WireResistance), ("largest_tile_rows", g => LargestTile(g))),
            ],
            Shown = [shown, .. new[] { Advice(), Useless() }.Where(t => t.Rows.Count > 0)],
            Report = Report(table, shown),
            Timing = Timing,
        };
    }

    /// <summary>One row per case: what the JSON holds, the CSV file repeats and the figures draw.</summary>
    private ResultTable CasesTable() => ResultTable.Of("ir_drop", Cases,
    [
        ("r_on_ohm", c => c.OnResistance), ("drive", c => DriveName(c.Drive)), ("tile_rows", c => c.TileRows), ("wire_resistance_ohm", c => c.WireResistance),
        ("images", _ => Images), ("correct", c => c.Correct), ("accuracy_percent", c => 100.0 * c.Correct / Images), ("loss_points", c => Loss(c)), ("changed_images", c => c.Changed),
        .. Enumerable.Range(0, Sizes.Count - 1).SelectMany(l => new (string, Func<IrDropCase, object?>)[]
        {
            ($"layer_{l + 1}_current_loss_percent", c => 100 * c.Losses[l].Total), ($"layer_{l + 1}_spread_percent", c => 100 * c.Losses[l].Spread), ($"layer_{l + 1}_worst_column_loss_percent", c => 100 * c.Losses[l].WorstColumn), ($"layer_{l + 1}_worst_column", c => c.Losses[l].Column),
        }),
        ("worst_current_error_percent", c => 100 * c.CurrentError.Worst), ("mean_current_error_percent", c => 100 * c.CurrentError.Mean),
    ]);

    private HtmlReport Report(ResultTable table, ReadableTable shown)
    {
        var report = new HtmlReport("How large may an array be? What IR drop costs a network for MNIST");
        report.Figure(LargestTiles().ToSvg(), Invariant(
            $"The highest tile that loses at most {Bound} of accuracy, over all {Images} test images{(Cases.Any(c => c.WireResistance > 0) ? "; a triangle on the lower edge: none of this sweep does" : "")}."));
        if (Advice() is { Rows.Count: > 0 } advice)
            report.Table($"How high a tile may be; the whole array has {Sizes[0] + 1} rows", advice);

        report.Paragraph(Invariant(
            $"A network {string.Join('-', Sizes)} (Halawani) with logistic hidden outputs, encoded with a reference column into arrays of {string.Join(" and ", Enumerable.Range(1, Sizes.Count - 1).Select(l => $"{Sizes[l - 1] + 1} rows for {Sizes[l]} outputs"))}. All {Images} test images pass both layers with every wire in place; between the layers, the logistic function is digital. Seed {Options.Get(IrDropSweep.Seed)}, R_off = {SiText.Exact(Options.Get(IrDropSweep.Ratio))} · R_on, read voltage {SiText.Format(Options.Get(IrDropSweep.Voltage), "V")}, {(Options.Get(IrDropSweep.Levels) is { } levels ? $"{levels} conductance levels" : "any conductance")}."));
        report.Paragraph(Invariant(
            $"The ideal network classifies {Ideal.Correct} images correctly ({100.0 * Ideal.Correct / Images:0.00} %), the arrays without wires {WithoutWires} (largest difference of an output over full scale {SiText.Scientific(OutputDifference)})."));
        if (Useless() is { Rows.Count: > 0 } useless)
        {
            report.Table("Useless as they stand: arrays that lose half of their current or more, or far too much accuracy", useless);
            report.Note(Help);
        }

        report.Heading("Accuracy");
        foreach (var (on, drive) in Devices)
        {
            report.Figure(OverWires(table, "ir_drop_accuracy", "accuracy_percent", Accuracy, on, drive).ToSvg(),
                $"{Device(on, drive)}: accuracy of the whole test set against wire resistance. Tiles have one height and their own drivers; their column currents are summed.");
            report.Figure(OverTiles(table, on, drive).ToSvg(), $"{Device(on, drive)}: the same against the height of the tiles.");
        }

        report.Heading("Current");
        foreach (var (on, drive) in Devices)
        {
            report.Figure(OverWires(table, "ir_drop_current_loss", "layer_1_current_loss_percent", new FigureAxis("current lost", "%", Least: 0), on, drive).ToSvg(),
                $"{Device(on, drive)}: share of the first layer's total column current that the wires take, all word lines at the read voltage.");
            report.Figure(OverWires(table, "ir_drop_spread", "layer_1_spread_percent", new FigureAxis("spread over the columns", "%"), on, drive).ToSvg(),
                $"{Device(on, drive)}: how far the shares that the columns keep differ: their standard deviation over their mean. The loss itself is common to reference and column, and one gain takes it back; this spread costs the accuracy of low tiles, and one gain per column takes it back.");
            report.Figure(OverWires(table, "ir_drop_worst_column", "layer_1_worst_column_loss_percent", new FigureAxis("current lost by the worst column", "%", Least: 0), on, drive).ToSvg(),
                $"{Device(on, drive)}: the same for the column that loses most of its own current.");
        }

        report.Heading("All cases");
        report.Table($"All {Images} test images; errors of column currents relative to the largest ideal one, first layer", shown);
        report.Paragraph($"Where a tile height does not divide the rows, the last tile is filled up with unused rows at 0 V, their cells at R_off, at the far end of the bit lines. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}; weights' sha256 {WeightsSha256}.");
        return report;
    }

    private static FigureAxis Accuracy { get; } = FigureAxis.Share("images classified correctly");

    private string Bound => Invariant($"{Options.Get(IrDropSweep.LossBound):0.##} {(Options.Get(IrDropSweep.LossBound) == 1 ? "point" : "points")}");

    private IReadOnlyList<(double OnResistance, WordLineDrive Drive)> Devices => [.. Cases.Select(c => (c.OnResistance, c.Drive)).Distinct()];

    private static string Device(double on, WordLineDrive drive) => $"R_on {SiText.Format(on, "Ω")}, {DriveText(drive)}";

    private LineFigure LargestTiles() => new()
    {
        Id = "largest_tile",
        Description = "Largest tile within the bound against wire resistance, a line for each R_on and drive.",
        XAxis = new FigureAxis("wire resistance per segment", "Ω", FigureScale.Ordinal),
        YAxis = new FigureAxis("rows of the largest tile", Scale: FigureScale.Logarithmic, Least: 0.8 * Cases.Min(c => c.TileRows), Greatest: 1.1 * Cases.Max(c => c.TileRows)),
        Series = [.. Devices.Select(d => new FigureSeries(Device(d.OnResistance, d.Drive),
            [.. Cases.Where(c => (c.OnResistance, c.Drive) == d).GroupBy(c => c.WireResistance).OrderBy(g => g.Key).Select(g => (g.Key, LargestTile(g) ?? double.NegativeInfinity))]))],
    };

    private LineFigure OverWires(ResultTable table, string id, string column, FigureAxis axis, double on, WordLineDrive drive)
    {
        var series = Series(table, on, drive, c => c.TileRows, rows => $"{rows} rows", "wire_resistance_ohm", column);
        if (column == "accuracy_percent")
        {
            var (least, greatest) = (Options.Get(IrDropSweep.Wires).Min(), Options.Get(IrDropSweep.Wires).Max());
            var ideal = 100.0 * Ideal.Correct / Images;
            series.Add(new FigureSeries("ideal network", [(least, ideal), (greatest, ideal)], ShowPoints: false, Meaning: FigureMeaning.Ideal));
        }

        return new LineFigure
        {
            Id = IdOf(id, on, drive),
            Description = $"{axis.Label} against wire resistance per segment, a line for each tile height.",
            XAxis = new FigureAxis("wire resistance per segment", "Ω", FigureScale.Ordinal),
            YAxis = axis,
            Series = series,
        };
    }

    private LineFigure OverTiles(ResultTable table, double on, WordLineDrive drive) => new()
    {
        Id = IdOf("ir_drop_tiles", on, drive),
        Description = "Accuracy against tile height, a line for each wire resistance.",
        XAxis = new FigureAxis("word lines of a tile", Scale: FigureScale.Ordinal),
        YAxis = Accuracy,
        Series = Series(table, on, drive, c => c.WireResistance, wire => SiText.Format(wire, "Ω"), "tile_rows", "accuracy_percent"),
    };

    private string IdOf(string id, double on, WordLineDrive drive) => Devices is [_] ? id : Invariant($"{id}_{SiText.Exact(on)}_{DriveName(drive)}");

    /// <summary>One line for each value of a key over the rows of the table, coloured in its order.</summary>
    private List<FigureSeries> Series<T>(ResultTable table, double on, WordLineDrive drive, Func<IrDropCase, T> key, Func<T, string> name, string x, string y)
    {
        var lines = Cases.Select(key).Distinct().Order().ToList();
        return [.. Enumerable.Range(0, Cases.Count).Where(k => (Cases[k].OnResistance, Cases[k].Drive) == (on, drive)).GroupBy(k => key(Cases[k])).Select(g => new FigureSeries(
            name(g.Key), [.. g.Select(k => (table.Number(k, x), table.Number(k, y))).OrderBy(p => p.Item1)], Rank: lines.IndexOf(g.Key) / Math.Max(1.0, lines.Count - 1)))];
    }

    private static string DriveName(WordLineDrive drive) => WiringOptions.Drive.WrittenOf(drive);

    private static string DriveText(WordLineDrive drive) => drive == WordLineDrive.BothEnds ? "driven from both ends" : "driven from one end";

    // Adding zero turns a rounded −0.0 into 0.0.
    private static FormattableString Number(double value) => $"{Math.Round(value, 2) + 0.0:0.00}";
}
