using System.Text.Json.Nodes;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;

namespace CircuitSim.Experiments.Devices;

/// <summary>A sweep of one device as files and as rows of a table.</summary>
public static class DeviceSweepReport
{
    /// <summary>iv.csv, result.json and report.html; the caller commits the folder.</summary>
    public static void Write(DeviceSweepResult r, ResultFolder folder)
    {
        var options = new JsonObject
        {
            ["wave"] = r.Options.Drive is not null ? "measured" : r.Options.IsTriangle ? "triangle" : "sine",
            ["amplitude_v"] = r.Options.Amplitude,
            ["frequency_hz"] = r.Options.Frequency,
            ["cycles"] = r.Options.Cycles,
            ["start_resistance_ohm"] = r.Options.StartResistance,
        };
        var figures = new JsonObject(r.Figures.Select(f => KeyValuePair.Create(f.Quantity, (JsonNode?)f.Value)));
        DeviceFiles.Write("device-iv", r.Model.Provenance, r.Traces.Select(t => t.Engine), options, figures, r.Requirements, [Table(r)], Html(r), folder, DeviceReport.Files(r.Options.Measured));
    }

    public static ReadableTable Shown(DeviceSweepResult r) => ReadableTable.Of(r.Figures, ("quantity", f => $"{f.Quantity}"), ("value", f => $"{f.Value}"));

    private static ResultTable Table(DeviceSweepResult r)
    {
        var table = new ResultTable("iv", ["time_s", "voltage_v", "current_a", "resistance_ohm", "state"]);
        for (var k = 0; k < r.Trace.Times.Count; k++)
        {
            var resistance = r.Resistance(k);
            table.Add(r.Trace.Times[k], r.Trace.Voltages[k], r.Trace.Currents[k], resistance, resistance is { } ohm ? DeviceTrace.StateOf(ohm, r.Model.Device) : null);
        }

        return table;
    }

    /// <summary>Periods that the loop shows where there are many: they would hide one another, and a page of millions of points does not open.</summary>
    private const int MostLoops = 10;

    private static string Html(DeviceSweepResult r)
    {
        var shown = Math.Min(r.Options.Cycles, MostLoops);
        var from = (r.Options.Cycles - shown) / r.Options.Frequency!.Value;
        var measured = DeviceReport.Files(r.Options.Measured);
        var loop = new LineFigure
        {
            Id = "iv",
            Description = "Current of the device against its voltage.",
            XAxis = new FigureAxis("voltage", "V"),
            YAxis = new FigureAxis("current", "A"),
            Series = [.. r.Traces.Select((t, n) => new FigureSeries(t.Engine, [.. Enumerable.Range(0, t.Trace.Times.Count).Where(k => t.Trace.Times[k] >= from).Select(k => (t.Trace.Voltages[k], t.Trace.Currents[k]))], ShowPoints: false, AsRings: n > 0, ShowDirection: n == 0)), .. measured.Select(m => DeviceReport.Measured(m, m.Loop().Voltages.Zip(m.Loop().Currents)))],
        };
        var voltage = new LineFigure
        {
            Id = "voltage",
            Description = "Voltage on the device over time.",
            XAxis = new FigureAxis("time", "s"),
            YAxis = new FigureAxis("voltage", "V"),
            Series = [new FigureSeries(r.Traces[0].Engine, [.. r.Trace.Times.Zip(r.Trace.Voltages)], ShowPoints: false)],
        };
        List<int> resolved = [.. Enumerable.Range(0, r.Trace.Times.Count).Where(k => r.Resistance(k) is not null)];
        var resistance = new LineFigure
        {
            Id = "resistance",
            Description = "Resistance of the device over time.",
            XAxis = new FigureAxis("time", "s"),
            YAxis = new FigureAxis("v/i", "Ω", FigureScale.Logarithmic),
            Series = [new FigureSeries(r.Traces[0].Engine, [.. resolved.Select(k => (r.Trace.Times[k], r.Resistance(k)!.Value))], ShowPoints: false), .. measured.Where(_ => r.Options.Drive is not null).Select(m => DeviceReport.Measured(m, Course(r, m)))],
        };
        return new HtmlReport($"Device {r.Model.Card.Name}: current against voltage")
            .Figure(loop.ToSvg(), $"The hysteresis loop, pinched at the origin. Positive voltage resets.{(shown < r.Options.Cycles ? $" The last {shown} of {r.Options.Cycles} periods." : "")}{(r.Traces.Count > 1 ? " Rings: the engines that the first one is compared with." : "")}{DeviceReport.MeasuredCaption(r.Options.Measured)}")
            .Figure(voltage.ToSvg(), "The voltage that was applied.")
            .Table("The sweep", Shown(r))
            .Table("Laws", DeviceReport.Table(r.Requirements))
            .Figure(resistance.ToSvg(), "Resistance v/i; left out where the voltage is below 1 % of the amplitude.")
            .Paragraph(DeviceReport.Origin(r.Model))
            .ToString();
    }

    /// <summary>Measured v/i over time, where the voltage tells it.</summary>
    private static IEnumerable<(double, double)> Course(DeviceSweepResult r, MeasurementFile measured)
    {
        var (voltages, currents, _) = measured.Loop();
        return r.Options.Drive!.Value.Times.Select((t, k) => (t, voltages[k] / currents[k])).Where((p, k) => p.Item2 > 0 && double.IsFinite(p.Item2) && Math.Abs(voltages[k]) >= DeviceSweepResult.ResolvedPart * r.Options.Amplitude);
    }
}
