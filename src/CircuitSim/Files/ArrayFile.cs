using System.Text;
using CircuitSim.Numerics;

namespace CircuitSim.Files;

/// <summary>
/// An array of numbers from a user's file, by its ending: NumPy's <c>.npy</c> and <c>.npz</c>, or text (<c>.csv</c>) with one row a
/// line, separated by commas or blanks. In a text lines that start with # are remarks, and a first line without any number is one of names.
/// </summary>
public static class ArrayFile
{
    /// <summary>As messages name them.</summary>
    public const string Endings = ".npy, .npz or .csv";

    /// <summary>Of a text's line: 100,000 numbers and more.</summary>
    private const int MostCharacters = 1 << 23;

    /// <param name="name">The array to take from an archive that holds several; what messages call it.</param>
    /// <param name="wordForNaN">A word that may stand in place of a number of a text; it is read as NaN.</param>
    /// <exception cref="InvalidParameterException">The name ends in none of <see cref="Endings"/>, or the archive holds no such array.</exception>
    /// <exception cref="DataFileException">Missing, unreadable, or not what its name says.</exception>
    public static NpzArray Read(string path, string name, string? wordForNaN = null) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".npy" => NpyFile.Read(path) with { Name = name },
        ".npz" => Pick(path, name, NpzFile.Read(path)),
        ".csv" => ReadText(path, name, wordForNaN),
        _ => throw InvalidParameterException.Because(name, $"{path}: the file of {name} must end in {Endings}."),
    };

    private static NpzArray Pick(string path, string name, IReadOnlyList<NpzArray> arrays)
    {
        if (arrays.FirstOrDefault(a => a.Name == name) is { } array)
            return array;
        if (arrays.Count == 1)
            return arrays[0];
        var held = arrays.Count == 0 ? "no array" : DataFileException.Shown(string.Join(", ", arrays.Select(a => a.Name)));
        throw InvalidParameterException.Because(name, $"{path}: holds {held}; name one of them {name}, or save it alone.");
    }

    /// <summary>Text, whatever its ending.</summary>
    /// <param name="remedy">Where there is no such file.</param>
    /// <inheritdoc cref="Read"/>
    public static NpzArray ReadText(string path, string name, string? wordForNaN = null, string remedy = "Check the path.") =>
        ReadTable(path, name, wordForNaN, remedy).Values;

    /// <summary>The same with the names of the columns, which semicolons or tabs may separate, too; none where the first line holds a number.</summary>
    /// <param name="mostRows">Of a table that is to stay small; its message says what to do.</param>
    /// <inheritdoc cref="ReadText"/>
    public static (IReadOnlyList<string> Names, NpzArray Values) ReadTable(
        string path, string name, string? wordForNaN = null, string remedy = "Check the path.", int mostRows = int.MaxValue) => DataFileException.Reading(path, () =>
    {
        var (values, rows, columns, line, mayBeNames, names) = (new List<double>(), 0, 0, 0, true, Array.Empty<string>());
        foreach (var text in Lines(path))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text) || text.StartsWith('#'))
                continue;
            var fields = Fields(text);
            if (mayBeNames && !fields.Any(f => IsNumber(f, out _)))
            {
                // Between tabs a name may hold blanks.
                (mayBeNames, names) = (false, text.Contains('\t', StringComparison.Ordinal) ? text.Split('\t', StringSplitOptions.TrimEntries) : fields);
                continue;
            }

            mayBeNames = false;
            if (rows++ == 0)
                columns = fields.Length;
            if (fields.Length != columns)
                throw DataFileException.Corrupt(path, $"line {line} has {fields.Length} numbers, the first row has {columns}; every row needs as many.");
            foreach (var field in fields)
                values.Add(IsNumber(field, out var value) ? value : throw DataFileException.Corrupt(path, $"line {line}: '{DataFileException.Shown(field)}' is not a number; start a line of words with #."));
            if (values.Count > NpyFormat.MostValues)
                throw DataFileException.Corrupt(path, $"holds more than {NpyFormat.MostValues} numbers; save it in parts.");
            if (rows > mostRows)
                throw DataFileException.Corrupt(path, $"holds more than {mostRows} rows; keep every tenth, or a part.");
        }

        return rows > 0 ? (names, new NpzArray(name, [rows, columns], values.ToArray())) : throw DataFileException.Corrupt(path, "holds no numbers.");

        bool IsNumber(string field, out double value)
        {
            if (SiText.TryParse(field, out value))
                return true;
            value = double.NaN;
            return field.Equals(wordForNaN, StringComparison.OrdinalIgnoreCase);
        }
    }, remedy);

    /// <summary>As <see cref="File.ReadLines(string)"/>, but of a file without an end of line not more than memory bears.</summary>
    private static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(path);
        var (line, block) = (new StringBuilder(), new char[1 << 16]);
        int count;
        while ((count = reader.Read(block)) > 0)
        {
            var rest = block.AsMemory(0, count);
            for (int end; (end = rest.Span.IndexOf('\n')) >= 0; rest = rest[(end + 1)..])
            {
                line.Append(rest[..end]);
                yield return line.ToString().TrimEnd('\r');
                line.Clear();
            }

            line.Append(rest);
            if (line.Length > MostCharacters)
                throw DataFileException.Corrupt(path, $"has a line of more than {MostCharacters} characters; one row of numbers a line is read.");
        }

        yield return line.ToString();
    }

    private static string[] Fields(string line)
    {
        foreach (var separator in ",;")
        {
            if (line.Contains(separator, StringComparison.Ordinal))
                return line.Split(separator, StringSplitOptions.TrimEntries);
        }

        return line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }
}
