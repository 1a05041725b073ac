using System.Text;
using CircuitSim.Numerics;

namespace CircuitSim.Files;

/// <summary>
/// An array of numbers from a user's file, by its ending: NumPy's <c>.npy</c> and <c>.npz</c>, or text (<c>.csv</c>) with one row a
/// line, separated by commas or blanks. In a text lines that start with # are remarks, and a first line without any number is one of names,
/// which may have units.
/// </summary>
public static class ArrayFile
{
    /// <summary>As messages name them.</summary>
    public const string Endings = ".npy, .npz or .csv";

    /// <summary>Of a text's line: 100,000 numbers and more.</summary>
    private const int MostCharacters = 1 << 23;

    /// <param name="name">The array to take from an archive that holds several; what messages call it.</param>
    /// <param name="wordForNaN">A word that may stand in place of a number of a text; it is read as NaN.</param>
    /// <param name="unit">One of <see cref="ColumnUnit"/>'s, that the numbers are wanted in, where the names of a text's columns may say another; empty where names mean nothing.</param>
    /// <exception cref="InvalidParameterException">The name ends in none of <see cref="Endings"/>, or the archive holds no such array.</exception>
    /// <exception cref="DataFileException">Missing, unreadable, or not what its name says.</exception>
    public static NpzArray Read(string path, string name, string? wordForNaN = null, string unit = "") => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".npy" => NpyFile.Read(path) with { Name = name },
        ".npz" => Pick(path, name, NpzFile.Read(path)),
        ".csv" => ReadIn(unit, path, name, wordForNaN),
        _ when NamedFile.IsFolder(path) => throw DataFileException.IsFolder(path),
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

    private static NpzArray ReadIn(string unit, string path, string name, string? wordForNaN)
    {
        var (names, array) = ReadTable(path, name, wordForNaN);
        if (unit.Length == 0 || names.Count == 0)
            return array;
        var columns = array.Shape[1];
        names = WithTheirUnits(names, columns);
        double[] factors = [.. names.Select(n => ColumnUnit.FactorOfName(unit, n, path))];
        if (factors.All(f => f == 1))
            return array;
        // One name above several columns is that of all.
        if (names.Count != 1 && names.Count != columns)
            throw DataFileException.Corrupt(path, $"names {names.Count} columns with units, its rows have {columns} numbers; give every column a name, or one to all.");
        var values = array.Values.ToArray();
        for (var k = 0; k < values.Length; k++)
            values[k] *= factors[names.Count == 1 ? 0 : k % columns];
        return array with { Values = values };
    }

    /// <summary>Names that blanks part, where a blank also stands between a name and its unit: "a [mS] b [mS]" names two columns.</summary>
    private static List<string> WithTheirUnits(IReadOnlyList<string> names, int columns)
    {
        if (columns == 1)
            return [string.Join(' ', names)];
        var joined = new List<string>();
        foreach (var name in names)
        {
            if (joined is [.., not [.., ']' or ')']] && name is ['[' or '(', ..])
                joined[^1] += $" {name}";
            else
                joined.Add(name);
        }

        return joined;
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
        // Of a first row that counts its columns: the line that it stands in.
        int? counting = null;
        foreach (var text in Lines(path))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text) || text.StartsWith('#'))
                continue;
            var fields = Fields(text);
            if (rows == 0 && TextFaults.IsIndexed(fields))
                throw TextFaults.Index(path, line);
            if (mayBeNames && !fields.Any(f => IsNumber(f, out _)) && !fields.All(TextFaults.IsNotFinite))
            {
                // Between tabs a name may hold blanks.
                (mayBeNames, names) = (false, text.Contains('\t', StringComparison.Ordinal) ? text.Split('\t', StringSplitOptions.TrimEntries) : fields);
                continue;
            }

            mayBeNames = false;
            if (TextFaults.IsCutAtItsComma(text, fields))
                throw TextFaults.DecimalComma(path, line, text);
            if (rows++ == 0)
            {
                columns = fields.Length;
                counting = names.Length == 0 && TextFaults.Counts(fields) ? line : null;
            }
            else if (counting is { } first && TextFaults.IsUnlikeACount(fields))
            {
                throw Fault(TextFaults.NumberedColumns(path, first, columns));
            }

            if (Array.IndexOf(fields, "") is var empty and >= 0)
                throw Fault(TextFaults.EmptyCell(path, line, empty, fields.Length));
            if (fields.Length != columns)
                throw Fault(DataFileException.Corrupt(path, $"line {line} has {fields.Length} numbers, the first row has {columns}; every row needs as many."));
            foreach (var field in fields)
                values.Add(IsNumber(field, out var value) ? value : throw Fault(TextFaults.NoNumber(path, line, field, wordForNaN)));
            if (values.Count > NpyFormat.MostValues)
                throw DataFileException.Corrupt(path, $"holds more than {NpyFormat.MostValues} numbers; save it in parts.");
            if (rows > mostRows)
                throw DataFileException.Corrupt(path, $"holds more than {mostRows} rows; keep every tenth, or a part.");

            // Only a line that cannot be read is looked at twice.
            DataFileException Fault(DataFileException otherwise) => TextFaults.HoldsDecimalComma(text, IsNumber) ? TextFaults.DecimalComma(path, line, text) : otherwise;
        }

        return rows > 0 ? (names, new NpzArray(name, [rows, columns], values.ToArray())) : throw DataFileException.Corrupt(path, "holds no numbers.");

        bool IsNumber(string field, out double value)
        {
            if (SiText.TryParseTyped(field, out value))
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
        var isFirst = true;
        while ((count = reader.Read(block)) > 0)
        {
            if (isFirst && TextFaults.NoText(block.AsSpan(0, count)) is { } what)
                throw DataFileException.Corrupt(path, what);
            isFirst = false;
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
