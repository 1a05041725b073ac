using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Devices;

/// <summary>The files of a study of one device: result.json, a CSV file for each table, report.html; the caller commits the folder.</summary>
internal static class DeviceFiles
{
    /// <param name="figures">Values of the result, with units in their keys.</param>
    public static void Write(
        string study, DeviceModel model, IEnumerable<string> engines, JsonObject options, JsonObject figures,
        IReadOnlyList<DeviceRequirement> requirements, IReadOnlyList<ResultTable> tables, string html, ResultFolder folder)
    {
        var document = new JsonObject
        {
            ["schema"] = "circuitsim.result/1",
            ["study"] = study,
            ["provenance"] = new JsonObject { ["circuitsim"] = ProductVersion.Number, ["commit"] = ProductVersion.Commit },
            ["cards"] = new JsonArray(new JsonObject
            {
                ["name"] = model.Provenance.Name,
                ["file"] = model.Provenance.File,
                ["sha256"] = model.Provenance.Sha256,
                ["parameters"] = new JsonObject(model.Provenance.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
            }),
            ["engines"] = new JsonArray([.. engines.Select(e => (JsonNode?)e)]),
            ["options"] = options,
            ["figures"] = figures,
            ["requirements"] = new JsonArray([.. requirements.Select(r => (JsonNode?)new JsonObject
            {
                ["id"] = r.Id,
                ["statement"] = r.Statement,
                ["found"] = r.Found,
                ["verdict"] = r.Verdict,
            })]),
            ["tables"] = new JsonObject(tables.Select(t => KeyValuePair.Create(t.Name, (JsonNode?)t.ToJson()))),
        };
        folder.Write("result.json", document.ToJsonString(new JsonSerializerOptions
        {
            WriteIndented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }) + "\n");
        foreach (var table in tables)
            folder.Write($"{table.Name.Replace('_', '-')}.csv", table.ToCsv());
        folder.Write("report.html", html);
    }

    /// <summary>A number, or null where JSON has none for it.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
