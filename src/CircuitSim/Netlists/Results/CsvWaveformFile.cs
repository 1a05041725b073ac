using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Results;

/// <summary>Writes an analysis as CSV: a line of names with units, then a line per point, every number exact.</summary>
/// <param name="writer">Stays open.</param>
public sealed class CsvWaveformFile(TextWriter writer) : IWaveformSink
{
    public void Begin(WaveformHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        writer.Write(string.Join(',', header.Vectors.Prepend(header.Axis).Select(Heading)));
        writer.Write('\n');
    }

    public void Add(double axis, ReadOnlySpan<double> values)
    {
        writer.Write(SiText.Exact(axis));
        foreach (var value in values)
        {
            writer.Write(',');
            writer.Write(SiText.Exact(value));
        }

        writer.Write('\n');
    }

    public void End() => writer.Flush();

    private static string Heading(WaveformVector vector)
    {
        var text = $"{vector.Name} [{vector.Unit}]";
        // v(a,b) holds a comma.
        return text.Contains(',', StringComparison.Ordinal) ? $"\"{text}\"" : text;
    }
}
