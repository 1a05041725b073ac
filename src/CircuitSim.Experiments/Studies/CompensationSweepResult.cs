using CircuitSim.Emulation;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>Every figure of <see cref="CompensationSweep"/>, and what it comes to.</summary>
internal sealed record CompensationSweepResult
{
    private const string Own = "CircuitSim";

    private static readonly CompensationMethod[] Drawn =
        [CompensationMethod.None, CompensationMethod.CommonGain, CompensationMethod.ColumnGains, CompensationMethod.RowColumnGains, CompensationMethod.LinearDecode, CompensationMethod.ScaledTargets];

    public required StudyValues Options { get; init; }

    /// <summary>Of the layer's matrix, the bias row included.</summary>
    public required int Rows { get; init; }

    public required int Columns { get; init; }

    public required int Outputs { get; init; }

    public required int FitImages { get; init; }

    /// <summary>Of the column quantizers, the ideal array's largest current over the images to fit on [A].</summary>
    public required double FullScale { get; init; }

    public required Predictions Ideal { get; init; }

    /// <summary>Images correct without wires, column quantizers in the path.</summary>
    public required int IdealQuantized { get; init; }

    /// <summary>By tile rows, then wire resistance, rising.</summary>
    public required IReadOnlyList<CompensationCase> Cases { get; init; }

    /// <summary>Empty where the network has no reference column.</summary>
    public required IReadOnlyList<ReferenceArray> Arrays { get; init; }

    /// <summary>Correlations of the outputs with the reference column at <see cref="ReferenceArray.Places"/>.</summary>
    public required IReadOnlyList<double> Placed { get; init; }

    /// <summary>Of the layer.</summary>
    public required Claim CircuitIsEmulator { get; init; }

    /// <summary>Seconds by step; not part of the result's identity.</summary>
    public required IReadOnlyList<(string Step, double Seconds)> Timing { get; init; }

    private int Images => Ideal.Classes.Length;

    private bool IsMnist => Arrays.Count > 0;

    private int Bits => Options.Get(CamponogaraDigits.AdcBits);

    private IEnumerable<CompensationMethod> Methods => Cases[0].Outcomes.Select(o => o.Method);

    public static string NameOf(CompensationMethod method) => method switch
    {
        CompensationMethod.None => "none",
        CompensationMethod.CommonGain => "one gain for all columns",
        CompensationMethod.MeasuredColumnGains => "column gains, one measurement",
        CompensationMethod.ColumnGains => "column gains",
        CompensationMethod.ColumnGainsToOutputs => "column gains, to outputs",
        CompensationMethod.RowColumnGains => "row and column gains",
        CompensationMethod.LinearDecode => "linear decode",
        _ => "scaled targets",
    };

    /// <summary>Multiplications that a read needs more than the ideal array's, and words of memory for their factors; a factor common to all outputs is part of their scale.</summary>
    public (int Multiplications, int Words) CostOf(CompensationMethod method) => method switch
    {
        CompensationMethod.None => (0, 0),
        CompensationMethod.CommonGain or CompensationMethod.ScaledTargets => (0, 1),
        CompensationMethod.RowColumnGains => (Rows + Columns, Rows + Columns),
        CompensationMethod.LinearDecode => (Outputs * (Columns + 1), Outputs * (Columns + 1)),
        _ => (Columns, Columns),
    };

    /// <summary>
    /// The greatest wire resistance of the sweep up to which a method keeps the loss of accuracy within the bound, against the same path
    /// without wires; null where it never does [Ω].
    /// </summary>
    public double? HoldsTo(CompensationMethod method, int tileRows, Func<CompensationOutcome, int> correct, int ideal) =>
        Cases.Where(c => c.TileRows == tileRows).TakeWhile(c => 100.0 * (ideal - correct(c[method])) / Images <= Options.Get(IrDropSweep.LossBound)).LastOrDefault()?.WireResistance;

    public IReadOnlyList<Claim> Claims() => [.. IsMnist ? MnistClaims() : DigitsClaims(), CircuitIsEmulator];

