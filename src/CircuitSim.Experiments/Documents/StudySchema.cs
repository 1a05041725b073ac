using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments.Documents;

/// <summary>What a study file may say, as JSON Schema (draft 2020-12) that editors read, from what the studies declare.</summary>
public static class StudySchema
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(IReadOnlyList<Study> studies)
    {
        var text = new JsonObject { ["type"] = "string", ["minLength"] = 1 };
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Study of CircuitSim",
            ["type"] = "object",
            ["required"] = new JsonArray("study"),
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(
            [
                Pair("study", new() { ["enum"] = new JsonArray([.. studies.Select(s => (JsonNode?)s.Name)]), ["description"] = "The study that the file describes a run of, or several." }),
                Pair("title", Described(text, "Of the report.")),
                .. StudyDocumentReader.Sections.Select(s => Pair(s, new() { ["type"] = "object", ["description"] = "Options by their keys; which of these sections one stands in is for the reader's eye." })),
                Pair("sweeps", new() { ["type"] = "object", ["description"] = "Options with several values each: every combination is one run." }),
                Pair("figures", new() { ["type"] = "array", ["items"] = text.DeepClone(), ["description"] = "What a sweep compares: figures of the result, or ids of the study's claims. Default: all figures." }),
                Pair("claims", new() { ["type"] = "array", ["items"] = ClaimSchema(text), ["description"] = "What the file claims of figures of the result." }),
            ]),
            ["allOf"] = new JsonArray([.. studies.Select(s => (JsonNode?)new JsonObject
            {
                ["if"] = new JsonObject { ["properties"] = new JsonObject { ["study"] = new JsonObject { ["const"] = s.Name } } },
                ["then"] = new JsonObject
                {
                    ["properties"] = new JsonObject([.. StudyDocumentReader.Sections.Select(k => Pair(k, Reference(s.Name))), Pair("sweeps", Reference($"{s.Name}.sweeps"))]),
                },
            })]),
            ["$defs"] = new JsonObject(
            [
                Pair("range", RangeSchema()),
                .. studies.SelectMany(s => new[] { Pair(s.Name, OptionsSchema(s, Value)), Pair($"{s.Name}.sweeps", OptionsSchema(s, o => SweepSchema(s, o))) }),
            ]),
        };
        return schema.ToJsonString(Format) + "\n";
    }

    private static JsonObject OptionsSchema(Study study, Func<StudyOption, JsonObject> of) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(study.Options.Where(o => o != IntegerOption.Jobs).Select(o => Pair(o.FileKey, of(o)))),
    };

    private static JsonObject Value(StudyOption option)
    {
        var schema = Described(option.Schema, StudyText.Describe(option));
        var standard = option.WordsOf(new StudyValues());
        if (standard.Count > 0)
            schema["default"] = option.Json(new StudyValues())?.DeepClone() ?? standard[0];
        return schema;
    }

    private static JsonObject SweepSchema(Study study, StudyOption option)
    {
        var list = new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = Reference($"{study.Name}/properties/{option.FileKey}") };
        return SweptOption.IsNumber(option) ? new() { ["anyOf"] = new JsonArray(list, Reference("range")) } : list;
    }

    private static JsonObject RangeSchema() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("from", "to"),
        ["oneOf"] = new JsonArray(new JsonObject { ["required"] = new JsonArray("step") }, new JsonObject { ["required"] = new JsonArray("points") }),
        ["properties"] = new JsonObject(OptionReader.RangeKeys.Select(k => Pair(k, k == "scale" ? new() { ["enum"] = new JsonArray("linear", "logarithmic") } : NumberRule.Schema("number")))),
    };

    private static JsonObject ClaimSchema(JsonObject text) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("figure", "statement"),
        ["properties"] = new JsonObject(StudyDocumentReader.ClaimKeys.Select(k => Pair(k, k switch
        {
            "least" or "greatest" => NumberRule.Schema("number"),
            "where" => new() { ["type"] = "object", ["description"] = "Values of swept options that the claim is about; without it, it is about every run." },
            _ => (JsonObject)text.DeepClone(),
        }))),
    };

    private static JsonObject Described(JsonObject schema, string description)
    {
        var described = (JsonObject)schema.DeepClone();
        described["description"] = description;
        return described;
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/$defs/{name}" };

    private static KeyValuePair<string, JsonNode?> Pair(string key, JsonObject value) => KeyValuePair.Create(key, (JsonNode?)value);
}
