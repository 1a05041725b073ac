using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Studies;

/// <summary>The result folder of the study.</summary>
public static class ThresholdMarginsFiles
{
    /// <summary>Every file of the result into the folder; the caller commits it.</summary>
    public static void Write(ThresholdMarginsResult result, ResultFolder folder)
    {
        folder.Write("result.json", Json(result));
        foreach (var table in Tables(result))
            folder.Write($"{table.Name.Replace('_', '-')}.csv", table.ToCsv());
        folder.Write("report.html", ThresholdMarginsReport.Html(result));
    }

    /// <summary>Everything but "provenance" and "timing" is the same bits for the same seed and options.</summary>
    public static string Json(ThresholdMarginsResult r)
    {
        var (o, q) = (r.Options, r.Options.Requirement);
        var options = new JsonObject
        {
            ["scheme"] = ThresholdMarginsReport.SchemeName(o.Scheme),
            ["width_s"] = q.Width,
            ["edge_s"] = q.Edge,
            ["switched"] = q.Switched,
            ["writes"] = q.Writes,
            ["tolerance"] = q.Tolerance,
            ["largest_amplitude_v"] = q.LargestAmplitude,
            ["size"] = o.Size,
            ["wire_resistance_ohm"] = o.WireResistance,
            ["sizes"] = new JsonArray([.. o.Sizes.Select(s => (JsonNode?)s)]),
            ["wire_resistances_ohm"] = new JsonArray([.. o.WireResistances.Select(w => (JsonNode?)w)]),
            ["driver_resistance_ohm"] = o.DriverResistance,
            ["drive"] = IrDropSweepTables.DriveName(o.Drive),
            ["sigma"] = o.Sigma,
            ["samples"] = o.Samples,
        };
        return new ResultDocument(ThresholdMargins.Name, options, o.Seed)
            .AddCard(r.Card)
            .Add("verdicts", ThresholdMarginsSummary.Verdicts(r))
            .AddTables(Tables(r))
            .AddTiming(o.Jobs, r.Timing)
            .ToText();
    }

    private static ResultTable[] Tables(ThresholdMarginsResult r) =>
    [
        ThresholdMarginsTables.Margins(r), ThresholdMarginsTables.Yield(r), ThresholdMarginsTables.Checks(r),
        .. r.Checks.Any(c => c.Engines.Count > 0) ? [ThresholdMarginsTables.Engines(r)] : Array.Empty<ResultTable>(),
        .. Enumerable.Range(0, r.Windows.Count).Select(k => ThresholdMarginsTables.DisturbMap(r, k)),
    ];
}
