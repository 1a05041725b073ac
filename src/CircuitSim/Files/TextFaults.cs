using System.Globalization;
using System.Text.RegularExpressions;
using CircuitSim.Numerics;

namespace CircuitSim.Files;

/// <summary>What programs write into texts of numbers that is none of the numbers: how it is known, and the sentence that says so.</summary>
internal static partial class TextFaults
{
    /// <summary>Numbers do not count up their columns by chance from so many on, even where all are whole.</summary>
    private const int ManyColumns = 10;

    public delegate bool NumberTest(string field, out double value);

    /// <summary>Why the first characters of a file are no text of numbers; null where they may be.</summary>
    public static string? NoText(ReadOnlySpan<char> start) =>
        start.StartsWith("\uFFFDNUMPY", StringComparison.Ordinal) ? "holds a NumPy array and no text; let its name end in .npy."
        : start.StartsWith("PK\u0003\u0004", StringComparison.Ordinal) ? "holds an archive and no text; let the name of NumPy's end in .npz, and save a spreadsheet as CSV."
        : start.Contains('\0') ? "holds zero bytes, which no text does; save it as CSV of UTF-8."
        : null;

    /// <summary>A line of names whose first is missing, or the name that pandas gives such a one.</summary>
    public static bool IsIndexed(string[] fields)
    {
        if (fields.Length < 2)
            return false;
        var first = fields[0].Trim('"', '\'');
        return (first.Length == 0 && (fields[1] == "0" || !SiText.TryParseTyped(fields[1], out _))) || first.StartsWith("Unnamed:", StringComparison.Ordinal);
    }

    public static DataFileException Index(string path, int line) => DataFileException.Corrupt(path,
        $"line {line}: the first column has no name, as where pandas writes the numbers of the rows; save without them: to_csv(…, index=False).");

    /// <summary>0, 1, 2 and so on to the last column, at least two.</summary>
    public static bool Counts(string[] fields)
    {
        for (var k = 0; k < fields.Length; k++)
        {
            if (!int.TryParse(fields[k], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number != k)
                return false;
        }

        return fields.Length > 1;
    }

    /// <summary>Whether a row below one that counts its columns says that those were names.</summary>
    public static bool IsUnlikeACount(string[] fields) => fields.Length >= ManyColumns || fields.Any(f => f.AsSpan().TrimStart("+-").ContainsAnyExceptInRange('0', '9'));

    public static DataFileException NumberedColumns(string path, int line, int columns) => DataFileException.Corrupt(path,
        $"line {line} is 0, 1{(columns > 2 ? $" … {columns - 1}" : "")}, which pandas writes for columns without names; save with to_csv(…, header=False, index=False), or write 0.0 there if these are numbers.");

    /// <summary>Whether two fields are halves of one number: 0,05 has a comma of decimals, since no number begins with 05.</summary>
    public static bool IsCutAtItsComma(string text, string[] fields) => fields is [_, ['0', >= '0' and <= '9', ..]] && CommaNumber().IsMatch(text.Trim());

    /// <summary>Whether a line that is no row of numbers is one with decimal commas.</summary>
    public static bool HoldsDecimalComma(string text, NumberTest isNumber)
    {
        if (!text.Contains(',', StringComparison.Ordinal))
            return false;
        var pieces = text.Split(text.Contains(';', StringComparison.Ordinal) ? [';'] : (char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return pieces.Length > 1 && pieces.Any(p => CommaNumber().IsMatch(p)) && pieces.All(p => CommaNumber().IsMatch(p) || isNumber(p, out _));
    }

    public static DataFileException DecimalComma(string path, int line, string text) => DataFileException.Corrupt(path,
        $"line {line}: '{DataFileException.Shown(text.Trim())}' has decimal commas; numbers need points, as in 0.05.");

    public static DataFileException EmptyCell(string path, int line, int empty, int fields) => DataFileException.Corrupt(path, empty == fields - 1
        ? $"line {line} ends behind a separator, with no number; take it away, or give the number."
        : $"line {line}: column {empty + 1} is empty; every one needs a number.");

    /// <summary>What programs write for a number that is not there or has no end.</summary>
    public static bool IsNotFinite(string field) => field.AsSpan().TrimStart("+-") is var word
        && (Is(word, "nan") || Is(word, "inf") || Is(word, "infinity") || Is(word, "na") || Is(word, "n/a") || Is(word, "null"));

    /// <param name="wordForNaN">What may stand there.</param>
    public static DataFileException NoNumber(string path, int line, string field, string? wordForNaN) => DataFileException.Corrupt(path, IsNotFinite(field)
        ? $"line {line}: '{DataFileException.Shown(field)}' is not a number; every one must be finite{(wordForNaN is null ? "" : $", or the word {wordForNaN}")}."
        : $"line {line}: '{DataFileException.Shown(field)}' is not a number; start a line of words with #.");

    private static bool Is(ReadOnlySpan<char> word, string other) => word.Equals(other, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[-+]?[0-9]+,[0-9]+([eE][-+]?[0-9]+)?$")]
    private static partial Regex CommaNumber();
}