    /// <summary>Found beforehand in NumPy, on the circuit of camponogara-digits, seed 2.</summary>
    private IEnumerable<Claim> DigitsClaims()
    {
        if (Cases.FirstOrDefault(c => c.WireResistance == 2 && c.TileRows == Rows) is not { } c)
            yield break;
        foreach (var (method, id, found) in new[]
        {
            (CompensationMethod.None, "none", 78.1), (CompensationMethod.ColumnGains, "column-gains", 87.5),
            (CompensationMethod.RowColumnGains, "row-column-gains", 90.6), (CompensationMethod.LinearDecode, "linear-decode", 91.9),
        })
        {
            yield return new Claim(
                $"compensation.digits-{id}", Own, Invariant($"{NameOf(method)}: {found} % at 2 Ω untiled, found in NumPy"), "accuracy, no quantizers", Percent(c[method].Correct), "%", found - 1, found + 1);
        }
    }

    private IEnumerable<Claim> MnistClaims()
    {
        if (Cases.FirstOrDefault(c => c.WireResistance == 1 && c.TileRows == 32) is { } low)
        {
            double Share(CompensationMethod method) => 100.0 * (low[method].Correct - low[CompensationMethod.None].Correct) / Math.Max(1, Ideal.Correct - low[CompensationMethod.None].Correct);
            yield return new Claim("compensation.mnist-common-gain", Own, "the common loss of current is not what costs the accuracy", "share of the loss that one gain for all columns gives back, 1 Ω, 32 rows", Share(CompensationMethod.CommonGain), "%", null, 20);
            yield return new Claim("compensation.mnist-column-gains", Own, "the spread of the loss over the columns is", "share of the loss that column gains give back, 1 Ω, 32 rows", Share(CompensationMethod.ColumnGains), "%", 90, null);
            yield return new Claim("compensation.mnist-column-gains-quantized", Own, "so they do behind quantizers", Invariant($"accuracy against the array without wires, {Bits}-bit column quantizers in both, 1 Ω, 32 rows"), Percent(low[CompensationMethod.ColumnGains].Quantized - IdealQuantized), "points", -0.5, null);
        }

        if (Cases.FirstOrDefault(c => c.WireResistance == 1 && c.TileRows == Rows) is { } tall)
        {
            yield return new Claim("compensation.mnist-untiled-targets", Own, "targets bent beforehand take back what the wires of an untiled array cost", "accuracy against the ideal network, 1 Ω, untiled, no quantizers", Percent(tall[CompensationMethod.ScaledTargets].Correct - Ideal.Correct), "points", -1, null);
            foreach (var (method, id) in new[] { (CompensationMethod.None, "none"), (CompensationMethod.ColumnGains, "column-gains"), (CompensationMethod.RowColumnGains, "row-column-gains"), (CompensationMethod.LinearDecode, "linear-decode") })
                yield return new Claim($"compensation.mnist-untiled-{id}", Own, "no gain takes all of it back there", $"accuracy, {NameOf(method)}, 1 Ω, untiled, no quantizers", Percent(tall[method].Correct), "%", null, null);
        }

        // Ten draws of weights and inputs, solved with SciPy's sparse LU, lie up to 4.2 points, 0.55 points, 0.11 and 0.04 from the table
        // (docs/compensation.md): the range of the weights that a draw happens to have sets the mean conductance, and with it everything else.
        foreach (var (id, what, unit, bound, difference) in new (string, string, string, double, Func<ReferenceArray, double>)[]
        {
            ("lost", "current lost", "points", 4, a => 100 * (a.Loss.Total - Found(a).Lost)),
            ("spread", "spread of what the columns keep", "points", 0.6, a => 100 * (a.Loss.Spread - Found(a).Spread)),
            ("correlation", "correlation of outputs with the ideal", "", 0.12, a => a.Correlation - Found(a).Correlation),
            ("compensated", "correlation with one gain per column", "", 0.05, a => a.Compensated - Found(a).Compensated),
        })
        {
            yield return new Claim($"compensation.array-{id}", Own, $"{what}: the table found in NumPy, 785 × 33, 1 and 5 Ω, five tile heights", "largest difference of ten", Arrays.Max(a => Math.Abs(difference(a))), unit, null, bound);
        }

        double At(double wire, int tile) => Arrays.Single(a => (a.WireResistance, a.TileRows) == (wire, tile)).Correlation;
        yield return new Claim("compensation.array-small-tiles", Own, "small tiles can be worse where a reference column is subtracted", "correlation of outputs with the ideal, tiles of 128 rows less that of 16, at 5 Ω", At(5, 128) - At(5, 16), "", 0, null);
        yield return new Claim("compensation.array-reference-place", Own, "where the reference column stands hardly matters (0.516 first, 0.496 in the middle, 0.501 last)", "greatest less least correlation of outputs with the ideal, 5 Ω, 32 rows", Placed.Max() - Placed.Min(), "", null, 0.03);
    }

