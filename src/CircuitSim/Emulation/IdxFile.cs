using System.Buffers.Binary;
using System.IO.Compression;
using CircuitSim.Files;

namespace CircuitSim.Emulation;

/// <summary>
/// The IDX format of MNIST: 00 00 08 n, then n sizes as big-endian 32-bit integers, then bytes with the last index
/// running fastest. Only this type of element, unsigned bytes, is read. A gzipped file is recognized by its first bytes.
/// </summary>
public static class IdxFile
{
    private const int MostBytes = 1 << 28;
    private const int MostDimensions = 4;

    /// <param name="path">Raw or gzipped.</param>
    /// <param name="sha256">Of the raw content, in lower case.</param>
    /// <param name="remedy">What to do if the file is missing or another one.</param>
    /// <exception cref="DataFileException">Missing, unreadable, no IDX file of bytes, or other content.</exception>
    public static IdxArray Read(string path, string sha256, string remedy)
    {
        var content = ReadContent(path, remedy);
        var hash = Sha256.TextOf(content);
        return hash == sha256 ? Parse(content, path) : throw DataFileException.WrongHash(path, sha256, hash, remedy);
    }

    /// <summary>The raw content of a file, gzipped or not.</summary>
    /// <exception cref="DataFileException">Missing, unreadable, or unpacks to more than 256 MiB.</exception>
    public static byte[] ReadContent(string path, string remedy) => DataFileException.Reading(path, () =>
    {
        using var file = File.OpenRead(path);
        var packed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        try
        {
            return packed ? ReadBounded(new GZipStream(file, CompressionMode.Decompress), 0, path) : ReadBounded(file, file.Length, path);
        }
        catch (InvalidDataException e)
        {
            throw DataFileException.Corrupt(path, $"is no valid gzip file. {remedy}", e);
        }
    }, remedy);

    /// <exception cref="DataFileException">No IDX file of bytes, or one whose size is not what its header says.</exception>
    public static IdxArray Parse(byte[] content, string path)
    {
        if (content.Length < 4 || content[0] != 0 || content[1] != 0 || content[2] != 8 || content[3] is < 1 or > MostDimensions)
            throw DataFileException.Corrupt(path, "is no IDX file of unsigned bytes.");
        var dimensions = content[3];
        var start = 4 + 4 * dimensions;
        if (content.Length < start)
            throw DataFileException.Corrupt(path, "ends within its header.");
        var shape = new int[dimensions];
        var count = 1L;
        for (var d = 0; d < dimensions; d++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(4 + 4 * d));
            // Bounded before it is multiplied: four sizes of 32 bits would overflow.
            if (size > MostBytes || (count *= size) > MostBytes)
                throw DataFileException.Corrupt(path, $"states more than {MostBytes} bytes.");
            shape[d] = (int)size;
        }

        return content.Length == start + count
            ? new IdxArray(shape, content.AsMemory(start))
            : throw DataFileException.Corrupt(path, $"states {count} bytes, but holds {content.Length - start}.");
    }

    private static byte[] ReadBounded(Stream stream, long expectedBytes, string path)
    {
        using (stream)
        {
            using var content = new MemoryStream((int)Math.Min(expectedBytes, MostBytes));
            var chunk = new byte[1 << 16];
            int count;
            while ((count = stream.Read(chunk)) > 0)
            {
                if (content.Length + count > MostBytes)
                    throw DataFileException.Corrupt(path, $"holds more than {MostBytes} bytes.");
                content.Write(chunk, 0, count);
            }

            return content.ToArray();
        }
    }
}
