using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// Rows as bytes: what a worker hands over at once, and what the file of a shard is made of. A block is the mark <c>CSB1</c>, the length of its
/// rows, their CRC-32C, and the rows. A row is its index, its seconds, the length of its reason or −1, and that reason in UTF-8 or else the
/// figures, NaN for one that the result has not. Whole numbers and doubles are little-endian.
/// </summary>
internal sealed class CampaignBlock
{
    /// <summary>Mark, length and checksum [byte].</summary>
    public const int Head = 12;

    /// <summary>Rows of a block that nobody would have written [byte].</summary>
    private const int Most = 1 << 24;

    /// <summary>Index, seconds and length of the reason [byte].</summary>
    public const int RowHead = 20;

    private byte[] buffer = new byte[1 << 12];

    public static ReadOnlySpan<byte> Mark => "CSB1"u8;

    /// <summary>Of all of it [byte].</summary>
    public int Length { get; private set; } = Head;

    public bool IsEmpty => Length == Head;

    public void Clear() => Length = Head;

    public void Add(CampaignRow row)
    {
        var reason = row.Values is null ? Encoding.UTF8.GetBytes(row.Reason ?? "") : null;
        var length = RowHead + (reason?.Length ?? 8 * row.Values!.Count);
        if (Length + length > buffer.Length)
            Array.Resize(ref buffer, Math.Max(2 * buffer.Length, Length + length));
        var to = buffer.AsSpan(Length, length);
        BinaryPrimitives.WriteInt64LittleEndian(to, row.Index);
        BinaryPrimitives.WriteDoubleLittleEndian(to[8..], row.Seconds);
        BinaryPrimitives.WriteInt32LittleEndian(to[16..], reason?.Length ?? -1);
        reason?.CopyTo(to[RowHead..]);
        for (var k = 0; k < row.Values?.Count; k++)
            BinaryPrimitives.WriteDoubleLittleEndian(to[(RowHead + 8 * k)..], row.Values[k] ?? double.NaN);
        Length += length;
    }

    /// <summary>All of it; valid until the next row.</summary>
    public ReadOnlySpan<byte> Seal()
    {
        Mark.CopyTo(buffer);
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(4), Length - Head);
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(8), Checksum(buffer.AsSpan(Head, Length - Head)));
        return buffer.AsSpan(0, Length);
    }

    /// <summary>The length of the rows behind a head; −1 where it is none.</summary>
    public static int RowsBehind(ReadOnlySpan<byte> head) =>
        head.Length >= Head && head.StartsWith(Mark) && BinaryPrimitives.ReadInt32LittleEndian(head[4..]) is >= 0 and <= Most and var length ? length : -1;

    /// <summary>Whether these are the rows that the head was written for.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> head, ReadOnlySpan<byte> rows) => BinaryPrimitives.ReadUInt32LittleEndian(head[8..]) == Checksum(rows);

    /// <summary>The rows of the next whole block of a file, which is taken off it; what a kill left of one is passed over. Empty where there is none.</summary>
    /// <param name="file">Some of it, from the end of the block before.</param>
    /// <param name="isEnd">Whether it is all that follows: else what may go on is left.</param>
    public static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> file, bool isEnd = true)
    {
        while (file.IndexOf(Mark) is >= 0 and var at)
        {
            file = file[at..];
            var length = RowsBehind(file);
            if (!isEnd && (file.Length < Head || length > file.Length - Head))
                return [];
            if (length > 0 && length <= file.Length - Head && IsWhole(file, file.Slice(Head, length)))
            {
                var rows = file.Slice(Head, length);
                file = file[(Head + length)..];
                return rows;
            }

            file = file[Mark.Length..];
        }

        // The first letters of a mark may be the last that are there.
        file = file[^(isEnd ? 0 : Math.Min(Mark.Length - 1, file.Length))..];
        return [];
    }

    /// <summary>Takes the next row off the rows of a block; false where they are none of so many figures.</summary>
    /// <param name="row">Its bytes.</param>
    public static bool TryTake(ref ReadOnlySpan<byte> rows, int figures, out long index, out ReadOnlySpan<byte> row)
    {
        index = -1;
        row = [];
        if (rows.Length < RowHead)
            return false;
        index = IndexOf(rows);
        var length = LengthOf(rows, figures);
        if (rows.Length < length)
            return false;
        row = rows[..(int)length];
        rows = rows[row.Length..];
        return true;
    }

    /// <summary>Of a row whose head is there [byte].</summary>
    public static long LengthOf(ReadOnlySpan<byte> row, int figures) => RowHead + (ReasonLength(row) is >= 0 and var reason ? reason : 8L * figures);

    public static long IndexOf(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt64LittleEndian(row);

    public static bool IsFailed(ReadOnlySpan<byte> row) => ReasonLength(row) >= 0;

    /// <summary>What its point took [s].</summary>
    public static double SecondsOf(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadDoubleLittleEndian(row[8..]);

    /// <summary>Why its point failed; null where it has figures.</summary>
    public static string? ReasonOf(ReadOnlySpan<byte> row) => IsFailed(row) ? Encoding.UTF8.GetString(row[RowHead..]) : null;

    /// <summary>A figure of a row that has them; NaN where the result has none.</summary>
    public static double ValueOf(ReadOnlySpan<byte> row, int figure) => BinaryPrimitives.ReadDoubleLittleEndian(row[(RowHead + 8 * figure)..]);

    public static CampaignRow Read(ReadOnlySpan<byte> row)
    {
        if (ReasonOf(row) is { } reason)
            return new CampaignRow(IndexOf(row), null, reason, SecondsOf(row));
        var values = new double?[(row.Length - RowHead) / 8];
        for (var k = 0; k < values.Length; k++)
            values[k] = ValueOf(row, k) is var value && double.IsNaN(value) ? null : value;
        return new CampaignRow(IndexOf(row), values, null, SecondsOf(row));
    }

    private static int ReasonLength(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt32LittleEndian(row[16..]);

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = ~0u;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes)
            sum = BitOperations.Crc32C(sum, b);
        return ~sum;
    }
}
