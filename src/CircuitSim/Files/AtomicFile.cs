using System.Text;

namespace CircuitSim.Files;

/// <summary>
/// Writing that leaves the old file or the new one, never half of one: the content goes to a temporary sibling, is
/// flushed to the disk, and takes the name in one step. A failed or cancelled write deletes the sibling; a killed one
/// leaves it behind under a name that ends in <c>.tmp</c>.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes a file of bytes; the folder is created where it is missing.</summary>
    /// <param name="refuse">Called before a file is replaced that holds something else, to throw where that is not wanted.</param>
    /// <exception cref="DataFileException">The file or its folder cannot be written.</exception>
    public static void Write(string path, Action<Stream> write, Action? refuse = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        try
        {
            var target = Path.GetFullPath(path);
            var folder = Path.GetDirectoryName(target) ?? throw new IOException("The path names a root, not a file.");
            Directory.CreateDirectory(folder);
            // A sibling lies on the same file system, so that the move is a rename.
            WriteThrough(Path.Combine(folder, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp"), target, write, refuse);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw DataFileException.CannotWrite(path, e);
        }
    }

    /// <summary>Writes a file of text: UTF-8 without a byte order mark, lines end in LF on every system.</summary>
    /// <inheritdoc cref="Write"/>
    public static void WriteText(string path, Action<TextWriter> write, Action? refuse = null)
    {
        ArgumentNullException.ThrowIfNull(write);
        Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)
            {
                NewLine = "\n",
            };
            write(writer);
        }, refuse);
    }

    private static void WriteThrough(string temporary, string target, Action<Stream> write, Action? refuse)
    {
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            if (refuse is not null && File.Exists(target) && !HoldTheSame(temporary, target))
                refuse();
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            DeleteIfPossible(temporary);
            throw;
        }
    }

    /// <summary>Whether two files have the same bytes.</summary>
    public static bool HoldTheSame(string first, string second)
    {
        using FileStream a = File.OpenRead(first), b = File.OpenRead(second);
        if (a.Length != b.Length)
            return false;
        byte[] left = new byte[1 << 16], right = new byte[1 << 16];
        int read;
        while ((read = a.ReadAtLeast(left, left.Length, throwOnEndOfStream: false)) > 0)
        {
            if (b.ReadAtLeast(right, read, throwOnEndOfStream: false) < read || !left.AsSpan(0, read).SequenceEqual(right.AsSpan(0, read)))
                return false;
        }

        return true;
    }

    private static void DeleteIfPossible(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here is the one to report.
        }
    }
}
