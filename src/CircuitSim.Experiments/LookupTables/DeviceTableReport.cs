using System.Text.Json.Nodes;
using System.Xml.Linq;
using CircuitSim.Experiments.Devices;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;
using CircuitSim.LookupTables;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>The tables of a device as files and as rows for readers.</summary>
public static class DeviceTableReport
{
    public const string Study = "lut-device";

    /// <summary>Cells of a map along each axis, and lines of a figure.</summary>
    private const int MapCells = 100, Lines = 7;

    private static readonly (string Word, string Change, string Mean, string Deviation, string Ramp, string Ramps, string Time)[] Sides =
    [
        ("set", DeviceKeys.Set, DeviceKeys.SetMean, DeviceKeys.SetDeviation, DeviceKeys.SetRamp, DeviceKeys.SetRamps, DeviceKeys.SetTime),
        ("reset", DeviceKeys.Reset, DeviceKeys.ResetMean, DeviceKeys.ResetDeviation, DeviceKeys.ResetRamp, DeviceKeys.ResetRamps, DeviceKeys.ResetTime),
    ];

    /// <summary>What one pulse does, from five starts over the range.</summary>
    public static ReadableTable Shown(DeviceTableResult r) => ReadableTable.Of(
        Spread(r.Tables[DeviceKeys.SetMean].Axes[0].Count, 5).Select(k => (G: r.Tables[DeviceKeys.SetMean].Axes[0].Points[k], K: k)),
        ("start", s => $"{SiText.Format(s.G, "S")}"),
        ("set ΔG", s => $"{SiText.Format(r.Tables[DeviceKeys.SetMean].Values.Span[s.K], "S")}"), ("spread", s => $"{SiText.Format(r.Tables[DeviceKeys.SetDeviation].Values.Span[s.K], "S")}"),
        ("reset ΔG", s => $"{SiText.Format(r.Tables[DeviceKeys.ResetMean].Values.Span[s.K], "S")}"), ("spread", s => $"{SiText.Format(r.Tables[DeviceKeys.ResetDeviation].Values.Span[s.K], "S")}"));

    /// <summary>By how much the tables change without every second point, or half of the samples.</summary>
    public static ReadableTable Converged(DeviceTableResult r) => ReadableTable.Of(r.Convergence,
        ("half of the", c => $"{c.Direction}"), ("states", c => $"{100 * c.States:0.##} %"), ("quantiles", c => $"{100 * c.Quantiles:0.##} %"), ("samples", c => $"{100 * c.Samples:0.##} %"));

    /// <summary>result.json and report.html beside what <see cref="TableFolder"/> writes; the caller commits the folder.</summary>
    /// <param name="refused">Formats that cannot hold the tables.</param>
    public static void Write(DeviceTableResult r, IReadOnlyList<ITableFormat> formats, IReadOnlyList<(ITableFormat Format, string Reason)> refused, ResultFolder folder)
    {
        var origin = r.Tables.Provenance;
        var options = r.Options.ToJson();
        options["read_voltage_v"] = origin.ReadVoltage;
        foreach (var (word, pulse) in new[] { ("set", origin.Set!.Value), ("reset", origin.Reset!.Value) })
            options[$"{word}_pulse"] = new JsonObject { ["voltage_v"] = pulse.Voltage, ["width_s"] = pulse.Width, ["edge_s"] = pulse.Edge };
        var means = ResultTable.Of("steps", Enumerable.Range(0, r.Options.States),
            [("g_s", k => r.Tables[DeviceKeys.SetMean].Axes[0].Points[k]), .. new[] { DeviceKeys.SetMean, DeviceKeys.SetDeviation, DeviceKeys.ResetMean, DeviceKeys.ResetDeviation }.Select(key => (key, (Func<int, object?>)(k => r.Tables[key].Values.Span[k])))]);
        folder.Write(new ResultDocument(Study, options, r.Options.Seed)
            .AddCard(r.Model.Provenance)
            .Add("engines", [r.Engine])
            .Add("flags", new JsonArray([.. r.Tables.Flags.Select(f => (JsonNode?)new JsonObject { ["id"] = f.Id, ["text"] = f.Text })]))
            .Add("figures", new JsonObject(r.Convergence.SelectMany(c => new[]
            {
                KeyValuePair.Create($"{c.Direction}_largest_step", (JsonNode?)c.Step),
                KeyValuePair.Create($"{c.Direction}_half_states", (JsonNode?)c.States),
                KeyValuePair.Create($"{c.Direction}_half_quantiles", (JsonNode?)c.Quantiles),
                KeyValuePair.Create($"{c.Direction}_half_samples", (JsonNode?)c.Samples),
            })))
            .Add("requirements", new JsonArray([.. r.Requirements.Select(q => (JsonNode?)new JsonObject { ["id"] = q.Id, ["statement"] = q.Statement, ["found"] = q.Found, ["verdict"] = q.Verdict })]))
            .Add("formats", formats.Where(f => refused.All(x => x.Format != f)).Select(f => f.Word))
            .Add("formats_refused", new JsonObject(refused.Select(x => KeyValuePair.Create(x.Format.Word, (JsonNode?)x.Reason))))
            .AddTables(means)
            .AddTiming(r.Jobs, r.Timing));
        folder.Write("report.html", Html(r, refused));
    }

