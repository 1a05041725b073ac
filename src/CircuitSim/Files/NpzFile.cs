using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace CircuitSim.Files;

/// <summary>
/// NumPy's archives: a zip of <c>.npy</c> entries (format 1.0), each a little-endian array of doubles in C order.
/// Entries are dated 1980, so that equal content gives equal bytes.
/// </summary>
public static partial class NpzFile
{
    /// <summary>Of one array: what a byte array can hold.</summary>
    private const long MostValues = int.MaxValue / 8;

    /// <summary>Of one array, as NumPy has it since 2.0.</summary>
    private const int MostDimensions = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

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
            output.Write(Header(array.Shape));
            WriteValues(output, array.Values);
        }
    }

    /// <summary>Reads all arrays. Memory is bounded by the sizes that the entries' headers state and the archive confirms, and those by 2 GiB.</summary>
    /// <exception cref="DataFileException">Missing, unreadable, or not an archive of double arrays in C order.</exception>
    public static IReadOnlyList<NpzArray> Read(string path) => DataFileException.Reading(path, () =>
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            return archive.Entries.Select(entry => ReadEntry(entry, path)).ToArray();
        }
        catch (InvalidDataException e)
        {
            throw DataFileException.Corrupt(path, "is not a NumPy archive (.npz).", e);
        }
    });

    private static byte[] Header(IReadOnlyList<int> shape)
    {
        var sizes = string.Concat(shape.Select(n => $"{n.ToString(CultureInfo.InvariantCulture)}, ")).TrimEnd(' ');
        if (shape.Count > 1)
            sizes = sizes.TrimEnd(',');
        var text = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({sizes}), }}";
        // The whole preamble is padded to a multiple of 64 bytes and ends in a line feed.
        var length = (10 + text.Length + 1 + 63) / 64 * 64;
        var header = new byte[length];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(length - 10));
        Encoding.ASCII.GetBytes(text.PadRight(length - 11) + "\n").CopyTo(header, 10);
        return header;
    }

    private static void WriteValues(Stream output, ReadOnlyMemory<double> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            output.Write(MemoryMarshal.AsBytes(values.Span));
            return;
        }

        Span<byte> bytes = stackalloc byte[8];
        foreach (var value in values.Span)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
            output.Write(bytes);
        }
    }

    private static NpzArray ReadEntry(ZipArchiveEntry entry, string path)
    {
        var name = entry.FullName.EndsWith(".npy", StringComparison.Ordinal) ? entry.FullName[..^4] : entry.FullName;
        var shown = DataFileException.Shown(name);
        using var input = entry.Open();
        var preamble = new byte[10];
        if (input.ReadAtLeast(preamble, 10, throwOnEndOfStream: false) < 10 || !preamble.AsSpan(0, 6).SequenceEqual(Magic))
            throw DataFileException.Corrupt(path, $"entry {shown} is not a NumPy array.");
        if (preamble[6] != 1)
            throw DataFileException.Corrupt(path, $"entry {shown} has NumPy format {preamble[6]}.{preamble[7]}; save it with numpy.savez of doubles.");
        var header = new byte[BinaryPrimitives.ReadUInt16LittleEndian(preamble.AsSpan(8))];
        if (input.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw DataFileException.Corrupt(path, $"entry {shown} ends within its header.");
        var shape = ParseShape(Encoding.ASCII.GetString(header), shown, path);
        // A stranger's header may promise anything; the archive's own record of the size must agree before memory is taken.
        var count = Count(shape);
        if (count > MostValues || entry.Length != 10 + header.Length + 8 * count)
            throw DataFileException.Corrupt(path, $"entry {shown} states the shape ({string.Join(", ", shape)}), but holds {entry.Length - 10 - header.Length} bytes.");
        var bytes = new byte[8 * count];
        if (input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw DataFileException.Corrupt(path, $"entry {shown} is truncated.");
        // The zip reader of .NET does not compare them, and a flipped bit would be computed with.
        if (Crc32.Of(preamble, header, bytes) != entry.Crc32)
            throw DataFileException.Corrupt(path, $"entry {shown} is damaged: its checksum does not match; copy or write the file again.");
        var values = new double[count];
        for (var k = 0; k < values.Length; k++)
            values[k] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(8 * k));
        return new NpzArray(name, shape, values);
    }

    /// <summary>The product of the sizes, or more than any array holds where it is larger than that.</summary>
    private static long Count(int[] shape)
    {
        var count = 1L;
        foreach (var n in shape)
            count = Math.Min(count * n, MostValues + 1);
        return count;
    }

    private static int[] ParseShape(string header, string name, string path)
    {
        if (!header.Contains("'<f8'", StringComparison.Ordinal) || header.Contains("'fortran_order': True", StringComparison.Ordinal))
            throw DataFileException.Corrupt(path, $"entry {name} does not hold little-endian doubles in C order; convert it with numpy.ascontiguousarray(a, dtype='<f8').");
        var match = ShapePattern().Match(header);
        if (!match.Success)
            throw DataFileException.Corrupt(path, $"entry {name} states no shape.");
        var shape = new List<int>();
        foreach (var part in match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
                throw DataFileException.Corrupt(path, $"entry {name} has a dimension '{DataFileException.Shown(part)}'.");
            shape.Add(n);
        }

        if (shape.Count > MostDimensions)
            throw DataFileException.Corrupt(path, $"entry {name} has {shape.Count} dimensions; at most {MostDimensions} are read.");
        return [.. shape];
    }

    [GeneratedRegex(@"'shape': \(([0-9, ]*)\)")]
    private static partial Regex ShapePattern();
}
