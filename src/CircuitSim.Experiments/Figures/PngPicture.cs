using System.Buffers.Binary;
using System.IO.Compression;
using OxyPlot;

namespace CircuitSim.Experiments.Figures;

/// <summary>
/// A picture of at most 256 colours as PNG (ISO/IEC 15948): a byte a pixel, compressed. OxyPlot's own encoder writes four bytes
/// a pixel, uncompressed, which makes 0.7 MB of a map of 512 × 256.
/// </summary>
internal static class PngPicture
{
    /// <param name="pixels">[rows × width] row-major, each the number of its colour.</param>
    public static OxyImage Of(int width, ReadOnlySpan<byte> pixels, IEnumerable<OxyColor> colours)
    {
        var height = pixels.Length / width;
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(row * width, width));
            }
        }

        return new OxyImage((byte[])[
            0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n',
            .. Chunk("IHDR"u8, header), .. Chunk("PLTE"u8, [.. colours.SelectMany(c => new[] { c.R, c.G, c.B })]),
            .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])]);
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. type, .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    /// <summary>The check sum of annex D of the standard, bit by bit.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var k = 0; k < 8; k++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
        }

        return ~crc;
    }
}