    /// <summary><see cref="Advice"/> as short rows.</summary>
    private ReadableTable AdviceTable() => ReadableTable.Of(Cases.GroupBy(c => c.TileRows).Select(Advised),
        ("tiles [rows]", a => $"{(a.At.TileRows == Rows ? $"untiled, {Rows}" : $"{a.At.TileRows}")}"), ("wire", a => $"{SiText.Format(a.At.WireResistance, "Ω")}"),
        ("current lost [%]", a => $"{100 * a.At.Loss.Total:0.0}"), ("spread [%]", a => $"{100 * a.At.Loss.Spread:0.0}"), ("accuracy lost [points]", a => $"{(a.IsLost ? Percent(a.Lost) : 0):0.0}"),
        ("one gain gives back [%]", a => $"{(a.IsLost ? Invariant($"{a.Common:0}") : "–")}"), ("one per column [%]", a => $"{(a.IsLost ? Invariant($"{a.Columns:0}") : "–")}"), ("so", a => $"{a.Verdict}"));

    /// <summary>What is lost at the first wire resistance that costs more than the bound, or at the last, and what gains give back.</summary>
    private (CompensationCase At, int Lost, bool IsLost, double Common, double Columns, string Verdict) Advised(IEnumerable<CompensationCase> tile)
    {
        var cases = tile.ToList();
        var at = cases.FirstOrDefault(c => Ideal.Correct - c[CompensationMethod.None].Correct > Images * Options.Get(IrDropSweep.LossBound) / 100) ?? cases[^1];
        var none = at[CompensationMethod.None].Correct;
        double Back(CompensationMethod method) => 100.0 * (at[method].Correct - none) / (Ideal.Correct - none);
        if (Ideal.Correct - none <= Images / 1000.0)
            return (at, Ideal.Correct - none, false, 0, 0, "no accuracy is lost");
        var (common, columns) = (Back(CompensationMethod.CommonGain), Back(CompensationMethod.ColumnGains));
        return (at, Ideal.Correct - none, true, common, columns,
            common >= 50 ? "the common loss costs most of it" : columns >= 90 ? "the spread costs it, not the loss"
            : $"rows lose differently, too, which no gain of columns takes back; tile lower, or {(Methods.Contains(CompensationMethod.ScaledTargets) ? "bend the targets" : "decode linearly")}");
    }

    private static (double Lost, double Spread, double Correlation, double Compensated) Found(ReferenceArray a) => ReferenceArray.Found[(a.WireResistance, a.TileRows)];

