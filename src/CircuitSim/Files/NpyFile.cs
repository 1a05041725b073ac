using System.Buffers.Binary;

namespace CircuitSim.Files;

/// <summary>NumPy's file of one array (<c>.npy</c>), as numpy.save writes it; see <see cref="NpyFormat"/> for what is read.</summary>
public static class NpyFile
{
    /// <returns>Named as the file is, without its ending.</returns>
    /// <exception cref="DataFileException">Missing, unreadable, or no array of numbers; a file that is shorter or longer than it states is refused.</exception>
    public static NpzArray Read(string path) => DataFileException.Reading(path, () =>
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return NpyFormat.Read(stream, stream.Length, Path.GetFileNameWithoutExtension(path), what => DataFileException.Corrupt(path, what), _ => { });
    });

    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public static void Write(string path, NpzArray array) => AtomicFile.Write(path, stream => Write(stream, array));

    public static void Write(Stream stream, NpzArray array) => NpyFormat.Write(stream, array);

    /// <summary>As float32, rounded to it: what most networks are kept in.</summary>
    public static void WriteSingle(Stream stream, NpzArray array)
    {
        stream.Write(NpyFormat.Header(array.Shape, "<f4"));
        Span<byte> bytes = stackalloc byte[4];
        foreach (var value in array.Values.Span)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value);
            stream.Write(bytes);
        }
    }
}
