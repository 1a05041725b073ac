using System.Text.Json.Nodes;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Experiments.Devices;

/// <summary>The files of a study of one device: result.json, a CSV file for each table, report.html; the caller commits the folder.</summary>
internal static class DeviceFiles
{
    /// <param name="figures">Values of the result, with units in their keys.</param>
    /// <param name="measured">Files that the result was made from or is compared with.</param>
    public static void Write(
        string study, CardProvenance card, IEnumerable<string> engines, JsonObject options, JsonObject figures,
        IReadOnlyList<DeviceRequirement> requirements, IReadOnlyList<ResultTable> tables, string html, ResultFolder folder,
        IReadOnlyList<MeasurementFile> measured, ulong? seed = null)
    {
        var document = new ResultDocument(study, options, seed);
        if (measured.Count > 0)
            document.AddInputs(measured.Select(f => (f.Name, f.Sha256)));
        document.AddCard(card)
            .Add("engines", engines)
            .Add("figures", figures)
            .Add("requirements", new JsonArray([.. requirements.Select(r => (JsonNode?)new JsonObject
            {
                ["id"] = r.Id,
                ["statement"] = r.Statement,
                ["found"] = r.Found,
                ["verdict"] = r.Verdict,
            })]))
            .AddTables(tables);
        folder.Write(document);
        foreach (var table in tables)
            folder.Write($"{table.Name.Replace('_', '-')}.csv", table.ToCsv());
        folder.Write("report.html", html);
    }

    /// <summary>A number, or null where JSON has none for it.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
