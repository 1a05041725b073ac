using System.IO.Compression;

namespace CircuitSim.Files;

/// <summary>
/// NumPy's archives: a zip of <c>.npy</c> entries. Any that numpy.savez and numpy.savez_compressed write is read, if it holds numbers
/// (see <see cref="NpyFormat"/>); written are doubles, and entries are dated 1980, so that equal content gives equal bytes.
/// </summary>
public static class NpzFile
{
    /// <summary>No stream of deflate unpacks to more; an archive that states more lies.</summary>
    private const long MostExpansion = 1032;

    /// <summary>Above this an archive must not unpack to more than <see cref="SuspectExpansion"/> times itself [byte].</summary>
    private const long Unsuspected = 1L << 28;

    private const long SuspectExpansion = 100;

    /// <summary>Writes all arrays.</summary>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<NpzArray> arrays) =>
        AtomicFile.Write(path, stream => Write(stream, arrays));

    public static void Write(Stream stream, IEnumerable<NpzArray> arrays)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var array in arrays)
        {
            var entry = archive.CreateEntry($"{array.Name}.npy", CompressionLevel.Fastest);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var output = entry.Open();
            NpyFormat.Write(output, array);
        }
    }

    /// <summary>
    /// Reads all arrays. Memory is bounded by the sizes that the entries' headers state and the archive confirms, those by what the
    /// file can hold, and all together by 2 GiB.
    /// </summary>
    /// <exception cref="DataFileException">Missing, unreadable, or not an archive of arrays of numbers.</exception>
    public static IReadOnlyList<NpzArray> Read(string path) => DataFileException.Reading(path, () =>
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            RequireSound(archive.Entries, stream.Length, path);
            var (arrays, values) = (new List<NpzArray>(), 0L);
            foreach (var entry in archive.Entries)
            {
                arrays.Add(ReadEntry(entry, path));
                if ((values += arrays[^1].Values.Length) > NpyFormat.MostValues)
                    throw DataFileException.Corrupt(path, $"holds more than {NpyFormat.MostValues} numbers; save it in parts.");
            }

            return arrays;
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
        return sum.Value == entry.Crc32 ? array : throw DataFileException.Corrupt(path, $"entry {shown} is damaged: its checksum does not match; copy or write the file again.");
    }

    private static string NameOf(ZipArchiveEntry entry) => entry.FullName.EndsWith(".npy", StringComparison.Ordinal) ? entry.FullName[..^4] : entry.FullName;
}
