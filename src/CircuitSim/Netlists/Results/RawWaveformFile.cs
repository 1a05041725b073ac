using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Results;

/// <summary>
/// Writes an analysis as a binary raw file of ngspice, which <c>load</c> there, and most waveform viewers, open. Points go
/// to the stream as they come; only the number of points is filled in at the end.
/// </summary>
/// <param name="stream">Seekable; stays open.</param>
public sealed class RawWaveformFile(Stream stream) : IWaveformSink
{
    /// <summary>Room for the number of points, which the header holds in front of them.</summary>
    private const int CountWidth = 12;

    private long countPosition;
    private long points;
    private bool isComplex;
    private byte[] record = [];

    public void Begin(WaveformHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var plot = header.Analysis switch
        {
            AnalysisKind.Transient => "Transient Analysis",
            AnalysisKind.DcSweep => "DC transfer characteristic",
            AnalysisKind.SmallSignal => "AC Analysis",
            AnalysisKind.TransferFunction => "Transfer Function",
            AnalysisKind.Sensitivity => "Sensitivity Analysis",
            AnalysisKind.Noise => "Noise Spectral Density Curves",
            _ => "Operating Point",
        };
        // A pair of vectors is the real and the imaginary part of one that is complex: vr(out) and vi(out) of v(out).
        isComplex = header.Analysis == AnalysisKind.SmallSignal;
        WaveformVector[] vectors = isComplex
            ? [.. header.Vectors.Where((_, k) => k % 2 == 0).Select(v => v with { Name = v.Name.Remove(1, 1) })]
            : [.. header.Vectors];
        WriteText($"Title: {header.Title}\nDate: \nPlotname: {plot}\nFlags: {(isComplex ? "complex" : "real")}\nNo. Variables: {vectors.Length + 1}\nNo. Points: ");
        countPosition = stream.Position;
        WriteText(new string(' ', CountWidth) + "\nVariables:\n");
        WriteText($"\t0\t{AxisName(header)}\t{Kind(header.Axis)}\n");
        for (var k = 0; k < vectors.Length; k++)
            WriteText(string.Create(CultureInfo.InvariantCulture, $"\t{k + 1}\t{vectors[k].Name}\t{Kind(vectors[k])}\n"));
        WriteText("Binary:\n");
        // The imaginary part of the axis is zero.
        record = new byte[8 * (header.Vectors.Count + (isComplex ? 2 : 1))];
        points = 0;
    }

    public void Add(double axis, ReadOnlySpan<double> values)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(record, axis);
        for (var k = 0; k < values.Length; k++)
            BinaryPrimitives.WriteDoubleLittleEndian(record.AsSpan(8 * (k + (isComplex ? 2 : 1))), values[k]);
        stream.Write(record);
        points++;
    }

    public void End()
    {
        var end = stream.Position;
        stream.Position = countPosition;
        WriteText(points.ToString(CultureInfo.InvariantCulture).PadRight(CountWidth));
        stream.Position = end;
    }

    // ngspice itself names the axis of a sweep after its kind, not after the source.
    private static string AxisName(WaveformHeader header) => header.Axis.Unit switch
    {
        "s" => "time",
        "Hz" => "frequency",
        "A" => "i-sweep",
        _ => "v-sweep",
    };

    private static string Kind(WaveformVector vector) => vector.Unit switch
    {
        "s" => "time",
        "Hz" => "frequency",
        "A" => "current",
        "V/√Hz" or "A/√Hz" => $"{(vector.Unit[0] == 'V' ? "voltage" : "current")}-density",
        _ => "voltage",
    };

    private void WriteText(string text) => stream.Write(Encoding.UTF8.GetBytes(text));
}