    /// <summary>What to do, a line each.</summary>
    public IEnumerable<string> Advice() => Cases.GroupBy(c => c.TileRows).Select(Advised).Select(a => !a.IsLost
        ? Invariant($"Tiles of {a.At.TileRows} rows lose no accuracy up to {SiText.Format(a.At.WireResistance, "Ω")}.")
        : Invariant($"{(a.At.TileRows == Rows ? "Untiled" : $"Tiles of {a.At.TileRows} rows")}, {SiText.Format(a.At.WireResistance, "Ω")}: {100 * a.At.Loss.Total:0.0} % of the current is lost in common, what the columns keep spreads by {100 * a.At.Loss.Spread:0.0} %. Of the {Percent(a.Lost):0.0} points of accuracy lost, one gain for all columns gives back {a.Common:0} %, one per column {a.Columns:0} %: {a.Verdict}."));

    public StudyResult Tell()
    {
        var (cases, reach) = (CasesTable(), ReachTable());
        ResultTable[] tables = [cases, reach, .. Arrays.Count > 0 ? new[] { ArraysTable() } : []];
        return new StudyResult
        {
            Inputs = IsMnist ? [.. ImageSet.Mnist.Files.Select(f => (f.Name, f.Sha256))] : [("digits.csv.gz", DigitsFile.Sha256)],
            Figures =
            [
                ("test_images", Images), ("fit_images", FitImages), ("ideal_correct", Ideal.Correct), ("ideal_quantized_correct", IdealQuantized), ("column_quantizer_full_scale_a", FullScale),
            ],
            Claims = Claims(),
            Tables = tables,
            Opening = Invariant($"\nIdeal: {Percent(Ideal.Correct):0.0} % of {Images} test images, {Percent(IdealQuantized):0.0} % with {Bits}-bit column quantizers.\n{ReachCaption}\n"),
            Shown = [ShownReach(), ShownAccuracy(Cases[^1].TileRows), AdviceTable()],
            Remarks = [("advice", null, [.. Advice()])],
            Report = Report(cases),
            Timing = Timing,
        };
    }

    private string ReachCaption => Invariant(
        $"Holds to: the wire resistance per segment [Ω] up to which at most {Options.Get(IrDropSweep.LossBound):0.##} {(Options.Get(IrDropSweep.LossBound) == 1 ? "point" : "points")} of accuracy {(Options.Get(IrDropSweep.LossBound) == 1 ? "is" : "are")} lost: without quantizers / {Bits}-bit column quantizers whose full scale is the ideal array's / the same at the wired array's largest current.");

    private ResultTable CasesTable() => ResultTable.Of("compensation", Cases.SelectMany(c => c.Outcomes.Select(o => (Case: c, Of: o))),
        ("tile_rows", x => x.Case.TileRows), ("wire_resistance_ohm", x => x.Case.WireResistance), ("current_lost_percent", x => 100 * x.Case.Loss.Total), ("spread_percent", x => 100 * x.Case.Loss.Spread),
        ("method", x => NameOf(x.Of.Method)), ("multiplications", x => CostOf(x.Of.Method).Multiplications), ("words", x => CostOf(x.Of.Method).Words),
        ("correlation", x => x.Of.Correlation), ("largest_current_over_full_scale", x => x.Of.Reach), ("correct", x => x.Of.Correct), ("accuracy_percent", x => Percent(x.Of.Correct)),
        ("quantized_accuracy_percent", x => Percent(x.Of.Quantized)), ("refitted_quantized_accuracy_percent", x => Percent(x.Of.Refitted)));

    private IEnumerable<int> Heights => Cases.Select(c => c.TileRows).Distinct();

    private (double? Exact, double? Quantized, double? Refitted) Reach(CompensationMethod m, int rows) =>
        (HoldsTo(m, rows, o => o.Correct, Ideal.Correct), HoldsTo(m, rows, o => o.Quantized, IdealQuantized), HoldsTo(m, rows, o => o.Refitted, IdealQuantized));

    private ResultTable ReachTable() => ResultTable.Of("holds_to", Methods.SelectMany(m => Heights.Select(rows => (Method: m, Rows: rows))),
        ("method", x => NameOf(x.Method)), ("tile_rows", x => x.Rows), ("exact_ohm", x => Reach(x.Method, x.Rows).Exact), ("quantized_ohm", x => Reach(x.Method, x.Rows).Quantized), ("refitted_quantized_ohm", x => Reach(x.Method, x.Rows).Refitted));

