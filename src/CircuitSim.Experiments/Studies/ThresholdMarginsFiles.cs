using System.Text.Encodings.Web;
using System.Text.Json;
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
        var document = new JsonObject
        {
            ["schema"] = "circuitsim.result/1",
            ["study"] = ThresholdMargins.Name,
            ["provenance"] = new JsonObject { ["circuitsim"] = ProductVersion.Number, ["commit"] = ProductVersion.Commit },
            ["seed"] = o.Seed,
            ["options"] = new JsonObject
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
            },
            ["cards"] = new JsonArray(new JsonObject
            {
                ["name"] = r.Card.Name,
                ["file"] = r.Card.File,
                ["sha256"] = r.Card.Sha256,
                ["parameters"] = new JsonObject(r.Card.Parameters.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
            }),
            ["verdicts"] = new JsonArray([.. ThresholdMarginsSummary.Verdicts(r).Select(v => (JsonNode?)v)]),
            ["tables"] = new JsonObject(Tables(r).Select(t => KeyValuePair.Create(t.Name, (JsonNode?)t.ToJson()))),
            ["timing"] = new JsonObject
            {
                ["jobs"] = o.Jobs,
                ["steps_s"] = new JsonObject(r.Timing.Select(t => KeyValuePair.Create(t.Step, (JsonNode?)Math.Round(t.Seconds, 3)))),
            },
        };
        return document.ToJsonString(new JsonSerializerOptions
        {
            WriteIndented = true,
            NewLine = "\n",
            // Ω, … and → stay readable; nothing of this text is put into HTML.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }) + "\n";
    }

    private static ResultTable[] Tables(ThresholdMarginsResult r) =>
    [
        ThresholdMarginsTables.Margins(r), ThresholdMarginsTables.Yield(r), ThresholdMarginsTables.Checks(r),
        .. r.Checks.Any(c => c.Engines.Count > 0) ? [ThresholdMarginsTables.Engines(r)] : Array.Empty<ResultTable>(),
        .. Enumerable.Range(0, r.Windows.Count).Select(k => ThresholdMarginsTables.DisturbMap(r, k)),
    ];
}
