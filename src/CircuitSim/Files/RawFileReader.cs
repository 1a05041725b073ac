using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace CircuitSim.Files;

/// <summary>One pass over a raw file. The grammar, with every line ended by LF or CR LF:
/// <code>
/// file      = { plot }
/// plot      = { key ":" text } "Variables:" { index name type } ( "Binary:" doubles | "Values:" { index value { value } } )
/// key       = "Title" | "Date" | "Command" | "Plotname" | "Flags" | "No. Variables" | "No. Points" | …
/// value     = number | number "," number
/// </code>
/// A binary block holds points × variables doubles, twice as many in a complex plot.
/// </summary>
internal sealed class RawFileReader(Stream stream, string name)
{
    /// <summary>Longest line or number that is read; ngspice's own names stay far below.</summary>
    private const int LongestLine = 1 << 16;

    private readonly byte[] buffer = new byte[1 << 16];
    private readonly byte[] line = new byte[LongestLine];
    private int next;
    private int filled;

    /// <summary>Bytes of the file that have not been consumed.</summary>
    private long Remaining => stream.Length - stream.Position + (filled - next);

    public IReadOnlyList<RawPlot> ReadPlots()
    {
        var plots = new List<RawPlot>();
        while (SkipBlank())
            plots.Add(ReadPlot(plots.Count + 1));
        return plots.Count > 0 ? plots : throw Corrupt("is empty, so it holds no plot");
    }

    private RawPlot ReadPlot(int ordinal)
    {
        var (title, plot, complex) = ("", "", false);
        int? variables = null, points = null;
        while (true)
        {
            var text = ReadLine($"the header of plot {ordinal}");
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                throw Corrupt($"holds '{Shown(text)}' where a header line of plot {ordinal} should stand");
            var value = text[(colon + 1)..].Trim();
            switch (text[..colon].Trim().ToUpperInvariant())
            {
                case "TITLE":
                    title = value;
                    break;
                case "PLOTNAME":
                    plot = value;
                    break;
                case "FLAGS":
                    complex = IsComplex(value, ordinal);
                    break;
                case "NO. VARIABLES":
                    variables = ReadCount(value, "No. Variables", ordinal);
                    break;
                case "NO. POINTS":
                    points = ReadCount(value, "No. Points", ordinal);
                    break;
                case "VARIABLES":
                    var vectors = ReadBody(
                        variables ?? throw Corrupt($"does not say 'No. Variables' in the header of plot {ordinal}"),
                        points ?? throw Corrupt($"does not say 'No. Points' in the header of plot {ordinal}"),
                        complex, ordinal);
                    return new RawPlot(title, plot, complex, points.Value, vectors);
                default:
                    // Date, Command, Option, Dimensions: nothing that a reader of named vectors needs.
                    break;
            }
        }
    }

    private RawVector[] ReadBody(int variables, int points, bool complex, int ordinal)
    {
        if (variables == 0)
            throw Corrupt($"promises no variables in plot {ordinal}");
        // The shortest line of the table is "0 a b" and its end.
        RequireRoom(6L * variables, $"{variables} variables", ordinal);
        var heads = new (string Name, string Type)[variables];
        for (var i = 0; i < variables; i++)
            heads[i] = ReadVariable(i, ordinal);

        var marker = ReadLine($"the variables of plot {ordinal}").Trim();
        var binary = marker.Equals("Binary:", StringComparison.OrdinalIgnoreCase);
        if (!binary && !marker.Equals("Values:", StringComparison.OrdinalIgnoreCase))
            throw Corrupt($"holds '{Shown(marker)}' where plot {ordinal} should say 'Binary:' or 'Values:'");

        var numbers = (Int128)points * variables * (complex ? 2 : 1);
        RequireRoom(numbers * (binary ? sizeof(double) : 2), $"{points} points of {variables} variables", ordinal);
        var vectors = Array.ConvertAll(
            heads, h => new RawVector(h.Name, h.Type, new double[points], complex ? new double[points] : null));
        if (binary)
            ReadBinary(vectors, points, ordinal);
        else
            ReadText(vectors, points, ordinal);
        return vectors;
    }

    private (string Name, string Type) ReadVariable(int index, int ordinal)
    {
        var text = ReadLine($"the variables of plot {ordinal}");
        // A type may be followed by attributes such as "grid=3" or "dims=2".
        var parts = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length >= 3 && parts[0] == index.ToString(CultureInfo.InvariantCulture)
            ? (parts[1], parts[2])
            : throw Corrupt($"holds '{Shown(text)}' where variable {index} of plot {ordinal} should stand");
    }

