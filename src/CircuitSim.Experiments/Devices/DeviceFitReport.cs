using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CircuitSim.Devices.Fitting;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;
using CircuitSim.Experiments.Studies;
using CircuitSim.Files;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Devices;

/// <summary>A fitted card as files and as rows of a table.</summary>
public static class DeviceFitReport
{
    /// <summary>The fitted card, which device iv and every netlist read.</summary>
    public const string CardFile = "card.lib";

    /// <summary>Measurements that the page shows; points.csv has all.</summary>
    private const int MostShown = 6;

    public static ReadableTable Shown(DeviceFitResult r) => ReadableTable.Of(r.Fit.Parameters,
        ("parameter", p => $"{p.Key}"), ("value", p => $"{SiText.Format(p.Value, p.Unit)}"),
        ("standard error", p => $"{(p.StandardError is { } e ? Error(p, e) : p.IsFixed ? "given" : "not determined")}"));

    /// <summary>Of each parameter that the data do not determine, why.</summary>
    public static IEnumerable<string> Reasons(DeviceFitResult r) => r.Fit.Parameters.Where(p => p.Reason is { Length: > 0 }).Select(p => $"{p.Key}: {p.Reason}.");

    /// <summary>card.lib, parameters.csv, correlations.csv, points.csv, result.json and report.html; the caller commits the folder.</summary>
    public static void Write(DeviceFitResult r, ResultFolder folder)
    {
        var o = r.Options;
        var options = new JsonObject
        {
            ["model"] = o.Model,
            ["start"] = o.Start,
            ["window"] = o.Window,
            ["iv"] = o.Form,
            ["fixed"] = new JsonArray([.. o.Fixed.Select(f => (JsonNode?)f)]),
            ["bounds"] = new JsonArray([.. o.Bounds.Select(b => (JsonNode?)b)]),
            ["weight"] = o.IsLogarithmic ? "log" : "linear",
            ["starts"] = o.Starts,
            ["period_s"] = o.Timing.Period,
            ["sweep_rate_v_per_s"] = o.Timing.SweepRate,
            ["read_voltage_v"] = o.ReadVoltage,
            ["exchanged"] = o.IsExchanged,
        };
        var figures = new JsonObject
        {
            ["residual_rms"] = r.Fit.Rms,
            ["points_used"] = r.Fit.Used,
            ["points_left_out"] = r.Fit.LeftOut,
            ["starts_followed"] = r.Fit.Followed,
            ["starts_agreeing"] = r.Fit.Agreeing,
        };
        var card = new CardProvenance(r.Card.Name, CardFile, Sha256.TextOf(Encoding.UTF8.GetBytes(r.CardText)), r.Card.Parameters);
        folder.Write(CardFile, r.CardText);
        DeviceFiles.Write("device-fit", card, [], options, figures, r.Requirements, [Parameters(r), Correlations(r), Points(r)], Html(r), folder, r.Files, o.Seed);
    }

