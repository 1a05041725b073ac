using System.Globalization;
using System.Text;

namespace CircuitSim.LookupTables.Formats;

/// <summary>
/// The numbers of a text file, taken apart as <c>numpy.genfromtxt</c> and <c>numpy.loadtxt</c> do: '#' starts a comment, empty lines
/// count for nothing, all else must be finite numbers.
/// </summary>
internal sealed class TextNumbers
{
    private readonly string file;
    private readonly List<(int Line, double[] Values)> rows = [];

    private TextNumbers(string file) => this.file = file;

    public int Count => rows.Count;

    public double[] this[int row] => rows[row].Values;

    /// <summary>The place of a number as an editor shows it; a column counts numbers.</summary>
    public string Place(int row, int column) => $"{file}, line {rows[row].Line}, column {column + 1}";

    public string Place(int row) => $"{file}, line {rows[row].Line}";

    /// <summary>The file, or null if it is missing, or holds what is no number; the faults say so.</summary>
    /// <param name="separator">Between numbers; null is any white space.</param>
    /// <param name="skip">Lines at the top that are not looked at.</param>
    public static TextNumbers? Read(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string name, char? separator, int skip, FaultList faults)
    {
        if (!files.TryGetValue(name, out var content))
        {
            faults.Add($"{name}: missing.");
            return null;
        }

        var (read, sound, line) = (new TextNumbers(name), true, 0);
        foreach (var raw in Encoding.UTF8.GetString(content.Span).AsSpan().EnumerateLines())
        {
            var text = raw.IndexOf('#') is var comment and >= 0 ? raw[..comment] : raw;
            if (++line <= skip || text.IsWhiteSpace())
                continue;
            var values = new List<double>();
            for (var rest = text.Trim(); ;)
            {
                var end = separator is { } s ? rest.IndexOf(s) : rest.IndexOfAny(' ', '\t');
                var word = end < 0 ? rest : rest[..end];
                if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
                {
                    faults.Add($"{name}, line {line}, column {values.Count + 1}: '{DataFileException.Shown(word.Trim().ToString())}' is not a finite number.");
                    sound = false;
                }

                values.Add(value);
                if (end < 0)
                    break;
                rest = separator is null ? rest[end..].TrimStart() : rest[(end + 1)..];
            }

            read.rows.Add((line, [.. values]));
        }

        return sound ? read : null;
    }

    /// <summary>Whether there are so many lines from <paramref name="first"/> on, each with so many numbers.</summary>
    public bool Has(int first, int lines, int columns, string what, FaultList faults)
    {
        if (Count - first != lines)
        {
            faults.Add($"{file}: has {Math.Max(0, Count - first)} lines of {what}; {lines} are needed.");
            return false;
        }

        for (var row = first; row < Count; row++)
        {
            if (rows[row].Values.Length == columns)
                continue;
            faults.Add($"{Place(row)}: has {rows[row].Values.Length} numbers; {columns} are needed, one for each {what}.");
            return false;
        }

        return true;
    }
}
