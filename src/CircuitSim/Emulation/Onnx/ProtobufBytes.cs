using System.Buffers;
using System.Text;
using Google.Protobuf;

namespace CircuitSim.Emulation.Onnx;

/// <summary>A message on the wire, written field by field.</summary>
internal sealed class ProtobufBytes
{
    /// <summary>The format allows 2 GiB; a buffer that grows needs room for it.</summary>
    private const int Most = 1 << 30;

    private readonly ArrayBufferWriter<byte> bytes = new();

    public ReadOnlySpan<byte> Written => bytes.WrittenSpan;

    public ProtobufBytes Add(int field, long value) => Add(field, WireFormat.WireType.Varint, output => output.WriteInt64(value));

    public ProtobufBytes Add(int field, float value) => Add(field, WireFormat.WireType.Fixed32, output => output.WriteFloat(value));

    public ProtobufBytes Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    public ProtobufBytes Add(int field, ProtobufBytes message) => Add(field, message.Written);

    /// <exception cref="InvalidParameterException">The message grows beyond 1 GiB.</exception>
    public ProtobufBytes Add(int field, ReadOnlySpan<byte> part)
    {
        if (bytes.WrittenCount + (long)part.Length > Most)
            throw InvalidParameterException.Because("network", "the network takes more than 1 GiB, which is the most that is written or read in one file.");
        var length = part.Length;
        Add(field, WireFormat.WireType.LengthDelimited, output => output.WriteLength(length));
        bytes.Write(part);
        return this;
    }

    private ProtobufBytes Add(int field, WireFormat.WireType type, Action<CodedOutputStream> value)
    {
        var buffer = new byte[20];
        using var output = new CodedOutputStream(buffer);
        output.WriteTag(field, type);
        value(output);
        bytes.Write(buffer.AsSpan(0, (int)output.Position));
        return this;
    }
}