    private ResultTable ArraysTable() => ResultTable.Of("reference_array", Arrays,
        ("wire_resistance_ohm", a => a.WireResistance), ("tile_rows", a => a.TileRows), ("current_lost_percent", a => 100 * a.Loss.Total), ("spread_percent", a => 100 * a.Loss.Spread),
        ("correlation", a => a.Correlation), ("correlation_with_column_gains", a => a.Compensated));

    private ReadableTable ShownReach() => ReadableTable.Of(Methods,
    [
        ("method", m => $"{NameOf(m)}"), ("multiplications", m => $"{CostOf(m).Multiplications}"), ("words", m => $"{CostOf(m).Words}"),
        .. Heights.Select(rows => ($"{rows} rows", (Func<CompensationMethod, FormattableString>)(m => ReachText(Reach(m, rows))))),
    ]);

    private static FormattableString ReachText((double? Exact, double? Quantized, double? Refitted) reach)
    {
        static string Text(double? ohm) => ohm is { } r ? Invariant($"{r:0.###}") : "–";
        return $"{Text(reach.Exact)} / {Text(reach.Quantized)} / {Text(reach.Refitted)}";
    }

    private ReadableTable ShownAccuracy(int rows) => ReadableTable.Of(Methods,
    [
        ($"accuracy [%], {rows} rows", m => $"{NameOf(m)}"),
        .. Cases.Where(c => c.TileRows == rows).Select(c => ($"{SiText.Format(c.WireResistance, "Ω")}", (Func<CompensationMethod, FormattableString>)(m => $"{Percent(c[m].Correct):0.0} / {Percent(c[m].Quantized):0.0} / {Percent(c[m].Refitted):0.0}"))),
    ]);

