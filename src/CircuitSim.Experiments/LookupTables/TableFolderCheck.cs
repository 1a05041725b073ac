using System.Globalization;
using System.Text;
using CircuitSim.Files;
using CircuitSim.LookupTables;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// Reads a folder of tables back, of whatever kind, and judges it: the checksums, the native archive, each CSV file against it by a
/// reader of its own, and the files of every format by the rules of the tool that loads them. Files of strangers: memory is bounded,
/// links are not followed, empty files (what a pipe or a device looks like) are not opened, and no path leads out of the folder.
/// </summary>
public static class TableFolderCheck
{
    private const int MostFiles = 10_000, MostFaults = 20, MostSumsBytes = 1 << 22, LongestLine = 1 << 12;

    /// <summary>Of a file that is hashed, and of one that a format's rules read [byte].</summary>
    private const long MostBytes = 1L << 31, MostFormatBytes = 1L << 27;

    /// <returns>The findings in the order of the README: checksums, native, formats, what else lies there.</returns>
    /// <exception cref="DataFileException">There is no such folder, it has no checksums, or they name what is not in it.</exception>
    public static IReadOnlyList<FolderFinding> Of(string path, CancellationToken cancellationToken = default)
    {
        var sums = Sums(path);
        var present = Present(path);
        var findings = new List<FolderFinding>();
        foreach (var (name, sum) in sums)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Fault(path, name, sum, present.Contains(name)) is { } fault)
                findings.Add(new FolderFinding(name, "", [fault.Text], fault.IsUnreadable));
        }

        var broken = findings.Select(f => f.File).ToHashSet();
        findings.Insert(0, new FolderFinding(TableFolder.SumsName, $"{Count(sums.Count - findings.Count, "file")} of {sums.Count} as written", []));
        bool Usable(string name) => sums.ContainsKey(name) && present.Contains(name) && !findings.Any(f => f.File == name && f.IsUnreadable);
        TableSet? set = null;
        if (Usable(TableFolder.NativeName))
            set = Native(path, findings);
        else if (!broken.Contains(TableFolder.NativeName))
            findings.Add(new FolderFinding(TableFolder.NativeName, "", [$"is not among the files of {TableFolder.SumsName}; write the tables anew."]));
        foreach (var table in set?.Tables.Where(t => Usable($"{t.Key}.csv")) ?? [])
            findings.Add(Csv(path, table));
        if (Usable(ArrayDataSet.NpzName))
            findings.Add(ArrayDataSetCheck.Of(path, set));
        foreach (var folder in sums.Keys.Where(n => n.Contains('/', StringComparison.Ordinal)).GroupBy(n => n.Split('/')[0]))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Two kinds of tables may have a format of one tool each.
            var formats = TableFormats.All.Where(f => f.Word == folder.Key && (set is null || f.Kind == set.Kind)).ToList();
            findings.Add(formats is [var format]
                ? Format(path, format, folder.Where(Usable))
                : new FolderFinding(DataFileException.Shown(folder.Key) + "/", $"{Count(folder.Count(), "file")} as in {TableFolder.SumsName}; no tool's rules are known for them", []));
        }

        var others = present.Where(n => !sums.ContainsKey(n) && n != TableFolder.SumsName).Order(StringComparer.Ordinal).Select(DataFileException.Shown).ToList();
        if (others.Count > 0)
            findings.Add(new FolderFinding("other files", $"not in {TableFolder.SumsName}, nobody vouches for them: {string.Join(", ", others.Take(8))}{(others.Count > 8 ? $" and {others.Count - 8} more" : "")}", []));
        return findings;
    }

    /// <summary>The files of a folder that are as its checksums say; none where it has no readable ones.</summary>
    internal static IReadOnlyList<string> Unchanged(string path)
    {
        try
        {
            var present = Present(path);
            return present.Contains(TableFolder.SumsName) ? [.. Sums(path).Where(s => Fault(path, s.Key, s.Value, present.Contains(s.Key)) is null).Select(s => s.Key)] : [];
        }
        catch (DataFileException)
        {
            // Nobody says then what is whose: all of it stays.
            return [];
        }
    }

    /// <summary>The lines of sha256sum, each a file of the folder or of a folder in it.</summary>
    private static SortedDictionary<string, string> Sums(string folder)
    {
        var path = Path.Combine(folder, TableFolder.SumsName);
        var text = DataFileException.Reading(path, () =>
        {
            var bytes = IsLink(path) ? throw DataFileException.Corrupt(path, "is a link, which is not followed; copy the file itself.") : new FileInfo(path).Length;
            return bytes is 0 or > MostSumsBytes ? throw DataFileException.Corrupt(path, $"has {bytes} bytes; from 1 to {MostSumsBytes} are read.") : File.ReadAllText(path);
        }, "It must be the folder of lookup tables, with its checksums.");
        var sums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line.IsEmpty)
                continue;
            DataFileException Wrong(string what) => DataFileException.Corrupt(path, $"line {number}: {what}");
            if (line.Length < 67 || !line[..64].ToString().All(char.IsAsciiHexDigit) || line[64] != ' ' || line[65] is not (' ' or '*'))
                throw Wrong("is not 64 hexadecimal digits, two blanks and a name.");
            var name = line[66..].ToString();
            var parts = name.Split('/');
            if (parts.Length > 2 || name.Contains('\\', StringComparison.Ordinal) || name.Any(char.IsControl) || parts.Any(p => p is "" or "." or "..") || Path.IsPathRooted(name))
                throw Wrong($"'{DataFileException.Shown(name)}' is no name of a file in this folder or in a folder of it.");
            if (!sums.TryAdd(name, line[..64].ToString().ToLowerInvariant()))
                throw Wrong($"names {DataFileException.Shown(name)} a second time.");
            if (sums.Count > MostFiles)
                throw Wrong($"names more than {MostFiles} files.");
        }

        return sums;
    }

    /// <summary>The files there are, in the folder and in those one below; of links only their names.</summary>
    private static HashSet<string> Present(string folder) => DataFileException.Reading(folder, () =>
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        void Add(string name)
        {
            names.Add(name);
            if (names.Count > MostFiles)
                throw DataFileException.Corrupt(folder, $"holds more than {MostFiles} files; it is no folder of lookup tables.");
        }

        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry is not DirectoryInfo below || below.LinkTarget is not null)
                Add(entry.Name);
            else
                foreach (var file in below.EnumerateFiles())
                    Add($"{below.Name}/{file.Name}");
        }

        return names;
    });

    /// <summary>Why a file is not the one that was written; null if it is.</summary>
    private static (string Text, bool IsUnreadable)? Fault(string folder, string name, string sum, bool isPresent)
    {
        if (!isPresent)
            return ("is missing; write the tables anew, or copy the whole folder.", true);
        var path = Path.Combine(folder, name);
        try
        {
            if (IsLink(path) || (name.Contains('/', StringComparison.Ordinal) && IsLink(Path.GetDirectoryName(path)!)))
                return ("is a link, which is not followed; copy the file itself.", true);
            var length = new FileInfo(path).Length;
            if (length > MostBytes)
                return ($"has {length} bytes; at most {MostBytes} are read.", true);
            if (length == 0)
                return ("is empty.", true);
            using var stream = File.OpenRead(path);
            var actual = Sha256.TextOf(stream);
            return actual == sum ? null : ($"its sha256 is {actual[..12]}…, and {sum[..12]}… was written: it was changed since.", false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ($"cannot be read: {e.Message}", true);
        }
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>The archive, with what must hold of tables of any kind; null if it cannot be read, which is a finding, too.</summary>
    private static TableSet? Native(string folder, List<FolderFinding> findings)
    {
        var path = Path.Combine(folder, TableFolder.NativeName);
        TableSet set;
        try
        {
            set = TableSetFile.Read(path);
        }
        catch (DataFileException e)
        {
            findings.Add(new FolderFinding(TableFolder.NativeName, "", [e.Message.Replace($"{path}: ", "", StringComparison.Ordinal)], IsUnreadable: true));
            return null;
        }

        var refused = new List<string>();
        foreach (var (key, unit) in set.Axes.Select(a => (a.Key, a.Unit)).Concat(set.Tables.Select(t => (t.Key, t.Unit))))
        {
            var suffix = unit.ToLowerInvariant().Replace("ω", "ohm", StringComparison.Ordinal).Replace('µ', 'u');
            if (unit.Length > 0 && suffix.All(char.IsAsciiLetter) && !key.EndsWith("_" + suffix, StringComparison.Ordinal))
                refused.Add($"{key} is in {unit}, which its name does not end with: a reader of the name takes another unit.");
        }

        foreach (var axis in set.Axes.Where(a => a.Key == DeviceKeys.Quantile && (a.Least != 0 || a.Greatest != 1)))
            refused.Add($"{axis.Key} goes from {axis.Least:R} to {axis.Greatest:R}; a distribution goes from 0 to 1.");
        var monotone = set.Tables.Where(t => t.Axes is [{ Key: DeviceKeys.Quantile }, _]).ToList();
        foreach (var table in monotone)
        {
            if (Falling(table) is var (row, column))
                refused.Add($"{table.Key}[{row}, {column}] = {table[row, column]:R} {table.Unit} lies below {table[row - 1, column]:R} {table.Unit} of the quantile before it; no distribution does that.");
        }

        var distributions = monotone.Count > 0 ? $"; {string.Join(", ", monotone.Select(t => t.Key))} rise with the quantile" : "";
        findings.Add(new FolderFinding(TableFolder.NativeName, $"{set.Kind.ToString().ToLowerInvariant()}: {Count(set.Tables.Count, "table")} on {set.Axes.Count()} axes, finite, axes rising, units in names{distributions}", refused));
        return set;
    }

    private static (int Row, int Column)? Falling(LookupTable table)
    {
        for (var row = 1; row < table.Axes[0].Count; row++)
        {
            for (var column = 0; column < table.Axes[1].Count; column++)
            {
                if (table[row, column] < table[row - 1, column])
                    return (row, column);
            }
        }

        return null;
    }

    /// <summary>A CSV file against the archive: names, axes and values, number by number.</summary>
    private static FolderFinding Csv(string folder, LookupTable table)
    {
        var name = $"{table.Key}.csv";
        string? fault = null;
        var (number, columns) = (0, table.Axes.Count + 1);
        using (var reader = new StreamReader(Path.Combine(folder, name), Encoding.UTF8))
        {
            while (fault is null && Line(reader, out fault) is { } line)
            {
                string[] fields = line.Split(',');
                if (fields.Length != columns)
                    fault = $"line {number + 1}, column 1: has {fields.Length} fields; {columns} are wanted";
                else if (number > table.Values.Length)
                    fault = $"line {number + 1}, column 1: goes on behind the {table.Values.Length} values of {TableFolder.NativeName}";
                for (var (c, at) = (0, 1); fault is null && c < columns; at += fields[c++].Length + 1)
                {
                    if (number == 0)
                    {
                        var key = c < table.Axes.Count ? table.Axes[c].Key : table.Key;
                        if (fields[c] != key)
                            fault = $"line 1, column {at}: '{DataFileException.Shown(fields[c])}' stands where {key} is wanted";
                    }
                    else if (!double.TryParse(fields[c], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
                    {
                        fault = $"line {number + 1}, column {at}: '{DataFileException.Shown(fields[c])}' is not a finite number";
                    }
                    else if (Expected(table, number - 1, c) is var expected && value != expected)
                    {
                        fault = $"line {number + 1}, column {at}: {value:R} stands where {TableFolder.NativeName} has {expected:R}";
                    }
                }

                number++;
            }
        }

        if (fault is null && number <= table.Values.Length)
            fault = $"line {number + 1}, column 1: ends behind {Math.Max(0, number - 1)} values; {TableFolder.NativeName} has {table.Values.Length}";
        return new FolderFinding(name, fault is null ? $"{Count(table.Values.Length, "value")} on {string.Join(" × ", table.Axes.Select(a => a.Key))} as in {TableFolder.NativeName}" : "", fault is null ? [] : [fault + "."]);
    }

    /// <summary>What the archive says to a field of a CSV file: an axis's point, or behind them the value.</summary>
    private static double Expected(LookupTable table, int row, int field)
    {
        if (field == table.Axes.Count)
            return table.Values.Span[row];
        var below = 1;
        for (var a = field + 1; a < table.Axes.Count; a++)
            below *= table.Axes[a].Count;
        return table.Axes[field].Points[row / below % table.Axes[field].Count];
    }

    /// <summary>The next line, or null at the end; a line without an end is a fault before it fills the memory.</summary>
    private static string? Line(StreamReader reader, out string? fault)
    {
        fault = null;
        var line = new StringBuilder();
        for (var c = reader.Read(); ; c = reader.Read())
        {
            if (c is '\n' or -1)
                return c == -1 && line.Length == 0 ? null : line.ToString().TrimEnd('\r');
            if (line.Append((char)c).Length <= LongestLine)
                continue;
            fault = $"holds a line of more than {LongestLine} characters";
            return null;
        }
    }

    private static FolderFinding Format(string folder, ITableFormat format, IEnumerable<string> names)
    {
        var (files, refused, unreadable) = (new Dictionary<string, ReadOnlyMemory<byte>>(), new List<string>(), false);
        foreach (var name in names)
        {
            try
            {
                var length = new FileInfo(Path.Combine(folder, name)).Length;
                if (length > MostFormatBytes)
                    refused.Add($"{name[(format.Word.Length + 1)..]} has {length} bytes; at most {MostFormatBytes} are judged.");
                else
                    files[name[(format.Word.Length + 1)..]] = File.ReadAllBytes(Path.Combine(folder, name));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                (unreadable, refused) = (true, [.. refused, $"{name}: cannot be read: {e.Message}"]);
            }
        }

        // A hostile file may break a rule a million times.
        var faults = format.Faults(files);
        refused.AddRange(faults.Take(MostFaults));
        if (faults.Count > MostFaults)
            refused.Add($"and {faults.Count - MostFaults} more of this kind.");
        return new FolderFinding($"{format.Word}/", refused.Count == 0 ? $"{Count(files.Count, "file")} of {format.Title}, as its loader takes them" : "", refused, unreadable);
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