    /// <summary>Of a logarithm in per cent.</summary>
    private static string Error(FittedParameter p, double error) => p.IsLogarithmic
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * error / Math.Abs(p.Value):G2} %")
        : p.Unit.Length > 0 ? SiText.Format(error, p.Unit) : error.ToString("G2", CultureInfo.InvariantCulture);

    private static ResultTable Parameters(DeviceFitResult r) => ResultTable.Of("parameters", r.Fit.Parameters,
        ("parameter", p => p.Key), ("unit", p => p.Unit), ("value", p => p.Value), ("standard_error", p => p.StandardError),
        ("error_of_logarithm", p => p.IsLogarithmic && p.StandardError is { } e ? e / Math.Abs(p.Value) : null),
        ("status", p => p.IsFixed ? "given" : p.IsDetermined ? "determined" : "not determined"), ("reason", p => p.Reason));

    private static ResultTable Correlations(DeviceFitResult r)
    {
        var table = new ResultTable("correlations", ["parameter", .. r.Fit.Free]);
        for (var k = 0; k < r.Fit.Free.Count; k++)
            table.Add([r.Fit.Free[k], .. r.Fit.Correlations[k].Select(c => (object?)c)]);
        return table;
    }

    private static ResultTable Points(DeviceFitResult r)
    {
        var table = new ResultTable("points", ["file", "time_s", "voltage_v", "read_voltage_v", "measured_a", "model_a", "residual"]);
        foreach (var (n, s) in r.Series.Index())
        {
            for (var k = 0; k < s.Count; k++)
            {
                var residual = r.Fit.Residuals[n][k];
                table.Add(s.Name, s.Times[k], s.To[k], s.ReadVoltages[k], s.Currents[k], r.Fit.Currents[n][k], double.IsFinite(residual) ? residual : null);
            }
        }

        return table;
    }

    private static string Html(DeviceFitResult r)
    {
        var report = new HtmlReport($"Device {r.Card.Name}: fitted to {(r.Files.Count == 1 ? r.Files[0].Name : $"{r.Files.Count} measurements")}");
        foreach (var (n, s) in r.Series.Index().Take(MostShown))
            report.Figure(Overlay(r, n, s).ToSvg(), $"{(s.IsTrain ? "Resistance behind each pulse" : "The loop")} of {s.Name}: rings measured, line the fitted model.{(n == MostShown - 1 && r.Series.Count > MostShown ? $" The first {MostShown} of {r.Series.Count} measurements; points.csv has all." : "")}");
        foreach (var (n, s) in r.Series.Index().Take(MostShown).Where(s => !s.Item.IsTrain))
            report.Figure(Course(r, n, s).ToSvg(), $"v/i of {s.Name} over time, where the voltage tells it: rings measured, line the fitted model.");
        report.Table("Parameters. The standard error of a resistance or a speed is one of its logarithm.", Shown(r))
            .Table("Requirements", DeviceReport.Table(r.Requirements));
        var used = string.Create(CultureInfo.InvariantCulture, $"rms {r.Fit.Rms:G3}, {r.Fit.Used} points, {r.Fit.LeftOut} left out as they tell nothing");
        report.Figure(Residuals(r).ToSvg(), $"Residuals, {(r.Options.IsLogarithmic ? "ln(model/measured)" : "(model − measured)/largest current of the file")}: {used}.");
        if (r.Fit.Free.Count > 1)
        {
            report.Table("Correlations", ["", .. r.Fit.Free], r.Fit.Free.Select((key, a) =>
                (IReadOnlyList<string>)[key, .. r.Fit.Correlations[a].Select(c => c.ToString("0.00", CultureInfo.InvariantCulture))]));
        }

        return report
            .Paragraph(r.Options.Model == DeviceFitOptions.Vteam
                ? "No current shows the length of the state's range: only k/(woff − won) matters, so won and woff are kept."
                : "No current shows the film's thickness: only uv/d² matters, so d is kept.")
            .Paragraph($"{string.Join(", ", r.Files.Select(f => $"{f.Name} (sha256 {f.Sha256})"))}. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.")
            .ToString();
    }

    private static LineFigure Overlay(DeviceFitResult r, int n, MeasuredSeries s)
    {
        var points = Enumerable.Range(0, s.Count).ToList();
        (double, double) At(int k, double current) => s.IsTrain ? (k + 1.0, s.ReadVoltages[k] / current) : (s.ReadVoltages[k], current);
        return new LineFigure
        {
            Id = $"overlay_{n + 1}",
            Description = $"Measurement and fitted model of {s.Name}.",
            XAxis = s.IsTrain ? new FigureAxis("row of the train", IsCount: true) : new FigureAxis("voltage", "V"),
            YAxis = s.IsTrain ? new FigureAxis("resistance", "Ω", FigureScale.Logarithmic) : new FigureAxis("current", "A"),
            Series =
            [
                new FigureSeries("model", [.. points.Select(k => At(k, r.Fit.Currents[n][k]))], ShowPoints: false, ShowDirection: !s.IsTrain),
                new FigureSeries("measured", [.. points.Select(k => At(k, s.Currents[k]))], ShowPoints: false, AsRings: true, Meaning: FigureMeaning.Measured),
            ],
        };
    }

    private static LineFigure Course(DeviceFitResult r, int n, MeasuredSeries s)
    {
        List<int> telling = [.. Enumerable.Range(0, s.Count).Where(k => s.Resistance(k) is not null)];
        return new LineFigure
        {
            Id = $"resistance_{n + 1}",
            Description = $"Resistance of {s.Name} over time, measured and by the fitted model.",
            XAxis = new FigureAxis("time", "s"),
            YAxis = new FigureAxis("v/i", "Ω", FigureScale.Logarithmic),
            Series =
            [
                new FigureSeries("model", [.. telling.Select(k => (s.Times[k], s.ReadVoltages[k] / r.Fit.Currents[n][k]))], ShowPoints: false),
                new FigureSeries("measured", [.. telling.Select(k => (s.Times[k], s.ReadVoltages[k] / s.Currents[k]))], ShowPoints: false, AsRings: true, Meaning: FigureMeaning.Measured),
            ],
        };
    }

    private static LineFigure Residuals(DeviceFitResult r) => new()
    {
        Id = "residuals",
        Description = "Residuals of every point over its row.",
        XAxis = new FigureAxis("row", IsCount: true),
        YAxis = new FigureAxis("residual"),
        Series = [.. r.Series.Take(MostShown).Select((s, n) => new FigureSeries(s.Name, [.. Enumerable.Range(0, s.Count).Where(k => double.IsFinite(r.Fit.Residuals[n][k])).Select(k => (k + 1.0, r.Fit.Residuals[n][k]))], ShowPoints: false, AsRings: true, Meaning: FigureMeaning.Measured))],
    };
}