    private HtmlReport Report(ResultTable cases)
    {
        var report = new HtmlReport("IR drop taken back: what each compensation gives, and where it stops");
        report.Figure(OverWires(cases, Cases[^1].TileRows, "accuracy_percent", "compensation").ToSvg(), Invariant(
            $"Accuracy over {Images} test images against wire resistance, {TilingName(Cases[^1].TileRows)}, a line for each compensation; no quantizers. The network is not trained again; factors are fitted on {FitImages} training images."));
        report.Table(ReachCaption, ShownReach());
        report.Paragraph(Invariant(
            $"{(IsMnist ? "The first layer of 784-32-10 (Halawani) for MNIST with a reference column; the second layer is ideal" : "The softmax layer 64→10 (Camponogara) for Digits, four bits in two's complement, one cell per bit")}: {Rows} × {Columns} cells, read voltage {SiText.Format(Options.Get(CamponogaraDigits.Voltage), "V")}, seed {Options.Get(CompensationSweep.Seed)}. Ideal accuracy {Percent(Ideal.Correct):0.0} %, with {Bits}-bit column quantizers {Percent(IdealQuantized):0.0} %. Multiplications and words are what a read needs more than the ideal array's; a factor common to all outputs is part of their scale."));

        report.Heading("Loss or spread?");
        report.Paragraph("Wires take a share of every column's current, and not the same share of each. What is lost in common, one gain gives back; a decode that subtracts columns from one another is hurt by what differs between them.");
        foreach (var line in Advice())
            report.Paragraph(line);
        report.Note("Low tiles and column gains: low tiles keep the loss from differing from row to row, and one gain per column takes back what differs from column to column.");
        if (Arrays.Count > 0)
        {
            report.Table("The same without a network: 785 × 33 cells of 10 kΩ … 1 MΩ, normal weights, sparse inputs; in brackets what NumPy found with other draws", ReadableTable.Of(Arrays,
                ("wire [Ω]", a => $"{a.WireResistance:0.##}"), ("tile rows", a => $"{a.TileRows}"), ("current lost [%]", a => $"{100 * a.Loss.Total:0.0} ({100 * Found(a).Lost:0})"), ("spread [%]", a => $"{100 * a.Loss.Spread:0.0} ({100 * Found(a).Spread:0.0})"),
                ("correlation with the ideal", a => $"{a.Correlation:0.000} ({Found(a).Correlation:0.000})"), ("with column gains", a => $"{a.Compensated:0.0000} ({Found(a).Compensated:0.0000})")));
        }

        if (Claims() is { Count: > 0 } claims)
        {
            report.Heading("Claims");
            report.Table("Checks of our own: what was found, and how far it may differ", Claim.Header, claims.Select(c => c.Row));
        }

        report.Heading("Quantizers in the path");
        report.Paragraph(Invariant(
            $"The full scale of the column quantizers is the largest current of the ideal array over the training images, {SiText.Format(FullScale, "A")}, and stays there; wires leave the upper codes unused. Choosing the TIA's R_f for the wired array's largest current instead uses all of them. Factors are fitted to what the quantizers give."));
        report.Figure(OverWires(cases, Cases[^1].TileRows, "quantized_accuracy_percent", "compensation_quantized").ToSvg(), Invariant($"{Bits}-bit column quantizers, full scale of the ideal array, {TilingName(Cases[^1].TileRows)}."));
        report.Figure(OverWires(cases, Cases[^1].TileRows, "refitted_quantized_accuracy_percent", "compensation_refitted").ToSvg(), Invariant($"{Bits}-bit column quantizers, full scale of the wired array, {TilingName(Cases[^1].TileRows)}."));

        report.Heading("Tiles");
        foreach (var rows in Heights.SkipLast(1))
            report.Figure(OverWires(cases, rows, "accuracy_percent", $"compensation_{rows}").ToSvg(), $"{TilingName(rows)}, no quantizers.");

        report.Heading("All cases");
        report.Table(Invariant($"Accuracy [%] of {Images} test images: without quantizers / {Bits}-bit column quantizers at the ideal array's full scale / at the wired array's"), ReadableTable.Of(Cases,
        [
            ("tile rows", c => $"{c.TileRows}"), ("wire [Ω]", c => $"{c.WireResistance:0.###}"), ("current lost [%]", c => $"{100 * c.Loss.Total:0.0}"), ("spread [%]", c => $"{100 * c.Loss.Spread:0.0}"),
            .. Methods.Select(m => (NameOf(m), (Func<CompensationCase, FormattableString>)(c => $"{Percent(c[m].Correct):0.0} / {Percent(c[m].Quantized):0.0} / {Percent(c[m].Refitted):0.0}"))),
        ]));
        report.Paragraph($"CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.");
        return report;
    }

    private LineFigure OverWires(ResultTable table, int rows, string column, string id)
    {
        var wires = Cases.Where(c => c.TileRows == rows).Select(c => c.WireResistance).ToList();
        var ideal = Percent(column == "accuracy_percent" ? Ideal.Correct : IdealQuantized);
        return new LineFigure
        {
            Id = id,
            Description = "Accuracy against wire resistance per segment, a line for each compensation.",
            XAxis = new FigureAxis("wire resistance per segment", "Ω", FigureScale.Ordinal),
            YAxis = FigureAxis.Share("images classified correctly"),
            Series =
            [
                .. Drawn.Where(Methods.Contains).Select(m => new FigureSeries(
                    NameOf(m), [.. Enumerable.Range(0, table.Rows.Count).Where(k => table.Number(k, "tile_rows") == rows && (string?)table.Rows[k][4] == NameOf(m)).Select(k => (table.Number(k, "wire_resistance_ohm"), table.Number(k, column)))])),
                new FigureSeries("without wires", [(wires[0], ideal), (wires[^1], ideal)], ShowPoints: false, Meaning: FigureMeaning.Ideal),
            ],
        };
    }

    private string TilingName(int rows) => rows == Rows ? "untiled" : $"tiles of {rows} rows";

    private double Percent(int correct) => 100.0 * correct / Images;
}
