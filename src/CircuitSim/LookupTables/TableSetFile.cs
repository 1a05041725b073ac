using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CircuitSim.Files;

namespace CircuitSim.LookupTables;

/// <summary>
/// The native form of tables: a NumPy archive with one array per axis and per table, and <c>meta.json</c> with titles, units, axes,
/// provenance and flags.
/// </summary>
public static class TableSetFile
{
    public const string Schema = "circuitsim.table/1";

    private const string MetaName = "meta.json";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, TableSet set)
    {
        set.Validated();
        NpzFile.Write(stream,
            [.. set.Axes.Select(a => new NpzArray(a.Key, [a.Count], a.Points.ToArray())), .. set.Tables.Select(t => new NpzArray(t.Key, [.. t.Axes.Select(a => a.Count)], t.Values))],
            (MetaName, MetaOf(set)));
    }

    /// <summary>One table in long form: a line for each value, the axes' coordinates before it.</summary>
    public static void WriteCsv(TextWriter output, LookupTable table)
    {
        output.Write(string.Join(',', [.. table.Axes.Select(a => a.Key), table.Key]) + "\n");
        var values = table.Values.Span;
        var place = new int[table.Axes.Count];
        for (var k = 0; k < values.Length; k++)
        {
            for (var a = 0; a < place.Length; a++)
                output.Write(table.Axes[a].Points[place[a]].ToString("R", CultureInfo.InvariantCulture) + ",");
            output.Write(values[k].ToString("R", CultureInfo.InvariantCulture) + "\n");
            for (var a = place.Length - 1; a >= 0 && ++place[a] == table.Axes[a].Count; a--)
                place[a] = 0;
        }
    }

    /// <exception cref="DataFileException">Missing, unreadable, or no such archive.</exception>
    public static TableSet Read(string path)
    {
        var arrays = NpzFile.Read(path).ToDictionary(a => a.Name);
        var text = NpzFile.ReadText(path, MetaName);
        try
        {
            var meta = JsonNode.Parse(text)!.AsObject();
            if ((string?)meta["schema"] != Schema)
                throw DataFileException.Corrupt(path, $"is not of schema {Schema}; write it anew with this version.");
            var axes = meta["axes"]!.AsArray().Select(a => a!.AsObject()).ToDictionary(
                a => (string)a["key"]!, a => new TableAxis((string)a["key"]!, (string)a["title"]!, (string)a["unit"]!, arrays[(string)a["key"]!].Values.Span));
            return new TableSet
            {
                Kind = Enum.TryParse<TableKind>((string?)meta["kind"], ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : throw DataFileException.Corrupt(path, $"is of no kind of tables that is known."),
                Provenance = ProvenanceOf(meta["provenance"]!.AsObject()),
                Tables = [.. meta["tables"]!.AsArray().Select(t => t!.AsObject()).Select(t => new LookupTable(
                    (string)t["key"]!, (string)t["title"]!, (string)t["unit"]!, [.. t["axes"]!.AsArray().Select(a => axes[(string)a!])], arrays[(string)t["key"]!].Values.Span))],
                Flags = [.. meta["flags"]!.AsArray().Select(f => new TableFlag((string)f!["id"]!, (string)f["text"]!))],
            }.Validated();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or NullReferenceException or ArgumentException or InvalidParameterException)
        {
            throw DataFileException.Corrupt(path, $"{MetaName} does not describe its arrays: {e.Message}", e);
        }
    }

    private static string MetaOf(TableSet set) => new JsonObject
    {
        ["schema"] = Schema,
        ["kind"] = set.Kind.ToString().ToLowerInvariant(),
        ["provenance"] = JsonOf(set.Provenance),
        ["axes"] = new JsonArray([.. set.Axes.Select(a => (JsonNode)new JsonObject { ["key"] = a.Key, ["title"] = a.Title, ["unit"] = a.Unit })]),
        ["tables"] = new JsonArray([.. set.Tables.Select(t => (JsonNode)new JsonObject
        {
            ["key"] = t.Key,
            ["title"] = t.Title,
            ["unit"] = t.Unit,
            ["axes"] = new JsonArray([.. t.Axes.Select(a => (JsonNode)a.Key)]),
        })]),
        ["flags"] = new JsonArray([.. set.Flags.Select(f => (JsonNode)new JsonObject { ["id"] = f.Id, ["text"] = f.Text })]),
    }.ToJsonString(Format) + "\n";

    private static JsonObject JsonOf(TableProvenance p) => new()
    {
        ["circuitsim"] = p.Version,
        ["source"] = p.Source,
        ["seed"] = p.Seed,
        ["card"] = p.Card,
        ["card_sha256"] = p.CardSha256,
        ["temperature_k"] = p.Temperature,
        ["read_voltage_v"] = p.ReadVoltage,
        ["set_pulse"] = JsonOf(p.Set),
        ["reset_pulse"] = JsonOf(p.Reset),
        ["options"] = p.Options.DeepClone(),
    };

    private static TableProvenance ProvenanceOf(JsonObject p) => new()
    {
        Version = (string)p["circuitsim"]!,
        Source = (string)p["source"]!,
        Seed = (ulong)p["seed"]!,
        Card = (string?)p["card"],
        CardSha256 = (string?)p["card_sha256"],
        Temperature = (double)p["temperature_k"]!,
        ReadVoltage = (double)p["read_voltage_v"]!,
        Set = PulseOf(p["set_pulse"]),
        Reset = PulseOf(p["reset_pulse"]),
        Options = p["options"]!.AsObject().DeepClone().AsObject(),
    };

    private static JsonObject? JsonOf(TablePulse? pulse) =>
        pulse is { } p ? new JsonObject { ["voltage_v"] = p.Voltage, ["width_s"] = p.Width, ["edge_s"] = p.Edge } : null;

    private static TablePulse? PulseOf(JsonNode? pulse) =>
        pulse is null ? null : new TablePulse((double)pulse["voltage_v"]!, (double)pulse["width_s"]!, (double)pulse["edge_s"]!);
}
