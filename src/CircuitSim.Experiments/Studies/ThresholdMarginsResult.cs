using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;
using CircuitSim.Programming;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>What <see cref="ThresholdMargins"/> found, and what it comes to.</summary>
internal sealed record ThresholdMarginsResult
{
    public required StudyValues Options { get; init; }

    public required CardProvenance Card { get; init; }

    /// <summary>Sizes × wire resistances × directions.</summary>
    public required IReadOnlyList<MarginCase> Cases { get; init; }

    /// <summary>Of the array that is looked at closely, set and reset.</summary>
    public required IReadOnlyList<WriteWindow> Windows { get; init; }

    /// <summary>For each of <see cref="Windows"/>, drift of every cell after all writes at the window's amplitude, [size × size], part of the range.</summary>
    public required IReadOnlyList<double[]> DisturbMaps { get; init; }

    public required IReadOnlyList<WriteYield> Yields { get; init; }

    public required IReadOnlyList<WholeArrayCheck> Checks { get; init; }

    public required IReadOnlyList<(string Step, double Seconds)> Timing { get; init; }

    private WriteRequirement Requirement => ThresholdMargins.RequirementOf(Options);

    private int Size => Options.Get(ThresholdMargins.Size);

    /// <summary>The amplitude at which fewest devices fail; the middle one where several are as good.</summary>
    public WriteYield BestYield(WriteDirection direction)
    {
        var curve = Yields.Where(y => y.Direction == direction).ToList();
        var fewest = curve.Min(y => y.Failed);
        var best = curve.Where(y => y.Failed == fewest).ToList();
        return best[best.Count / 2];
    }

    /// <summary>What it comes to, a few sentences for each direction.</summary>
    public IEnumerable<string> Verdicts()
    {
        var (q, sigma, samples) = (Requirement, Options.Get(ThresholdMargins.Sigma), Options.Get(ThresholdMargins.Samples));
        foreach (var w in Windows)
        {
            var word = Word(w.Direction);
            var where = Invariant($"{Size} × {Size} at {Options.Get(ThresholdMargins.Wire):0.###} Ω, {word}: ");
            yield return where + (w.Margin is { } margin
                ? Invariant($"{w.Least:0.###} … {w.Greatest:0.###} V write the worst-placed cell in {SiText.Format(q.Width, "s")} and leave every other within {100 * q.Tolerance:0.##} % of its range over {q.Writes} writes; margin {1e3 * margin:0.#} mV.")
                : w.Least is { } least
                    ? Invariant($"no amplitude does both: the worst-placed cell needs {least:0.###} V, and the worst half-selected one bears {w.Greatest:0.###} V. Lower the wire resistance, tile the array, write less often before a refresh, or put a selector into the cells.")
                    : Invariant($"the worst-placed cell is not written at {w.Largest:0.###} V: it sees {100 * w.Supply.Share:0.#} % of the amplitude behind {w.Supply.Resistance:0} Ω. ")
                        + (w.Largest < q.LargestAmplitude
                            ? "Higher amplitudes leave the card's range of voltages (vmin, vmax); tile the array, lengthen the pulse, or use a card that holds further."
                            : "Tile the array, lengthen the pulse, or raise R_on."));
            if (sigma > 0)
            {
                var best = BestYield(w.Direction);
                var cells = (double)Size * Size;
                yield return best.Failed == 1
                    ? Invariant($"With {100 * sigma:0.##} % scatter no amplitude writes a device at the worst place that also bears all writes there ({samples} devices).")
                    : Invariant(
                        $"With {100 * sigma:0.##} % scatter fewest devices fail at {best.Amplitude:0.###} V, {100 * best.Failed:0.##} %: {100 * best.NotWritten:0.##} % are not written and {100 * best.Disturbed:0.##} % do not bear all writes, each as if at the worst place: about {cells * best.Failed:0} of {cells:0} cells if all stood there (from {samples} devices).");
            }
        }
    }

