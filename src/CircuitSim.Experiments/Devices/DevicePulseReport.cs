using System.Text.Json.Nodes;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Devices;

/// <summary>A train of pulses as files and as rows of a table.</summary>
public static class DevicePulseReport
{
    /// <summary>Rows that a terminal shows; the files have all.</summary>
    private const int MostRows = 40;

    public static ReadableTable Shown(DevicePulseResult r)
    {
        var every = (r.Steps.Count + MostRows - 1) / MostRows;
        return ReadableTable.Of(r.Steps.Index().Where(s => (s.Index + 1) % every == 0 || s.Index == r.Steps.Count - 1),
            ("pulse", s => $"{s.Index + 1}"), ("voltage", s => $"{SiText.Format(s.Item.Pulse.Voltage, "V")}"), ("width", s => $"{SiText.Format(s.Item.Pulse.Width, "s")}"),
            ("state x", s => $"{s.Item.State:0.0000}"), ("resistance", s => $"{SiText.Format(s.Item.Resistance, "Ω")}"), ("exact x", s => $"{s.Item.ExactState:0.0000}"));
    }

    /// <summary>pulses.csv, result.json and report.html; the caller commits the folder.</summary>
    public static void Write(DevicePulseResult r, ResultFolder folder)
    {
        var options = new JsonObject
        {
            ["pulses"] = r.Steps.Count,
            ["edge_part"] = r.Options.EdgePart,
            ["read_voltage_v"] = r.Options.ReadVoltage,
            ["read_time_s"] = r.Options.ReadTime,
            ["start_resistance_ohm"] = r.Options.StartResistance,
        };
        var figures = new JsonObject
        {
            ["least_resistance_ohm"] = r.Steps.Min(s => s.Resistance),
            ["greatest_resistance_ohm"] = r.Steps.Max(s => s.Resistance),
            ["largest_state_difference"] = r.Steps.Max(s => Math.Abs(s.State - s.ExactState)),
        };
        DeviceFiles.Write("device-pulse", r.Model.Provenance, r.Runs.Select(t => t.Engine), options, figures, r.Requirements, [Table(r)], Html(r), folder, DeviceReport.Files(r.Options.Measured));
    }

    private static ResultTable Table(DevicePulseResult r)
    {
        var table = new ResultTable("pulses", ["pulse", "voltage_v", "width_s", "exact_state", .. r.Runs.SelectMany(t => new[] { $"state_{t.Engine}", $"resistance_{t.Engine}_ohm" })]);
        for (var n = 0; n < r.Steps.Count; n++)
        {
            var s = r.Steps[n];
            table.Add([n + 1, s.Pulse.Voltage, s.Pulse.Width, s.ExactState, .. r.Runs.SelectMany(t => new object?[] { t.Steps[n].State, t.Steps[n].Resistance })]);
        }

        return table;
    }

    private static string Html(DevicePulseResult r)
    {
        var showPoints = r.Steps.Count <= 100;
        FigureSeries[] measured = [.. DeviceReport.Files(r.Options.Measured).Select(m => DeviceReport.Measured(m, m.Reads(r.Options.ReadVoltage!.Value)))];
        var resistance = new LineFigure
        {
            Id = "pulses",
            Description = "Resistance of the device behind each pulse.",
            XAxis = new FigureAxis("pulse", IsCount: true),
            YAxis = new FigureAxis("resistance", "Ω", FigureScale.Logarithmic),
            Series = [.. r.Runs.Select((t, k) => new FigureSeries(t.Engine, [.. t.Steps.Select((s, n) => (n + 1.0, s.Resistance))], showPoints, Dashed: k > 0)), .. measured],
        };
        var state = new LineFigure
        {
            Id = "state",
            Description = "State of the device behind each pulse.",
            XAxis = new FigureAxis("pulse", IsCount: true),
            YAxis = new FigureAxis("state x (0 = LRS, 1 = HRS)", Least: 0, Greatest: 1),
            Series =
            [
                .. r.Runs.Select(t => new FigureSeries(t.Engine, [.. t.Steps.Select((s, n) => (n + 1.0, s.State))], showPoints)),
                new FigureSeries("exact integral", [.. r.Steps.Select((s, n) => (n + 1.0, s.ExactState))], ShowPoints: false, Meaning: FigureMeaning.Ideal),
            ],
        };
        return new HtmlReport($"Device {r.Model.Card.Name}: {r.Steps.Count} pulses")
            .Table("Requirements", DeviceReport.Table(r.Requirements))
            .Figure(resistance.ToSvg(), $"Resistance read at {SiText.Format(r.Options.ReadVoltage!.Value, "V")} for {SiText.Format(r.Options.ReadTime, "s")} behind each pulse, logarithmic.{DeviceReport.MeasuredCaption(r.Options.Measured)}")
            .Figure(state.ToSvg(), "State x = (w − w_on)/(w_off − w_on).")
            .Table("Pulses", Shown(r))
            .Paragraph(DeviceReport.Origin(r.Model))
            .ToString();
    }
}
