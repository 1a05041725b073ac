using System.Text.Json.Nodes;
using CircuitSim.Experiments;

namespace CircuitSim.Cli;

/// <summary>
/// The one object that --json prints: the result.json of the command where it has one, else what a terminal would show, and the files that
/// were written; or the fault.
/// </summary>
/// <param name="command">Its words, such as "array solve".</param>
internal sealed class Answer(string command)
{
    private readonly JsonObject tables = [];
    private readonly JsonArray lines = [];
    private readonly JsonArray files = [];
    private readonly JsonArray notes = [];
    private ResultFolder? folder;

    /// <summary>The whole object, where the command has one.</summary>
    public string? Document { get; set; }

    /// <summary>The first of several is that of the whole command.</summary>
    public void Follow(ResultFolder results) => folder ??= results;

    public void Add(string text)
    {
        foreach (var line in text.TrimEnd('\n').Split('\n'))
            lines.Add((JsonNode?)line);
    }

    public void Add(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new ResultTable(command.Split(' ')[^1] + (tables.Count > 0 ? FormattableString.Invariant($"_{tables.Count + 1}") : ""), header);
        foreach (var row in rows)
            table.Add([.. row]);
        tables[table.Name] = table.ToJson();
    }

    public void AddNote(string note) => notes.Add((JsonNode?)note);

    public void AddFile(string path)
    {
        if (path.Length > 0)
            files.Add((JsonNode?)path);
    }

    /// <summary>The object as text.</summary>
    /// <param name="line">What was asked for.</param>
    public string ToText(string line)
    {
        if (Document is not null)
            return Document;
        if (folder?.Document is { } text)
        {
            var document = JsonNode.Parse(text)!.AsObject();
            if (files.Count > 0)
                document["files"] = files;
            if (notes.Count > 0)
                document["notes"] = notes;
            return ResultDocument.ToText(document);
        }

        var result = new ResultDocument(command, []);
        if (tables.Count > 0)
            result.Add("tables", tables);
        if (lines.Count > 0)
            result.Add("lines", lines);
        if (files.Count > 0)
            result.Add("files", files);
        if (notes.Count > 0)
            result.Add("notes", notes);
        return result.ToText(line);
    }

    /// <summary>What went wrong, as text of an object.</summary>
    public static string OfFault(string message, int code) => ResultDocument.ToText(new JsonObject
    {
        ["schema"] = "circuitsim.error/1",
        ["error"] = new JsonObject { ["message"] = message, ["exit_code"] = code },
    });
}
