using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Experiments;

/// <summary>
/// A result.json: what every study and command says in the same words, and by <see cref="Add(string, JsonNode)"/> what only one of them
/// has to say. All of it but "provenance" and "timing" is the same bits for the same seed and options.
/// </summary>
public sealed class ResultDocument
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        // Ω, σ and → stay readable; nothing of this text is put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject document;

    /// <param name="study">The study or command.</param>
    /// <param name="options">What was asked for, with units in the keys.</param>
    /// <param name="seed">Of every random draw, where there is one.</param>
    public ResultDocument(string study, JsonObject options, ulong? seed = null)
    {
        document = new JsonObject
        {
            ["schema"] = "circuitsim.result/1",
            ["study"] = study,
            ["provenance"] = new JsonObject { ["circuitsim"] = ProductVersion.Number, ["commit"] = ProductVersion.Commit },
        };
        if (seed is { } value)
            document["seed"] = value;
        document["options"] = options;
    }

    /// <summary>The next member, in the order of the calls.</summary>
    public ResultDocument Add(string name, JsonNode? value)
    {
        document[name] = value;
        return this;
    }

    public ResultDocument Add(string name, IEnumerable<string> lines) => Add(name, new JsonArray([.. lines.Select(l => (JsonNode?)l)]));

    /// <summary>Files that the result was made from, by what they hold.</summary>
    public ResultDocument AddInputs(params IEnumerable<(string Name, string Sha256)> files) =>
        Add("inputs", new JsonArray([.. files.Select(f => (JsonNode?)new JsonObject { ["name"] = f.Name, ["sha256"] = f.Sha256 })]));

    public ResultDocument AddCard(CardProvenance card) => Add("cards", new JsonArray(new JsonObject
    {
        ["name"] = card.Name,
        ["file"] = card.File,
        ["sha256"] = card.Sha256,
        ["parameters"] = new JsonObject(card.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
    }));

    public ResultDocument AddClaims(IEnumerable<Claim> claims) => Add("claims", new JsonArray([.. claims.Select(c => (JsonNode?)new JsonObject
    {
        ["id"] = c.Id,
        ["paper"] = c.Paper,
        ["statement"] = c.Statement,
        ["method"] = c.Method,
        ["value"] = c.Value,
        ["unit"] = c.Unit,
        ["least"] = c.Least,
        ["greatest"] = c.Greatest,
        ["verdict"] = c.VerdictText,
    })]));

    public ResultDocument AddTables(params IEnumerable<ResultTable> tables) =>
        Add("tables", new JsonObject(tables.Select(t => KeyValuePair.Create(t.Name, (JsonNode?)t.ToJson()))));

    public ResultDocument AddTiming(int jobs, IEnumerable<(string Step, double Seconds)> steps) => Add("timing", new JsonObject
    {
        ["jobs"] = jobs,
        ["steps_s"] = new JsonObject(steps.Select(t => KeyValuePair.Create(t.Step, (JsonNode?)Math.Round(t.Seconds, 3)))),
    });

    /// <param name="command">What made it, as part of its provenance.</param>
    public string ToText(string? command = null)
    {
        if (command is not null)
            document["provenance"]!["command"] = command;
        return ToText(document);
    }

    /// <summary>Any object as a result.json is written.</summary>
    public static string ToText(JsonObject json) => json.ToJsonString(Format) + "\n";
}
