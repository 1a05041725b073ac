using System.Text;

namespace CircuitSim.Netlists.Spice;

/// <summary>
/// Reads a netlist from a file, and the files that it includes: by default only those that lie, links resolved, in the
/// netlist's folder or below. A stranger's netlist can thus show nothing of the machine in its messages.
/// </summary>
public sealed class NetlistFile : IIncludeResolver
{
    /// <summary>Longest file [bytes].</summary>
    private const long LongestFile = 1L << 28;

    /// <summary>Links that are followed on the way to a file, as Linux counts them.</summary>
    private const int MostLinks = 40;

    private readonly string folder;
    private readonly bool anywhere;
    private readonly List<string> included = [];

    private NetlistFile(string folder, bool anywhere)
    {
        this.folder = folder;
        this.anywhere = anywhere;
    }

    /// <param name="path">Stands in messages as it is given.</param>
    /// <param name="allowIncludesAnywhere">Whether includes may lie outside the netlist's folder.</param>
    /// <param name="isStrict">Whether statements without effect are refused.</param>
    /// <param name="dialect">Whose netlist it is; null for nobody's in particular.</param>
    /// <exception cref="DataFileException">The file is missing, unreadable or too long.</exception>
    /// <exception cref="NetlistException">The text is no netlist, or one that is not supported.</exception>
    public static SpiceReading Read(string path, bool allowIncludesAnywhere = false, bool isStrict = false, Dialect? dialect = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return DataFileException.Reading(path, () =>
        {
            var real = RealPath(path);
            // A pipe (/dev/stdin, <(…)) has no path behind its links, and no folder of its own.
            var isPipe = !File.Exists(real) && !Directory.Exists(real) && File.Exists(path);
            if (isPipe)
                real = Path.GetFullPath(path);
            var text = ReadText(real);
            var resolver = new NetlistFile(isPipe ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(real)!, allowIncludesAnywhere);
            return SpiceReader.Read(text, new SpiceReaderOptions { Name = path, Identity = real, Includes = resolver, IsStrict = isStrict, Dialect = dialect }) with { Files = [real, .. resolver.included.Distinct()] };
        });
    }

    IncludedText IIncludeResolver.Read(string path, string? includedFrom)
    {
        try
        {
            var real = RealPath(Path.Combine(Path.GetDirectoryName(includedFrom) ?? folder, path));
            if (!anywhere && !IsBelow(real, folder))
                throw NetlistException.Because($"'{Shown(path)}' lies outside the netlist's folder; copy it there, or allow includes from anywhere.");
            // What has no length may be a pipe that nobody writes to: it is not even opened.
            var text = new FileInfo(real).Length == 0 ? "" : ReadText(real);
            included.Add(real);
            return new IncludedText(real, path, text);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NetlistException.Because($"'{Shown(path)}' is not there.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw NetlistException.Because($"'{Shown(path)}' cannot be read.");
        }
    }

    private static string ReadText(string path)
    {
        if (Directory.Exists(path))
            throw new IOException("it is a folder.");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        byte[] bytes;
        if (stream.CanSeek && stream.Length is > 0 and <= LongestFile)
        {
            bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
        }
        else
        {
            bytes = ReadToEnd(stream, path);
        }

        // Decoded at once; a reader would collect the text in pieces first, and is left to tell the marks of other encodings.
        if (bytes is not ([0xEF, ..] or [0xFE, ..] or [0xFF, ..] or [0, ..]))
            return IsUtf8(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>LTspice's older files are not: their µ is one byte.</summary>
    private static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    /// <summary>A pipe, or what calls itself empty, as files of the system do.</summary>
    private static byte[] ReadToEnd(FileStream stream, string path)
    {
        using var bytes = new MemoryStream();
        var chunk = new byte[1 << 16];
        int count;
        while ((count = stream.Read(chunk)) > 0)
        {
            bytes.Write(chunk, 0, count);
            if (bytes.Length > LongestFile)
                throw NetlistException.Because($"the file is longer than {LongestFile} bytes, which is the most that a netlist may have.", Path.GetFileName(path));
        }

        return bytes.ToArray();
    }

    private static bool IsBelow(string path, string folder)
    {
        var comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, comparison);
    }

    /// <summary>The full path with every link on the way resolved.</summary>
    private static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        for (var links = 0; links < MostLinks; links++)
        {
            if (FirstLink(full) is not { } link)
                return full;
            var target = new FileInfo(link).LinkTarget!;
            full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(link)!, target) + full[link.Length..]);
        }

        throw new IOException("too many links");
    }

    /// <summary>The first folder or file on the way that is a link, or null.</summary>
    private static string? FirstLink(string full)
    {
        var root = Path.GetPathRoot(full)!;
        for (var end = root.Length; end < full.Length;)
        {
            var next = full.IndexOf(Path.DirectorySeparatorChar, end);
            end = next < 0 ? full.Length : next;
            if (new FileInfo(full[..end]).LinkTarget is not null)
                return full[..end];
            end++;
        }

        return null;
    }

    private static string Shown(string path) =>
        string.Concat(path.Take(100).Select(c => c is >= ' ' and <= '~' ? c : '?')) + (path.Length > 100 ? "…" : "");
}
