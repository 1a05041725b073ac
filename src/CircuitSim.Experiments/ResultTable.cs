using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;

namespace CircuitSim.Experiments;

/// <summary>A named table of numbers and words; null stands for "does not apply".</summary>
/// <param name="name">Its key in the result.</param>
/// <param name="columns">Column names, with units.</param>
public sealed class ResultTable(string name, IReadOnlyList<string> columns)
{
    /// <summary>Quotes, too, what readers that trim would change.</summary>
    private static readonly CsvWriterOptions Csv = new() { NewLine = "\n", Quoting = CsvQuoting.WhenNeededOrWhitespace };

    private readonly List<IReadOnlyList<object?>> rows = [];

    public string Name { get; } = name;

    public IReadOnlyList<string> Columns { get; } = columns;

    public IReadOnlyList<IReadOnlyList<object?>> Rows => rows;

    /// <summary>A row for each item.</summary>
    public static ResultTable Of<T>(string name, IEnumerable<T> items, params IReadOnlyList<(string Column, Func<T, object?> Cell)> columns)
    {
        var table = new ResultTable(name, [.. columns.Select(c => c.Column)]);
        foreach (var item in items)
            table.Add([.. columns.Select(c => c.Cell(item))]);
        return table;
    }

    /// <summary>A row for each cell of a matrix, row-major.</summary>
    public static ResultTable OfMatrix(string name, string value, int columns, IEnumerable<double> cells) =>
        Of(name, cells.Index(), ("row", c => c.Index / columns), ("column", c => c.Index % columns), (value, c => c.Item));

    /// <param name="cells">One per column: a number, a text or null.</param>
    public void Add(params object?[] cells)
    {
        if (cells.Length != Columns.Count)
            throw InvalidParameterException.WrongShape($"row of table {Name}", $"[{cells.Length}]", $"[{Columns.Count}]");
        rows.Add(cells);
    }

    /// <summary>A number of a row, by column name.</summary>
    public double Number(int row, string column)
    {
        var k = Columns.Select((c, i) => (c, i)).Single(x => x.c == column).i;
        return Convert.ToDouble(rows[row][k], CultureInfo.InvariantCulture);
    }

    public string ToCsv()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, Csv))
        {
            foreach (var row in rows.Prepend(Columns))
            {
                foreach (var cell in row)
                    csv.WriteField(Text(cell));
                csv.EndRecord();
            }
        }

        return text.ToString();
    }

    /// <summary>Columns and rows as arrays.</summary>
    public JsonObject ToJson() => new()
    {
        ["columns"] = new JsonArray([.. Columns.Select(c => (JsonNode?)c)]),
        ["rows"] = new JsonArray([.. rows.Select(row => (JsonNode?)new JsonArray([.. row.Select(Json)]))]),
    };

    private static string Text(object? cell) => cell switch
    {
        null => "",
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    private static JsonNode? Json(object? cell) => cell switch
    {
        null => null,
        double d => double.IsFinite(d) ? d : null,
        int i => i,
        string s => s,
        _ => throw new ArgumentException($"a table cell of type {cell.GetType().Name} has no JSON form", nameof(cell)),
    };
}
