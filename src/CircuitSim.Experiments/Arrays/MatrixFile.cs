using CircuitSim.Files;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Arrays;

/// <summary>
/// An array of numbers from a user's file: a NumPy archive (.npz), or text (.csv) with one row a line, separated by
/// commas or blanks; lines that start with # are remarks.
/// </summary>
public static class MatrixFile
{
    /// <param name="name">The array to take from an archive that holds several.</param>
    /// <param name="wordForNaN">A word that may stand in place of a number of a text; it is read as NaN.</param>
    /// <exception cref="InvalidParameterException">The name ends neither in .npz nor in .csv, or the archive holds no such array.</exception>
    /// <exception cref="DataFileException">Missing, unreadable, or not what its name says.</exception>
    public static NpzArray Read(string path, string name, string? wordForNaN = null) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".npz" => Pick(path, name, NpzFile.Read(path)),
        ".csv" => ReadCsv(path, name, wordForNaN),
        _ => throw InvalidParameterException.Because(name, $"{path}: the file of {name} must end in .npz or .csv."),
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

    private static NpzArray ReadCsv(string path, string name, string? wordForNaN) => DataFileException.Reading(path, () =>
    {
        var (values, rows, columns, line) = (new List<double>(), 0, 0, 0);
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text) || text.StartsWith('#'))
                continue;
            var fields = Fields(text);
            if (rows++ == 0)
                columns = fields.Length;
            if (fields.Length != columns)
                throw DataFileException.Corrupt(path, $"line {line} has {fields.Length} numbers, the first row has {columns}; every row needs as many.");
            foreach (var field in fields)
            {
                values.Add(
                    SiText.TryParse(field, out var value) ? value
                    : field.Equals(wordForNaN, StringComparison.OrdinalIgnoreCase) ? double.NaN
                    : throw DataFileException.Corrupt(path, $"line {line}: '{DataFileException.Shown(field)}' is not a number; start a line of names with #."));
            }
        }

        return rows > 0 ? new NpzArray(name, [rows, columns], values.ToArray()) : throw DataFileException.Corrupt(path, "holds no numbers.");
    });

    private static string[] Fields(string line) => line.Contains(',', StringComparison.Ordinal)
        ? line.Split(',', StringSplitOptions.TrimEntries)
        : line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
