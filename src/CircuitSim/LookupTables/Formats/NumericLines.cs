using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CircuitSim.LookupTables.Formats;

/// <summary>Lines of numbers as a loader splits them. The first fault ends the reading, and names file, line and column.</summary>
internal static class NumericLines
{
    /// <param name="separator">A comma, or a blank, which stands for any white space.</param>
    /// <param name="comment">Lines that begin with it say nothing, as empty ones; '\0' if there is no such sign.</param>
    /// <param name="skip">Lines of header.</param>
    /// <param name="fault">Null if all was read.</param>
    /// <param name="columns">Gets the places of each line's numbers, from 1 on.</param>
    public static IReadOnlyList<(int Line, double[] Numbers)> Read(string file, ReadOnlyMemory<byte> content, char separator, char comment, int skip, out string? fault, List<int[]>? columns = null)
    {
        var rows = new List<(int, double[])>();
        fault = null;
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(content.Span).AsSpan().EnumerateLines())
        {
            if (++number <= skip || line.IsWhiteSpace() || line.TrimStart()[0] == comment)
                continue;
            var (numbers, places) = (new List<double>(), columns is null ? null : new List<int>());
            for (var at = 0; at <= line.Length; at++)
            {
                while (separator == ' ' && at < line.Length && char.IsWhiteSpace(line[at]))
                    at++;
                var end = at;
                while (end < line.Length && (separator == ' ' ? !char.IsWhiteSpace(line[end]) : line[end] != separator))
                    end++;
                if (separator == ' ' && end == at)
                    break;
                if (!double.TryParse(line[at..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
                {
                    fault = $"{file}, line {number}, column {at + 1}: '{DataFileException.Shown(line[at..end].ToString())}' is not a finite number.";
                    return rows;
                }

                numbers.Add(value);
                places?.Add(at + 1);
                at = end;
            }

            rows.Add((number, [.. numbers]));
            if (places is not null)
                columns!.Add([.. places]);
        }

        return rows;
    }

    /// <summary>Of JSON that cannot be taken: where it is none, or that a value is of another kind than its name says.</summary>
    public static string Unreadable(string file, Exception e) => e is JsonException { LineNumber: { } line, BytePositionInLine: { } column }
        ? $"{file}, line {line + 1}, column {column + 1}: is no JSON from here on."
        : $"{file}: a value is missing, or of another kind than its name says.";

    /// <summary>The text of a file as a loader sees it, or a fault that it is missing.</summary>
    public static bool Has(this IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string name, List<string> faults)
    {
        if (files.ContainsKey(name))
            return true;
        faults.Add($"{name} is missing.");
        return false;
    }
}
