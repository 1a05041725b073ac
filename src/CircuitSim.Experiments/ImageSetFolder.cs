using System.Formats.Tar;
using System.IO.Compression;
using CircuitSim.Emulation;
using CircuitSim.Files;

namespace CircuitSim.Experiments;

/// <summary>
/// Fills a folder with the files of a published image set. Every file is verified before the first one is written, so
/// that a folder never holds half of a set or a stranger's file under a known name.
/// </summary>
public static class ImageSetFolder
{
    /// <summary>Whether all files are there and are the published ones.</summary>
    public static bool IsComplete(string folder, ImageSet set) =>
        set.Files.All(f => MnistFile.Find(folder, f) is { } path && Hash(IdxFile.ReadContent(path, "")) == f.Sha256);

    /// <summary>Copies the files, gzipped or not, from a folder.</summary>
    /// <exception cref="DataFileException">A file is missing or another one, or the target cannot be written.</exception>
    public static void CopyFrom(string source, ImageSet set, string target)
    {
        var contents = set.Files.Select(f =>
        {
            var path = MnistFile.Find(source, f) ?? Path.Combine(source, f.Name);
            var content = IdxFile.ReadContent(path, $"The folder that they are taken from must hold {f.Name} or {f.Name}.gz.");
            return Verified(content, f, path, set.Obtain);
        }).ToList();
        Write(contents, set, target);
    }

    /// <summary>
    /// Takes the files out of a gzipped tar archive. Only regular entries of the expected names and sizes are read, and
    /// what an entry is called never becomes a path.
    /// </summary>
    /// <param name="prefix">What stands before the file's name in the archive, e.g. <c>package/data/</c>.</param>
    /// <exception cref="DataFileException">A file is missing or another one, or the target cannot be written.</exception>
    public static void ExtractFrom(string archive, string prefix, ImageSet set, string target)
    {
        var found = new Dictionary<string, byte[]>();
        try
        {
            using var packed = new FileStream(archive, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var reader = new TarReader(new GZipStream(packed, CompressionMode.Decompress));
            while (reader.GetNextEntry() is { } entry)
            {
                var file = set.Files.FirstOrDefault(f => entry.Name == prefix + f.Name);
                if (file is null || entry is not { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile, DataStream: { } data })
                    continue;
                if (entry.Length > MostBytes)
                    throw DataFileException.Corrupt(archive, $"entry {entry.Name} has {entry.Length} bytes; the published file has fewer.");
                var content = new byte[entry.Length];
                data.ReadExactly(content);
                found[file.Name] = Verified(content, file, $"{archive}: {entry.Name}", set.Obtain);
            }
        }
        catch (InvalidDataException e)
        {
            throw DataFileException.Corrupt(archive, $"is no gzipped tar archive. {set.Obtain}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFileException.CannotRead(archive, e);
        }

        if (set.Files.FirstOrDefault(f => !found.ContainsKey(f.Name)) is { } missing)
            throw DataFileException.Corrupt(archive, $"has no entry {prefix}{missing.Name}. {set.Obtain}");
        Write([.. set.Files.Select(f => found[f.Name])], set, target);
    }

    private const long MostBytes = 1 << 28;

    private static byte[] Verified(byte[] content, ImageSetFile file, string path, string remedy)
    {
        var hash = Hash(content);
        return hash == file.Sha256 ? content : throw DataFileException.WrongHash(path, file.Sha256, hash, remedy);
    }

    private static void Write(List<byte[]> contents, ImageSet set, string target)
    {
        foreach (var (file, content) in set.Files.Zip(contents))
            AtomicFile.Write(Path.Combine(target, file.Name), stream => stream.Write(content));
    }

    private static string Hash(byte[] content) => Sha256.TextOf(content);
}
