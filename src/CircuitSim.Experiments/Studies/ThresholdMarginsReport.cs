using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;
using CircuitSim.Programming;

namespace CircuitSim.Experiments.Studies;

/// <summary>The page that a reader opens first.</summary>
internal static class ThresholdMarginsReport
{
    public static HtmlReport Of(ThresholdMarginsResult r)
    {
        var (o, q) = (r.Options, r.Options.Requirement);
        var report = new HtmlReport($"Write margins of passive arrays of {r.Card.Name}");
        report.Paragraph(FormattableString.Invariant(
            $"One pulse of {SiText.Format(q.Width, "s")} with edges of {SiText.Format(q.Edge, "s")} must bring the worst-placed cell {100 * q.Switched:0.#} % of its range towards the other state, with every other cell in the LRS, where the wires take most. {q.Writes} such pulses on one cell may move no other by more than {100 * q.Tolerance:0.##} % of its range. Bias scheme {SchemeName(o.Scheme)}, driver resistance {SiText.Format(o.DriverResistance, "Ω")}. A positive voltage from word to bit line resets."));
        foreach (var verdict in ThresholdMarginsSummary.Verdicts(r))
            report.Paragraph(verdict);

        report.Heading("Window against size and wire resistance");
        foreach (var direction in r.Windows.Select(w => w.Direction))
        {
            var word = ThresholdMarginsTables.Word(direction);
            var cases = r.Cases.Where(c => c.Window.Direction == direction).ToList();
            report.Figure(new LineFigure
            {
                Id = $"margin_{word}",
                Description = $"Least and greatest amplitude of a {word} against array size, a line for each wire resistance.",
                XAxis = new SvgAxis("rows and columns", SvgScale.Ordinal),
                YAxis = new SvgAxis("amplitude [V]"),
                Series =
                [
                    .. cases.GroupBy(c => c.WireResistance).Where(g => g.Any(c => c.Window.Least is not null)).Select(g => new SvgSeries(
                        $"least, {SiText.Format(g.Key, "Ω")}", [.. g.Where(c => c.Window.Least is not null).Select(c => ((double)c.Size, c.Window.Least!.Value))])),
                    new SvgSeries("greatest, at the wire resistance where it is least",
                        [.. cases.GroupBy(c => c.Size).Select(g => ((double)g.Key, g.Min(c => c.Window.Greatest)))], Dashed: true),
                ],
            }.ToSvg(), $"{word}: the worst-placed cell is written above the full line, the worst half-selected cell bears all writes below the dashed one. Where a full line lies above it, no amplitude does both.");
        }

        report.Heading("Where the disturbance lies");
        for (var k = 0; k < r.Windows.Count; k++)
        {
            var window = r.Windows[k];
            var word = ThresholdMarginsTables.Word(window.Direction);
            var map = r.DisturbMaps[k];
            if (map.Max() <= 0)
            {
                report.Paragraph(FormattableString.Invariant($"{word} at {window.Amplitude:0.###} V: no cell moves at all; what it gets lies in the dead zone."));
                continue;
            }

            report.Figure(new HeatMapFigure
            {
                Id = $"disturb_{word}",
                Description = $"Drift of every cell after all writes of the far corner, {word}.",
                Rows = o.Size,
                Columns = o.Size,
                Values = [.. map.Select(v => 100 * v)],
                RowLabel = "word line",
                ColumnLabel = "bit line",
                ValueLabel = "drift [% of the range]",
                Cell = (Math.Max(4, 384.0 / o.Size), Math.Max(4, 384.0 / o.Size)),
                IsLogarithmic = true,
            }.ToSvg(), FormattableString.Invariant($"{word} at {window.Amplitude:0.###} V: drift of each cell after {q.Writes} writes of the worst-placed one, all cells starting in the state that the write can move."));
        }

        report.Heading("Devices that scatter");
        foreach (var group in r.Yields.GroupBy(y => y.Direction))
        {
            var word = ThresholdMarginsTables.Word(group.Key);
            report.Figure(new LineFigure
            {
                Id = $"yield_{word}",
                Description = $"Share of devices that fail against amplitude, {word}.",
                XAxis = new SvgAxis("amplitude [V]"),
                YAxis = new SvgAxis("devices [%]", Least: 0, Greatest: 100),
                Series =
                [
                    new SvgSeries("not written", [.. group.Select(y => (y.Amplitude, 100 * y.NotWritten))], ShowPoints: false),
                    new SvgSeries("disturbed", [.. group.Select(y => (y.Amplitude, 100 * y.Disturbed))], ShowPoints: false, Dashed: true),
                ],
            }.ToSvg(), FormattableString.Invariant($"{word}: {o.Samples} devices, resistances, speeds and thresholds log-normal with {100 * o.Sigma:0.##} %, each as if it stood at the worst place of {o.Size} × {o.Size}."));
        }

        report.Heading("All cases");
        report.Table("Write windows", ThresholdMarginsSummary.Header, ThresholdMarginsSummary.Rows(r));
        if (r.Checks.Count > 0)
        {
            report.Table("One write as a transient of the whole array, beside the prediction", ["write", "other cells", "amplitude [V]", "written state", "predicted", "largest drift", "predicted, written cell LRS … HRS"],
                r.Checks.Select(c => (IReadOnlyList<string>)
                [
                    ThresholdMarginsTables.Word(c.Direction), c.OthersConduct ? "LRS" : "HRS", FormattableString.Invariant($"{c.Amplitude:0.####}"), FormattableString.Invariant($"{c.WrittenState:0.00000}"),
                    c.PredictedState is { } p ? FormattableString.Invariant($"{p:0.00000}") : "", SiText.Scientific(c.LargestDrift),
                    $"{SiText.Scientific(c.PredictedDrift.Conducting)} … {SiText.Scientific(c.PredictedDrift.Resisting)}",
                ]));
        }

        if (ThresholdMarginsSummary.EngineRows(r) is { Count: > 0 } engines)
            report.Table("The same on other engines", ThresholdMarginsSummary.EngineHeader, engines);

        report.Paragraph($"Card {r.Card.Name} of {r.Card.File}, sha256 {r.Card.Sha256}. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}, seed {o.Seed}.");
        return report;
    }

    public static string SchemeName(BiasScheme scheme) => scheme switch
    {
        BiasScheme.HalfVoltage => "V/2",
        BiasScheme.ThirdVoltage => "V/3",
        _ => "floating",
    };
}