    private static string Html(DeviceTableResult r, IReadOnlyList<(ITableFormat Format, string Reason)> refused)
    {
        var origin = r.Tables.Provenance;
        var report = new HtmlReport($"Tables of the device {r.Model.Card.Name}");
        if (r.Tables.Flags.Count > 0)
            report.Table("Know before use", ["flag", "what"], r.Tables.Flags.Select(f => (IReadOnlyList<string>)[f.Id, f.Text]));
        report.Table("Requirements", DeviceReport.Table(r.Requirements))
            .Table("Convergence: by how much the tables of ΔG change without every second state, every second quantile, half of the samples; states and samples relative to the largest mean step, quantiles to the largest spread.", Converged(r))
            .Table("One pulse", Shown(r));
        foreach (var (side, pulse) in Sides.Zip([origin.Set!.Value, origin.Reset!.Value]))
        {
            var what = $"{side.Word} pulse of {SiText.Format(pulse.Voltage, "V")}, {SiText.Format(pulse.Width, "s")}";
            report.Figure(StepFigure(r, side.Word, side.Mean, side.Deviation), $"Change of conductance by one {what}: mean, and one standard deviation to either side.")
                .Figure(Map(r.Tables[side.Change], side.Word), $"The same as inverse distribution: ΔG against start conductance and the part of samples below.")
                .Figure(RampFigure(r, side.Word, side.Ramp, side.Ramps), $"Conductance behind each {what}: the nominal device, and drawn ones in drawn cycles.");
        }

        report.Figure(GridFigure(r), "Current against voltage at frozen states of the nominal device.");
        if (Sides.Any(s => r.Tables.Find(s.Time) is not null))
            report.Figure(TimeFigure(r), "Time from 1 to 99 % of the range against the magnitude of a constant voltage.");
        report.Figure(DisturbFigure(r), FormattableString.Invariant($"Change of conductance by {r.Options.Reads:#,0} reads of {SiText.Format(r.Options.ReadTime, "s")} against their voltage, nominal device."));
        if (refused.Count > 0)
            report.Table("Formats that cannot hold these tables", ["format", "why"], refused.Select(x => (IReadOnlyList<string>)[x.Format.Title, x.Reason]));
        return report.Paragraph(DeviceReport.Origin(r.Model)).ToString();
    }

    private static XElement StepFigure(DeviceTableResult r, string word, string mean, string deviation)
    {
        var (means, deviations) = (r.Tables[mean], r.Tables[deviation]);
        FigureSeries Line(string name, double sigmas, bool dashed) =>
            new(name, [.. Enumerable.Range(0, means.Values.Length).Select(k => (means.Axes[0].Points[k], means.Values.Span[k] + sigmas * deviations.Values.Span[k]))], ShowPoints: false, Dashed: dashed);
        return new LineFigure
        {
            Id = $"{word}_steps",
            Description = $"Mean change of conductance by one {word} pulse against the start conductance, and its spread.",
            XAxis = new FigureAxis("start conductance", "S"),
            YAxis = new FigureAxis("ΔG", "S"),
            Series = [Line("mean", 0, false), Line("mean + σ", 1, true), Line("mean − σ", -1, true)],
        }.ToSvg();
    }