    /// <summary>In the form that all studies share.</summary>
    public StudyResult Tell()
    {
        var engines = Checks.SelectMany(c => c.Engines.Select(e => (Check: c, Engine: e))).ToList();
        var windows = ReadableTable.Of(Cases.OrderBy(c => c.Window.Direction),
            ("write", c => $"{Word(c.Window.Direction)}"), ("array", c => $"{c.Size} × {c.Size}"), ("wire [Ω]", c => $"{c.WireResistance:0.######}"),
            ("least [V]", c => c.Window.Least is { } least ? Volts(least) : (FormattableString)$"above {c.Window.Largest:0.0000}"), ("greatest [V]", c => Volts(c.Window.Greatest)),
            ("margin [V]", c => c.Window.Margin is { } margin ? Volts(margin) : (FormattableString)$"none"));
        var elsewhere = ReadableTable.Of(engines,
            ("write of the whole array", x => $"{Word(x.Check.Direction)}"), ("other cells", x => $"{Others(x.Check)}"), ("engine", x => $"{x.Engine.Engine}"),
            ("written state", x => $"{Math.Round(x.Engine.WrittenState, 5) + 0.0:0.00000}"), ("builtin's", x => $"{x.Check.WrittenState:0.00000}"),
            ("largest difference of a state", x => $"{SiText.Scientific(100 * x.Engine.LargestDifference)} % of its range"),
            ("verdict", x => $"{(x.Engine.Agrees ? "passed" : "missed")} (to {100 * EngineCheck.Tolerance} %)"));
        return new StudyResult
        {
            Card = Card,
            Tables =
            [
                ResultTable.Of("margins", Cases,
                    ("direction", c => Word(c.Window.Direction)), ("size", c => c.Size), ("wire_resistance_ohm", c => c.WireResistance),
                    ("least_v", c => c.Window.Least), ("greatest_v", c => c.Window.Greatest), ("margin_v", c => c.Window.Margin),
                    ("source_share", c => c.Window.Supply.Share), ("source_resistance_ohm", c => c.Window.Supply.Resistance), ("disturbance_share", c => c.Window.Disturbance)),
                ResultTable.Of("yield", Yields,
                    ("direction", y => Word(y.Direction)), ("amplitude_v", y => y.Amplitude), ("not_written", y => y.NotWritten), ("disturbed", y => y.Disturbed), ("failed", y => y.Failed)),
                ResultTable.Of("whole_array", Checks,
                    ("direction", c => Word(c.Direction)), ("other_cells", c => Others(c)), ("amplitude_v", c => c.Amplitude), ("written_state", c => c.WrittenState),
                    ("predicted_state", c => c.PredictedState), ("largest_drift", c => c.LargestDrift),
                    ("predicted_drift_written_lrs", c => c.PredictedDrift.Conducting), ("predicted_drift_written_hrs", c => c.PredictedDrift.Resisting)),
                .. engines.Count == 0 ? Array.Empty<ResultTable>() :
                [
                    ResultTable.Of("engines", engines,
                        ("direction", x => Word(x.Check.Direction)), ("other_cells", x => Others(x.Check)), ("engine", x => x.Engine.Engine),
                        ("written_state", x => x.Engine.WrittenState), ("written_state_builtin", x => x.Check.WrittenState), ("largest_difference", x => x.Engine.LargestDifference)),
                ],
                .. Windows.Zip(DisturbMaps, (w, map) => ResultTable.OfMatrix($"disturb_{Word(w.Direction)}", "drift", Size, map)),
            ],
            Shown = engines.Count > 0 ? [windows, elsewhere] : [windows],
            Remarks = [("verdicts", "", [.. Verdicts()])],
            Report = Report(windows, engines.Count > 0 ? elsewhere : null),
            EnginesAgree = engines.All(x => x.Engine.Agrees),
            Timing = Timing,
        };
    }

