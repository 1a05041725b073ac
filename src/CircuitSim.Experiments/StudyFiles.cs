using System.Text.Json.Nodes;
using CircuitSim.Experiments.LookupTables;
using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments;

/// <summary>The result folder of any study: result.json, a CSV file for each table, report.html.</summary>
public static class StudyFiles
{
    /// <summary>Every file of the result into the folder; the caller commits it.</summary>
    public static void Write(Study study, StudyValues values, StudyResult result, ResultFolder folder)
    {
        folder.Write(Document(study, values, result));
        foreach (var table in result.CsvTables)
            folder.Write($"{table.Name.Replace('_', '-')}.csv", table.ToCsv());
        foreach (var (name, text) in result.Files)
            folder.Write(name, text);
        foreach (var (name, write) in result.Binaries)
        {
            using var stream = folder.OpenWrite(name);
            write(stream);
        }

        if (result.Lookup is { } tables)
            TableFolder.Write(tables.Tables, tables.Formats, folder, tables.Attachments);
        folder.Write("report.html", result.Report.ToString());
    }

    /// <summary>Everything but "provenance" and "timing" is the same bits for the same options.</summary>
    public static string Json(Study study, StudyValues values, StudyResult result) => Document(study, values, result).ToText();

    private static ResultDocument Document(Study study, StudyValues values, StudyResult result)
    {
        var seed = study.Options.OfType<SeedOption>().SingleOrDefault();
        var options = new JsonObject(study.Options.Where(o => o.Key is not null).Select(o => KeyValuePair.Create(o.Key!, o.Json(values))));
        var document = new ResultDocument(study.Name, options, seed is null ? null : values.Get(seed));
        if (result.Inputs.Count > 0)
            document.AddInputs(result.Inputs);
        if (result.Card is { } card)
            document.AddCard(card);
        if (result.Figures.Count > 0)
            document.Add("figures", new JsonObject(result.Figures.Select(f => KeyValuePair.Create(f.Key, f.Value))));
        if (result.Claims.Count > 0)
            document.AddClaims(result.Claims);
        foreach (var (key, _, lines) in result.Remarks)
        {
            if (key is not null)
                document.Add(key, lines);
        }

        return document.AddTables(result.Tables).AddTiming(values.Get(IntegerOption.Jobs), result.Timing);
    }
}
