using System.Text.Json.Nodes;
using System.Xml.Linq;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Devices;

/// <summary>Thresholds, disturb and margins of a device as files and as rows of tables.</summary>
public static class DeviceThresholdReport
{
    public static ReadableTable Shown(DeviceThresholdResult r) => ReadableTable.Of(r.Overdrives,
        ("beyond the threshold", o => $"{100 * o.Overdrive:0.##} %"),
        ("set voltage", o => $"{SiText.Format(r.Model.Device.Thresholds.Lower * (1 + o.Overdrive), "V")}"), ("sets from", o => $"{SiText.Format(o.SetWidth, "s")}"),
        ("reset voltage", o => $"{SiText.Format(r.Model.Device.Thresholds.Upper * (1 + o.Overdrive), "V")}"), ("resets from", o => $"{SiText.Format(o.ResetWidth, "s")}"));

    /// <summary>switching.csv, switching-times.csv, abrupt-rule.csv, result.json and report.html; the caller commits the folder.</summary>
    public static void Write(DeviceThresholdResult r, ResultFolder folder)
    {
        var o = r.Options;
        var options = new JsonObject
        {
            ["read_voltage_v"] = o.ReadVoltage,
            ["read_time_s"] = o.ReadTime,
            ["reads"] = o.Reads,
            ["set_voltage_v"] = o.SetVoltage,
            ["set_time_s"] = o.SetTime,
            ["reset_voltage_v"] = o.ResetVoltage,
            ["reset_time_s"] = o.ResetTime,
            ["completeness"] = o.Completeness,
            ["disturb_limit"] = o.DisturbLimit,
        };
        var figures = new JsonObject
        {
            ["largest_time_error"] = Math.Max(r.Set.LargestTimeError, r.Reset.LargestTimeError),
            ["largest_state_error"] = Math.Max(r.Set.LargestStateError, r.Reset.LargestStateError),
        };
        DeviceFiles.Write("device-threshold", r.Model.Provenance, [r.Engine], options, figures, r.Requirements, [States(r), Times(r), Rule(r)], Html(r), folder, DeviceReport.Files(r.Options.Measured));
    }

    private static ResultTable States(DeviceThresholdResult r)
    {
        var table = new ResultTable("switching", ["direction", "voltage_v", "width_s", "moved_exact", "moved_engine"]);
        foreach (var map in new[] { r.Set, r.Reset })
        {
            for (var k = 0; k < map.Exact.Count; k++)
                table.Add(Word(map), map.Voltages[k / map.Widths.Count], map.Widths[k % map.Widths.Count], map.Exact[k], map.Engine[k]);
        }

        return table;
    }

    private static ResultTable Times(DeviceThresholdResult r)
    {
        var table = new ResultTable("switching_times", ["direction", "voltage_v", "time_exact_s", "time_engine_s"]);
        foreach (var map in new[] { r.Set, r.Reset })
        {
            for (var k = 0; k < map.Voltages.Count; k++)
                table.Add(Word(map), map.Voltages[k], map.ExactTimes[k], map.EngineTimes[k]);
        }

        return table;
    }

    private static ResultTable Rule(DeviceThresholdResult r)
    {
        var table = new ResultTable("abrupt_rule", ["overdrive", "set_voltage_v", "set_width_s", "reset_voltage_v", "reset_width_s"]);
        foreach (var (overdrive, set, reset) in r.Overdrives)
            table.Add(overdrive, r.Model.Device.Thresholds.Lower * (1 + overdrive), set, r.Model.Device.Thresholds.Upper * (1 + overdrive), reset);
        return table;
    }

    private static string Word(SwitchingMap map) => map.IsSet ? "set" : "reset";

    private static string Html(DeviceThresholdResult r)
    {
        var report = new HtmlReport($"Device {r.Model.Card.Name}: thresholds")
            .Figure(TimesFigure(r), $"Switching time against voltage, {FormattableString.Invariant($"{100 * r.Options.Completeness:0.##}")} % of the way: integral of the state equation (lines) and {r.Engine} (dashed).{DeviceReport.MeasuredCaption(r.Options.Measured)}");
        report.Table("Requirements", DeviceReport.Table(r.Requirements));
        foreach (var map in new[] { r.Set, r.Reset })
        {
            if (map.Voltages.Count > 0)
                report.Figure(MapFigure(map), $"How far one rectangular pulse {Word(map)}s the device, as a part of the range, by the integral; {Word(map)} voltages and widths are those of switching.csv.");
        }

        return report
            .Table("Camponogara's abrupt rule: the pulse width from which it holds, by overdrive. At exactly the threshold no width suffices.", Shown(r))
            .Paragraph(DeviceReport.Origin(r.Model))
            .ToString();
    }

    private static XElement TimesFigure(DeviceThresholdResult r) => new LineFigure
    {
        Id = "switching_times",
        Description = "Switching time of the device against the magnitude of the voltage, set and reset.",
        XAxis = new FigureAxis("magnitude of the voltage", "V"),
        YAxis = new FigureAxis("switching time", "s", FigureScale.Logarithmic),
        Series =
        [
            .. new[] { r.Set, r.Reset }.Where(m => m.Voltages.Count > 0).SelectMany(m => new[]
            {
                new FigureSeries($"{Word(m)}, integral", [.. m.Voltages.Zip(m.ExactTimes, (v, t) => (Math.Abs(v), t))]),
                new FigureSeries($"{Word(m)}, {r.Engine}", [.. m.Voltages.Zip(m.EngineTimes, (v, t) => (Math.Abs(v), t))], ShowPoints: false, Dashed: true),
            }),
            .. DeviceReport.Files(r.Options.Measured).Select(m => DeviceReport.Measured(m, m.SwitchingTimes().Select(s => (Math.Abs(s.Voltage), s.Time)))),
        ],
    }.ToSvg();

    private static XElement MapFigure(SwitchingMap map) => new MapFigure
    {
        Id = $"switching_{Word(map)}",
        Description = $"Part of the range that a pulse {Word(map)}s, by voltage and width.",
        Rows = map.Voltages.Count,
        Columns = map.Widths.Count,
        Values = map.Exact,
        RowAxis = new FigureAxis("voltage", "V"),
        RowPlaces = map.Voltages,
        ColumnAxis = new FigureAxis("pulse width", "s", FigureScale.Logarithmic),
        ColumnPlaces = map.Widths,
        Value = new FigureAxis("part of the range"),
        Cell = (56, 28),
    }.ToSvg();
}