    private static XElement Map(LookupTable table, string word)
    {
        // The first row of a map is its upper one.
        var (rows, columns) = (Enumerable.Reverse(Spread(table.Axes[0].Count, MapCells)).ToList(), Spread(table.Axes[1].Count, MapCells));
        return new MapFigure
        {
            Id = $"{word}_map",
            Description = $"Change of conductance by one {word} pulse against start conductance and quantile.",
            Rows = rows.Count,
            Columns = columns.Count,
            Values = [.. rows.SelectMany(q => columns.Select(k => table[q, k]))],
            RowAxis = new FigureAxis("quantile"),
            ColumnAxis = new FigureAxis("start conductance", "S"),
            RowPlaces = [.. Even(rows.Count, table.Axes[0]).Reverse()],
            ColumnPlaces = Even(columns.Count, table.Axes[1]),
            Value = new FigureAxis("ΔG", "S"),
        }.ToSvg();
    }

    private static XElement RampFigure(DeviceTableResult r, string word, string nominal, string drawn)
    {
        var (ramp, ramps) = (r.Tables[nominal], r.Tables[drawn]);
        List<(double, double)> Points(ReadOnlySpan<double> values)
        {
            var points = new List<(double, double)>();
            for (var n = 0; n < values.Length; n++)
                points.Add((n, values[n]));
            return points;
        }

        return new LineFigure
        {
            Id = $"{word}_ramps",
            Description = $"Conductance against the number of {word} pulses.",
            XAxis = new FigureAxis("pulse", IsCount: true),
            YAxis = new FigureAxis("conductance", "S"),
            Series = [new FigureSeries("nominal", Points(ramp.Values.Span), ShowPoints: false), .. Spread(ramps.Axes[0].Count, Lines - 2).Select(n => new FigureSeries(FormattableString.Invariant($"device {n + 1}"), Points(ramps.Row(n)), ShowPoints: false, Dashed: true))],
        }.ToSvg();
    }

    private static XElement GridFigure(DeviceTableResult r)
    {
        var grid = r.Tables[DeviceKeys.Current];
        var (g, v) = (grid.Axes[0], grid.Axes[1]);
        return new LineFigure
        {
            Id = "iv",
            Description = "Current against voltage, a line for each frozen conductance.",
            XAxis = new FigureAxis("voltage", "V"),
            YAxis = new FigureAxis("current", "A"),
            Series = [.. Spread(g.Count, Lines).Select(k => new FigureSeries(SiText.Format(g.Points[k], "S"), [.. Enumerable.Range(0, v.Count).Select(n => (v.Points[n], grid[k, n]))], ShowPoints: false, Rank: (double)k / (g.Count - 1)))],
        }.ToSvg();
    }

    private static XElement TimeFigure(DeviceTableResult r) => new LineFigure
    {
        Id = "switching_times",
        Description = "Switching time against the magnitude of the voltage.",
        XAxis = new FigureAxis("magnitude of the voltage", "V"),
        YAxis = new FigureAxis("switching time", "s", FigureScale.Logarithmic),
        Series =
        [
            .. Sides.Select(s => (s.Word, Table: r.Tables.Find(s.Time))).Where(s => s.Table is not null).Select(s => new FigureSeries(
                s.Word, [.. Enumerable.Range(0, s.Table!.Values.Length).Select(k => (Math.Abs(s.Table.Axes[0].Points[k]), s.Table.Values.Span[k])).OrderBy(p => p.Item1)])),
        ],
    }.ToSvg();

    private static XElement DisturbFigure(DeviceTableResult r)
    {
        var table = r.Tables[DeviceKeys.ReadDisturb];
        var (v, g) = (table.Axes[0], table.Axes[1]);
        return new LineFigure
        {
            Id = "read_disturb",
            Description = "Change of conductance by reads against their voltage, a line for each start.",
            XAxis = new FigureAxis("read voltage", "V"),
            YAxis = new FigureAxis("ΔG", "S"),
            Series = [.. Spread(g.Count, 5).Select(k => new FigureSeries($"from {SiText.Format(g.Points[k], "S")}", [.. Enumerable.Range(0, v.Count).Select(n => (v.Points[n], table[n, k]))], Rank: (double)k / (g.Count - 1)))],
            Marks = [(r.Tables.Provenance.ReadVoltage, "read")],
        }.ToSvg();
    }

    /// <summary>At most so many indices, evenly over all, both ends among them.</summary>
    private static List<int> Spread(int count, int most) =>
        [.. Enumerable.Range(0, Math.Min(count, most)).Select(k => count <= most ? k : (int)Math.Round((double)k * (count - 1) / (most - 1)))];

    private static double[] Even(int count, TableAxis axis) => [.. Enumerable.Range(0, count).Select(k => axis.Least + (axis.Greatest - axis.Least) * k / (count - 1))];
}
