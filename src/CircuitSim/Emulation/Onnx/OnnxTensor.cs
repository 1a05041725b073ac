using System.Buffers.Binary;
using CircuitSim.Emulation.Networks;

namespace CircuitSim.Emulation.Onnx;

/// <summary>ONNX's TensorProto: the numbers of its fields and types are those of onnx.proto.</summary>
internal static class OnnxTensor
{
    public const int Float = 1, Int64 = 7, Double = 11;

    private const int Dims = 1, DataType = 2, Floats = 4, Int32s = 5, Int64s = 7, Raw = 9, Doubles = 10, UInt64s = 11, External = 13, Location = 14;

    private const int NameField = 8;

    /// <summary>As NumPy has them.</summary>
    private const int MostDimensions = 64;

    /// <summary>Bytes of one element where it lies in raw data.</summary>
    private static int SizeOf(int type) => type switch
    {
        2 or 3 or 9 => 1,
        4 or 5 or 10 or 16 => 2,
        Float or 6 or 12 => 4,
        Int64 or Double or 13 => 8,
        _ => throw InvalidParameterException.Because("tensor", type == 8 ? "texts are no numbers." : FormattableString.Invariant($"elements of ONNX's type {type} are not read; convert them to float.")),
    };

    public static string NameOf(ProtobufMessage message) => message.TextOf(NameField);

    /// <param name="external">Bytes of another file, by its name and the part that is asked for.</param>
    /// <exception cref="InvalidParameterException">Not as many numbers as the shape says, or a type that is not read.</exception>
    public static Tensor Read(ProtobufMessage message, ExternalFolderFile external)
    {
        var shape = Shape(message.Numbers(Dims));
        var count = shape.Aggregate(1L, (product, n) => Math.Min(product * n, int.MaxValue));
        var type = (int)Math.Min(message.NumberOf(DataType), int.MaxValue);
        var size = SizeOf(type);
        if (message.NumberOf(Location) == 1)
            return new Tensor(shape, FromBytes(external.Read(message.All(External).Select(e => (e.TextOf(1), e.TextOf(2))), count * size), type));
        if (message.Last(Raw) is { } raw)
        {
            if (raw.Length != count * size)
                throw InvalidParameterException.WrongShape("tensor", FormattableString.Invariant($"[{raw.Length} bytes]"), FormattableString.Invariant($"{Tensor.ShapeText(shape)} of {size} bytes each"));
            return new Tensor(shape, FromBytes(raw.Bytes, type));
        }

        double[] values = type switch
        {
            Float => [.. message.FixedNumbers(Floats, 4).Select(bits => (double)BitConverter.UInt32BitsToSingle((uint)bits))],
            Double => [.. message.FixedNumbers(Doubles, 8).Select(BitConverter.UInt64BitsToDouble)],
            Int64 => [.. message.Numbers(Int64s).Select(n => (double)n)],
            12 or 13 => [.. message.Numbers(UInt64s).Select(n => (double)(ulong)n)],
            10 => [.. message.Numbers(Int32s).Select(n => (double)BitConverter.UInt16BitsToHalf((ushort)n))],
            16 => [.. message.Numbers(Int32s).Select(n => (double)BitConverter.UInt32BitsToSingle((uint)(ushort)n << 16))],
            _ => [.. message.Numbers(Int32s).Select(n => (double)(int)n)],
        };
        return new Tensor(shape, values);
    }

    /// <summary>Values of 0 but where a SparseTensorProto names others.</summary>
    /// <param name="left">How many values all sparse tensors of a file may still have: its own size does not bound them.</param>
    public static Tensor ReadSparse(ProtobufMessage message, ExternalFolderFile external, ref long left)
    {
        var shape = Shape(message.Numbers(3));
        var count = shape.Aggregate(1L, (product, n) => Math.Min(product * n, int.MaxValue));
        if (message.Last(1) is not { } given || message.Last(2) is not { } where)
            throw InvalidParameterException.Because("tensor", "a sparse tensor has no values or no indices.");
        if ((left -= count) < 0)
            throw InvalidParameterException.Because("tensor", $"a sparse tensor of {Tensor.ShapeText(shape)} is larger than what is read; write it as a dense one.");
        var (values, indices) = (Read(given, external), Read(where, external));
        var many = indices.Shape.Count == 2 ? shape.Length : 1;
        if (indices.Count != (long)values.Count * many)
            throw InvalidParameterException.WrongShape("indices", indices.ToString(), $"one for each of {values.Count} values");
        var dense = new double[count];
        for (var v = 0; v < values.Count; v++)
        {
            var at = 0.0;
            for (var d = 0; d < many; d++)
            {
                var index = indices.Values.Span[v * many + d];
                at = many > 1 || shape.Length == 1 ? at * shape[d] + (index >= 0 && index < shape[d] ? index : double.NaN) : index;
            }

            if (!(at >= 0 && at < count))
                throw InvalidParameterException.Because("indices", $"an index lies outside of {Tensor.ShapeText(shape)}.");
            dense[(int)at] = values.Values.Span[v];
        }

        return new Tensor(shape, dense);
    }

    private static int[] Shape(List<long> dims) => dims.Count > MostDimensions
        ? throw InvalidParameterException.Because("tensor", FormattableString.Invariant($"a tensor has {dims.Count} dimensions; at most {MostDimensions} are read."))
        : [.. dims.Select(n => n is >= 0 and <= int.MaxValue ? (int)n
        : throw InvalidParameterException.Because("tensor", FormattableString.Invariant($"a tensor has a dimension of {n}.")))];

    private static double[] FromBytes(ReadOnlySpan<byte> bytes, int type)
    {
        var size = SizeOf(type);
        var values = new double[bytes.Length / size];
        for (var k = 0; k < values.Length; k++)
        {
            var one = bytes.Slice(k * size, size);
            values[k] = type switch
            {
                Float => BinaryPrimitives.ReadSingleLittleEndian(one),
                Double => BinaryPrimitives.ReadDoubleLittleEndian(one),
                10 => (double)BinaryPrimitives.ReadHalfLittleEndian(one),
                16 => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(one) << 16),
                2 => one[0],
                9 => one[0] == 0 ? 0 : 1,
                3 => (sbyte)one[0],
                4 => BinaryPrimitives.ReadUInt16LittleEndian(one),
                5 => BinaryPrimitives.ReadInt16LittleEndian(one),
                6 => BinaryPrimitives.ReadInt32LittleEndian(one),
                12 => BinaryPrimitives.ReadUInt32LittleEndian(one),
                13 => BinaryPrimitives.ReadUInt64LittleEndian(one),
                _ => BinaryPrimitives.ReadInt64LittleEndian(one),
            };
        }

        return values;
    }
}
