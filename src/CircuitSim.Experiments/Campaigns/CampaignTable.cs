using System.Buffers;
using System.Globalization;
using System.Text;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>A table of comma-separated fields (RFC 4180, lines end in LF, UTF-8), written field by field with no string for a number.</summary>
internal sealed class CampaignTable(Stream stream) : IDisposable
{
    /// <summary>Longer than any whole number [byte].</summary>
    private const int MostOfWhole = 20;

    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    private readonly ShortestText shortest = new();
    private byte[] buffer = new byte[1 << 16];
    private int length;
    private bool isFirst = true;

    public void Add(long number)
    {
        Begin(MostOfWhole);
        number.TryFormat(buffer.AsSpan(length), out var written, default, CultureInfo.InvariantCulture);
        length += written;
    }

    /// <summary>The shortest text that reads back as the same bits.</summary>
    public void Add(double number)
    {
        Begin(ShortestText.MostLength);
        length += shortest.Format(number, buffer.AsSpan(length));
    }

    /// <summary>A word, in quotes where it needs them; empty for none.</summary>
    public void Add(ReadOnlySpan<char> word)
    {
        // Each of its quotes twice, and one at either end.
        Begin(Encoding.UTF8.GetMaxByteCount(2 * word.Length + 2));
        if (!word.ContainsAny(Special) && (word.IsEmpty || (word[0] != ' ' && word[^1] != ' ')))
        {
            Write(word);
            return;
        }

        buffer[length++] = (byte)'"';
        for (; word.IndexOf('"') is >= 0 and var quote; word = word[(quote + 1)..])
        {
            Write(word[..(quote + 1)]);
            buffer[length++] = (byte)'"';
        }

        Write(word);
        buffer[length++] = (byte)'"';
    }

    public void Record(params IEnumerable<string> words)
    {
        foreach (var word in words)
            Add(word);
        EndRecord();
    }

    public void EndRecord()
    {
        isFirst = true;
        Reserve(1);
        buffer[length++] = (byte)'\n';
    }

    public void Dispose()
    {
        stream.Write(buffer, 0, length);
        stream.Dispose();
    }

    private void Write(ReadOnlySpan<char> text) => length += Encoding.UTF8.GetBytes(text, buffer.AsSpan(length));

    private void Begin(int most)
    {
        Reserve(most + 1);
        if (!isFirst)
            buffer[length++] = (byte)',';
        isFirst = false;
    }

    private void Reserve(int most)
    {
        if (buffer.Length - length >= most)
            return;
        stream.Write(buffer, 0, length);
        length = 0;
        if (buffer.Length < most)
            buffer = new byte[most];
    }
}
