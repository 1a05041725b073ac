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
    public void Add(string? word)
    {
        var text = word ?? "";
        if (text.AsSpan().ContainsAny(Special) || (text.Length > 0 && (text[0] == ' ' || text[^1] == ' ')))
            text = $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        Begin(Encoding.UTF8.GetMaxByteCount(text.Length));
        length += Encoding.UTF8.GetBytes(text, buffer.AsSpan(length));
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
