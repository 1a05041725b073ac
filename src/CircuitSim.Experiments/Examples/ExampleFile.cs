using CircuitSim.Files;

namespace CircuitSim.Experiments.Examples;

/// <summary>One file that help texts and documents name, as the program carries it.</summary>
/// <param name="Path">Relative to the folder that it is copied into, with '/'.</param>
/// <param name="Write">Writes its content, the same bytes each time.</param>
public sealed record ExampleFile(string Path, Action<Stream> Write)
{
    /// <summary>Of a netlist its title.</summary>
    public string FirstLine
    {
        get
        {
            using var content = new MemoryStream();
            Write(content);
            return new StreamReader(new MemoryStream(content.ToArray())).ReadLine() ?? "";
        }
    }

    /// <summary>Copies it, unless the same bytes are there already.</summary>
    /// <returns>Where it lies.</returns>
    /// <exception cref="DataFileException">The place cannot be written, or (without <paramref name="replace"/>) something else is there.</exception>
    public string CopyInto(string folder, bool replace)
    {
        var target = System.IO.Path.Combine(folder, Path.Replace('/', System.IO.Path.DirectorySeparatorChar));
        using var content = new MemoryStream();
        Write(content);
        var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        if (File.Exists(target))
        {
            if (IsSame(target, bytes.Span))
                return target;
            if (!replace)
                throw DataFileException.Corrupt(target, "is there already with other content; move it away, copy into another folder, or force it.");
        }

        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(target))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFileException.CannotWrite(target, e);
        }

        AtomicFile.Write(target, stream => stream.Write(bytes.Span));
        return target;
    }

    private static bool IsSame(string path, ReadOnlySpan<byte> content) =>
        new FileInfo(path).Length == content.Length && DataFileException.Reading(path, () => File.ReadAllBytes(path)).AsSpan().SequenceEqual(content);
}