    private void ReadBinary(RawVector[] vectors, int points, int ordinal)
    {
        for (var point = 0; point < points; point++)
        {
            foreach (var vector in vectors)
            {
                vector.Real[point] = ReadDouble(ordinal);
                if (vector.Imaginary is { } imaginary)
                    imaginary[point] = ReadDouble(ordinal);
            }
        }
    }

    private void ReadText(RawVector[] vectors, int points, int ordinal)
    {
        for (var point = 0; point < points; point++)
        {
            var index = ReadWord(ordinal);
            if (index != point.ToString(CultureInfo.InvariantCulture))
                throw Corrupt($"holds '{Shown(index)}' where the index of point {point} of plot {ordinal} should stand");
            foreach (var vector in vectors)
                ReadTextValue(vector, point, ordinal);
        }
    }

    private void ReadTextValue(RawVector vector, int point, int ordinal)
    {
        var word = ReadWord(ordinal);
        var comma = word.IndexOf(',', StringComparison.Ordinal);
        var isComplex = vector.Imaginary is not null;
        var imaginary = 0.0;
        if (isComplex != comma >= 0
            || !TryParse(comma < 0 ? word : word.AsSpan(0, comma), out vector.Real[point])
            || (isComplex && !TryParse(word.AsSpan(comma + 1), out imaginary)))
        {
            throw Corrupt($"holds '{Shown(word)}' where the value of {vector.Name} at point {point} of plot {ordinal} should stand");
        }

        if (vector.Imaginary is { } values)
            values[point] = imaginary;
    }

    /// <summary>A number as C's printf writes it, infinities and NaN included: what they mean is the caller's to judge.</summary>
    private static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return true;
        var magnitude = text.TrimStart("+-");
        if (magnitude.Equals("inf", StringComparison.OrdinalIgnoreCase))
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        else if (magnitude.Equals("nan", StringComparison.OrdinalIgnoreCase))
            value = double.NaN;
        else
            return false;
        return true;
    }

    private bool IsComplex(string flags, int ordinal)
    {
        var words = flags.ToUpperInvariant().Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return (words.Contains("REAL"), words.Contains("COMPLEX")) switch
        {
            (true, false) => false,
            (false, true) => true,
            _ => throw Corrupt($"says 'Flags: {Shown(flags)}' in plot {ordinal}; real or complex is expected"),
        };
    }

    private int ReadCount(string text, string key, int ordinal) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw Corrupt($"says '{key}: {Shown(text)}' in plot {ordinal}; a count is expected");

    private void RequireRoom(Int128 bytes, string promised, int ordinal)
    {
        if (bytes > Remaining)
            throw Corrupt($"promises {promised} in plot {ordinal}, but only {Remaining} bytes follow; it is truncated");
    }

    private double ReadDouble(int ordinal)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!TryReadByte(out bytes[i]))
                throw Corrupt($"ends within the values of plot {ordinal}");
        }

        return BinaryPrimitives.ReadDoubleLittleEndian(bytes);
    }

    private string ReadWord(int ordinal)
    {
        if (!SkipBlank())
            throw Corrupt($"ends within the values of plot {ordinal}");
        var length = 0;
        while (TryReadByte(out var b) && !IsBlank(b))
            line[length < LongestLine ? length++ : throw Corrupt($"holds a value of more than {LongestLine} bytes in plot {ordinal}")] = b;
        return Encoding.Latin1.GetString(line, 0, length);
    }

    private string ReadLine(string where)
    {
        var length = 0;
        while (true)
        {
            if (!TryReadByte(out var b))
                throw Corrupt($"ends within {where}");
            if (b == '\n')
                return Encoding.UTF8.GetString(line, 0, length).TrimEnd('\r');
            line[length < LongestLine ? length++ : throw Corrupt($"holds a line of more than {LongestLine} bytes in {where}")] = b;
        }
    }

    /// <summary>Steps over blanks and line ends; false at the end of the file.</summary>
    private bool SkipBlank()
    {
        while (TryReadByte(out var b))
        {
            if (!IsBlank(b))
            {
                next--;
                return true;
            }
        }

        return false;
    }

    private bool TryReadByte(out byte value)
    {
        if (next == filled)
        {
            filled = stream.Read(buffer);
            next = 0;
        }

        value = 0;
        if (filled == 0)
            return false;
        value = buffer[next++];
        return true;
    }

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>What a terminal can show of a stranger's bytes.</summary>
    private static string Shown(string text) =>
        string.Concat(text.Take(40).Select(c => c is >= ' ' and <= '~' ? c : '?')) + (text.Length > 40 ? "…" : "");

    private DataFileException Corrupt(string what) => DataFileException.Corrupt(name, $"the raw file {what}.");
}
