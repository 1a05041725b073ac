using System.IO.Compression;
using System.Text;

namespace CircuitSim.Files;

/// <summary>
/// NumPy's archives: a zip of <c>.npy</c> entries. Any that numpy.savez and numpy.savez_compressed write is read, if it holds numbers
/// (see <see cref="NpyFormat"/>); written are doubles, and entries are dated 1980, so that equal content gives equal bytes. Beside the
/// arrays may lie entries of text, <c>.json</c>, which numpy.load gives as bytes.
/// </summary>
public static class NpzFile
{
    /// <summary>No stream of deflate unpacks to more; an archive that states more lies.</summary>
    private const long MostExpansion = 1032;

    /// <summary>Above this an archive must not unpack to more than <see cref="SuspectExpansion"/> times itself [byte].</summary>
    private const long Unsuspected = 1L << 28;

    private const long SuspectExpansion = 100;

    /// <summary>Longest entry of text that is read [byte].</summary>
    private const long MostTextBytes = 1 << 24;

    private const string TextExtension = ".json";

    /// <summary>Writes all arrays.</summary>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    /// <param name="refuse">As <see cref="AtomicFile.Write"/> calls it.</param>
    public static void Write(string path, IEnumerable<NpzArray> arrays, Action? refuse = null) =>
        AtomicFile.Write(path, stream => Write(stream, arrays), refuse);

    /// <param name="texts">Entries of text, by names that end in .json.</param>
    public static void Write(Stream stream, IEnumerable<NpzArray> arrays, params IEnumerable<(string Name, string Text)> texts)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var array in arrays)
        {
            using var output = Create(archive, $"{array.Name}.npy", CompressionLevel.Fastest);
            NpyFormat.Write(output, array);
        }

        foreach (var (name, text) in texts)
        {
            using var output = Create(archive, name, CompressionLevel.Fastest);
            output.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Columns of a table that may be larger than memory, not compressed.</summary>
    public static void WriteColumns(Stream stream, IEnumerable<NpzColumn> columns)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var column in columns)
        {
            using var output = Create(archive, $"{column.Name}.npy", CompressionLevel.NoCompression);
            NpyFormat.Write(output, column);
        }
    }

    private static Stream Create(ZipArchive archive, string name, CompressionLevel level)
    {
        var entry = archive.CreateEntry(name, level);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return entry.Open();
    }

    /// <summary>
    /// Reads all arrays. Memory is bounded by the sizes that the entries' headers state and the archive confirms, those by what the
    /// file can hold, and all together by 2 GiB.
    /// </summary>
    /// <exception cref="DataFileException">Missing, unreadable, or not an archive of arrays of numbers.</exception>
    public static IReadOnlyList<NpzArray> Read(string path) => Reading(path, archive => ReadAll(archive, path));

    /// <summary>The same of a file that is in memory.</summary>
    /// <param name="name">For messages.</param>
    /// <exception cref="DataFileException">Not an archive of arrays of numbers.</exception>
    public static IReadOnlyList<NpzArray> Read(ReadOnlyMemory<byte> content, string name) =>
        Reading(name, () => new MemoryStream(content.ToArray(), writable: false), archive => ReadAll(archive, name));

    private static List<NpzArray> ReadAll(ZipArchive archive, string path)
    {
        var (arrays, values) = (new List<NpzArray>(), 0L);
        foreach (var entry in archive.Entries.Where(e => !IsText(e)))
        {
            arrays.Add(ReadEntry(entry, path));
            if ((values += arrays[^1].Values.Length) > NpyFormat.MostValues)
                throw DataFileException.Corrupt(path, $"holds more than {NpyFormat.MostValues} numbers; save it in parts.");
        }

        return arrays;
    }

    /// <summary>Reads one entry of text.</summary>
    /// <param name="name">Its whole name.</param>
    /// <exception cref="DataFileException">Missing, unreadable, too long, or the archive has no such entry.</exception>
    public static string ReadText(string path, string name) => Reading(path, archive =>
    {
        var entry = archive.GetEntry(name) ?? throw DataFileException.Corrupt(path, $"has no entry {name}.");
        if (entry.Length > MostTextBytes)
            throw DataFileException.Corrupt(path, $"entry {name} has {entry.Length} bytes; at most {MostTextBytes} are read.");
        using var input = entry.Open();
        var bytes = new byte[entry.Length];
        var sum = new Crc32();
        if (input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw DataFileException.Corrupt(path, $"entry {name} is truncated.");
        sum.Add(bytes);
        return sum.Value == entry.Crc32 ? Encoding.UTF8.GetString(bytes) : throw Damaged(path, name);
    });

    private static T Reading<T>(string path, Func<ZipArchive, T> read) => Reading(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read), read);

    private static T Reading<T>(string path, Func<Stream> open, Func<ZipArchive, T> read) => DataFileException.Reading(path, () =>
    {
        using var stream = open();
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            RequireSound(archive.Entries, stream.Length, path);
            return read(archive);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or NotSupportedException or OverflowException)
        {
            // The zip reader of .NET throws any of these for records that contradict each other.
            throw DataFileException.Corrupt(path, "is not a NumPy archive (.npz).", e);
        }
    });

    /// <summary>Judges the archive's directory before anything is unpacked.</summary>
    private static void RequireSound(IReadOnlyList<ZipArchiveEntry> entries, long fileBytes, string path)
    {
        var (names, unpacked) = (new HashSet<string>(), (Int128)0);
        foreach (var entry in entries)
        {
            var shown = DataFileException.Shown(NameOf(entry));
            // No name is ever taken for a path, but who writes such a one means harm.
            if (Path.IsPathRooted(entry.FullName) || entry.FullName.Contains('\\', StringComparison.Ordinal) || entry.FullName.Split('/').Contains(".."))
                throw DataFileException.Corrupt(path, $"has an entry '{shown}' whose name leaves the archive; save it anew with numpy.savez.");
            if (!names.Add(NameOf(entry)))
                throw DataFileException.Corrupt(path, $"has two entries {shown}.");
            if (entry.Length > MostExpansion * fileBytes)
                throw DataFileException.Corrupt(path, $"entry {shown} states {entry.Length} bytes, more than a file of {fileBytes} bytes can hold.");
            unpacked += entry.Length;
        }

        if (unpacked > Unsuspected && unpacked > SuspectExpansion * (Int128)fileBytes)
            throw DataFileException.Corrupt(path, $"unpacks to {unpacked} bytes, more than {SuspectExpansion} times its size; save it with numpy.savez, which does not compress.");
    }

    private static NpzArray ReadEntry(ZipArchiveEntry entry, string path)
    {
        var shown = DataFileException.Shown(NameOf(entry));
        var sum = new Crc32();
        using var input = entry.Open();
        var array = NpyFormat.Read(input, entry.Length, NameOf(entry), what => DataFileException.Corrupt(path, $"entry {shown} {what}"), bytes => sum.Add(bytes));
        // The zip reader of .NET does not compare them, and a flipped bit would be computed with.
        return sum.Value == entry.Crc32 ? array : throw Damaged(path, shown);
    }

    private static DataFileException Damaged(string path, string shown) =>
        DataFileException.Corrupt(path, $"entry {shown} is damaged: its checksum does not match; copy or write the file again.");

    private static bool IsText(ZipArchiveEntry entry) => entry.FullName.EndsWith(TextExtension, StringComparison.Ordinal);

    private static string NameOf(ZipArchiveEntry entry) => entry.FullName.EndsWith(".npy", StringComparison.Ordinal) ? entry.FullName[..^4] : entry.FullName;
}
