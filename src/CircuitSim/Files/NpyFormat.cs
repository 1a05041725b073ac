using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace CircuitSim.Files;

/// <summary>
/// NumPy's format of one array, versions 1 to 3: a magic word, a Python dictionary as text that states kind, order and shape, then the
/// numbers. Read are bool, int8 … int64, uint8 … uint64 and float16 … float64, of both byte orders, in C or Fortran order; all become
/// doubles (integers beyond 2⁵³ are rounded). Written are little-endian doubles in C order, version 1.0.
/// </summary>
internal static partial class NpyFormat
{
    /// <summary>Of one array: what a byte array of doubles can hold.</summary>
    public const long MostValues = int.MaxValue / 8;

    /// <summary>As NumPy has it since 2.0.</summary>
    private const int MostDimensions = 64;

    /// <summary>Of versions 2 and 3, which are written for records of many fields.</summary>
    private const int MostHeaderBytes = 1 << 16;

    /// <summary>A multiple of the size of every kind.</summary>
    private const int BlockBytes = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Memory is taken only for what the header states and the length confirms.</summary>
    /// <param name="length">Of everything, as the file system or the archive's directory has it [byte].</param>
    /// <param name="fault">Completes "file …".</param>
    /// <param name="seen">Gets every byte that is read, in order.</param>
    /// <exception cref="DataFileException">Made by <paramref name="fault"/>.</exception>
    public static NpzArray Read(Stream input, long length, string name, Func<string, DataFileException> fault, Action<ReadOnlySpan<byte>> seen)
    {
        var (text, headerBytes) = ReadHeader(input, fault, seen);
        var (kind, size, isBigEndian) = ParseKind(text, fault);
        var shape = ParseShape(text, fault);
        var count = shape.Aggregate(Int128.One, (product, n) => Int128.Min(product * n, long.MaxValue));
        if (length - headerBytes != count * size)
            throw fault($"states the shape ({string.Join(", ", shape)}), but holds {length - headerBytes} bytes.");
        if (count > MostValues)
            throw fault($"holds {count} numbers; at most {MostValues} are read: save it in parts.");
        var values = new double[(int)count];
        var block = new byte[BlockBytes];
        for (var done = 0; done < values.Length;)
        {
            var n = Math.Min(BlockBytes / size, values.Length - done);
            var bytes = block.AsSpan(0, n * size);
            if (input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                throw fault("is truncated.");
            seen(bytes);
            if (isBigEndian == BitConverter.IsLittleEndian)
            {
                for (var k = 0; k < n; k++)
                    bytes.Slice(k * size, size).Reverse();
            }

            Convert(kind, bytes, values.AsSpan(done, n));
            done += n;
        }

        return new NpzArray(name, shape, shape.Length > 1 && IsFortran().IsMatch(text) ? ToRowMajor(values, shape) : values);
    }

    /// <summary>What stands before the numbers, padded to a multiple of 64 bytes.</summary>
    public static byte[] Header(IReadOnlyList<int> shape, string type = "<f8")
    {
        var sizes = string.Concat(shape.Select(n => $"{n.ToString(CultureInfo.InvariantCulture)}, ")).TrimEnd(' ');
        if (shape.Count > 1)
            sizes = sizes.TrimEnd(',');
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sizes}), }}";
        var length = (10 + text.Length + 1 + 63) / 64 * 64;
        var header = new byte[length];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(length - 10));
        Encoding.ASCII.GetBytes(text.PadRight(length - 11) + "\n").CopyTo(header, 10);
        return header;
    }

    public static void Write(Stream output, NpzArray array)
    {
        output.Write(Header(array.Shape));
        Write(output, array.Values.Span);
    }

    /// <inheritdoc cref="Write(Stream, NpzArray)"/>
    public static void Write(Stream output, NpzColumn column)
    {
        output.Write(Header([column.Length]));
        foreach (var part in column.Parts)
            Write(output, part.Span);
    }

    private static void Write(Stream output, ReadOnlySpan<double> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            output.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> bytes = stackalloc byte[8];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
            output.Write(bytes);
        }
    }

    private static (string Text, int Bytes) ReadHeader(Stream input, Func<string, DataFileException> fault, Action<ReadOnlySpan<byte>> seen)
    {
        var preamble = Take(8, "is not a NumPy array.");
        if (!preamble.AsSpan(0, 6).SequenceEqual(Magic))
            throw fault("is not a NumPy array.");
        if (preamble[6] is not (1 or 2 or 3))
            throw fault($"has NumPy format {preamble[6]}.{preamble[7]}; the formats 1 to 3 are read.");
        var size = Take(preamble[6] == 1 ? 2 : 4, "ends within its header.");
        var length = preamble[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > MostHeaderBytes)
            throw fault($"states a header of {length} bytes; at most {MostHeaderBytes} are read.");
        return (Encoding.UTF8.GetString(Take((int)length, "ends within its header.")), preamble.Length + size.Length + (int)length);

        byte[] Take(int count, string otherwise)
        {
            var bytes = new byte[count];
            if (input.ReadAtLeast(bytes, count, throwOnEndOfStream: false) < count)
                throw fault(otherwise);
            seen(bytes);
            return bytes;
        }
    }

    private static (string Kind, int Size, bool IsBigEndian) ParseKind(string header, Func<string, DataFileException> fault)
    {
        var kind = KindPattern().Match(header) is { Success: true } match ? match.Groups[1].Value : throw fault("states no kind of numbers, or holds records; save one array of numbers.");
        var (order, rest) = kind.Length > 0 ? (kind[0], kind[1..]) : ('|', "");
        return order is '<' or '>' or '|' or '=' && rest is "f8" or "f4" or "f2" or "i8" or "i4" or "i2" or "i1" or "u8" or "u4" or "u2" or "u1" or "b1"
            ? (rest, rest[1] - '0', order == '>')
            : throw fault(rest.StartsWith('O')
                ? "holds Python objects, which are not read; save numbers: a.astype('f8')."
                : $"holds elements of the kind '{DataFileException.Shown(kind)}'; save it as numbers: a.astype('f8').");
    }

    private static int[] ParseShape(string header, Func<string, DataFileException> fault)
    {
        var match = ShapePattern().Match(header);
        if (!match.Success)
            throw fault("states no shape.");
        var shape = new List<int>();
        foreach (var part in match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
                throw fault($"has a dimension '{DataFileException.Shown(part)}'.");
            shape.Add(n);
        }

        return shape.Count <= MostDimensions ? [.. shape] : throw fault($"has {shape.Count} dimensions; at most {MostDimensions} are read.");
    }

    private static void Convert(string kind, ReadOnlySpan<byte> bytes, Span<double> values)
    {
        switch (kind)
        {
            case "f8": MemoryMarshal.Cast<byte, double>(bytes).CopyTo(values); break;
            case "f4": Widen<float>(bytes, values); break;
            case "f2": Widen<Half>(bytes, values); break;
            case "i8": Widen<long>(bytes, values); break;
            case "i4": Widen<int>(bytes, values); break;
            case "i2": Widen<short>(bytes, values); break;
            case "i1": Widen<sbyte>(bytes, values); break;
            case "u8": Widen<ulong>(bytes, values); break;
            case "u4": Widen<uint>(bytes, values); break;
            case "u2": Widen<ushort>(bytes, values); break;
            case "u1": Widen<byte>(bytes, values); break;
            default:
                for (var k = 0; k < values.Length; k++)
                    values[k] = bytes[k] != 0 ? 1 : 0;
                break;
        }
    }

    private static void Widen<T>(ReadOnlySpan<byte> bytes, Span<double> values)
        where T : unmanaged, INumberBase<T>
    {
        var numbers = MemoryMarshal.Cast<byte, T>(bytes);
        for (var k = 0; k < values.Length; k++)
            values[k] = double.CreateTruncating(numbers[k]);
    }

    /// <summary>From the first index running fastest to the last one doing so.</summary>
    private static double[] ToRowMajor(double[] values, int[] shape)
    {
        var strides = new int[shape.Length];
        for (var (d, stride) = (shape.Length - 1, 1); d >= 0; stride *= shape[d--])
            strides[d] = stride;
        var (result, index, at) = (new double[values.Length], new int[shape.Length], 0);
        foreach (var value in values)
        {
            result[at] = value;
            for (var d = 0; d < shape.Length; d++)
            {
                at += strides[d];
                if (++index[d] < shape[d])
                    break;
                (index[d], at) = (0, at - strides[d] * shape[d]);
            }
        }

        return result;
    }

    [GeneratedRegex(@"'descr'\s*:\s*'([^']*)'")]
    private static partial Regex KindPattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*True")]
    private static partial Regex IsFortran();

    [GeneratedRegex(@"'shape'\s*:\s*\(([0-9, ]*)\)")]
    private static partial Regex ShapePattern();
}