    private HtmlReport Report(ReadableTable windows, ReadableTable? elsewhere)
    {
        var q = Requirement;
        var report = new HtmlReport($"Write margins of passive arrays of {Card.Name}");
        foreach (var direction in Windows.Select(w => w.Direction))
        {
            var word = Word(direction);
            var cases = Cases.Where(c => c.Window.Direction == direction).ToList();
            report.Figure(new LineFigure
            {
                Id = $"margin_{word}",
                Description = $"Least and greatest amplitude of a {word} against array size, a line for each wire resistance.",
                XAxis = new FigureAxis("rows and columns", Scale: FigureScale.Ordinal),
                YAxis = new FigureAxis("amplitude", "V"),
                Series =
                [
                    .. cases.GroupBy(c => c.WireResistance).Where(g => g.Any(c => c.Window.Least is not null)).Select(g => new FigureSeries(
                        $"least, {SiText.Format(g.Key, "Ω")}", [.. g.Select(c => ((double)c.Size, c.Window.Least ?? double.PositiveInfinity))])),
                    new FigureSeries("greatest, at the wire resistance where it is least",
                        [.. cases.GroupBy(c => c.Size).Select(g => ((double)g.Key, g.Min(c => c.Window.Greatest)))], Dashed: true),
                ],
            }.ToSvg(), $"{word}: the worst-placed cell is written above the full line, the worst half-selected cell bears all writes below the dashed one. Where a full line lies above it, no amplitude does both{(cases.Exists(c => c.Window.Least is null) ? "; a triangle on the upper edge: no amplitude writes that cell" : "")}.");
        }

        report.Table("Write windows", windows);
        report.Paragraph(Invariant(
            $"One pulse of {SiText.Format(q.Width, "s")} with edges of {SiText.Format(q.Edge, "s")} must bring the worst-placed cell {100 * q.Switched:0.#} % of its range towards the other state, with every other cell in the LRS, where the wires take most. {q.Writes} such pulses on one cell may move no other by more than {100 * q.Tolerance:0.##} % of its range. Bias scheme {ThresholdMargins.Scheme.WrittenOf(Options.Get(ThresholdMargins.Scheme))}, driver resistance {SiText.Format(Options.Get(WiringOptions.Driver), "Ω")}. A positive voltage from word to bit line resets."));
        foreach (var verdict in Verdicts())
            report.Paragraph(verdict);

        report.Heading("Where the disturbance lies");
        for (var k = 0; k < Windows.Count; k++)
        {
            var window = Windows[k];
            var word = Word(window.Direction);
            var map = DisturbMaps[k];
            if (map.Max() <= 0)
            {
                report.Paragraph(Invariant($"{word} at {window.Amplitude:0.###} V: no cell moves at all; what it gets lies in the dead zone."));
                continue;
            }

            report.Figure(new MapFigure
            {
                Id = $"disturb_{word}",
                Description = $"Drift of every cell after all writes of the far corner, {word}.",
                Rows = Size,
                Columns = Size,
                Values = [.. map.Select(v => 100 * v)],
                RowAxis = new FigureAxis("word line"),
                ColumnAxis = new FigureAxis("bit line"),
                Value = new FigureAxis("drift, part of the range", "%", FigureScale.Logarithmic),
            }.ToSvg(), Invariant($"{word} at {window.Amplitude:0.###} V: drift of each cell after {q.Writes} writes of the worst-placed one, all cells starting in the state that the write can move."));
        }

        report.Heading("Devices that scatter");
        foreach (var group in Yields.GroupBy(y => y.Direction))
        {
            var word = Word(group.Key);
            report.Figure(new LineFigure
            {
                Id = $"yield_{word}",
                Description = $"Share of devices that fail against amplitude, {word}.",
                XAxis = new FigureAxis("amplitude", "V"),
                YAxis = FigureAxis.Share("devices"),
                Series =
                [
                    new FigureSeries("not written", [.. group.Select(y => (y.Amplitude, 100 * y.NotWritten))], ShowPoints: false),
                    new FigureSeries("disturbed", [.. group.Select(y => (y.Amplitude, 100 * y.Disturbed))], ShowPoints: false, Dashed: true),
                ],
            }.ToSvg(), Invariant($"{word}: {Options.Get(ThresholdMargins.Samples)} devices, resistances, speeds and thresholds log-normal with {100 * Options.Get(ThresholdMargins.Sigma):0.##} %, each as if it stood at the worst place of {Size} × {Size}."));
        }

        if (Checks.Count > 0)
        {
            report.Heading("Checks");
            report.Table("One write as a transient of the whole array, beside the prediction", ReadableTable.Of(Checks,
                ("write", c => $"{Word(c.Direction)}"), ("other cells", c => $"{Others(c)}"), ("amplitude [V]", c => $"{c.Amplitude:0.####}"), ("written state", c => $"{c.WrittenState:0.00000}"),
                ("predicted", c => $"{c.PredictedState:0.00000}"), ("largest drift", c => $"{SiText.Scientific(c.LargestDrift)}"),
                ("predicted, written cell LRS … HRS", c => $"{SiText.Scientific(c.PredictedDrift.Conducting)} … {SiText.Scientific(c.PredictedDrift.Resisting)}")));
        }

        if (elsewhere is not null)
            report.Table("The same on other engines", elsewhere);

        report.Paragraph($"Card {Card.Name} of {Card.File}, sha256 {Card.Sha256}. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}, seed {Options.Get(ThresholdMargins.Seed)}.");
        return report;
    }

    private static string Word(WriteDirection direction) => direction == WriteDirection.Set ? "set" : "reset";

    private static string Others(WholeArrayCheck check) => check.OthersConduct ? "LRS" : "HRS";

    private static FormattableString Volts(double volts) => $"{volts:0.0000}";
}
