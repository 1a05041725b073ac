using System.Text;
using Google.Protobuf;

namespace CircuitSim.Emulation.Onnx;

/// <summary>
/// One message on the wire (protobuf.dev/programming-guides/encoding), read by the numbers of its fields. Nothing is copied, and nothing
/// that nobody asks for is entered, so that neither a stated length nor the depth of a stranger's file takes memory.
/// </summary>
internal readonly record struct ProtobufMessage(byte[] Buffer, int Start, int Length)
{
    public ReadOnlySpan<byte> Bytes => Buffer.AsSpan(Start, Length);

    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <exception cref="InvalidProtocolBufferException">A field runs over the end, or is none.</exception>
    public IEnumerable<ProtobufField> Fields()
    {
        var input = new CodedInputStream(Buffer, Start, Length);
        var origin = Start - (int)input.Position;
        while (input.ReadTag() is not 0 and var tag)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.Varint:
                    yield return new ProtobufField(number, input.ReadUInt64(), null);
                    break;
                case WireFormat.WireType.Fixed64:
                    yield return new ProtobufField(number, input.ReadFixed64(), null);
                    break;
                case WireFormat.WireType.Fixed32:
                    yield return new ProtobufField(number, input.ReadFixed32(), null);
                    break;
                case WireFormat.WireType.LengthDelimited:
                    var at = origin + (int)input.Position;
                    input.SkipLastField();
                    var end = origin + (int)input.Position;
                    var length = new CodedInputStream(Buffer, at, end - at).ReadLength();
                    yield return new ProtobufField(number, 0, new ProtobufMessage(Buffer, end - length, length));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    /// <summary>The messages, texts or bytes of one field.</summary>
    public IEnumerable<ProtobufMessage> All(int number) => Fields().Where(f => f.Number == number && f.Message is not null).Select(f => f.Message!.Value);

    /// <summary>The last one counts, as everywhere in the format; null for none.</summary>
    public ProtobufMessage? Last(int number) => All(number).Select(m => (ProtobufMessage?)m).LastOrDefault();

    public string TextOf(int number) => Last(number)?.Text ?? "";

    /// <summary>Of whole numbers, or the bits of a float or double; 0 for none.</summary>
    public ulong NumberOf(int number) => Fields().Where(f => f.Number == number && f.Message is null).Select(f => f.Value).LastOrDefault();

    /// <summary>Repeated whole numbers, each on its own or all together.</summary>
    public List<long> Numbers(int number)
    {
        var numbers = new List<long>();
        foreach (var field in Fields().Where(f => f.Number == number))
        {
            if (field.Message is not { } packed)
            {
                numbers.Add((long)field.Value);
                continue;
            }

            var input = new CodedInputStream(packed.Buffer, packed.Start, packed.Length);
            while (!input.IsAtEnd)
                numbers.Add(input.ReadInt64());
        }

        return numbers;
    }

    /// <summary>Repeated floats or doubles, each on its own or all together, as bits.</summary>
    public List<ulong> FixedNumbers(int number, int size)
    {
        var numbers = new List<ulong>();
        foreach (var field in Fields().Where(f => f.Number == number))
        {
            if (field.Message is not { } packed)
            {
                numbers.Add(field.Value);
                continue;
            }

            var input = new CodedInputStream(packed.Buffer, packed.Start, packed.Length);
            while (!input.IsAtEnd)
                numbers.Add(size == 4 ? input.ReadFixed32() : input.ReadFixed64());
        }

        return numbers;
    }
}
