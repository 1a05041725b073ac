using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CircuitSim.Netlists;
using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>A number that a campaign keeps of each point: a figure or a claim of the result, or what a column of a table comes to.</summary>
/// <param name="Name">Of its column.</param>
/// <param name="Key">Of the figure, the id of the claim, or the column.</param>
/// <param name="Table">Name of the table; null for a figure or claim.</param>
/// <param name="Where">Rows of the table that it is about: the words of other columns.</param>
/// <param name="Take">What becomes of several rows, one of <see cref="Ways"/>.</param>
/// <param name="Place">Where the file names it.</param>
public sealed record CampaignFigure(string Name, string Key, string? Table, IReadOnlyList<(string Column, string Text)> Where, string Take, string Place)
{
    private const string ValueColumn = "value";

    /// <summary>Rows of a table that a fault names.</summary>
    private const int MostNames = 20;

    public static IReadOnlyList<string> Ways { get; } = ["first", "last", "least", "greatest", "mean", "count"];

    /// <summary>In the hash of the campaign.</summary>
    internal string Text => Invariant($"{Name} {Table} {Key} {Take} {string.Join(' ', Where.Select(w => $"{w.Column}={w.Text}"))}");

    /// <summary>The number; null where the result says that there is none.</summary>
    /// <exception cref="DataFileException">The result has nothing of that name.</exception>
    /// <exception cref="InvalidParameterException">It is no finite number.</exception>
    internal double? Of(StudyResult result)
    {
        var value = Table is null ? OfFigures(result) : OfTable(result);
        return value is null || double.IsFinite(value.Value) ? value : throw InvalidParameterException.Because(Name, Invariant($"{Name} is {value}, which is no finite number."));
    }

    private double? OfFigures(StudyResult result)
    {
        if (result.Figures.FirstOrDefault(f => f.Key == Key) is { Key: not null } figure)
        {
            return figure.Value?.GetValueKind() switch
            {
                null or JsonValueKind.Null => null,
                JsonValueKind.True => 1,
                JsonValueKind.False => 0,
                _ => Number(figure.Value),
            };
        }

        if (result.Claims.FirstOrDefault(c => c.Id == Key) is { } claim)
            return claim.Value;
        // Measurements and the like: rows with a name and a value.
        var named = result.Tables.Where(t => t.Columns.Count > 1 && t.Columns.Contains(ValueColumn)).SelectMany(t => t.Rows.Where(row => row[0] is string word && word == Key).Select(row => (Table: t, Row: row))).ToList();
        if (named.Count > 1)
            throw DataFileException.Corrupt(Place, $"the result has '{DataFileException.Shown(Key)}' {named.Count} times, in the table {named[0].Table.Name}; name the table, its column and with where the row.");
        if (named.Count == 1)
            return named[0].Row[named[0].Table.Columns.Index().First(c => c.Item == ValueColumn).Index] is { } cell ? NumberOf(cell) : null;
        IReadOnlyList<string> names = [.. result.Figures.Select(f => f.Key), .. result.Claims.Select(c => c.Id), .. result.Tables.Where(t => t.Columns.Contains(ValueColumn)).SelectMany(t => t.Rows.Take(MostNames).Select(row => row[0]).OfType<string>())];
        throw DataFileException.Corrupt(Place, $"the result has no figure '{DataFileException.Shown(Key)}'; {(names.Count > 0 ? NameSuggestion.Nearest(Key, names) : $"it has tables alone: {string.Join(", ", result.Tables.Select(t => t.Name))}.")}");
    }

    private double? OfTable(StudyResult result)
    {
        var table = result.Tables.FirstOrDefault(t => t.Name == Table)
            ?? throw DataFileException.Corrupt(Place, $"the result has no table '{DataFileException.Shown(Table!)}'; {NameSuggestion.Nearest(Table!, [.. result.Tables.Select(t => t.Name)])}");
        int ColumnAt(string name) => table.Columns.Index().FirstOrDefault(c => c.Item == name) is { Item: not null } found ? found.Index
            : throw DataFileException.Corrupt(Place, $"the table {Table} has no column '{DataFileException.Shown(name)}'; {NameSuggestion.Nearest(name, [.. table.Columns])}");
        var (column, conditions) = (ColumnAt(Key), Where.Select(w => (Column: ColumnAt(w.Column), w.Text)).ToList());
        var rows = table.Rows.Where(row => conditions.All(c => IsSame(row[c.Column], c.Text))).ToList();
        if (Take == "count")
            return rows.Count;
        double[] values = [.. rows.Where(row => row[column] is not null).Select(row => NumberOf(row[column]!))];
        return values.Length == 0 ? null : Take switch { "last" => values[^1], "least" => values.Min(), "greatest" => values.Max(), "mean" => values.Average(), _ => values[0] };
    }

    private static bool IsSame(object? cell, string text) =>
        cell is null ? text.Length == 0 : cell is string word ? word == text : Numerics.SiText.TryParseTyped(text, out var number) && Convert.ToDouble(cell, CultureInfo.InvariantCulture) == number;

    private double NumberOf(object cell) => cell is string word
        ? throw DataFileException.Corrupt(Place, $"the column {Key} of the table {Table} holds words, such as '{DataFileException.Shown(word)}'; collect a column of numbers.")
        : Convert.ToDouble(cell, CultureInfo.InvariantCulture);

    /// <summary>Nodes hold whatever kind of number they were made from.</summary>
    private double Number(JsonNode node) => node.GetValueKind() == JsonValueKind.Number
        // JSON has no word for what is no finite number.
        ? node is JsonValue value && value.TryGetValue<double>(out var number) ? number : double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture)
        : throw DataFileException.Corrupt(Place, $"the figure {Key} is {DataFileException.Shown(node.ToJsonString())}, and a number is wanted.");
}
